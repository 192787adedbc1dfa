# What a pipeline will do, told without reading: the file need not be there.
$ flitch --explain '"pool" | where status >= 500 | count by path | sort -count | head 3' missing.log
input   auto
output  records
search  "pool" over whole blocks
decode  status before stage 2
decode  path before stage 3
\
stage                     shape       order                 memory
  1  "pool"               map         as it came            none that grows
  2  where status >= 500  map         as it came            none that grows
  3  stats count by path  keyed fold  groups as first seen  every group
  4  sort -count          whole       sorted                every record
  5  head 3               whole       as it came            none that grows

# Sugar shows the stages that it stands for.
$ flitch --explain -i json 'top 10 path'
input   json
output  records
decode  path before stage 1
\
stage                       shape       order                 memory
  1  top 10 path            whole       sorted                every group
     = stats count by path  keyed fold  groups as first seen  every group
     = sort -count          whole       sorted                every record
     = head 10              whole       as it came            none that grows

$ flitch --explain -i json 'where level == "error" | set x = 1 | dedup user'
input   json
output  records
decode  level before stage 1
decode  user before stage 3
\
stage                        shape       order       memory
  1  where level == "error"  map         as it came  none that grows
  2  set x = 1               map         as it came  none that grows
  3  dedup user              keyed scan  as it came  every key

# A pipeline of no stage copies.
$ flitch --explain ''
input   lines
output  lines
\
stage  shape  order  memory

# The errors are those of a run.
$ flitch --explain 'head x'
! flitch: a whole number is wanted here
!   head x
!        ^
!   help: head N [by KEY, ...]
? 2

# Keyed work, sorted buckets, what reads a side file.
$ flitch --explain -i combined 'dedup ip | running count by method | count every 5m, status | fill | pivot status'
input   combined
output  records
decode  ip before stage 1
decode  method before stage 2
decode  time, status before stage 3
decode  whole records within stage 5
\
stage                              shape       order       memory
  1  dedup ip                      keyed scan  as it came  every key
  2  running count by method       keyed scan  as it came  every key
  3  stats count every 5m, status  whole       by time     every group
  4  fill                          whole       by time     every group
  5  pivot status                  whole       as it came  every group
$ flitch --explain -i combined 'redact ip | sample 10 by path | tail 3 | select path'
input   combined
output  records
decode  path before stage 2
\
stage                   shape       order       memory
  1  redact ip          map         as it came  none that grows
  2  sample 10 by path  keyed fold  as it came  the records that it was asked for
  3  tail 3             whole       as it came  the records that it was asked for
  4  select path        names only  as it came  none that grows

# A regex, or a list of words, is searched for over whole blocks as well.
$ flitch --explain 'r"(?i)pool \d+" and status >= 500'
input   auto
output  lines
search  r"(?i)pool \d+" over whole blocks
decode  status within stage 1
\
stage                                   shape  order       memory
  1  r"(?i)pool \d+" and status >= 500  map    as it came  none that grows

$ flitch --explain 'where contains_any(line, ("pool exhausted", "timeout"))'
input   lines
output  lines
search  r"(?-u)pool exhausted|timeout" over whole blocks
\
stage                                                         shape  order       memory
  1  where contains_any(line, ("pool exhausted", "timeout"))  map    as it came  none that grows

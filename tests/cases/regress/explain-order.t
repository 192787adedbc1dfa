# Buckets come by time, and a stage that reads what it made says so.

$ flitch --explain -i json 'count every 5m | where count > 2' app.jsonl
input   json
output  records
decode  time before stage 1
\
stage                      shape  order       memory
  1  stats count every 5m  whole  by time     every group
  2  where count > 2       map    as it came  none that grows
$ flitch --explain -i json 'count every 1m, status | pivot status' app.jsonl
input   json
output  records
decode  time, status before stage 1
decode  whole records within stage 2
\
stage                              shape  order       memory
  1  stats count every 1m, status  whole  by time     every group
  2  pivot status                  whole  as it came  every group
$ flitch --explain -i json 'count by status'
input   json
output  records
decode  status before stage 1
\
stage                       shape       order                 memory
  1  stats count by status  keyed fold  groups as first seen  every group

# A row goes on over lines; a column with nothing in it is None, and one with empty quotes is empty.
$ flitch -i postgres-csv 'select time, user, database, connection, level, sqlstate, msg, query, query_position, query_id' postgres.csv
{"time":"2026-03-02 09:00:01.250 UTC","user":null,"database":null,"connection":null,"level":"LOG","sqlstate":"00000","msg":"database system is ready","query":null,"query_position":null,"query_id":0}
{"time":"2026-03-02 09:02:15.733 UTC","user":"bob","database":"shop","connection":"198.51.100.7:50214","level":"ERROR","sqlstate":"42P01","msg":"relation \"orders2\" does not exist","query":"select *\nfrom orders2","query_position":15,"query_id":0}

$ flitch -i postgres-csv -j4 --block-size 1 'where level >= error' postgres.csv
2026-03-02 09:02:15.733 UTC,"bob","shop",835,"198.51.100.7:50214",69a5.343,7,"SELECT",2026-03-02 09:00:01 UTC,3/12,0,ERROR,42P01,"relation ""orders2"" does not exist",,,,,,"select *
from orders2",15,,"psql","client backend",,0

# Rows of older servers end before the last columns; those of newer ones than flitch have more.
$ printf '2026-03-02 09:00:01.250 UTC,,,1,,69a5.1,1,,2026-03-02 09:00:01 UTC,,0,LOG,00000,"up",,,,,,,,,""\n' | flitch -i postgres-csv 'select msg, application, backend_type, query_id'
{"msg":"up","application":"","backend_type":null,"query_id":null}

$ sed 's/,0$/,0,new/' postgres.csv | flitch -i postgres-csv 'select msg, query_id'
{"msg":"database system is ready","query_id":0}
{"msg":"relation \"orders2\" does not exist","query_id":0}

# The rest of a row whose start was lost is told; a quote that does not close takes what is left of the input.
$ printf 'rows" from x\n2026-03-02 09:00:01 UTC,,,1,,s,1,,x,,0,LOG,00000,"up"\nplain\n' | flitch -i postgres-csv --rejects bad.log 'select level, msg'; cat bad.log
{"level":"LOG","msg":"up"}
rows" from x
plain
! flitch: 2 lines: not postgres-csv (first standard input:1)
! flitch: standard input:1:1: postgres-csv expects a time, as in `2026-03-02 09:02:15.733 UTC` where there is `rows" from x`
! flitch: standard input:3:1: postgres-csv expects a time, as in `2026-03-02 09:02:15.733 UTC` where there is `plain`

$ printf '2026-03-02 09:00:01 UTC,,,1,,s,1,,x,,0,LOG,00000,"open\nnext\n' | flitch -i postgres-csv 'select level, msg'
{"level":"LOG","msg":"open\nnext\n"}

# A column is told before reading when there is none of its name.
$ flitch -i postgres-csv 'select severity' postgres.csv
! flitch: no field `severity` here
!   select severity
!          ^^^^^^^^
!   help: the fields are time, user, database, pid, connection, session, session_line, command, session_start, virtual_transaction, transaction, level, sqlstate, msg, detail, hint, internal_query, internal_position, context, query, query_position, source, application, backend_type, leader_pid, query_id
? 2

# A whole row as JSON.
$ flitch -i postgres-csv -o json 'head 1' postgres.csv
{"time":"2026-03-02 09:00:01.250 UTC","user":null,"database":null,"pid":1,"connection":null,"session":"69a5.1","session_line":1,"command":null,"session_start":"2026-03-02 09:00:01 UTC","virtual_transaction":null,"transaction":0,"level":"LOG","sqlstate":"00000","msg":"database system is ready","detail":null,"hint":null,"internal_query":null,"internal_position":null,"context":null,"query":null,"query_position":null,"source":null,"application":"","backend_type":"postmaster","leader_pid":null,"query_id":0}

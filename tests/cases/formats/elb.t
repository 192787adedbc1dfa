# Lines of the classic and of the application load balancer are told apart by themselves.
$ flitch 'select type, ip, status, ms' elb.log alb.log
{"type":null,"ip":"203.0.113.9","status":200,"ms":1.178}
{"type":null,"ip":"198.51.100.23","status":503,"ms":null}
{"type":"https","ip":"203.0.113.9","status":200,"ms":49}
{"type":"h2","ip":"2001:db8::7","status":504,"ms":3002}
{"type":"https","ip":"198.51.100.23","status":502,"ms":null}

# A line that ends in the middle is not in it; one that ends after the request is.
$ printf '%s\n' '2026-03-02T09:02:14Z lb 203.0.113.9:2817 10.0.0.1:80 0.1 0.2 -1 200 200 0 29 "GET http://h:80/ HTTP/1.1"' '2026-03-02T09:02:14Z lb 203.0.113.9:2817 10.0.0.1:80 0.1' | flitch -i elb 'select request_processing_time, response_processing_time, ms, host'
{"request_processing_time":0.1,"response_processing_time":null,"ms":null,"host":"h"}
{"request_processing_time":null,"response_processing_time":null,"ms":null,"host":null}
! flitch: 1 line: not elb (first standard input:2)
! flitch: standard input:2:57: elb expects a blank where the line ends

# Columns that are newer than flitch are kept as one.
$ sed 's/$/ "h" "u" "-"/' alb.log | flitch -i alb 'select connection_id, extra'
{"connection_id":"h","extra":"\"u\" \"-\""}
{"connection_id":"TID_1234abcd5678ef90","extra":"\"h\" \"u\" \"-\""}
{"connection_id":"h","extra":"\"u\" \"-\""}

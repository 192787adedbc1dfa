# What is asked about each fact of fixtures/facts.json (facts.rs says what the lines mean).

# A real web shop.
v0001 one
  $ flitch 'count' access-combined/shop_access.log
v0002 unparsed
  $ flitch -i combined 'count(ip)' access-combined/shop_access.log
v0003 counts
  $ flitch 'count by status' access-combined/shop_access.log
v0004 one
  $ flitch 'sum(bytes)' access-combined/shop_access.log
v0005 one
  $ flitch 'where bytes is None | count' access-combined/shop_access.log
v0006 row
  $ flitch 'min(bytes), max(bytes)' access-combined/shop_access.log
v0007 row
  $ flitch 'p50(bytes), p90(bytes), p95(bytes), p99(bytes)' access-combined/shop_access.log
v0009 one
  $ flitch 'avg(bytes)' access-combined/shop_access.log
v0010 one
  $ flitch 'count_distinct(ip)' access-combined/shop_access.log
v0011 rows
  $ flitch 'count by ip | sort -count, ip | head 5' access-combined/shop_access.log
v0012 counts
  $ flitch 'count by method' access-combined/shop_access.log
v0013 row
  $ flitch 'first(time(time)) as a, last(time(time)) as b' access-combined/shop_access.log
v0014 row
  $ flitch 'min(time(time)) as a, max(time(time)) as b' access-combined/shop_access.log
v0016 text
  $ flitch 'count by bin(time, 1h) as h | sort -count | count as n, first(h) as h, first(count) as c | print f"[{n},\"{h:%Y-%m-%dT%H}\",{c}]"' access-combined/shop_access.log
v0017 row
  $ flitch 'count where status >= 500 as a, count where 400 <= status < 500 as b' access-combined/shop_access.log
v0018 rows
  $ flitch 'count by path | sort -count, path | head 5' access-combined/shop_access.log
v0019 counts
  $ flitch 'sum(bytes) by status' access-combined/shop_access.log
v0020 text
  $ flitch 'sort line' access-combined/shop_access.log | sha256sum | sed 's/\([0-9a-f]*\).*/"\1"/'
v0021 lines
  $ flitch 'dedup' access-combined/shop_access.log
v0022 lines
  $ flitch '"GET" and not r"(?i)\.(gif|png|jpg)"' access-combined/shop_access.log
v0023 one
  $ flitch 'count_distinct(user_agent)' access-combined/shop_access.log
v0024 lines
  $ flitch 'where referer in ("-", "")' access-combined/shop_access.log
v0051 text
  $ flitch 'parse regex r"(?P<o>[+-]\d{4}\])" | count by o | print f"\"{o}\""' access-combined/shop_access.log

# Generated access logs, compressed.
v0025 one
  $ flitch 'count' access-combined/kelora-web_access_large.log.gz
v0026 unparsed
  $ flitch 'count(status)' access-combined/kelora-web_access_large.log.gz
v0027 counts
  $ flitch 'count by status' access-combined/kelora-web_access_large.log.gz
v0028 one
  $ flitch 'sum(bytes)' access-combined/kelora-web_access_large.log.gz
v0029 one
  $ flitch 'where bytes is None | count' access-combined/kelora-web_access_large.log.gz
v0030 row
  $ flitch 'min(bytes), max(bytes)' access-combined/kelora-web_access_large.log.gz
v0031 row
  $ flitch 'p50(bytes), p90(bytes), percentile(bytes, 0.95) as p, p99(bytes)' access-combined/kelora-web_access_large.log.gz
v0033 one
  $ flitch 'avg(bytes)' access-combined/kelora-web_access_large.log.gz
v0034 one
  $ flitch 'dedup ip | count' access-combined/kelora-web_access_large.log.gz
v0035 rows
  $ flitch 'count by ip | sort -count, ip | head 5' access-combined/kelora-web_access_large.log.gz
v0036 counts
  $ flitch 'count by method' access-combined/kelora-web_access_large.log.gz
v0037 row
  $ flitch 'first(time(time)) as a, last(time(time)) as b' access-combined/kelora-web_access_large.log.gz
v0038 row
  $ flitch 'min(time(time)) as a, max(time(time)) as b' access-combined/kelora-web_access_large.log.gz
v0040 text
  $ flitch 'count by bin(time, 1h) as h | sort -count | count as n, first(h) as h, first(count) as c | print f"[{n},\"{h:%Y-%m-%dT%H}\",{c}]"' access-combined/kelora-web_access_large.log.gz
v0041 row
  $ flitch 'count where status >= 500 as a, count where 400 <= status < 500 as b' access-combined/kelora-web_access_large.log.gz
v0042 rows
  $ flitch 'count by path | sort -count, path | head 5' access-combined/kelora-web_access_large.log.gz
v0043 counts
  $ flitch 'sum(bytes) by status' access-combined/kelora-web_access_large.log.gz
v0044 text
  $ flitch 'sort line' access-combined/kelora-web_access_large.log.gz | sha256sum | sed 's/\([0-9a-f]*\).*/"\1"/'
v0045 one
  $ flitch 'count by line | count' access-combined/kelora-web_access_large.log.gz
v0046 one
  $ flitch '"GET" | not r"(?i)\.(gif|png|jpg)" | count' access-combined/kelora-web_access_large.log.gz
v0047 one
  $ flitch 'count_distinct(user_agent)' access-combined/kelora-web_access_large.log.gz
v0048 one
  $ flitch 'where referer == "-" or referer == "" | count' access-combined/kelora-web_access_large.log.gz

# JSON lines.
v0052 one
  $ flitch 'count' jsonl/gharchive.jsonl
v0053[2] unparsed
  $ flitch -i json 'count(type)' jsonl/gharchive.jsonl
v0054 lines
  $ flitch '' jsonl/caddy1.jsonl
v0055[2] unparsed
  $ flitch -i json 'count(ts)' jsonl/caddy1.jsonl
v0056 lines
  $ flitch '' jsonl/bunyan.jsonl
v0057[0] one
  $ flitch 'count(v)' jsonl/bunyan.jsonl
v0058 lines
  $ flitch '' jsonl/prometheus.jsonl
v0059[2] unparsed
  $ flitch -i json 'count(level)' jsonl/prometheus.jsonl
v0060 lines
  $ flitch '' jsonl/kelora-errors_json_mixed.jsonl
v0061[2] unparsed
  $ flitch -i json 'count(level)' jsonl/kelora-errors_json_mixed.jsonl
v0062 one
  $ flitch 'count' jsonl/kelora-api_latency_incident.jsonl
v0063[2] unparsed
  $ flitch -i json 'count(level)' jsonl/kelora-api_latency_incident.jsonl
v0068 counts
  $ flitch 'count by type' jsonl/gharchive.jsonl
v0069 row
  $ flitch 'count_distinct(actor.login), count_distinct(repo.name)' jsonl/gharchive.jsonl
v0070 one
  $ flitch 'where type == "PushEvent" | sum(payload.size)' jsonl/gharchive.jsonl
v0071 one
  $ flitch 'max(int(id)) as id' jsonl/gharchive.jsonl

# logfmt.
v0073 one
  $ flitch 'count' logfmt/alertmanager.logfmt
v0074 unparsed
  $ flitch -i logfmt 'count(level)' logfmt/alertmanager.logfmt
v0075 counts
  $ flitch 'count by level' logfmt/alertmanager.logfmt
v0076 text
  $ flitch -i logfmt -o csv '' logfmt/alertmanager.logfmt | head -n 1 | tr -cd ',\n' | wc -c
v0078 one
  $ flitch 'count' logfmt/lnav-k8s-virtualkubelet.logfmt
v0079 unparsed
  $ flitch -i logfmt 'count(level)' logfmt/lnav-k8s-virtualkubelet.logfmt
v0080 counts
  $ flitch 'count by level' logfmt/lnav-k8s-virtualkubelet.logfmt
v0081 text
  $ flitch -i logfmt -o tsv '' logfmt/lnav-k8s-virtualkubelet.logfmt | head -n 1 | tr '\t' '\n' | wc -l
v0083 one
  $ flitch 'count' logfmt/ag-logfmt.log
v0084 unparsed
  $ flitch -i logfmt 'count(level)' logfmt/ag-logfmt.log
v0085 counts
  $ flitch 'count by level' logfmt/ag-logfmt.log
v0086 text
  $ flitch -i logfmt -o csv '' logfmt/ag-logfmt.log | head -n 1 | tr ',' '\n' | wc -l

# CSV. The header is no record of flitch's, so that it is added where it was counted.
v0089 one
  $ flitch -i csv 'where Year is not None | count as n | set n = n + 1' csv/jc/deniro.csv
v0092 one
  $ flitch 'count' csv/jc/deniro.csv
v0093 one
  $ flitch -i csv 'where Sell is not None and Sell != "" | count as n | set n = n + 1' csv/jc/homes.csv
v0097 one
  $ flitch 'count(ID) as n | set n = n + 1' csv/jc/flyrna2.tsv
v0100 lines
  $ flitch '' csv/jc/flyrna2.tsv
v0101 one
  $ flitch -i csv 'count as n | set n = n + 1' csv/duckdb/titanic.csv
v0104 lines
  $ flitch -i csv '' csv/duckdb/titanic.csv
v0105 one
  $ flitch -i csv 'count as n | set n = n + 1' csv/duckdb/windows_newline.csv
v0108 lines
  $ flitch '' csv/duckdb/windows_newline.csv
v0109 one
  $ flitch -i csv 'count as n | set n = n + 1' csv/kelora/errors_csv_ragged.csv
v0112 lines
  $ flitch '' csv/kelora/errors_csv_ragged.csv
v0113 one
  $ flitch 'count' csv/duckdb/venue_pipe.csv
v0117[0] counts
  $ flitch 'count by Survived' csv/duckdb/titanic.csv
v0117[1] one
  $ flitch 'where Age != "" | count' csv/duckdb/titanic.csv
v0117[2] one
  $ flitch 'where Age != "" | avg(Age) as a | set a = round(a, 4)' csv/duckdb/titanic.csv
v0118 one
  $ flitch 'where "," in Name | count' csv/duckdb/titanic.csv
v0119 records
  $ flitch -o json '' csv/csv-spectrum/comma_in_quotes.csv
v0120 records
  $ flitch -o json '' csv/csv-spectrum/empty_crlf.csv
v0121 records
  $ flitch -o json '' csv/csv-spectrum/json.csv
v0122 records
  $ flitch -o json '' csv/csv-spectrum/newlines.csv
v0123 records
  $ flitch -o json '' csv/csv-spectrum/quotes_and_newlines.csv
v0124 records
  $ flitch -o json '' csv/csv-spectrum/simple_crlf.csv
v0125 one
  $ flitch -i csv 'where Name is not None | count' csv/jc/biostats.csv
v0126 one
  $ flitch -i csv 'where Year is not None | count' csv/jc/deniro.csv
v0091 names
  $ flitch -i csv -o json '' csv/jc/deniro.csv
v0095 names
  $ flitch -i csv -o json '' csv/jc/homes.csv
v0099 names
  $ flitch -i tsv -o json '' csv/jc/flyrna2.tsv
v0103 names
  $ flitch -o json 'head 1' csv/duckdb/titanic.csv
v0107 names
  $ flitch -o json 'tail 1' csv/duckdb/windows_newline.csv
v0111 names
  $ flitch -o json 'where _5 is None' csv/kelora/errors_csv_ragged.csv

# Bytes.
v0312 row
  $ flitch -i combined 'count(ip), count where user_agent.endswith("\r") as cr' nasty/shop-crlf.log
v0313 one
  $ flitch 'r"\x00" | count' nasty/shop-nul.log
v0314 text
  $ flitch 'select len(line) as n' nasty/shop-long-line.log | sed 's/{"n":\(.*\)}/\1/' | paste -s -d, | sed 's/.*/[&]/'
v0273 one
  $ flitch 'count' compression-logs/shop.disguised.log

# The web shop and the generated access logs, further.
v0008 row
  $ flitch 'sort bytes | list(bytes, 2000) as v | set n = len(v) - 1 | select v[int(0.5 * n)] + (v[int(0.5 * n) + 1] - v[int(0.5 * n)]) * (0.5 * n % 1) as a, v[int(0.9 * n)] + (v[int(0.9 * n) + 1] - v[int(0.9 * n)]) * (0.9 * n % 1) as b, v[int(0.99 * n)] + (v[int(0.99 * n) + 1] - v[int(0.99 * n)]) * (0.99 * n % 1) as c | select round(a, 2) as a, round(b, 2) as b, round(c, 2) as c' access-combined/shop_access.log
v0015 one
  $ flitch 'set t = time(time) | running delta(t) as d | where d < 0s | count' access-combined/shop_access.log
v0039 one
  $ flitch 'set t = time(time) | running delta(t) as d | where d < 0s | count' access-combined/kelora-web_access_large.log.gz
v0032 row
  $ flitch 'sort bytes | list(bytes, 2000) as v | set n = len(v) - 1 | select v[int(0.5 * n)] + (v[int(0.5 * n) + 1] - v[int(0.5 * n)]) * (0.5 * n % 1) as a, v[int(0.9 * n)] + (v[int(0.9 * n) + 1] - v[int(0.9 * n)]) * (0.9 * n % 1) as b, v[int(0.99 * n)] + (v[int(0.99 * n) + 1] - v[int(0.99 * n)]) * (0.99 * n % 1) as c | select round(a, 2) as a, round(b, 2) as b, round(c, 2) as c' access-combined/kelora-web_access_large.log.gz
v0049[0] one
  $ flitch -i json count access-combined/jc-clf.expected.json
v0049[1] one
  $ flitch -i json 'where unparsable is not None | count' access-combined/jc-clf.expected.json
v0050 one
  $ flitch 'select url_decode(target) as p | where "\u06a9" in p | count_distinct(p)' access-combined/shop_access.log

# JSON.
v0064 one
  $ flitch 'count' filebeat-modules/osquery/result/osqueryd.results.sample.log
v0065 row
  $ flitch -i json 'count where name is not None as a, count where line.strip()[:1] not in ("{", "") as b, count where name is None as c, count where line.strip() == "" as d' filebeat-modules/osquery/result/osqueryd.results.sample.log
v0066 one
  $ flitch 'count' filebeat-modules/kibana/log/log.624.log
v0067 row
  $ flitch -i json 'count where type is not None as a, count where line.strip()[:1] not in ("{", "") as b, count where type is None as c, count where line.strip() == "" as d' filebeat-modules/kibana/log/log.624.log

# logfmt and CSV.
v0081 one
  $ flitch -i logfmt 'discover | count' logfmt/lnav-k8s-virtualkubelet.logfmt
v0090 text
  $ flitch -i csv 'where Year is not None | count where _4 is None as a, count where _4 is not None as b | print f"{{\"3\":{a + 1},\"4\":{b}}}"' csv/jc/deniro.csv
v0093 one
  $ flitch -i csv 'count as n | select n + 1 as rows' csv/jc/homes.csv
v0094 text
  $ flitch -i csv 'count where row[" \"Taxes\""] is not None and _10 is None as n | print f"{{\"9\":{n + 1}}}"' csv/jc/homes.csv
v0098 counts
  $ flitch -i lines 'where line != "" | count by len(line.split("\t")) as n' csv/jc/flyrna2.tsv
v0102 text
  $ flitch -i csv 'count where Embarked is not None and _13 is None as n | print f"{{\"12\":{n + 1}}}"' csv/duckdb/titanic.csv
v0106 counts
  $ flitch -i lines 'count by len(line.split(",")) as n' csv/duckdb/windows_newline.csv
v0110 counts
  $ flitch -i lines 'where line != "" | count by len(line.split(",")) as n' csv/kelora/errors_csv_ragged.csv
v0114 counts
  $ flitch -i lines 'count by len(line.split("|")) as n' csv/duckdb/venue_pipe.csv
v0115 one
  $ flitch -i lines 'head 1 | select line.split("|") as names' csv/duckdb/venue_pipe.csv
v0096 text
  $ flitch '' csv/jc/homes.csv | wc -l
v0116 text
  $ flitch '' csv/duckdb/venue_pipe.csv | wc -l
v0127 one
  $ flitch -i csv 'count' csv/jc/homes.csv

# Zeek.
v0128 row
  $ flitch 'count where not line.startswith("#") as a, count where line.startswith("#") as b' -i lines zeek-tsv/conn.log
v0129[0] one
  $ flitch 'discover | count' zeek-tsv/conn.log
v0129[1..4] one
  $ flitch 'discover | head 3 | list(field) as names' zeek-tsv/conn.log
v0130 one
  $ flitch 'count_distinct(row["id.orig_h"])' zeek-tsv/conn.log
v0131 row
  $ flitch 'first(str(ts)) as a, last(str(ts)) as b' zeek-tsv/conn.log

# Syslog.
v0132 one
  $ flitch 'count' filebeat-modules/system/auth/auth-ubuntu1204.log
v0133 one
  $ flitch -i syslog 'where host is None | count' filebeat-modules/system/auth/auth-ubuntu1204.log
v0134 rows
  $ flitch -i syslog 'where host is not None | count by app | sort -count, app | head 5' filebeat-modules/system/auth/auth-ubuntu1204.log
v0135 row
  $ flitch -i syslog 'count_distinct(host) as n, first(stamp) as a, last(stamp) as b' filebeat-modules/system/auth/auth-ubuntu1204.log
v0136 one
  $ flitch -i lines 'count' filebeat-modules/system/syslog/darwin-syslog-sample.log
v0137 one
  $ flitch -i syslog 'where host is None | count' filebeat-modules/system/syslog/darwin-syslog-sample.log
v0138 rows
  $ flitch -i syslog 'where host is not None | count by app | sort -count, app | head 5' filebeat-modules/system/syslog/darwin-syslog-sample.log
v0139 row
  $ flitch -i syslog 'where host is not None | count_distinct(host) as n, first(stamp) as a, last(stamp) as b' filebeat-modules/system/syslog/darwin-syslog-sample.log
v0140 one
  $ flitch -i lines 'count' syslog-rfc3164/jc-3164.log
v0141 one
  $ flitch -i syslog 'where host is None | count' syslog-rfc3164/jc-3164.log
v0142 rows
  $ flitch -i syslog 'where host is not None | count by app | sort -count, app | head 5' syslog-rfc3164/jc-3164.log
v0143 row
  $ flitch -i syslog 'where host is not None | count_distinct(host) as n, first(stamp) as a, last(stamp) as b' syslog-rfc3164/jc-3164.log
v0144[0..21] rows
  $ flitch -i syslog 'where line.strip() != "" | head 21 | select priority, host, app, None as t' syslog-rfc3164/jc-3164.log
v0144[21] not: jc cuts the tag `sshd(pam_unix)` at its parenthesis, flitch keeps it
v0144[22..26] rows
  $ flitch -i syslog 'where line.strip() != "" | skip 22 | head 4 | select priority, host, app, None as t' syslog-rfc3164/jc-3164.log
v0144[26] not: jc reads `avas: last message repeated` as a host without a tag, flitch as a tag without a host
v0144[27..31] rows
  $ flitch -i syslog 'where line.strip() != "" | skip 27 | head 4 | select priority, host, app, None as t' syslog-rfc3164/jc-3164.log
v0144[31] not: jc takes a line without a time for no syslog, flitch reads its priority
v0145[0..7] rows
  $ flitch -i syslog 'where line.strip() != "" | head 7 | select priority, host, app, int(epoch(time(time)) // 1) as t' syslog-rfc5424/jc-5424.log
v0145[7] not: without its priority a line is of the older kind, whose tag has a colon
v0145[8] not: jc takes 12 for a version; flitch knows version 1 alone
v0146[0..3] rows
  $ flitch -i syslog 'head 3 | select priority, priority // 8 as f, severity, host, app, str(pid) as pid' syslog-rfc5424/grok-5424.log
v0146[3] not: `#{sd} [down]` is no structured data, and the line is told as not parsed

# journald.
v0147 one
  $ flitch -i journald 'count(time)' journald/auth-ubuntu.json
v0148 one
  $ flitch -i json 'where type(MESSAGE) == "list" | count' journald/auth-ubuntu.json
v0149 one
  $ flitch -i json 'where type(MESSAGE) == "str" and "\n" in MESSAGE | count' journald/auth-ubuntu.json
v0150 one
  $ flitch -i json 'discover | where count == 0 | list(field) as names' journald/auth-ubuntu.json
v0151 rows
  $ flitch -i json 'where type(TAG) == "list" | select "TAG" as name, TAG' journald/auth-ubuntu.json
v0152 counts
  $ flitch -i json 'count by PRIORITY' journald/auth-ubuntu.json
v0153 counts
  $ flitch -i journald 'count by app' journald/auth-ubuntu.json
v0154 row
  $ flitch -i journald 'first(time(time)) as a, last(time(time)) as b' journald/auth-ubuntu.json
v0155 one
  $ flitch -i journald 'where PRIORITY == 3 and "root" in msg | count' journald/auth-ubuntu.json
v0156 one
  $ flitch 'count(time)' journald/auth-ubuntu.export
v0157 row
  $ flitch -i journald 'count as n, values(unit) as units' journald/lnav-journald.json

# Containers.
v0158 text
  $ flitch -i cri '' container-cri/laravel.cri.log | wc -l
v0159[0] one
  $ flitch -i cri 'count' container-cri/laravel.cri.log
v0160 counts
  $ flitch -i cri 'count by stream' container-cri/laravel.cri.log
v0161 row
  $ flitch -i cri 'max(len(log)) as a, max(len(splitlines(line))) as b' container-cri/laravel.cri.log
v0162 text
  $ flitch -i cri '' container-cri/beats-cri.log | wc -l
v0163[0] one
  $ flitch -i cri 'count' container-cri/beats-cri.log
v0164 counts
  $ flitch -i cri 'count by stream' container-cri/beats-cri.log
v0165 row
  $ flitch -i cri 'max(len(log)) as a, max(len(splitlines(line))) as b' container-cri/beats-cri.log
v0166 text
  $ flitch -i cri '' container-cri/fluentbit-docker_cri_chain.log | wc -l
v0167[0] one
  $ flitch -i cri 'count' container-cri/fluentbit-docker_cri_chain.log
v0168 counts
  $ flitch -i cri 'count by stream' container-cri/fluentbit-docker_cri_chain.log
v0169 row
  $ flitch -i cri 'max(len(log)) as a, max(len(splitlines(line))) as b' container-cri/fluentbit-docker_cri_chain.log
v0170 one
  $ flitch 'count' container-docker/shop.docker.json.log
v0171 counts
  $ flitch 'count by stream' container-docker/shop.docker.json.log
v0172 row
  $ flitch 'first(str(time)) as a, last(str(time)) as b' container-docker/shop.docker.json.log
v0173 text
  $ flitch 'print log' container-docker/shop.docker.json.log | sha256sum | sed 's/\([0-9a-f]*\).*/"\1"/'
v0174 one
  $ flitch 'count' container-docker/beats-docker.log
v0175 counts
  $ flitch 'count by stream' container-docker/beats-docker.log
v0176 row
  $ flitch 'first(str(time)) as a, last(str(time)) as b' container-docker/beats-docker.log
v0177 text
  $ flitch 'print log' container-docker/beats-docker.log | sha256sum | sed 's/\([0-9a-f]*\).*/"\1"/'

# glog.
v0178[0] one
  $ flitch -i klog 'count(level)' klog/lnav-glog.log
v0178[1] counts
  $ flitch -i klog 'count by level' klog/lnav-glog.log
v0179 counts
  $ flitch -i klog 'count by source.split(":")[0] as file' klog/lnav-glog.log
v0180 one
  $ flitch -i klog --multiline 'start=^[IWEF][0-9]' 'where "\n" in msg | count' klog/lnav-glog.log

# What filebeat expects, asked of the logs themselves.
v0231 counts
  $ flitch -i combined 'count by status' filebeat-modules/nginx/access/test.log
v0232 counts
  $ flitch -i combined 'count by status' filebeat-modules/apache/access/ubuntu-2.2.22.log
v0233 not: two lines have fewer values than their header has names, which w3c tells and filebeat reads
v0234 counts
  $ flitch -i redis 'where level is not None | count by level' filebeat-modules/redis/log/redis-darwin-3.0.2.log
v0235 counts
  $ flitch -i postgres 'where level is not None | count by level' filebeat-modules/postgresql/log/postgresql-9.6-debian-with-slowlog.log
v0236 counts
  $ flitch -i java --multiline java 'where level is not None | count by level' filebeat-modules/elasticsearch/server/test.log
v0237 counts
  $ flitch -i syslog 'head 100 | count by app' filebeat-modules/system/auth/auth-ubuntu1204.log

# Records of many lines.
v0238[0] text
  $ flitch '' multiline-traces/fluentbit-java.log | wc -l
v0238[1] one
  $ flitch --multiline java 'count' multiline-traces/fluentbit-java.log
v0238[2] one
  $ flitch --multiline java 'head 1 | select len(splitlines(line)) as n' multiline-traces/fluentbit-java.log
v0239[0] text
  $ flitch '' multiline-traces/fluentbit-python.log | wc -l
v0239[1] one
  $ flitch --multiline python 'count' multiline-traces/fluentbit-python.log
v0239[2] one
  $ flitch --multiline python 'head 1 | select len(splitlines(line)) as n' multiline-traces/fluentbit-python.log
v0240 row
  $ flitch --multiline 'start=^\[[0-9]{4}-' 'set n = len(splitlines(line)) | sum(n) as a, count as b, max(n) as c' multiline-traces/laravel-small.log
v0241 row
  $ flitch --multiline 'start=^\[[0-9]{4}-' 'set n = len(splitlines(line)) | sum(n) as a, count as b, max(n) as c' multiline-traces/beats-elasticsearch-multiline-log.log
v0242 row
  $ flitch --multiline 'start=^\[[0-9]{4}-' 'set n = len(splitlines(line)) | sum(n) as a, count as b, max(n) as c' java-app-logs/kafka0-server.log
v0243 row
  $ flitch --multiline 'start=^[0-9]{4}-' 'set n = len(splitlines(line)) | sum(n) as a, count as b, max(n) as c' multiline-traces/lnav-java.log

# Bytes and odds.
v0274 text
  $ flitch '' compression-logs/shop.not-really.log.gz | tr -cd '\n' | wc -c
v0280 text
  $ flitch '' compression/gzip/flate2-good-file.gz | sha256sum | sed 's/\([0-9a-f]*\).*/"\1"/'
v0317 text
  $ flitch -i lines -o json 'select line as text' utf8/UTF-8-test.txt | grep -o '�' | wc -l
v0318[0] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and tests.valid | count' timestamps/json-schema-date-time.json
v0318[1] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and not tests.valid | count' timestamps/json-schema-date-time.json
v0319[0] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and tests.valid | count' timestamps/json-schema-date.json
v0319[1] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and not tests.valid | count' timestamps/json-schema-date.json
v0320[0] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and is_ip(tests.data) and ":" not in tests.data | count' field-formats/json-schema-ipv4.json
v0320[1] one
  $ flitch -i json 'explode tests | where type(tests.data) == "str" and not (is_ip(tests.data) and ":" not in tests.data) | count' field-formats/json-schema-ipv4.json
v0321 one
  $ flitch -i lines 'select len(extract_all(line, r"\"[^\"]*\"|[^ ]+")) as n | list(n) as counts' aws/otel-alb.log
v0322 counts
  $ flitch -i lines 'set f = line.split(" ") | where f[12] != "action" | sum(int(f[9])) as bytes by f[12] as action' aws/otel-vpcflow.log

# Facts that loops over their files check, that other tables hold, and that flitch cannot say.
v0072 not: a list is one field, and what is in it is not counted
v0077 not: of repeated keys of logfmt the last one counts, and nothing tells how often there were any
v0082 not: of repeated keys of logfmt the last one counts, and nothing tells how often there were any
v0087 not: of repeated keys of logfmt the last one counts, and nothing tells how often there were any
v0088 elsewhere src/inputs/logfmt_tests.rs
v0181 elsewhere tests/filebeat.t
v0182 elsewhere tests/filebeat.t
v0183 elsewhere tests/filebeat.t
v0184 elsewhere tests/filebeat.t
v0185 elsewhere tests/filebeat.t
v0186 not: see `unread` in tests/filebeat.t
v0187 elsewhere tests/filebeat.t
v0188 elsewhere tests/filebeat.t
v0189 not: see `unread` in tests/filebeat.t
v0190 elsewhere tests/filebeat.t
v0191 elsewhere tests/filebeat.t
v0192 elsewhere tests/filebeat.t
v0193 elsewhere tests/filebeat.t
v0194 elsewhere tests/filebeat.t
v0195 not: see `unread` in tests/filebeat.t
v0196 not: see `unread` in tests/filebeat.t
v0197 not: see `unread` in tests/filebeat.t
v0198 elsewhere tests/filebeat.t
v0199 elsewhere tests/filebeat.t
v0200 elsewhere tests/filebeat.t
v0201 elsewhere tests/filebeat.t
v0202 elsewhere tests/filebeat.t
v0203 elsewhere tests/filebeat.t
v0204 elsewhere tests/filebeat.t
v0205 elsewhere tests/filebeat.t
v0206 elsewhere tests/filebeat.t
v0207 elsewhere tests/filebeat.t
v0208 not: see `unread` in tests/filebeat.t
v0209 not: see `unread` in tests/filebeat.t
v0210 elsewhere tests/filebeat.t
v0211 elsewhere tests/filebeat.t
v0212 elsewhere tests/filebeat.t
v0213 elsewhere tests/filebeat.t
v0214 elsewhere tests/filebeat.t
v0215 not: see `unread` in tests/filebeat.t
v0216 elsewhere tests/filebeat.t
v0217 elsewhere tests/filebeat.t
v0218 elsewhere tests/filebeat.t
v0219 elsewhere tests/filebeat.t
v0220 elsewhere tests/filebeat.t
v0221 elsewhere tests/filebeat.t
v0222 elsewhere tests/filebeat.t
v0223 elsewhere tests/filebeat.t
v0224 elsewhere tests/filebeat.t
v0225 not: see `unread` in tests/filebeat.t
v0226 elsewhere tests/filebeat.t
v0227 elsewhere tests/filebeat.t
v0228 elsewhere tests/filebeat.t
v0229 elsewhere tests/filebeat.t
v0230 elsewhere tests/filebeat.t
v0244 archives
v0245 archives
v0246 archives
v0247 archives
v0248 archives
v0249 archives
v0250 archives
v0251 archives
v0252 archives
v0253 archives
v0254 archives
v0255 archives
v0256 archives
v0257 archives
v0258 archives
v0259 archives
v0260 archives
v0261 archives
v0262 archives
v0263 archives
v0264 archives
v0265 archives
v0266 archives
v0267 archives
v0268 archives
v0269 archives
v0270 archives
v0271 archives
v0272 not: flitch does not read brotli
v0275[0] text
  $ ls compression/xz/good-*.xz | wc -l
v0275[1] text
  $ n=0; for f in compression/xz/good-*.xz; do flitch '' $f >/dev/null 2>&1 && n=$((n+1)); done; echo $n
v0276[0] text
  $ ls compression/xz/bad-*.xz | wc -l
v0276[1] text
  $ n=0; for f in compression/xz/bad-*.xz; do flitch '' $f >/dev/null 2>&1 && n=$((n+1)); done; echo $n
v0277[0] text
  $ ls compression/xz/unsupported-*.xz | wc -l
v0277[1] text
  $ n=0; for f in compression/xz/unsupported-*.xz; do flitch '' $f >/dev/null 2>&1 && n=$((n+1)); done; echo $n
v0278[0] text
  $ n=0; for f in compression/zstd/good-*.zst; do flitch '' $f >/dev/null && n=$((n+1)); done; echo $n
v0278[1] text
  $ n=0; for f in compression/zstd/good-*.expected; do flitch '' ${f%.expected}.zst | cmp -s - $f && n=$((n+1)); done; echo $n
v0279[0] text
  $ ls compression/zstd/bad-*.zst compression/zstd/error-*.zst | wc -l
v0279[1] not: flitch refuses two damaged files that zstd(1) takes, and reads one without the magic number as plain text
v0281 elsewhere tests/conformance.rs
v0282 elsewhere tests/conformance.rs
v0283 elsewhere tests/conformance.rs
v0284 elsewhere tests/suites.rs
v0285 elsewhere tests/suites.rs
v0286 not: a suite of jq, whose language is not flitch's
v0287 not: a suite of the crate that flitch searches with, which runs there
v0288 elsewhere tests/grok.rs
v0289 bytes
v0290 bytes
v0291 bytes
v0292 not: the file is above a megabyte, which is too large for the repository
v0293 bytes
v0294 bytes
v0295 bytes
v0296 bytes
v0297 bytes
v0298 bytes
v0299 bytes
v0300 bytes
v0301 bytes
v0302 bytes
v0303 bytes
v0304 bytes
v0305 bytes
v0306 bytes
v0307 bytes
v0308 bytes
v0309 bytes
v0310 not: UTF-16 is read as the text that it is, so its bytes are not counted
v0311 bytes
v0315 not: the file is above a megabyte, which is too large for the repository
v0316 bytes
v0323 elsewhere tests/suites/coreutils.t
v0324 elsewhere tests/suites/coreutils.t
v0325 elsewhere tests/suites/coreutils.t
v0326 elsewhere tests/suites/coreutils.t
v0327 elsewhere tests/suites/coreutils.t
v0328 elsewhere tests/suites/coreutils.t
v0329 elsewhere tests/suites/coreutils.t
v0330 elsewhere tests/suites/coreutils.t
v0331 elsewhere tests/suites/coreutils.t
v0332 elsewhere tests/suites/coreutils.t
v0333 elsewhere tests/suites/coreutils.t
v0334 elsewhere tests/suites/coreutils.t
v0335 elsewhere tests/suites/coreutils.t
v0336 elsewhere tests/suites/coreutils.t
v0337 elsewhere tests/suites/coreutils.t
v0338 elsewhere tests/suites/coreutils.t
v0339 elsewhere tests/suites/coreutils.t
v0340 elsewhere tests/suites/coreutils.t
v0341 elsewhere tests/suites/coreutils.t
v0342 elsewhere tests/suites/coreutils.t
v0343 elsewhere tests/suites/coreutils.t
v0344 elsewhere tests/suites/coreutils.t
v0345 elsewhere tests/suites.rs

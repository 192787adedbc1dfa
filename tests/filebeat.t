# What flitch reads in the logs of filebeat's modules (filebeat.rs says what the lines mean).

outside event.dataset: filebeat's own, the name of the module
outside event.module: filebeat's own, the name of the module
outside event.timezone: the zone that filebeat read the stamp in, which `@timestamp` shows
outside fileset.name: filebeat's own, the name of the module
outside input.type: filebeat's own, how it took the file
outside log.file.path: filebeat's own, a name that its module made up
outside log.flags: filebeat's own, whether it joined lines; `log.offset` shows that
outside service.type: filebeat's own, the name of the module
outside source.as.: looked up in a data base of networks
outside source.geo.: looked up in a data base of places
outside user_agent.device.name: looked up in a table of user agents
outside user_agent.name: looked up in a table of user agents
outside user_agent.os.: looked up in a table of user agents
outside user_agent.version: looked up in a table of user agents

unread elasticsearch/audit/test-access.log: flitch has no format for what the audit of Elasticsearch was before it was JSON
unread elasticsearch/gc/test.log: flitch has no format for the garbage collection of Java
unread icinga/debug/test.log: flitch has no format for the logs of icinga
unread icinga/main/test.log: flitch has no format for the logs of icinga
unread icinga/startup/test.log: flitch has no format for the logs of icinga
unread nats/log/test.log: flitch has no format for the log of nats
unread santa/log/santa.log: flitch has no format for the log of santa

apache/access/darwin-2.4.23.log
  $ -i common
  @timestamp = time(time)
  http.request.method = method
  http.response.body.bytes = bytes
  http.response.status_code = status
  http.version = protocol.removeprefix("HTTP/")
  source.address = ip
  source.ip = ip
  url.original = target
  user.name = user

apache/access/ubuntu-2.2.22.log
  $ -i combined
  @timestamp = time(time)
  http.request.method = method
  http.request.referrer = referer
  http.response.body.bytes = bytes
  http.response.status_code = status
  http.version = protocol.removeprefix("HTTP/")
  source.address = ip
  source.ip = ip
  url.original = target
  user.name = user
  user_agent.original = user_agent

apache/error/ubuntu-2.2.22.log
  $ -i apache-error
  @timestamp = time(time)
  log.level = level
  message = f"{msg}, referer: {referer}" if referer is not None else msg
  source.address = ip
  source.ip = ip

auditd/log/audit-rhel6.log
  $ -i auditd
  @timestamp = time(time)
  auditd.log.a0 = a0
  auditd.log.a1 = a1
  auditd.log.a2 = a2
  auditd.log.a3 = a3
  auditd.log.addr = ip
  auditd.log.direction = direction
  auditd.log.dst_prefixlen = dst_prefixlen
  auditd.log.exit = exit
  auditd.log.items = items
  auditd.log.kind = kind
  auditd.log.laddr = laddr
  auditd.log.lport = lport
  auditd.log.new_auid = new_auid
  auditd.log.new_ses = new_ses
  auditd.log.old_auid = old_auid
  auditd.log.old_ses = old_ses
  auditd.log.op = op if type == "MAC_IPSEC_EVENT" else None
  auditd.log.rport = rport
  auditd.log.sequence = serial
  auditd.log.ses = ses
  auditd.log.spid = spid
  auditd.log.src_prefixlen = src_prefixlen
  auditd.log.success = success
  auditd.log.syscall = syscall
  auditd.log.tty = tty
  destination.address = dst
  event.action = type.lower()
  event.outcome = res
  host.architecture = "x86_64" if arch == "c000003e" else None
  message = msg.split(" ")[0]
  process.args = cmd.split(" ")
  process.executable = exe
  process.name = comm
  process.pid = pid
  process.ppid = ppid
  source.address = src
  source.ip = src
  user.audit.id = auid
  user.effective.group.id = egid
  user.effective.id = euid
  user.filesystem.group.id = fsgid
  user.filesystem.id = fsuid
  user.group.id = gid
  user.id = uid
  user.name = user
  user.saved.group.id = sgid
  user.saved.id = suid
  user.terminal = terminal
  miss message at 373: filebeat cuts the message at a quote inside it

auditd/log/test.log
  $ -i auditd
  @timestamp = time(time)
  auditd.log.a0 = a0
  auditd.log.a1 = a1
  auditd.log.a2 = a2
  auditd.log.a3 = a3
  auditd.log.addr = ip
  auditd.log.cipher = cipher
  auditd.log.direction = direction
  auditd.log.dst_prefixlen = dst_prefixlen
  auditd.log.exit = exit
  auditd.log.items = items
  auditd.log.ksize = ksize
  auditd.log.laddr = laddr
  auditd.log.lport = lport
  auditd.log.op = op if type == "MAC_IPSEC_EVENT" else None
  auditd.log.pfs = pfs
  auditd.log.rport = rport
  auditd.log.sequence = serial
  auditd.log.ses = ses
  auditd.log.spid = spid
  auditd.log.src_prefixlen = src_prefixlen
  auditd.log.subj = subj
  auditd.log.success = success
  auditd.log.syscall = syscall
  auditd.log.tty = tty
  destination.address = dst
  event.action = type.lower()
  event.outcome = res
  host.architecture = "x86_64" if arch == "c000003e" else None
  message = msg.split(" ")[0]
  process.args = cmd.split(" ")
  process.executable = exe
  process.name = comm
  process.pid = pid
  process.ppid = ppid
  source.address = src
  source.ip = src
  user.audit.id = auid
  user.effective.group.id = egid
  user.effective.id = euid
  user.filesystem.group.id = fsgid
  user.filesystem.id = fsuid
  user.group.id = gid
  user.id = uid
  user.saved.group.id = sgid
  user.saved.id = suid
  miss message at 536: filebeat cuts the message at a quote inside it

elasticsearch/audit/test-audit.log
  $ -i json
  @timestamp = time(row["@timestamp"])
  elasticsearch.audit.action = row["action"]
  elasticsearch.audit.indices = row["indices"]
  elasticsearch.audit.layer = row["event.type"]
  elasticsearch.audit.origin.type = row["origin.type"]
  elasticsearch.audit.realm = row["realm"]
  elasticsearch.audit.request.id = row["request.id"]
  elasticsearch.audit.request.name = row["request.name"]
  elasticsearch.audit.user.realm = row["user.realm"]
  elasticsearch.audit.user.roles = row["user.roles"]
  elasticsearch.node.id = row["node.id"]
  elasticsearch.node.name = row["node.name"]
  event.action = row["event.action"]
  http.request.body.content = row["request.body"]
  http.request.method = row["request.method"]
  message = line
  source.address = row["origin.address"]
  source.ip = row["origin.address"].rsplit(":", 1)[0].strip("[]")
  source.port = row["origin.address"].rsplit(":", 1)[1]
  url.original = row["url.path"]
  user.name = row["user.name"]

elasticsearch/deprecation/other_elasticsearch_deprecation.log
  $ -i java --multiline start='^\['
  @timestamp = time(time)
  elasticsearch.component = logger
  log.level = level
  message = f"{msg}\n{trace}" if trace is not None else msg

elasticsearch/server/test.log
  $ -i java --multiline start='^\['
  @timestamp = time(time)
  elasticsearch.component = logger
  elasticsearch.node.name = component
  log.level = level
  message = f"{msg}\n{trace}" if trace is not None else msg
  outside elasticsearch.index.: taken out of the message, which flitch keeps whole
  outside elasticsearch.server.: taken out of the message, which flitch keeps whole
  miss message at 0 1034 1239 1380: filebeat takes the index out of the message, which flitch keeps whole
  miss message at 9873: filebeat takes the counts of the collector out of the message, which flitch keeps whole
  miss message at 10205: filebeat keeps the whole line here, and the message alone elsewhere
  miss elasticsearch.node.name at 209: a node without a name is None in flitch, and empty text in filebeat

elasticsearch/slowlog/slowlogs-json.log
  $ -i json
  @timestamp = time(timestamp)
  elasticsearch.cluster.name = row["cluster.name"]
  elasticsearch.cluster.uuid = row["cluster.uuid"]
  elasticsearch.component = component
  elasticsearch.node.id = row["node.id"]
  elasticsearch.node.name = row["node.name"]
  elasticsearch.slowlog.id = id
  elasticsearch.slowlog.search_type = search_type
  elasticsearch.slowlog.source = source
  elasticsearch.slowlog.stats = stats
  elasticsearch.slowlog.took = took
  elasticsearch.slowlog.total_hits = total_hits
  elasticsearch.slowlog.total_shards = total_shards
  elasticsearch.slowlog.types = types
  event.duration = took_millis * 1000000
  log.level = level
  message = line
  outside elasticsearch.index.name: taken out of the message, which flitch keeps whole
  outside elasticsearch.shard.id: taken out of the message, which flitch keeps whole
  miss message at 2066: filebeat joins the empty line after it to the record

elasticsearch/slowlog/test.log
  $ -i java --multiline start='^\['
  @timestamp = time(time)
  elasticsearch.node.name = component
  elasticsearch.slowlog.logger = logger
  log.level = level
  message = line
  outside elasticsearch.index.: taken out of the message, which flitch keeps whole
  outside elasticsearch.shard.id: taken out of the message, which flitch keeps whole
  outside elasticsearch.slowlog.: taken out of the message, which flitch keeps whole
  outside event.duration: taken out of the message, which flitch keeps whole
  miss message at 4766: filebeat cuts the message at a limit for lines

haproxy/log/default.log
  $ -i haproxy
  destination.ip = to_ip
  destination.port = to_port
  haproxy.frontend_name = frontend
  haproxy.mode = mode
  haproxy.source = ip
  process.name = program
  process.pid = pid
  source.address = ip
  source.ip = ip
  source.port = port

haproxy/log/httplog-no-headers.log
  $ -i haproxy
  event.duration = ms * 1000000
  haproxy.backend_name = backend
  haproxy.backend_queue = backend_queue
  haproxy.bytes_read = bytes
  haproxy.connection_wait_time_ms = connect_ms ?? -1
  haproxy.connections.active = actconn
  haproxy.connections.backend = beconn
  haproxy.connections.frontend = feconn
  haproxy.connections.retries = retries
  haproxy.connections.server = srvconn
  haproxy.frontend_name = frontend
  haproxy.http.request.captured_cookie = request_cookie ?? "-"
  haproxy.http.request.captured_headers = request_headers.rstrip("|").split("|")
  haproxy.http.request.raw_request_line = request
  haproxy.http.request.time_wait_ms = request_ms ?? -1
  haproxy.http.request.time_wait_without_data_ms = response_ms ?? -1
  haproxy.http.response.captured_cookie = response_cookie ?? "-"
  haproxy.http.response.captured_headers = response_headers
  haproxy.server_name = server
  haproxy.server_queue = srv_queue
  haproxy.termination_state = termination
  haproxy.total_waiting_time_ms = queue_ms ?? -1
  http.response.bytes = bytes
  http.response.status_code = status
  process.name = program
  process.pid = pid
  source.address = ip
  source.ip = ip
  source.port = port
  miss haproxy.http.request.captured_headers at 186: filebeat knows one group of braces as neither request nor response
  miss haproxy.http.response.captured_headers at 394: filebeat gives no headers where all are empty, flitch the text between the braces

iis/access/test.log
  $ -i w3c
  @timestamp = time(time)
  destination.address = row["s-ip"]
  destination.ip = row["s-ip"]
  destination.domain = host
  destination.port = row["s-port"]
  event.duration = ms * 1000000
  http.request.body.bytes = row["cs-bytes"]
  http.request.method = method
  http.request.referrer = referer ?? "-"
  http.response.body.bytes = bytes
  http.response.status_code = status
  http.version = protocol.removeprefix("HTTP/")
  iis.access.cookie = row["cs(Cookie)"] ?? ("-" if host is not None else None)
  iis.access.server_name = row["s-computername"]
  iis.access.site_name = row["s-sitename"]
  iis.access.sub_status = row["sc-substatus"]
  iis.access.win32_status = row["sc-win32-status"]
  source.address = ip
  source.ip = ip
  url.path = path
  url.query = query ?? "-"
  user.name = user ?? "-"
  user_agent.original = user_agent
  miss @timestamp, destination.address, destination.ip, destination.port, event.duration, http.request.method, http.response.status_code, iis.access.sub_status, iis.access.win32_status, source.address, source.ip, url.path, user_agent.original at 1447 1802: these lines have fewer values than the header before them has names, which w3c tells as not parsed
  miss url.query at 1447: these lines have fewer values than the header before them has names, which w3c tells as not parsed

iis/error/ipv6_zone_id.log
  $ -i w3c
  @timestamp = time(time)
  destination.address = row["s-ip"]
  destination.ip = row["s-ip"].split("%")[0]
  destination.port = row["s-port"]
  iis.error.queue_name = row["s-queuename"] ?? "-"
  iis.error.reason_phrase = row["s-reason"]
  source.address = ip
  source.ip = ip.split("%")[0]
  source.port = row["c-port"]

kafka/log/controller.log
  $ -i java
  @timestamp = time(time)
  kafka.log.class = logger
  kafka.log.component = component ?? "unknown"
  log.level = level
  message = msg

kafka/log/server.log
  $ -i java
  @timestamp = time(time)
  kafka.log.class = logger
  kafka.log.component = component ?? "unknown"
  log.level = level
  message = msg

kafka/log/state-change.log
  $ -i java
  @timestamp = time(time)
  kafka.log.class = logger
  kafka.log.component = component ?? "unknown"
  log.level = level
  message = msg

kibana/log/log.624.log
  $ -i json
  @timestamp = time(row["@timestamp"])
  event.duration = res.responseTime * 1000000
  http.request.method = method
  http.request.referrer = req.referer
  http.response.body.bytes = res.contentLength
  http.response.status_code = statusCode
  kibana.log.meta.prevMsg = prevMsg
  kibana.log.meta.prevState = prevState
  kibana.log.meta.req.headers.* = req.headers["*"]
  kibana.log.meta.req.userAgent = req.userAgent
  kibana.log.meta.type = type
  kibana.log.state = state
  kibana.log.tags = tags
  message = message
  process.pid = pid
  source.address = req.remoteAddress
  source.ip = req.remoteAddress
  url.original = req.url
  user_agent.original = req.headers["user-agent"]
  outside service.name: filebeat's own, the name of the module

kibana/log/test.log
  $ -i json
  @timestamp = time(row["@timestamp"])
  event.duration = res.responseTime * 1000000
  http.request.method = method
  http.request.referrer = req.referer
  http.response.body.bytes = res.contentLength
  http.response.status_code = statusCode
  kibana.log.meta.req.headers.* = req.headers["*"]
  kibana.log.meta.req.userAgent = req.userAgent
  kibana.log.meta.type = type
  kibana.log.tags = tags
  message = message
  process.pid = pid
  source.address = req.remoteAddress
  source.ip = req.remoteAddress
  url.original = req.url
  user_agent.original = req.headers["user-agent"]
  outside service.name: filebeat's own, the name of the module

logstash/log/logstash-plain.log
  $ -i java --multiline start='^\['
  @timestamp = time(time)
  log.level = level
  logstash.log.module = logger
  message = f"{msg}\n{trace}" if trace is not None else msg

logstash/slowlog/slowlog-plain.log
  $ -i java
  @timestamp = time(time)
  log.level = level
  logstash.slowlog.module = logger
  outside event.duration: taken out of the message, which flitch keeps whole
  outside logstash.slowlog.: taken out of the message, which flitch keeps whole

mongodb/log/mongodb-debian-3.2.11.log
  $ -i mongodb
  @timestamp = time(time)
  log.level = level
  message = msg
  mongodb.log.component = component ?? "-"
  mongodb.log.context = context
  miss message at 1947: flitch keeps the blanks that a message opens with

mysql/error/error.log
  $ -i mysql-error
  @timestamp = time(time)
  log.level = level
  message = msg
  mysql.thread_id = thread

mysql/error/mysql-ubuntu-5.5.53.log
  $ -i mysql-error
  | where line != ""
  @timestamp = time(time)
  log.level = level
  message = msg
  miss message at 662 782 973 1397 1528 1574 2276 2687 2733 3495 3632 3712 3758 4520 5207 5253 6015: flitch drops the blank that pads the stamp
  miss message at 2413 6580 6642 6699 6756 6786 6848 6890: text of other programs in the log has no stamp, and flitch counts it as not parsed

mysql/slowlog/mariadb-10.2.12.log
  $ -i mysql-slow
  | where Query_time is not None
  log.offset = offset + line.find("# User@Host:")
  @timestamp = time(time)
  event.duration = ms * 1000000
  mysql.slowlog.current_user = current_user
  mysql.slowlog.filesort = Filesort == "Yes" if Filesort is not None else None
  mysql.slowlog.filesort_on_disk = Filesort_on_disk == "Yes" if Filesort_on_disk is not None else None
  mysql.slowlog.full_join = Full_join == "Yes" if Full_join is not None else None
  mysql.slowlog.full_scan = Full_scan == "Yes" if Full_scan is not None else None
  mysql.slowlog.lock_time.sec = Lock_time
  mysql.slowlog.merge_passes = Merge_passes
  mysql.slowlog.priority_queue = Priority_queue == "Yes" if Priority_queue is not None else None
  mysql.slowlog.query = sql
  mysql.slowlog.query_cache_hit = QC_hit == "Yes" if QC_hit is not None else None
  mysql.slowlog.rows_affected = Rows_affected
  mysql.slowlog.rows_examined = Rows_examined
  mysql.slowlog.rows_sent = Rows_sent
  mysql.slowlog.schema = Schema
  mysql.slowlog.tmp_table = Tmp_table == "Yes" if Tmp_table is not None else None
  mysql.slowlog.tmp_table_on_disk = Tmp_table_on_disk == "Yes" if Tmp_table_on_disk is not None else None
  mysql.thread_id = Thread_id
  source.domain = host
  source.ip = ip
  user.name = user
  miss event.duration at 682: filebeat lost a microsecond to a floating-point number

mysql/slowlog/mysql-5.7.22.log
  $ -i mysql-slow
  | where Query_time is not None
  log.offset = offset + line.find("# User@Host:")
  @timestamp = time(time)
  event.duration = ms * 1000000
  mysql.slowlog.current_user = current_user
  mysql.slowlog.lock_time.sec = Lock_time
  mysql.slowlog.query = sql
  mysql.slowlog.rows_examined = Rows_examined
  mysql.slowlog.rows_sent = Rows_sent
  mysql.thread_id = Thread_id
  source.domain = host
  source.ip = ip
  user.name = user

mysql/slowlog/mysql-darwin-brew-5.7.10.log
  $ -i mysql-slow
  | where Query_time is not None
  log.offset = offset + line.find("# User@Host:")
  @timestamp = time(time)
  event.duration = ms * 1000000
  mysql.slowlog.current_user = current_user
  mysql.slowlog.lock_time.sec = Lock_time
  mysql.slowlog.query = sql
  mysql.slowlog.rows_examined = Rows_examined
  mysql.slowlog.rows_sent = Rows_sent
  mysql.thread_id = Thread_id
  source.domain = host
  user.name = user

mysql/slowlog/mysql-debian-5.7.17.log
  $ -i mysql-slow
  | where Query_time is not None
  log.offset = offset + line.find("# User@Host:")
  @timestamp = time(time)
  event.duration = ms * 1000000
  mysql.slowlog.current_user = current_user
  mysql.slowlog.lock_time.sec = Lock_time
  mysql.slowlog.query = sql
  mysql.slowlog.rows_examined = Rows_examined
  mysql.slowlog.rows_sent = Rows_sent
  mysql.thread_id = Thread_id
  source.domain = host
  source.ip = ip
  user.name = user

mysql/slowlog/mysql-ubuntu-5.5.53.log
  $ -i mysql-slow
  | where Query_time is not None
  log.offset = offset + line.find("# User@Host:")
  @timestamp = time(time)
  event.duration = ms * 1000000
  mysql.slowlog.current_user = current_user
  mysql.slowlog.lock_time.sec = Lock_time
  mysql.slowlog.query = sql
  mysql.slowlog.rows_examined = Rows_examined
  mysql.slowlog.rows_sent = Rows_sent
  mysql.slowlog.schema = db
  source.domain = host
  user.name = user

nginx/access/test.log
  $ -i combined
  @timestamp = time(time)
  http.request.method = method
  http.request.referrer = referer
  http.response.body.bytes = bytes
  http.response.status_code = status
  http.version = protocol.removeprefix("HTTP/")
  source.address = ip
  source.ip = ip if is_ip(ip) else None
  url.original = target
  user.name = user
  user_agent.original = user_agent
  outside nginx.access.remote_ip_list: flitch names the first address of a list, and keeps no list
  miss source.address, source.ip at 341 732: filebeat takes the first address of a list that is public, flitch the first
  miss source.address at 1398: filebeat keeps a list of names whole, flitch takes the first

nginx/error/error.log
  $ -i nginx-error
  @timestamp = time(time)
  log.level = level
  message = f"{msg}, client: {ip}, server: {server}, request: \"{request}\", host: \"{host}\", referrer: \"{referer}\""
  nginx.error.connection_id = cid
  process.pid = pid
  process.thread.id = tid

osquery/result/osqueryd.results.sample.log
  $ -i json
  @timestamp = time(unixTime, "s")
  osquery.result.action = action
  osquery.result.calendar_time = calendarTime
  osquery.result.columns.* = columns["*"]
  osquery.result.counter = counter
  osquery.result.decorations.* = decorations["*"]
  osquery.result.epoch = epoch
  osquery.result.host_identifier = hostIdentifier
  osquery.result.name = name
  osquery.result.unix_time = unixTime

osquery/result/test.log
  $ -i json
  @timestamp = time(unixTime, "s")
  osquery.result.action = action
  osquery.result.calendar_time = calendarTime
  osquery.result.columns.* = columns["*"]
  osquery.result.counter = counter
  osquery.result.decorations.* = decorations["*"]
  osquery.result.epoch = epoch
  osquery.result.host_identifier = hostIdentifier
  osquery.result.name = name
  osquery.result.unix_time = unixTime

postgresql/log/postgresql-9.6-debian-with-slowlog.log
  $ -i postgres --tz Europe/Berlin
  @timestamp = time(time)
  event.duration = ms * 1000000
  log.level = level
  message = line if ms is not None else msg
  postgresql.log.database = db ?? ("unknown" if "@" in line else None)
  postgresql.log.query = statement.replace("\n", "\n\t")
  postgresql.log.timestamp = time
  process.pid = pid
  user.name = user ?? ("unknown" if "@" in line else None)
  miss event.duration at 2847 3559: filebeat lost a nanosecond to a floating-point number
  miss postgresql.log.query at 4266: the lines after it open with blanks, and not with the tab that the server writes

postgresql/log/postgresql-9.6-new-timestamp.log
  $ -i postgres --tz America/New_York
  @timestamp = time(time)
  log.level = level
  message = msg
  postgresql.log.core_id = line_in_session
  postgresql.log.database = db
  postgresql.log.timestamp = time
  process.pid = pid
  user.name = user
  miss @timestamp at 0 66 164 267 360: EST in July is no time of New York, which filebeat takes it for

redis/log/redis-5.0.3.log
  $ -i redis
  log.level = level
  message = msg
  process.pid = pid
  redis.log.role = role

redis/log/redis-darwin-3.0.2.log
  $ -i redis
  | where line =~ r"^[0-9]"
  log.level = level
  message = msg
  process.pid = pid
  redis.log.role = role

redis/log/test.log
  $ -i redis
  log.level = level
  message = msg
  process.pid = pid
  redis.log.role = role
  miss process.pid at 165: filebeat does not take the process out of the brackets

system/auth/auth-ubuntu1204.log
  $ -i syslog
  host.hostname = host
  message = None if "COMMAND=" in msg else msg
  process.name = app
  process.pid = pid
  outside system.auth.sudo.: taken out of the message of sudo, which flitch keeps whole
  outside user.name: taken out of the message of sudo, which flitch keeps whole

system/auth/timestamp.log
  $ -i syslog
  @timestamp = time(time)
  host.hostname = host
  message = msg
  process.name = app

system/syslog/darwin-syslog-sample.log
  $ -i syslog --multiline indent
  host.hostname = host
  message = msg
  process.name = app
  process.pid = pid

system/syslog/suse-syslog.log
  $ -i syslog
  host.hostname = host
  message = msg
  process.name = app
  process.pid = pid

traefik/access/test.log
  $ -i 'pattern:<ip> <ident> <user> [<time>] "<method> <target> HTTP/<version>" <status> <bytes> <referer> "<user_agent>" <n> "<frontend>" "<backend>" <ms>ms'
  @timestamp = time(time)
  event.duration = ms * 1000000
  http.request.method = method
  http.request.referrer = referer.strip("\"")
  http.response.body.bytes = bytes
  http.response.status_code = status
  http.version = version
  source.address = ip
  source.ip = ip
  traefik.access.backend_url = backend
  traefik.access.frontend_name = frontend
  traefik.access.request_count = n
  traefik.access.user_identifier = ident
  url.original = target
  user.name = user
  user_agent.original = user_agent
  miss http.request.referrer at 553: filebeat leaves out the dash here, and keeps it elsewhere

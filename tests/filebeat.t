# What flitch reads in the logs of filebeat's modules (filebeat.rs says what the lines mean).

outside event.dataset: filebeat's own, the name of the module
outside event.module: filebeat's own, the name of the module
outside event.timezone: the zone of the machine that filebeat ran on
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

unread santa/log/santa.log: flitch has no format for the log of santa
unread nats/log/test.log: flitch has no format for the log of nats
unread icinga/debug/test.log: flitch has no format for the logs of icinga
unread icinga/main/test.log: flitch has no format for the logs of icinga
unread icinga/startup/test.log: flitch has no format for the logs of icinga
unread mysql/error/error.log: flitch has a format for the slow log of MySQL only
unread mysql/error/mysql-ubuntu-5.5.53.log: flitch has a format for the slow log of MySQL only
unread elasticsearch/gc/test.log: flitch has no format for the garbage collection of Java

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
  auditd.log.new_auid = row["new auid"]
  auditd.log.new_ses = row["new ses"]
  auditd.log.old_auid = row["old auid"]
  auditd.log.old_ses = row["old ses"]
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

mongodb/log/mongodb-debian-3.2.11.log
  $ -i mongodb
  @timestamp = time(time)
  log.level = level
  message = msg
  mongodb.log.component = component ?? "-"
  mongodb.log.context = context

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
  outside nginx.access.remote_ip_list: a list of addresses before the line is a format of its own

nginx/error/error.log
  $ -i nginx-error
  @timestamp = time(time)
  log.level = level
  message = f"{msg}, client: {ip}, server: {server}, request: \"{request}\", host: \"{host}\", referrer: \"{referer}\""
  nginx.error.connection_id = cid
  process.pid = pid
  process.thread.id = tid

redis/log/redis-5.0.3.log
  $ -i redis
  log.level = level
  message = msg
  process.pid = pid
  redis.log.role = role

redis/log/redis-darwin-3.0.2.log
  $ -i redis
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

system/auth/auth-ubuntu1204.log
  $ -i syslog
  host.hostname = host
  message = msg
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

system/syslog/suse-syslog.log
  $ -i syslog
  host.hostname = host
  message = msg
  process.name = app
  process.pid = pid

system/syslog/darwin-syslog-sample.log
  $ -i syslog --multiline indent
  host.hostname = host
  message = msg
  process.name = app
  process.pid = pid

//! Patterns of the lines of servers and programs.

use super::Names;

pub const NAMES: Names = &[
    // Apache.
    ("HTTPDUSER", "(?:%{EMAILADDRESS}|%{USER})"),
    ("HTTPDERROR_DATE", "%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{YEAR}"),
    (
        "HTTPD_COMMONLOG",
        r#"%{IPORHOST:clientip} %{HTTPDUSER:ident} %{HTTPDUSER:auth} \[%{HTTPDATE:timestamp}\] "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})" (?:-|%{NUMBER:response}) (?:-|%{NUMBER:bytes})"#,
    ),
    ("HTTPD_COMBINEDLOG", "%{HTTPD_COMMONLOG} %{QS:referrer} %{QS:agent}"),
    ("COMMONAPACHELOG", "%{HTTPD_COMMONLOG}"),
    ("COMBINEDAPACHELOG", "%{HTTPD_COMBINEDLOG}"),
    (
        "HTTPD20_ERRORLOG",
        r"\[%{HTTPDERROR_DATE:timestamp}\] \[%{LOGLEVEL:loglevel}\] (?:\[client %{IPORHOST:clientip}\] )?%{GREEDYDATA:message}",
    ),
    (
        "HTTPD24_ERRORLOG",
        r"\[%{HTTPDERROR_DATE:timestamp}\] \[(?:%{WORD:module})?:%{LOGLEVEL:loglevel}\] \[pid %{POSINT:pid}(?::tid %{NUMBER:tid})?\](?: \(%{POSINT:proxy_errorcode}\)%{DATA:proxy_message}:)?(?: \[client %{IPORHOST:clientip}:%{POSINT:clientport}\])?(?: %{DATA:errorcode}:)? %{GREEDYDATA:message}",
    ),
    ("HTTPD_ERRORLOG", "(?:%{HTTPD20_ERRORLOG}|%{HTTPD24_ERRORLOG})"),
    // Amazon.
    ("S3_REQUEST_LINE", "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})"),
    (
        "S3_ACCESS_LOG",
        r#"%{WORD:owner} %{NOTSPACE:bucket} \[%{HTTPDATE:timestamp}\] %{IP:clientip} %{NOTSPACE:requester} %{NOTSPACE:request_id} %{NOTSPACE:operation} %{NOTSPACE:key} (?:"%{S3_REQUEST_LINE}"|-) (?:%{INT:response:int}|-) (?:-|%{NOTSPACE:error_code}) (?:%{INT:bytes:int}|-) (?:%{INT:object_size:int}|-) (?:%{INT:request_time_ms:int}|-) (?:%{INT:turnaround_time_ms:int}|-) (?:%{QS:referrer}|-) (?:%{QS:agent}|-) (?:-|%{NOTSPACE:version_id})"#,
    ),
    ("ELB_URIPATHPARAM", "%{URIPATH:path}(?:%{URIPARAM:params})?"),
    ("ELB_URI", "%{URIPROTO:proto}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST:urihost})?(?:%{ELB_URIPATHPARAM})?"),
    ("ELB_REQUEST_LINE", "(?:%{WORD:verb} %{ELB_URI:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})"),
    (
        "ELB_ACCESS_LOG",
        r#"%{TIMESTAMP_ISO8601:timestamp} %{NOTSPACE:elb} %{IP:clientip}:%{INT:clientport:int} (?:%{IP:backendip}:%{INT:backendport:int}|-) %{NUMBER:request_processing_time:float} %{NUMBER:backend_processing_time:float} %{NUMBER:response_processing_time:float} %{INT:response:int} (?:-|%{INT:backend_response:int}) %{INT:received_bytes:int} %{INT:bytes:int} "%{ELB_REQUEST_LINE}""#,
    ),
    // BIND.
    ("BIND9_TIMESTAMP", "%{MONTHDAY}-%{MONTH}-%{YEAR} %{TIME}"),
    (
        "BIND9",
        r"%{BIND9_TIMESTAMP:timestamp} queries: %{LOGLEVEL:loglevel}: client(?: @0x[0-9A-Fa-f]+)? %{IP:clientip}#%{POSINT:clientport} \(%{GREEDYDATA:query}\): query: %{GREEDYDATA:query} IN %{GREEDYDATA:querytype} \(%{IP:dns}\)",
    ),
    // Bro, which is Zeek now.
    (
        "BRO_DNS",
        r"%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t%{WORD:proto}\t%{INT:trans_id}\t%{GREEDYDATA:query}\t%{GREEDYDATA:qclass}\t%{GREEDYDATA:qclass_name}\t%{GREEDYDATA:qtype}\t%{GREEDYDATA:qtype_name}\t%{GREEDYDATA:rcode}\t%{GREEDYDATA:rcode_name}\t%{GREEDYDATA:AA}\t%{GREEDYDATA:TC}\t%{GREEDYDATA:RD}\t%{GREEDYDATA:RA}\t%{GREEDYDATA:Z}\t%{GREEDYDATA:answers}\t%{GREEDYDATA:TTLs}\t%{GREEDYDATA:rejected}",
    ),
    (
        "BRO_CONN",
        r"%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t%{WORD:proto}\t%{GREEDYDATA:service}\t%{NUMBER:duration}\t%{NUMBER:orig_bytes}\t%{NUMBER:resp_bytes}\t%{GREEDYDATA:conn_state}\t%{GREEDYDATA:local_orig}\t%{GREEDYDATA:missed_bytes}\t%{GREEDYDATA:history}\t%{GREEDYDATA:orig_pkts}\t%{GREEDYDATA:orig_ip_bytes}\t%{GREEDYDATA:resp_pkts}\t%{GREEDYDATA:resp_ip_bytes}\t%{GREEDYDATA:tunnel_parents}",
    ),
    (
        "BRO_FILES",
        r"%{NUMBER:ts}\t%{NOTSPACE:fuid}\t%{IP:tx_hosts}\t%{IP:rx_hosts}\t%{NOTSPACE:conn_uids}\t%{GREEDYDATA:source}\t%{GREEDYDATA:depth}\t%{GREEDYDATA:analyzers}\t%{GREEDYDATA:mime_type}\t%{GREEDYDATA:filename}\t%{GREEDYDATA:duration}\t%{GREEDYDATA:local_orig}\t%{GREEDYDATA:is_orig}\t%{GREEDYDATA:seen_bytes}\t%{GREEDYDATA:total_bytes}\t%{GREEDYDATA:missing_bytes}\t%{GREEDYDATA:overflow_bytes}\t%{GREEDYDATA:timedout}\t%{GREEDYDATA:parent_fuid}\t%{GREEDYDATA:md5}\t%{GREEDYDATA:sha1}\t%{GREEDYDATA:sha256}\t%{GREEDYDATA:extracted}",
    ),
    // Exim.
    ("EXIM_MSGID", "[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}"),
    ("EXIM_FLAGS", r"(?:<=|[=>*-]>|\*\*|==)"),
    ("EXIM_DATE", "%{YEAR:exim_year}-%{MONTHNUM:exim_month}-%{MONTHDAY:exim_day} %{TIME:exim_time}"),
    ("EXIM_PID", r"\[%{POSINT:pid}\]"),
    (
        "EXIM",
        "%{EXIM_DATE:timestamp} (?:%{EXIM_PID} )?%{EXIM_MSGID:exim_msgid} (?<exim_flags><=) (?<exim_status>[a-z:] )?%{EMAILADDRESS:exim_sender_email}(?: [A-Za-z0-9]{1,4}=%{NOTSPACE})*(?: for %{EMAILADDRESS:exim_recipient_email})?",
    ),
    // HAProxy.
    ("HAPROXYTIME", "%{HOUR:haproxy_hour}:%{MINUTE:haproxy_minute}:(?<haproxy_second>[0-5][0-9]|60)"),
    (
        "HAPROXYDATE",
        r"%{MONTHDAY:haproxy_monthday}/%{MONTH:haproxy_month}/%{YEAR:haproxy_year}:%{HAPROXYTIME:haproxy_time}\.%{INT:haproxy_milliseconds}",
    ),
    ("HAPROXYCAPTUREDREQUESTHEADERS", "%{DATA:captured_request_headers}"),
    ("HAPROXYCAPTUREDRESPONSEHEADERS", "%{DATA:captured_response_headers}"),
    (
        "HAPROXYURI",
        "(?:%{URIPROTO:http_proto}://)?(?:%{USER:http_user}(?::[^@]*)?@)?(?:%{URIHOST:http_host})?(?:%{URIPATHPARAM:http_request})?",
    ),
    (
        "HAPROXYCONNS",
        "%{INT:actconn}/%{INT:feconn}/%{INT:beconn}/%{INT:srvconn}/%{NOTSPACE:retries} %{INT:srv_queue}/%{INT:backend_queue}",
    ),
    (
        "HAPROXYHTTPBASE",
        r#"%{IP:client_ip}:%{INT:client_port} \[%{HAPROXYDATE:accept_date}\] %{NOTSPACE:frontend_name} %{NOTSPACE:backend_name}/%{NOTSPACE:server_name} %{INT:time_request}/%{INT:time_queue}/%{INT:time_backend_connect}/%{INT:time_backend_response}/%{NOTSPACE:time_duration} %{INT:http_status_code} %{NOTSPACE:bytes_read} %{DATA:captured_request_cookie} %{DATA:captured_response_cookie} %{NOTSPACE:termination_state} %{HAPROXYCONNS} (?:\{%{HAPROXYCAPTUREDREQUESTHEADERS}\} )?(?:\{%{HAPROXYCAPTUREDRESPONSEHEADERS}\} )?"(?:<BADREQ>|(?:%{WORD:http_verb} %{HAPROXYURI}(?: HTTP/%{NUMBER:http_version})?))?"?"#,
    ),
    (
        "HAPROXYHTTP",
        "(?:%{SYSLOGTIMESTAMP:syslog_timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) %{IPORHOST:syslog_server} %{SYSLOGPROG}: %{HAPROXYHTTPBASE}",
    ),
    (
        "HAPROXYTCP",
        r"(?:%{SYSLOGTIMESTAMP:syslog_timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) %{IPORHOST:syslog_server} %{SYSLOGPROG}: %{IP:client_ip}:%{INT:client_port} \[%{HAPROXYDATE:accept_date}\] %{NOTSPACE:frontend_name} %{NOTSPACE:backend_name}/%{NOTSPACE:server_name} %{INT:time_queue}/%{INT:time_backend_connect}/%{NOTSPACE:time_duration} %{NOTSPACE:bytes_read} %{NOTSPACE:termination_state} %{HAPROXYCONNS}",
    ),
    // Java.
    ("JAVACLASS", r"(?:[A-Za-z$_][\w$]*\.)*[A-Za-z$_][\w$]*"),
    ("JAVAFILE", r"[\w$. -]+"),
    ("JAVAMETHOD", r"(?:<(?:cl)?init>|[A-Za-z$_][\w$]*)"),
    (
        "JAVASTACKTRACEPART",
        r"%{SPACE}at %{JAVACLASS:class}\.%{JAVAMETHOD:method}\(%{JAVAFILE:file}(?::%{NUMBER:line})?\)",
    ),
    ("JAVATHREAD", "[A-Z]{2}-Processor[0-9]+"),
    ("JAVALOGMESSAGE", ".*"),
    ("CATALINA_DATESTAMP", "%{MONTH} %{MONTHDAY}, 20[0-9]{2} %{HOUR}:?%{MINUTE}(?::?%{SECOND})? (?:AM|PM)"),
    ("TOMCAT_DATESTAMP", "20[0-9]{2}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:?%{MINUTE}(?::?%{SECOND})? %{ISO8601_TIMEZONE}"),
    ("CATALINALOG", r"%{CATALINA_DATESTAMP:timestamp} %{JAVACLASS:class}\s+%{JAVALOGMESSAGE:logmessage}"),
    (
        "TOMCATLOG",
        r"%{TOMCAT_DATESTAMP:timestamp} \| %{LOGLEVEL:level} \| %{JAVACLASS:class} - %{JAVALOGMESSAGE:logmessage}",
    ),
    // MongoDB.
    ("MONGO_WORDDASH", r"\b[\w-]+\b"),
    ("MONGO_QUERY", r"\{ .* \}"),
    ("MONGO_LOG", r"%{SYSLOGTIMESTAMP:timestamp} \[%{WORD:component}\] %{GREEDYDATA:message}"),
    (
        "MONGO_SLOWQUERY",
        r"%{WORD} %{MONGO_WORDDASH:database}\.%{MONGO_WORDDASH:collection} %{WORD}: %{MONGO_QUERY:query} %{WORD}:%{NONNEGINT:ntoreturn} %{WORD}:%{NONNEGINT:ntoskip} %{WORD}:%{NONNEGINT:nscanned}.*nreturned:%{NONNEGINT:nreturned}.+ (?<duration>[0-9]+)ms",
    ),
    ("MONGO3_SEVERITY", r"\w"),
    ("MONGO3_COMPONENT", "(?:%{WORD}|-)"),
    (
        "MONGO3_LOG",
        r"%{TIMESTAMP_ISO8601:timestamp} %{MONGO3_SEVERITY:severity} %{MONGO3_COMPONENT:component}%{SPACE}(?:\[%{DATA:context}\])? %{GREEDYDATA:message}",
    ),
    // The rest, each with a line or two.
    ("MCOLLECTIVEAUDIT", "%{TIMESTAMP_ISO8601:timestamp}:"),
    ("MCOLLECTIVE", r"., \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\]%{SPACE}%{LOGLEVEL:event_level}"),
    ("MAVEN_VERSION", r"(?:[0-9]+\.)?(?:[0-9]+\.)?(?:\*|[0-9]+)(?:[.-](?:RELEASE|SNAPSHOT))?"),
    ("POSTGRESQL", "%{DATESTAMP:timestamp} %{TZ} %{DATA:user_id} %{GREEDYDATA:connection_id} %{POSINT:pid}"),
    ("RUUID", "[0-9A-Fa-f]{32}"),
    ("RCONTROLLER", r"(?<controller>[^#]+)#(?<action>\w+)"),
    (
        "RAILS3HEAD",
        r#"Started %{WORD:verb} "%{URIPATHPARAM:request}" for %{IPORHOST:clientip} at (?<timestamp>%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND} %{ISO8601_TIMEZONE})"#,
    ),
    ("RPROCESSING", r"\W*Processing by %{RCONTROLLER} as (?<format>\S+)(?:\W*Parameters: \{%{DATA:params}\}\W*)?"),
    (
        "RAILS3PROFILE",
        r"(?:\(Views: %{NUMBER:viewms}ms \| ActiveRecord: %{NUMBER:activerecordms}ms|\(ActiveRecord: %{NUMBER:activerecordms}ms)?",
    ),
    ("RAILS3FOOT", "Completed %{NUMBER:response}%{DATA} in %{NUMBER:totalms}ms %{RAILS3PROFILE}%{GREEDYDATA}"),
    ("RAILS3", r"(?s:%{RAILS3HEAD}(?:%{RPROCESSING})?(?<context>(?:%{DATA}\n)*)(?:%{RAILS3FOOT})?)"),
    ("REDISTIMESTAMP", "%{MONTHDAY} %{MONTH} %{TIME}"),
    ("REDISLOG", r"\[%{POSINT:pid}\] %{REDISTIMESTAMP:timestamp} \* "),
    (
        "REDISMONLOG",
        r#"%{NUMBER:timestamp} \[%{INT:database} %{IP:client}:%{NUMBER:port}\] "%{WORD:command}"\s?%{GREEDYDATA:params}"#,
    ),
    ("RUBY_LOGLEVEL", "(?:DEBUG|FATAL|ERROR|WARN|INFO)"),
    (
        "RUBY_LOGGER",
        r"[DFEWI], \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\] *%{RUBY_LOGLEVEL:loglevel} -- +%{DATA:progname}: %{GREEDYDATA:message}",
    ),
    (
        "SQUID3",
        r"%{NUMBER:timestamp}\s+%{NUMBER:duration}\s%{IP:client_address}\s%{WORD:cache_result}/%{NONNEGINT:status_code}\s%{NUMBER:bytes}\s%{WORD:request_method}\s%{NOTSPACE:url}\s(?:%{NOTSPACE:user}|-)\s%{WORD:hierarchy_code}/(?:%{IPORHOST:server}|-)\s%{NOTSPACE:content_type}",
    ),
    (
        "CLOUDFRONT_ACCESS_LOG",
        r"(?<timestamp>%{YEAR}-%{MONTHNUM}-%{MONTHDAY}\t%{TIME})\t%{WORD:x_edge_location}\t(?:%{NUMBER:sc_bytes}|-)\t%{IPORHOST:clientip}\t%{WORD:cs_method}\t%{HOSTNAME:cs_host}\t%{NOTSPACE:cs_uri_stem}\t%{NUMBER:sc_status}\t(?<referrer>[^\t]*)\t(?<agent>[^\t]*)\t(?<cs_uri_query>[^\t]*)\t(?<cookies>[^\t]*)\t%{WORD:x_edge_result_type}\t%{NOTSPACE:x_edge_request_id}\t%{HOSTNAME:x_host_header}\t%{URIPROTO:cs_protocol}\t%{INT:cs_bytes}\t(?<time_taken>[^\t]*)\t(?<x_forwarded_for>[^\t]*)\t(?<ssl_protocol>[^\t]*)\t(?<ssl_cipher>[^\t]*)\t%{GREEDYDATA:x_edge_response_result_type}",
    ),
    (
        "BRO_HTTP",
        r"%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t%{INT:trans_depth}\t(?<method>[^\t]*)\t(?<domain>[^\t]*)\t(?<uri>[^\t]*)\t(?<referrer>[^\t]*)\t(?<user_agent>[^\t]*)\t%{NUMBER:request_body_len}\t%{NUMBER:response_body_len}\t(?<status_code>[^\t]*)\t(?<status_msg>[^\t]*)\t(?<info_code>[^\t]*)\t(?<info_msg>[^\t]*)\t(?<filename>[^\t]*)\t(?<bro_tags>[^\t]*)\t(?<username>[^\t]*)\t(?<password>[^\t]*)\t(?<proxied>[^\t]*)\t(?<orig_fuids>[^\t]*)\t(?<orig_mime_types>[^\t]*)\t(?<resp_fuids>[^\t]*)\t%{GREEDYDATA:resp_mime_types}",
    ),
    ("EXIM_QT", r"(?:QT=)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+(?:\.\d+)?s)"),
    (
        "EXIM_EXCLUDE_TERMS",
        "(?:Message is frozen|(?:Start|End) queue run| Warning: | retry time not reached | no (?:IP address|host name) found for (?:IP address|host) | unexpected disconnection while reading SMTP command | no immediate delivery: |another process is handling this message)",
    ),
    (
        "EXIM_REMOTE_HOST",
        r"H=(?:%{NOTSPACE:remote_hostname} )?(?:\(%{NOTSPACE:remote_heloname}\) )?\[%{IP:remote_host}\](?::%{POSINT:remote_port})?",
    ),
    ("EXIM_INTERFACE", r"I=\[%{IP:exim_interface}\](?::%{NUMBER:exim_interface_port})"),
    ("EXIM_PROTOCOL", "P=%{NOTSPACE:protocol}"),
    ("EXIM_MSG_SIZE", "S=%{NUMBER:exim_msg_size}"),
    ("EXIM_HEADER_ID", "id=%{NOTSPACE:exim_header_id}"),
    ("EXIM_SUBJECT", "T=%{QS:exim_subject}"),
    ("EXIM_UNKNOWN_FIELD", "[A-Za-z0-9]{1,4}=(?:%{QS}|%{NOTSPACE})"),
    (
        "EXIM_NAMED_FIELDS",
        "(?: (?:%{EXIM_REMOTE_HOST}|%{EXIM_INTERFACE}|%{EXIM_PROTOCOL}|%{EXIM_MSG_SIZE}|%{EXIM_HEADER_ID}|%{EXIM_SUBJECT}|%{EXIM_UNKNOWN_FIELD}))*",
    ),
    (
        "EXIM_MESSAGE_ARRIVAL",
        "%{EXIM_DATE:timestamp} (?:%{EXIM_PID} )?%{EXIM_MSGID:exim_msgid} (?<exim_flags><=) (?<exim_status>[a-z:] )?%{EMAILADDRESS:exim_sender_email}%{EXIM_NAMED_FIELDS}(?:(?: from <?%{DATA}>?)? for %{EMAILADDRESS:exim_recipient_email})?",
    ),
];

//! Grok expressions: names, types, and what is refused.

use super::*;

fn cut(expression: &str, line: &str, names: &[&str]) -> Option<Vec<String>> {
    let grok = Grok::parse(expression).unwrap_or_else(|why| panic!("{expression}: {why}"));
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let mut cells = vec![Cell::None; names.len()];
    let cutter = grok.bind(&wants);
    let fits = cutter.cut(line.as_bytes(), 0, &mut cells, &mut Vec::new());
    let show = |cell: Cell| match cell {
        Cell::Text(span) => line[span.start as usize..span.end() as usize].to_string(),
        other => format!("{other:?}"),
    };
    let all = cutter.walk(line.as_bytes(), 0, &mut Vec::new(), &mut |key, cell| {
        let Key::Plain(key) = key else { panic!("plain names") };
        if let Some(at) = names.iter().position(|name| name.as_bytes() == key) {
            assert_eq!(cell, cells[at], "{}", names[at]);
        }
    });
    assert_eq!(all, fits);
    fits.then(|| cells.into_iter().map(show).collect())
}

#[test]
fn every_name_compiles() {
    for (name, _) in NAMES.iter().flat_map(|names| names.iter()) {
        Grok::parse(&format!("%{{{name}:x}}")).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn fields_have_names_and_types() {
    let line = "10.0.0.1 GET 1200 0.25 /a";
    let names = ["client", "http.method", "bytes", "took", "path"];
    let expression = "%{IP:client} %{WORD:[http][method]} %{NUMBER:bytes:int} %{NUMBER:took:float} (?<path>/\\S*)";
    assert_eq!(cut(expression, line, &names).unwrap(), ["10.0.0.1", "GET", "Int(1200)", "Float(0.25)", "/a"]);
    assert_eq!(cut(expression, line, &["path"]).unwrap(), ["/a"]);
    assert_eq!(cut(expression, line, &["nothing"]).unwrap(), ["None"]);
    assert_eq!(cut(expression, "GET", &[]), None);
    assert_eq!(cut("%{ORDER:id=[A-Z]{2}\\d+} %{ORDER:next}", "AB1 CD2", &["id", "next"]).unwrap(), ["AB1", "CD2"]);
    assert_eq!(cut("(?:x=%{INT:n}|y=%{INT:n})", "y=7", &["n"]).unwrap(), ["7"]);
}

#[test]
fn addresses_are_whole() {
    for ip in ["::1", "::", "2001:db8::7", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "fe80::1%eth0", "64:ff9b::192.0.2.33"] {
        assert_eq!(cut("^%{IP:ip}$", ip, &["ip"]).unwrap(), [ip]);
    }
    for no in ["1.2.3.256", "1.2.3", ":", "1::2::3"] {
        assert_eq!(cut("^%{IP:ip}$", no, &["ip"]), None, "{no}");
    }
}

#[test]
fn the_regexes_of_ruby_are_read() {
    for (expression, line, x) in [
        (r"(?<x>\h+)z", "beefz", "beef"),
        (r"(?<x>[\h-]+)", "be-ef", "be-ef"),
        (r"(?>a+)(?<x>b)", "aab", "b"),
        (r"a++(?<x>b)", "aab", "b"),
        (r"\<(?<x>.*)\>", "<a>", "a"),
        (r"{%{INT:x}}", "{7}", "7"),
        (r"(?<x>a{,2})b", "aab", "aa"),
        (r"(?m)a(?<x>.)b", "a\nb", "\n"),
        (r"(a|b)(?#note)%{INT:x}\Z", "b7", "7"),
        (r"(?<x>[]a]+)", "x]a", "]a"),
        (r"(?<x>[[:digit:]_]+)", "a1_", "1_"),
        ("(?<x>[\u{e9}]+)", "a\u{e9}", "\u{e9}"),
    ] {
        assert_eq!(cut(expression, line, &["x"]).as_deref(), Some(&[x.to_string()][..]), "{expression}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (expression, why) in [
        ("%{WRD:x}", "did you mean `WORD`?"),
        ("%{IP}", "no field"),
        ("%{IP:x", "not closed"),
        ("%{IP:x:bool}", "`int` and `float`"),
        ("%{:x}", "is not `%{NAME}`"),
        ("(?=a)%{IP:x}", "looks around"),
        (r"(?<x>a)\k<x>", "looks back"),
        ("%{A:x=%{A}}", "holds itself"),
        ("(%{IP:x}", "does not compile"),
        ("%{IP:x})", "does not compile"),
        ("(?<x>[a", "does not compile"),
        (r"(?<x>a)\", "escapes nothing"),
    ] {
        let error = Grok::parse(expression).unwrap_err();
        assert!(error.contains(why), "{expression}: {error}");
    }
}

/// The fields of a line by the pattern of a name.
fn fields(pattern: &str, line: &str, names: &[&str]) -> Vec<String> {
    cut(&format!("%{{{pattern}}}"), line, names).unwrap_or_else(|| panic!("{pattern} does not fit {line}"))
}

#[test]
fn lines_of_nagios() {
    let line =
        "[1427956600] SERVICE ALERT: varnish;Backend Connections;CRITICAL;SOFT;1;Current value: 154.0; warn: 10.0";
    let names =
        ["nagios_epoch", "nagios_type", "nagios_hostname", "nagios_service", "nagios_attempt", "nagios_message"];
    let found =
        ["1427956600", "SERVICE ALERT", "varnish", "Backend Connections", "1", "Current value: 154.0; warn: 10.0"];
    assert_eq!(fields("NAGIOSLOGLINE", line, &names), found);
    let names = ["nagios_type", "nagios_command", "nagios_hostname", "nagios_service"];
    let line = "[1427950269] EXTERNAL COMMAND: DISABLE_SVC_CHECK;host1;disk";
    assert_eq!(fields("NAGIOSLOGLINE", line, &names), ["EXTERNAL COMMAND", "DISABLE_SVC_CHECK", "host1", "disk"]);
    let line = "[1427950269] EXTERNAL COMMAND: DISABLE_HOST_SVC_NOTIFICATIONS;host1";
    assert_eq!(fields("NAGIOSLOGLINE", line, &names)[1..3], ["DISABLE_HOST_SVC_NOTIFICATIONS", "host1"]);
    let names = ["nagios_notifyname", "nagios_hostname", "nagios_state", "nagios_contact", "nagios_message"];
    let line = "[1429878690] HOST NOTIFICATION: admin;db1;DOWN;notify-by-email;CRITICAL - unreachable";
    let found = ["admin", "db1", "DOWN", "notify-by-email", "CRITICAL - unreachable"];
    assert_eq!(fields("NAGIOSLOGLINE", line, &names), found);
    let names = ["nagios_state", "nagios_statelevel", "nagios_event_handler_name"];
    let line = "[1427925689] SERVICE EVENT HANDLER: h;http;CRITICAL;SOFT;2;restart-httpd";
    assert_eq!(fields("NAGIOSLOGLINE", line, &names), ["CRITICAL", "SOFT", "restart-httpd"]);
    let line = "[1427925600] TIMEPERIOD TRANSITION: 24X7;-1;1";
    assert_eq!(fields("NAGIOSLOGLINE", line, &["nagios_service", "nagios_unknown1"]), ["24X7", "-1"]);
    let line = "[1427925600] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;h;1427925600;1427929200;1;0;3600;bob;disks; all";
    assert_eq!(fields("NAGIOSLOGLINE", line, &["nagios_duration", "author", "comment"]), ["3600", "bob", "disks; all"]);
}

#[test]
fn lines_of_firewalls() {
    let nat = "10.10.10.2/53836->10.10.10.1/22 junos-ssh 10.10.10.2/53836->10.10.10.1/22 None None 6 log-host untrust trust 5";
    let names = ["src-ip", "dst-port", "service", "policy-name", "to-zone", "session-id"];
    let found = ["10.10.10.2", "22", "junos-ssh", "log-host", "trust", "5"];
    let line = format!("RT_FLOW: RT_FLOW_SESSION_CREATE: session created {nat} N/A(N/A) ge-0/0/1.0");
    assert_eq!(fields("RT_FLOW2", &line, &names), found);
    let line = format!("RT_FLOW_SESSION_CLOSE: session closed TCP FIN: {nat} 78(6657) 122(13305) 45 UNKNOWN UNKNOWN");
    assert_eq!(fields("RT_FLOW1", &line, &names), found);
    let names = ["close-reason", "sent", "received", "elapsed-time"];
    assert_eq!(fields("RT_FLOW1", &line, &names), ["TCP FIN", "6657", "13305", "45"]);
    let line = "RT_FLOW_SESSION_DENY: session denied 10.10.10.2/53836->10.10.10.1/24 None 6(0) log-all untrust trust";
    assert_eq!(fields("RT_FLOW3", line, &["dst-ip", "protocol-id", "policy-name"]), ["10.10.10.1", "6", "log-all"]);
    let line = r#"Jun  2 14:53:31 10.1.1.1 isg1000-A2: NetScreen device_id=lizard  [Root]system-notification-00257(traffic): start_time="2010-06-02 14:53:30" duration=0 policy_id=320001 service=msrpc Endpoint Mapper(tcp) proto=6 src zone=Null dst zone=self action=Deny sent=0 rcvd=16384 src=21.10.90.125 dst=23.16.1.1 src_port=1 dst_port=2 session_id=7 reason=Close - AGE OUT"#;
    let names = ["device_id", "service", "dst_zone", "action", "src_ip", "dst_port", "reason"];
    let found = ["lizard", "msrpc Endpoint Mapper(tcp)", "self", "Deny", "21.10.90.125", "2", "Close - AGE OUT"];
    assert_eq!(fields("NETSCREENSESSIONLOG", line, &names), found);
    let line = "May 28 17:23:25 myHost kernel: [3124658.791874] Shorewall:FORWARD:REJECT:IN=eth2 OUT=eth3 SRC=1.2.3.4 DST=1.2.3.5 LEN=141 TOS=0x00 PREC=0x00 TTL=63 ID=55251 PROTO=UDP SPT=5353 DPT=5335 LEN=121";
    let names = ["nf_action1", "nf_action2", "nf_in_interface", "nf_dst_ip", "nf_len", "nf_protocol", "nf_dst_port"];
    let found = ["FORWARD", "REJECT", "eth2", "1.2.3.5", "141", "UDP", "5335"];
    assert_eq!(fields("SHOREWALL", line, &names), found);
    let line = "ASA-3-106014: Deny inbound icmp src fw111:10.10.10.10 dst fw112:10.10.10.11(type 8, code 0)";
    let found = ["icmp", "10.10.10.10", "fw112", "8", "None"];
    assert_eq!(
        fields("CISCOFW106014", line, &["protocol", "src_ip", "dst_interface", "icmp_type", "dst_fwuser"]),
        found
    );
    let line = "Deny inbound UDP from 10.0.0.1/53 to 10.0.0.2/3333 due to DNS Response";
    assert_eq!(fields("CISCOFW106006_106007_106010", line, &["dst_port", "reason"]), ["3333", "DNS Response"]);
    let line = "Deny TCP (no connection) from 10.0.0.1/80 to 10.0.0.2/3333 flags FIN ACK  on interface outside";
    assert_eq!(
        fields("CISCOFW106015", line, &["policy_id", "tcp_flags", "interface"]),
        ["no connection", "FIN ACK", "outside"]
    );
    let line = "Group = 212.9.5.245, IP = 212.9.5.245, Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is behind a NAT device";
    assert_eq!(fields("CISCOFW713172", line, &["is_remote_natted", "is_local_natted"]), ["is NOT", "is"]);
    let line = "Built dynamic TCP translation from inside:192.168.1.50/5000 to outside:209.165.201.1/1025";
    assert_eq!(fields("CISCOFW305011", line, &["xlate_type", "src_xlated_port"]), ["dynamic", "1025"]);
    let line = "[ Scanning] drop rate-1 exceeded. Current burst rate is 10 per second, max configured rate is 8; Current average rate is 5 per second, max configured rate is 4; Cumulative total count is 2015";
    assert_eq!(fields("CISCOFW733100", line, &["drop_type", "drop_total_count"]), ["Scanning", "2015"]);
}

#[test]
fn lines_of_mail_backup_and_clouds() {
    let line = r#"2014-08-10 11:18:46 [2880] 1XGRsv-0000Oq-Tm <= alice@example.com H=mail.example.com (helo) [10.0.0.1]:5325 I=[10.0.0.2]:25 P=esmtp S=1234 id=x@y T="hi you" from <a@example.com> for bob@example.net"#;
    let names =
        ["exim_sender_email", "remote_host", "remote_port", "protocol", "exim_msg_size", "exim_recipient_email"];
    let found = ["alice@example.com", "10.0.0.1", "5325", "esmtp", "1234", "bob@example.net"];
    assert_eq!(fields("EXIM_MESSAGE_ARRIVAL", line, &names), found);
    let at = |message: &str| format!("25-Aug 10:50 bacula-sd JobId 24: {message}");
    for (message, name, value) in [
        (r#"Wrote label to prelabeled Volume "Volume01" on device "Device01" (/dev/nst0)"#, "volume", "Volume01"),
        (r#"Pruned 2 Jobs for client web-fd from catalog."#, "client", "web-fd"),
        (r#"End of medium on Volume "V1" Bytes=1,000,000 Blocks=15,501 at 25-Aug-2017 10:50."#, "volume", "V1"),
        ("Fatal Error: JobId 10782 already running. Duplicate job not allowed.", "duplicate", "10782"),
        (r#"User defined maximum volume capacity 108,372,182,400 exceeded on device "FS" (/var/lib)."#, "device", "FS"),
        ("No prior Full backup Job record found.", "jobid", "24"),
    ] {
        assert_eq!(fields("BACULA_LOGLINE", &at(message), &[name]), [value], "{message}");
    }
    let line = "2026-03-02\t09:00:01\tLAX1\t2390282\t192.0.2.202\tGET\td11.cloudfront.net\t/view/my/file.html\t200\t-\tMozilla\tid=7\t-\tHit\tabc==\td11.cloudfront.net\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE\tHit";
    let names = ["timestamp", "clientip", "cs_uri_stem", "cs_uri_query", "time_taken", "x_edge_response_result_type"];
    let found = ["2026-03-02\t09:00:01", "192.0.2.202", "/view/my/file.html", "id=7", "0.001", "Hit"];
    assert_eq!(fields("CLOUDFRONT_ACCESS_LOG", line, &names), found);
    let line = "1331901010.88\tCo8aQA2x\t10.0.0.1\t1032\t10.0.0.2\t80\t1\tGET\thost\t/a\t-\tcurl\t0\t8\t200\tOK\t-\t-\t-\t(empty)\t-\t-\t-\t-\t-\tFx8\ttext/plain";
    let names = ["method", "domain", "uri", "user_agent", "status_code", "resp_mime_types"];
    assert_eq!(fields("BRO_HTTP", line, &names), ["GET", "host", "/a", "curl", "200", "text/plain"]);
}

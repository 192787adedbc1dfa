//! Lines of syslog as they are in the wild.

use super::*;
use crate::inputs::tests::{cut, expected, fixture};

const NAMES: [&str; 7] = ["time", "host", "app", "pid", "msg", "level", "facility"];

fn fields(line: &str) -> Option<[String; 7]> {
    let fields = cut(&DEF, "", line, &NAMES)?;
    Some(std::array::from_fn(|i| fields[i].strip_prefix('T').unwrap_or(&fields[i]).to_string()))
}

fn is(line: &str, expected: [&str; 7]) {
    assert_eq!(fields(line).as_ref().map(|f| f.each_ref().map(String::as_str)), Some(expected), "{line}");
}

#[test]
fn the_older_kind() {
    let time = "2025-10-09T22:14:15";
    is("<34>Oct  9 22:14:15 h su[231]: 'su root' failed", [time, "h", "su", "231", "'su root' failed", "crit", "auth"]);
    is("Oct  9 22:14:15 h su: a: b", [time, "h", "su", "None", "a: b", "None", "None"]);
    is("Oct  9 22:14:15 h postfix/smtp[9]: x", [time, "h", "postfix/smtp", "9", "x", "None", "None"]);
    is("Oct  9 22:14:15 h sshd(pam_unix)[9]: x", [time, "h", "sshd(pam_unix)", "9", "x", "None", "None"]);
    is("Oct  9 22:14:15 h sudo:  padded", [time, "h", "sudo", "None", " padded", "None", "None"]);
    is("Oct  9 22:14:15 h a.b[1] (c[2]): d", [time, "h", "a.b", "1", "(c[2]): d", "None", "None"]);
    is("Oct  9 22:14:15 h app[1]:x\ny", [time, "h", "app", "1", "x\ny", "None", "None"]);
    // No host, no tag, neither.
    is("Oct  9 22:14:15  su[231]: x", [time, "None", "su", "231", "x", "None", "None"]);
    is("Oct  9 22:14:15 su[231]: x", [time, "None", "su", "231", "x", "None", "None"]);
    is(
        "Oct  9 22:14:15 h syslogd 1.4.1: restart.",
        [time, "h", "None", "None", "syslogd 1.4.1: restart.", "None", "None"],
    );
    let repeated = "last message repeated 2 times";
    is(&format!("Oct  9 22:14:15 {repeated}"), [time, "None", "None", "None", repeated, "None", "None"]);
    is(&format!("Oct  9 22:14:15 h {repeated}"), [time, "h", "None", "None", repeated, "None", "None"]);
    let dashed = "--- last message repeated 1 time ---";
    is(&format!("Oct  9 22:14:15 {dashed}"), [time, "None", "None", "None", dashed, "None", "None"]);
    is("<13>just text", ["None", "None", "None", "None", "just text", "notice", "user"]);
    is("<13>app: text", ["None", "None", "app", "None", "text", "notice", "user"]);
}

#[test]
fn stamps_with_a_year_and_of_others() {
    let is_time = |stamp: &str, time: &str| {
        is(&format!("{stamp} h app[1]: x"), [time, "h", "app", "1", "x", "None", "None"]);
    };
    is_time("Oct  9 2020 22:14:15", "9 Oct 2020 22:14:15");
    is_time("Oct 19 22:14:15 2020", "19 Oct 2020 22:14:15");
    is_time("2020 Oct 19 22:14:15", "19 Oct 2020 22:14:15");
    is_time("Oct 19 22:14:15.123", "2025-10-19T22:14:15.123");
    is_time("Jan  1 00:00:00", "2026-01-01T00:00:00");
    is_time("2025-10-10T13:55:36.123456+02:00", "2025-10-10T13:55:36.123456+02:00");
    is_time("2025-10-10 13:55:36", "2025-10-10 13:55:36");
    for time in ["9 Oct 2020 22:14:15", "19 Oct 2020 22:14:15.5", "2026-03-01T00:00:05.123 UTC"] {
        assert!(crate::base::time::parse(time.as_bytes(), &crate::base::Zone::UTC).is_some(), "{time}");
    }
}

#[test]
fn cisco() {
    let expected = ["2026-03-01T00:00:05.123 UTC", "None", "%SYS-5-CONFIG_I", "None", "Configured", "notice", "None"];
    is("*Mar  1 00:00:05.123 UTC: %SYS-5-CONFIG_I: Configured", expected);
    let expected = ["2026-03-01T00:00:05", "None", "%LINK-3-UPDOWN", "None", "down", "notice", "local7"];
    is("<189>45: *Mar  1 00:00:05: %LINK-3-UPDOWN: down", expected);
    let expected = ["2026-03-01T00:00:05", "gw", "%ASA-6-302013", "None", "Built", "info", "None"];
    is("Mar 01 00:00:05 gw %ASA-6-302013: Built", expected);
}

#[test]
fn the_newer_kind() {
    let time = "2025-10-11T22:14:15.003Z";
    is(&format!("<165>1 {time} h app 77 ID47 - m m"), [time, "h", "app", "77", "m m", "notice", "local4"]);
    is(&format!("<34>1 {time} h - - - -"), [time, "h", "None", "None", "None", "crit", "auth"]);
    is("<34>1 - - - - - - \u{feff}x", ["None", "None", "None", "None", "x", "crit", "auth"]);
    is(&format!("1 {time} h su - ID47 - x"), [time, "h", "su", "None", "x", "None", "None"]);
    let data = |data: &str| cut(&DEF, "", format!("<34>1 - h a p m {data}"), &["sd"]).map(|mut cells| cells.remove(0));
    assert_eq!(data("-").as_deref(), Some("None"));
    assert_eq!(
        data(r#"[ex@32473 k="a\"b\]c" l="\x\\"][m@1 x="y]"][e] text"#).as_deref(),
        Some(r#"J{"ex@32473":{"k":"a\"b]c","l":"\\x\\"},"m@1":{"x":"y]"},"e":{}}"#)
    );
    for torn in ["", "[", "[a", "[a b", "[a b=", "[a b=\"", "[a b=\"]", "[a b=\"\"", "[a b=\"\"]x", "[] x", "#{sd} x"] {
        assert_eq!(data(torn), None, "{torn}");
    }
}

#[test]
fn other_lines_are_not_in_it() {
    for line in [
        "",
        "<3444>Oct 11 22:14:15 h su: x",
        "<192>x",
        "<34>1 203-10-11T22:14:15.003Z h su - ID47 - x",
        "<34",
        "<b>Oct 11 22:14:15 h su: x",
        "Oct 11 22:14 h su: x",
        "Oct 11 22:14:15",
        "October 11 was a day",
        "prose",
    ] {
        assert_eq!(fields(line), None, "{line}");
    }
}

#[test]
fn auto_leaves_lines_of_others_alone() {
    for line in [
        "2025-10-10T13:55:36Z INFO main: started",
        "2025-10-10T13:55:36.1Z stdout F text: more",
        "2025-10-10 13:55:36,123 root: x",
        "Marching on: text",
        "Our 12 friends came",
    ] {
        assert!(!opens(line.as_bytes()) || fields(line).is_none(), "{line}");
    }
}

#[test]
fn filebeats_parses() {
    let names = [("message", 4), ("process.pid", 3), ("process.name", 2), ("host.hostname", 1)];
    let mut compared = 0;
    for file in ["auth/timestamp.log", "syslog/suse-syslog.log"] {
        let path = format!("filebeat-modules/system/{file}");
        let text = String::from_utf8(fixture(&path)).unwrap();
        for record in expected(&format!("{path}-expected.json")) {
            let get = |name: &str| record.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            let Some(offset) = get("log.offset").and_then(|n| n.parse::<usize>().ok()) else { panic!("{record:?}") };
            let Some(fields) = text.get(offset..).and_then(|rest| fields(rest.lines().next()?)) else {
                panic!("{file} at {offset}")
            };
            for (name, column) in names {
                let Some(value) = get(name) else { continue };
                assert_eq!(fields[column], value, "{name} of {file} at {offset}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 12, "{compared}");
}

#[test]
fn messages_of_several_lines_are_joined() {
    let line = "Oct  9 22:14:15 host app[7]: boom\nOct  9 22:14:16 host app[7]: \tat a.b(C.java:1)\nraw";
    let cells = cut(&DEF, "", line, &["time", "app", "pid", "msg"]).unwrap();
    assert_eq!(cells, ["T2025-10-09T22:14:15", "Tapp", "T7", "Tboom\n\tat a.b(C.java:1)\nraw"]);
    // What another process says within a counted message is its text.
    let line = "<34>1 2003-10-11T22:14:15Z h app 7 - - a\nOct  9 22:14:16 host other[7]: b";
    assert_eq!(cut(&DEF, "", line, &["msg"]).unwrap(), ["Ta\nOct  9 22:14:16 host other[7]: b"]);
}

#[test]
fn a_process_is_a_stream() {
    let seen = |line: &'static str| {
        let seen = view(line.as_bytes()).unwrap();
        (String::from_utf8_lossy(seen.stream).into_owned(), String::from_utf8_lossy(&seen.text).into_owned())
    };
    for (line, stream, text) in [
        ("<34>Oct  9 22:14:15 host su[231]: x: y", "host su[231", "x: y"),
        ("Oct  9 22:14:15 host kernel: x", "host kernel", "x"),
        ("<165>1 2025-10-11T22:14:15.003Z h app 77 ID47 [a@1 k=\"v\"] m", "h app 77", "m"),
        ("<165>1 2025-10-11T22:14:15.003Z - app - - -", "app", ""),
        ("<165>1 2025-10-11T22:14:15.003Z - - - - -", "", ""),
        ("\tat a.b(C.java:1)", "\n", "\tat a.b(C.java:1)"),
    ] {
        assert_eq!(seen(line), (stream.to_string(), text.to_string()), "{line}");
    }
}

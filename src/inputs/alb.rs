//! The access log of AWS Application Load Balancers: that of the classic ones with a type before
//! it and a dozen columns behind. How the middle is read stands in [`super::balancer`].
//!
//! One field is read at about 2 GB/s by one core, of the samples repeated.

use super::balancer;
use super::fixed::{Fixed, Layout, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "alb",
        usage: "-i alb",
        brief: "the access log of AWS Application Load Balancers",
        text: "\
A line is a `type` (`http`, `https`, `h2`, `grpcs`, `ws`, `wss`), the columns of [elb], and then `target_group`, \
`trace_id`, `domain`, `certificate`, `priority` (of the rule), `request_creation_time`, `actions`, `redirect`, \
`error_reason`, `targets`, `target_statuses`, `classification`, `classification_reason` and `connection_id`. AWS added \
columns over the years: those that an older line does not have are None, and what follows the last one is `extra`.

Times, `-1`, `-` and the parts of the request are as in [elb]. Values are as AWS wrote them (`\\x22` for a quote). The \
logs of Network Load Balancers have other columns and are not in this format.",
        examples: &[
            Example {
                run: "-i alb 'select time, type, ip, status, ms, domain, path' alb.log",
                output: r#"
{"time":"2026-03-02T09:02:14.186641Z","type":"https","ip":"203.0.113.9","status":200,"ms":49,"domain":"www.example.org","path":"/cart"}
{"time":"2026-03-02T09:02:15.001000Z","type":"h2","ip":"2001:db8::7","status":504,"ms":3002,"domain":"www.example.org","path":"/orders"}
{"time":"2026-03-02T09:02:16.500000Z","type":"https","ip":"198.51.100.23","status":502,"ms":null,"domain":"www.example.org","path":"/img"}
"#,
            },
            Example {
                run: "-i alb 'where status >= 500 | count, max(ms) by target_ip, error_reason' alb.log",
                output: r#"
{"target_ip":"10.0.0.2","error_reason":null,"count":1,"max_ms":3002}
{"target_ip":null,"error_reason":"LambdaInvalidResponse","count":1,"max_ms":null}
"#,
            },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(24, opens).first(b"hgw"),
    bind: Bind::Named(Fixed::<Alb>::bind),
    kind: balancer::kind,
    view: None,
    samples: &[
        r#"h2 2025-10-10T13:55:36.18Z app/lb/50dc 1.2.3.4:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET https://h:443/ HTTP/2.0" "UA \x22x\x22" C TLSv1.2 arn:tg "Root=1-5" "h" "arn:c" 0 2025-10-10T13:55:36.1Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1 "-" "-" "-""#,
        r#"https 2018-07-02T22:23:00.186641Z app/my-lb/50dc [fe80::1]:443 - -1 -1 -1 460 - 0 57 "- https://www.example.com:443- -" "-" - - - "Root=1-58337281""#,
    ],
};

const COLUMNS: [&str; 40] = {
    let mut columns = [""; 40];
    columns[0] = "type";
    let mut at = 0;
    while at < balancer::COLUMNS.len() - 1 {
        columns[1 + at] = balancer::COLUMNS[at];
        at += 1;
    }
    at = 0;
    while at < TAIL.len() {
        columns[MORE + at] = TAIL[at];
        at += 1;
    }
    columns
};

/// The place of the first column that the classic format does not have.
const MORE: usize = balancer::COLUMNS.len();

/// What follows the protocol of TLS.
const TAIL: [&str; 15] = [
    "target_group",
    "trace_id",
    "domain",
    "certificate",
    "priority",
    "request_creation_time",
    "actions",
    "redirect",
    "error_reason",
    "targets",
    "target_statuses",
    "classification",
    "classification_reason",
    "connection_id",
    "extra",
];

/// Whether a line opens with a type and a year.
fn opens(line: &[u8]) -> bool {
    let types: [&[u8]; 6] = [b"https ", b"http ", b"h2 ", b"grpcs ", b"wss ", b"ws "];
    let rest = types.iter().find_map(|name| line.strip_prefix(*name));
    rest.and_then(|rest| rest.first()).is_some_and(u8::is_ascii_digit)
}

struct Alb;

impl Layout for Alb {
    const NAME: &'static str = "alb";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        if !opens(scan.line) {
            return scan.fail("a type (`http`, `https`, `h2`, `grpcs`, `ws`, `wss`) and a time");
        }
        let kind = scan.field("a type")?;
        scan.set(0, kind);
        balancer::read(scan, 1)?;
        for column in MORE..COLUMNS.len() - 1 {
            if !scan.skip(b" ") {
                return scan.end();
            }
            let part = if scan.sees(b"\"") { scan.quoted("a text in quotes")? } else { scan.word("a value, or `-`")? };
            scan.set_some(column, part);
        }
        if scan.skip(b" ") {
            let extra = scan.tail();
            scan.set_some(COLUMNS.len() - 1, extra);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, fixture};

    #[test]
    fn columns_of_every_age() {
        let names = ["type", "ms", "domain", "priority", "targets", "connection_id", "extra", "user_agent"];
        assert_eq!(
            cut(&DEF, "", DEF.samples[0], &names).unwrap(),
            ["Th2", "Int(1)", "Th", "T0", "T10.0.0.1:80", "TTID_1", r#"T"-" "-" "-""#, r"TUA \x22x\x22"]
        );
        assert_eq!(
            cut(&DEF, "", DEF.samples[1], &names).unwrap(),
            ["Thttps", "None", "None", "None", "None", "None", "None", "None"]
        );
        assert_eq!(cut(&DEF, "", DEF.samples[1], &["trace_id", "request"]).unwrap()[0], "TRoot=1-58337281");
    }

    #[test]
    fn lines_of_the_corpora() {
        let names = ["ip", "target_ip", "target_port", "ms", "actions", "connection_id"];
        let text = fixture("aws/otel-alb.log");
        let rows: Vec<_> = text.split(|b| *b == b'\n').map(|line| cut(&DEF, "", line, &names).unwrap()).collect();
        assert_eq!(
            rows[0],
            ["T192.168.131.39", "T10.0.0.1", "T80", "Int(171)", "Tauthenticate,forward", "TTID_1234abcd5678ef90"]
        );
        assert_eq!(rows[1][..3], ["Tfe80::202:b3ff:fe1e:8329", "T2001:db8::1", "T80"]);
    }
}

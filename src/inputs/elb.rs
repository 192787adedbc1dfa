//! The access log of AWS Classic Load Balancers. How it is read stands in [`super::balancer`], with
//! that of its successor.
//!
//! One field is read at about 1.2 GB/s by one core, of the samples repeated; `path` at 0.9, since a
//! target with a scheme and a host is taken apart for it.

use super::balancer;
use super::fixed::{Fixed, Layout, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "elb",
        usage: "-i elb",
        brief: "the access log of AWS Classic Load Balancers",
        text: "\
A line is `time elb client:port target:port`, three times in seconds, two statuses, two numbers of bytes, the request \
and the user agent in quotes, and the cipher and the protocol of TLS. AWS calls the target the backend. Older lines \
that end after the request are in the format too; what follows the last column is `extra`.

`request_processing_time`, `target_processing_time` and `response_processing_time` are seconds as written; `ms` is \
their sum in milliseconds. A time of `-1` (it never came so far) is None, and so is `ms` then; a lone `-` is None \
everywhere. The parts of the request are None where it is `- - - ` (a TCP listener). `host` is that of the target, \
and `path` starts after it.",
        examples: &[Example {
            run: "-i elb 'select time, ip, target_ip, status, ms, host, path' elb.log",
            output: r#"
{"time":"2026-03-02T09:02:14.945958Z","ip":"203.0.113.9","target_ip":"10.0.0.1","status":200,"ms":1.178,"host":"www.example.org","path":"/health"}
{"time":"2026-03-02T09:02:15.120000Z","ip":"198.51.100.23","target_ip":null,"status":503,"ms":null,"host":"www.example.org","path":"/cart"}
"#,
        }],
    },
    columns: Some(&balancer::COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(25, |line| {
        matches!(line, [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', ..])
    }),
    bind: Bind::Named(Fixed::<Elb>::bind),
    kind: balancer::kind,
    view: None,
    samples: &[
        r#"2025-10-10T13:55:36.5Z my-lb 1.2.3.4:2817 10.0.0.1:80 0.00007 0.001 0.00005 200 200 0 29 "GET http://h:80/a?b=c HTTP/1.1" "curl/8" - -"#,
        r#"2014-02-15T23:39:43.945958Z my-lb 192.168.131.39:2817 - -1 -1 -1 503 0 0 0 "GET http://www.example.com:80/ HTTP/1.1""#,
        r#"2015-05-13T23:39:43.945958Z my-lb [2001:db8::1]:2817 10.0.0.1:80 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" DHE-RSA-AES128-SHA TLSv1.2 x"#,
    ],
};

struct Elb;

impl Layout for Elb {
    const NAME: &'static str = "elb";
    const COLUMNS: &'static [&'static str] = &balancer::COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        balancer::read(scan, 0)?;
        if scan.skip(b" ") {
            let extra = scan.tail();
            scan.set_some(balancer::COLUMNS.len() - 1, extra);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, fixture, walk};

    #[test]
    fn every_column() {
        let cells: Vec<String> = walk(&DEF, "", DEF.samples[0]).unwrap().into_iter().map(|(_, cell)| cell).collect();
        let expected = [
            "T2025-10-10T13:55:36.5Z",
            "Tmy-lb",
            "T1.2.3.4",
            "T2817",
            "T10.0.0.1",
            "T80",
            "T0.00007",
            "T0.001",
            "T0.00005",
            "Float(1.12)",
            "T200",
            "T200",
            "T0",
            "T29",
            "TGET",
            "Thttp://h:80/a?b=c",
            "T/a",
            "Tb=c",
            "THTTP/1.1",
            "Th",
            "TGET http://h:80/a?b=c HTTP/1.1",
            "Tcurl/8",
            "None",
            "None",
            "None",
        ];
        assert_eq!(cells, expected);
    }

    #[test]
    fn what_was_not_reached_is_none() {
        let names = ["target_ip", "request_processing_time", "ms", "target_status", "user_agent", "path"];
        assert_eq!(cut(&DEF, "", DEF.samples[1], &names).unwrap(), ["None", "None", "None", "T0", "None", "T/"]);
        let names = ["ip", "port", "status", "ms", "method", "request", "ssl_protocol", "extra"];
        assert_eq!(
            cut(&DEF, "", DEF.samples[2], &names).unwrap(),
            ["T2001:db8::1", "T2817", "None", "Float(1.138)", "None", "T- - - ", "TTLSv1.2", "Tx"]
        );
    }

    #[test]
    fn lines_of_the_corpora() {
        for name in ["grok-elb.log", "otel-clb.log"] {
            for line in fixture(&format!("aws/{name}")).split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
                assert_eq!(cut(&DEF, "", line, &["status", "bytes"]).unwrap()[0], "T200");
            }
        }
        for (tail, at) in [("x", 24), (" 1.2.3.4:1 - 1 1", 45)] {
            let line = format!("2025-10-10T13:55:36.5Z my-lb{tail}");
            assert_eq!(cut(&DEF, "", &line, &[]), None, "{line} {at}");
        }
    }
}

//! The common access log: the combined one without its last two fields.
//!
//! It is a format of its own, and not a short combined line, so that a combined line whose
//! end was torn off is told and not taken for a whole one.

use super::access::{self, Shape};
use super::fixed::{Fixed, Layout, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "common",
        usage: "-i common",
        brief: "the common access log: combined without referer and user agent",
        text: "\
A line is `ip ident user [time] \"request\" status bytes`. The columns are those of [combined] but for `referer` and \
`user_agent`; what follows after `bytes` is `extra`, unless it is quoted: then the line is in another format, is \
counted as not parsed, and its fields are None.",
        examples: &[Example {
            run: "-i common 'where status is None | count' access.log",
            output: "\n{\"count\":14}\n",
        }],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(17, access::opens),
    bind: Bind::Named(Fixed::<Common>::bind),
    kind: access::kind,
    view: None,
    samples: &[
        r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326"#,
        r#"::1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 304 - 0.003"#,
    ],
};

const COLUMNS: [&str; 13] = [
    "ip", "ident", "user", "time", "method", "target", "path", "query", "protocol", "status", "bytes", "request",
    "extra",
];

struct Common;

impl Layout for Common {
    const NAME: &'static str = "common";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        access::read(scan, Shape { first: 0, quoted: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    const LINE: &str = r#"::1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 -"#;

    #[test]
    fn lines_without_quoted_fields() {
        assert_eq!(cut(&DEF, "", LINE, &["ip", "bytes", "extra"]).unwrap(), ["T::1", "None", "None"]);
        assert_eq!(cut(&DEF, "", format!("{LINE} 0.003"), &["extra"]).unwrap(), ["T0.003"]);
        assert_eq!(walk(&DEF, "", LINE).unwrap().len(), COLUMNS.len());
    }

    #[test]
    fn quoted_fields_are_another_format() {
        for end in [r#" "-" "curl""#, r#" "-"#, "x", r#" """#] {
            assert_eq!(cut(&DEF, "", format!("{LINE}{end}"), &["ip"]), None, "{end}");
        }
    }
}

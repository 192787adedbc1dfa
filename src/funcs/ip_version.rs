//! `ip_version(x)`: 4 or 6.

use super::address;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "ip_version",
        usage: r#"ip_version(x)"#,
        brief: "the version of an IP address, 4 or 6",
        text: "Gives 4 or 6. A v4 address that is written as a v6 one, `::ffff:10.0.0.1`, is 4. What is no address gives None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: r#"'count by ip_version(ip) as v' access.log"#,
            output: r#"
{"v":4,"count":12}
{"v":6,"count":2}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    Ret::Cell(address::read(&text).map_or(Cell::None, |ip| Cell::Int(if ip.is_ipv4() { 4 } else { 6 })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_both_spellings() {
        let of = |x: &'static [u8]| law(&[Value::Str(x)], &mut Vec::new());
        assert_eq!(of(b"10.0.0.1"), Ret::Cell(Cell::Int(4)));
        assert_eq!(of(b"::ffff:10.0.0.1"), Ret::Cell(Cell::Int(4)));
        assert_eq!(of(b"2001:db8::1"), Ret::Cell(Cell::Int(6)));
        assert_eq!(of(b"x"), Ret::Cell(Cell::None));
    }
}

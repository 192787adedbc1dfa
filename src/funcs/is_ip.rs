//! `is_ip(x)`: whether text is an address.

use super::address;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "is_ip",
        usage: r#"is_ip(x)"#,
        brief: "whether text is an IP address",
        text: "Is True for an address of IPv4 or IPv6 in its usual spelling, without a port, a zone or a prefix length. Leading zeros, as in `010.0.0.1`, are no address, since readers differ on them. None is False.",
        examples: &[Example {
            run: r#"'where is_ip(ip) | count' access.log"#,
            output: r#"
{"count":14}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    super::test(*x, |text| address::read(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_families() {
        let holds = |x: &[u8]| law(&[Value::Str(x)], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds(b"10.0.0.1") && holds(b"::1") && holds(b"::ffff:10.0.0.1"));
        assert!(!holds(b"010.0.0.1") && !holds(b"10.0.0.1:80") && !holds(b"\xff") && !holds(b""));
    }
}

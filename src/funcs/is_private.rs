//! `is_private(x)`: whether an address is of a network that is not routed on the internet.

use std::net::IpAddr;

use super::address;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "is_private",
        usage: r#"is_private(x)"#,
        brief: "whether an IP address is private, loopback or link-local",
        text: "Is True for 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 127.0.0.0/8 and 169.254.0.0/16; for ::1, fc00::/7 and fe80::/10; and for one of the former written as ::ffff:10.0.0.1. The shared space of carriers, 100.64.0.0/10, is not among them. What is no address is False, and so is None. For other networks, see [cidr].",
        examples: &[Example {
            run: r#"'select ip, is_private(ip) as private, is_private("10.0.0.7") as other | head 1' access.log"#,
            output: r#"
{"ip":"203.0.113.7","private":false,"other":true}
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
    super::test(*x, |text| match address::read(text).map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        Some(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_help_says() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        for ip in [
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.1",
            "127.0.0.9",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(holds(ip), "{ip}");
        }
        for ip in ["172.32.0.1", "100.64.0.1", "8.8.8.8", "2001:db8::1", "::ffff:8.8.8.8", "x", ""] {
            assert!(!holds(ip), "{ip}");
        }
    }
}

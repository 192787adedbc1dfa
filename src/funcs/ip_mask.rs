//! `ip_mask(x, bits)`: the network of an address, for grouping by subnet.

use std::io::Write;
use std::net::IpAddr;

use super::address;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "ip_mask",
        usage: r#"ip_mask(x, bits)"#,
        brief: "the network that an IP address is in, as `10.1.2.0/24`",
        text: "Keeps the first `bits` of the address and clears the others. What is no address, or a number of bits that its version does not have (32 for IPv4, 128 for IPv6), gives None, which the ledger counts. None stays None. To test for a network, see [cidr].",
        examples: &[Example {
            run: r#"'count by ip_mask(ip, 24) as net | head 2' access.log"#,
            output: r#"
{"net":"203.0.113.0/24","count":5}
{"net":"198.51.100.0/24","count":4}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x, bits] = args else { return Ret::Cell(Cell::None) };
    let Some(ip) = super::text(*x).and_then(|text| address::read(&text)) else { return Ret::Cell(Cell::None) };
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let Some(bits) = super::integer(*bits).and_then(|b| u32::try_from(b).ok()).filter(|b| *b <= most) else {
        return Ret::Cell(Cell::None);
    };
    // A shift by the whole width is no shift in Rust: no bits means no mask.
    let net = match ip {
        IpAddr::V4(ip) => IpAddr::V4((u32::from(ip) & u32::MAX.checked_shl(most - bits).unwrap_or(0)).into()),
        IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) & u128::MAX.checked_shl(most - bits).unwrap_or(0)).into()),
    };
    match write!(out, "{net}/{bits}") {
        Ok(()) => Ret::New,
        Err(_) => Ret::Cell(Cell::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clears_the_rest() {
        let of = |x: &'static str, bits| {
            let mut out = Vec::new();
            (law(&[Value::Str(x.as_bytes()), Value::Int(bits)], &mut out) == Ret::New).then_some(out)
        };
        assert_eq!(of("10.1.2.3", 24), Some(b"10.1.2.0/24".to_vec()));
        assert_eq!(of("10.1.2.3", 0), Some(b"0.0.0.0/0".to_vec()));
        assert_eq!(of("2001:db8::1", 32), Some(b"2001:db8::/32".to_vec()));
        assert_eq!(of("10.1.2.3", 33), None);
        assert_eq!(of("10.1.2.3", -1), None);
    }
}

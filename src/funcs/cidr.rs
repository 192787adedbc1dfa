//! `x in cidr("10.0.0.0/8", ...)`: whether an address is in one of some networks.
//!
//! Networks that are written out are read once, put in order and merged, so that a list of
//! many thousands costs a few comparisons a row. IPv4 and IPv6 are two worlds, as they are for
//! a router: `::/0` holds no IPv4 address, and one that is written as `::ffff:10.0.0.1` is IPv4.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::address;
use crate::base::HEAP;
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::{Eval, Expr, Held};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag, print};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "cidr",
        usage: r#"x in cidr("10.0.0.0/8", ...) or x in cidr(lines("FILE"))"#,
        brief: "whether an IP address is in one of some networks",
        text: "Stands only after `in` and `not in`. A network is an address and a number of bits, of either \
               version; an address by itself is a network of one. One that is written out wrong is an error \
               before anything is read, and so is one with bits after its prefix, `10.1.2.3/8`. \
               `lines(\"nets.txt\")` reads networks from a file, one a line, blank lines left out; any number of \
               them costs little. A network may also be computed: one that is none holds nothing, and is \
               counted.\n\n\
               IPv4 addresses are in IPv4 networks only, and `::ffff:10.0.0.1` is one. A missing address is in \
               no network, and so is what is no address, which the ledger counts. See also [ip_mask], \
               [is_private] and [ip_version].",
        examples: &[
            Example {
                run: r#"'where ip in cidr("198.51.100.0/24", "2001:db8::/32") | count by ip' access.log"#,
                output: r#"
{"ip":"198.51.100.23","count":4}
{"ip":"2001:db8::42","count":2}
"#,
            },
            Example {
                run: r#"'where ip not in cidr("203.0.113.0/24") and status >= 500 | select ip, status' access.log"#,
                output: r#"
{"ip":"192.0.2.88","status":500}
{"ip":"192.0.2.88","status":502}
{"ip":"198.51.100.23","status":503}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1000),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Set(bind),
};

/// An address as a number: IPv6 stands after all of IPv4.
type Place = (bool, u128);

/// The first and the last address of a network.
type Range = (Place, Place);

fn place(ip: IpAddr) -> Place {
    match ip {
        IpAddr::V4(ip) => (false, u32::from(ip).into()),
        IpAddr::V6(ip) => (true, ip.into()),
    }
}

/// Reads a network; where it is none, says how it was meant, if that can be told.
fn read(text: &str) -> Result<Range, Option<String>> {
    let (spelled, bits) = match text.split_once('/') {
        Some((spelled, bits)) => (spelled, Some(bits)),
        None => (text, None),
    };
    let Ok(written) = spelled.parse::<IpAddr>() else { return Err(filled(spelled, bits)) };
    let ip = written.to_canonical();
    let width = if ip.is_ipv4() { 32 } else { 128 };
    // A v4 address that is written as a v6 one has its bits counted as that one's.
    let before = if written.is_ipv4() == ip.is_ipv4() { 0 } else { 96 };
    let bits = match bits {
        None => width,
        Some(bits) => match number(bits).and_then(|bits| bits.checked_sub(before)).filter(|bits| *bits <= width) {
            Some(bits) => bits,
            None => return Err(mask_bits(bits).map(|bits| format!("{ip}/{bits}"))),
        },
    };
    let after = u128::MAX.checked_shr(128 - width + bits).unwrap_or(0);
    let (version, first) = place(ip);
    if first & after != 0 {
        let first: IpAddr = match ip {
            IpAddr::V4(_) => Ipv4Addr::from((first & !after) as u32).into(),
            IpAddr::V6(_) => Ipv6Addr::from(first & !after).into(),
        };
        return Err(Some(format!("{first}/{bits}")));
    }
    Ok(((version, first), (version, first | after)))
}

/// A number in plain digits.
fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The bits of a mask, `255.255.0.0`.
fn mask_bits(mask: &str) -> Option<u32> {
    let mask = u32::from(mask.parse::<Ipv4Addr>().ok()?);
    (mask.leading_ones() + mask.trailing_zeros() == 32 || mask == 0).then(|| mask.leading_ones())
}

/// A network whose address was cut short, `10.1/16`, `10.1.*` or `10.1.`.
fn filled(spelled: &str, bits: Option<&str>) -> Option<String> {
    let given: Vec<&str> = spelled.trim_end_matches(".*").trim_end_matches('.').split('.').collect();
    if given.len() > 3 || !given.iter().all(|part| part.parse::<u8>().is_ok()) {
        return None;
    }
    let bits = bits.map_or_else(|| (8 * given.len()).to_string(), str::to_string);
    let text = format!("{}{}/{bits}", given.join("."), ".0".repeat(4 - given.len()));
    read(&text).is_ok().then_some(text)
}

/// Networks in order, none touching the next.
fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut out: Vec<Range> = Vec::new();
    for (first, last) in ranges {
        match out.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

fn bind(scope: &mut Scope<'_>, x: &lang::Expr, args: &[lang::Expr], _: lang::Span) -> Result<Expr, Diag> {
    let (mut written, mut computed) = (Vec::new(), Vec::new());
    for arg in args {
        let texts = match &arg.kind {
            ExprKind::List(_) => scope.texts(arg)?,
            ExprKind::Call(name, _) if name == "lines" => {
                scope.texts(arg)?.into_iter().filter(|line| !line.trim_ascii().is_empty()).collect()
            }
            _ => {
                let bound = scope.expr(arg)?;
                match constant(scope, &bound) {
                    Some(text) => vec![text],
                    None => {
                        let misfit = scope.note(format!("`{}` was not a network", print::expr(arg)));
                        computed.push((bound, misfit));
                        continue;
                    }
                }
            }
        };
        for text in texts {
            let text = String::from_utf8_lossy(text.trim_ascii()).into_owned();
            written.push(read(&text).map_err(|fix| wrong(&text, fix, arg.span))?);
        }
    }
    let no_address = scope.note(format!("`{}` was not an address", print::expr(x)));
    let x = scope.expr(x)?;
    Ok(Expr::new(Within { x, written: merged(written), computed, no_address }, Kind::Bool))
}

/// The text of a constant.
fn constant(scope: &Scope<'_>, bound: &Expr) -> Option<Vec<u8>> {
    let (Cell::Str(span) | Cell::Text(span)) = bound.as_constant()? else { return None };
    let start = (span.start & !HEAP) as usize;
    scope.constants.get(start..start + span.len as usize).map(<[u8]>::to_vec)
}

fn wrong(text: &str, fix: Option<String>, span: lang::Span) -> Diag {
    let diag = Diag::new(span, format!("`{text}` is not a network"));
    match fix {
        Some(fix) => diag.help(format!("\"{fix}\"")),
        None => diag.help("\"10.0.0.0/8\"").help("\"2001:db8::/32\""),
    }
}

struct Within {
    x: Expr,
    written: Vec<Range>,
    computed: Vec<(Expr, NoteId)>,
    no_address: NoteId,
}

impl Eval for Within {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let computed: Vec<(Held, NoteId)> =
            self.computed.iter().map(|(net, misfit)| (net.hold(batch, sel, cx), *misfit)).collect();
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            out[row as usize] = Cell::Bool(false);
            if cell == Cell::None {
                continue;
            }
            let Some(ip) = super::text(batch.value(cell)).and_then(|text| address::read(&text)).map(place) else {
                batch.note(row, self.no_address);
                continue;
            };
            let found = is_in(&self.written, ip)
                || computed.iter().any(|(net, misfit)| {
                    let cell = batch.plain(net.cell(batch, row));
                    if cell == Cell::None {
                        return false;
                    }
                    let text = super::text(batch.value(cell));
                    let range = text.and_then(|text| read(std::str::from_utf8(&text).ok()?).ok());
                    if range.is_none() {
                        batch.note(row, *misfit);
                    }
                    range.is_some_and(|(first, last)| first <= ip && ip <= last)
                });
            out[row as usize] = Cell::Bool(found);
        }
        held.done(cx);
        computed.into_iter().for_each(|(net, _)| net.done(cx));
    }
}

/// Whether an address is in one of some networks that are in order.
fn is_in(ranges: &[Range], ip: Place) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < ip);
    ranges.get(at).is_some_and(|(first, _)| *first <= ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(nets: &[&str], ip: &str) -> bool {
        let ranges = nets.iter().map(|net| read(net).unwrap()).collect();
        is_in(&merged(ranges), place(address::read(ip.as_bytes()).unwrap()))
    }

    #[test]
    fn ends_of_networks() {
        let nets = ["10.0.0.0/8", "10.1.0.0/16", "192.168.1.4/30", "8.8.8.8", "fd00::/8", "2001:db8::1"];
        for ip in ["10.0.0.0", "10.255.255.255", "10.1.2.3", "192.168.1.7", "8.8.8.8", "fdff::1", "2001:db8::1"] {
            assert!(holds(&nets, ip), "{ip}");
        }
        for ip in ["9.255.255.255", "11.0.0.0", "192.168.1.3", "192.168.1.8", "8.8.8.9", "fe00::", "2001:db8::"] {
            assert!(!holds(&nets, ip), "{ip}");
        }
    }

    #[test]
    fn networks_within_networks() {
        let mut seed = 7u32;
        let mut below = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % n
        };
        for _ in 0..500 {
            let mut net = || {
                let bits = 26 + below(7);
                let first = below(64) >> (32 - bits) << (32 - bits);
                read(&format!("10.0.0.{first}/{bits}")).unwrap()
            };
            let nets: Vec<Range> = (0..6).map(|_| net()).collect();
            for last in 0..64 {
                let ip = place(Ipv4Addr::new(10, 0, 0, last).into());
                let wanted = nets.iter().any(|(first, last)| *first <= ip && ip <= *last);
                assert_eq!(is_in(&merged(nets.clone()), ip), wanted, "{nets:?} {ip:?}");
            }
        }
    }

    #[test]
    fn versions_are_apart() {
        assert!(holds(&["0.0.0.0/0"], "255.255.255.255") && holds(&["0.0.0.0/0"], "::ffff:1.2.3.4"));
        assert!(holds(&["::ffff:10.0.0.0/104"], "10.9.9.9") && holds(&["::/0"], "ffff::"));
        assert!(!holds(&["0.0.0.0/0"], "::1") && !holds(&["::/0"], "10.0.0.1"));
        assert!(!holds(&[], "10.0.0.1"));
    }

    #[test]
    fn what_was_meant() {
        let fix = |text: &str| read(text).unwrap_err();
        let some = |text: &str| Some(text.to_string());
        assert_eq!(fix("10.1.2.3/8"), some("10.0.0.0/8"));
        assert_eq!(fix("2001:db8::1/32"), some("2001:db8::/32"));
        assert_eq!(fix("::1/64"), some("::/64"));
        assert_eq!(fix("10.0.0.0/255.0.0.0"), some("10.0.0.0/8"));
        assert_eq!(fix("10/8"), some("10.0.0.0/8"));
        assert_eq!(fix("10.1.*"), some("10.1.0.0/16"));
        assert_eq!(fix("192.168."), some("192.168.0.0/16"));
        for text in [
            "",
            "/",
            "x",
            "10.0.0.0/33",
            "10.0.0.0/+8",
            "10.0.0.0/",
            "::/129",
            "::ffff:10.0.0.0/8",
            "10.0.0.0/255.0.255.0",
        ] {
            assert_eq!(fix(text), None, "{text}");
        }
    }
}

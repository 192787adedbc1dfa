//! The Linux audit log: `type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e ...`.
//!
//! A value stands in double quotes, or bare, or as hexadecimal where it has bytes that would need
//! quotes; only the keys that the kernel encodes so are decoded, since a bare number may be just that. What a
//! program says of itself stands in single quotes and holds pairs in turn, which are fields too.
//!
//! `type`, `time` and `serial` are read at about 3 GB/s by one core, of the samples repeated; a key of
//! the pairs at 0.8, since only who passes all quotes before it knows what is a pair. Pairs are passed
//! only where a record holds a wanted key at all.

use memchr::memchr;

use super::open::{Goal, Open, Pairs, Record, Stop};
use crate::base::find;
use crate::data::Cell;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "auditd",
        usage: "-i auditd",
        brief: "the Linux audit log",
        text: "\
A line is `type=SYSCALL msg=audit(1364481363.243:24287):` and then pairs. The fields are `type`, `time` (seconds since \
1970), `serial`, which the records of one event share, and the keys of the pairs; those within `msg='...'` too, \
and those that an enriched log adds behind a control character (`UID=\"root\"`). `node=` before the type is `host`, `addr` is `ip` \
and `acct` is `user`.

Values in quotes are without them. Hexadecimal is decoded for the keys that the kernel encodes (`proctitle`, `cmd`, `comm`, \
`exe`, `cwd`, `name`, `acct`, `data` and a few more), with a blank for each zero byte. `?` and `(null)` are None. A line without \
`type=` and `msg=audit(...)` is counted as not parsed.",
        examples: &[Example {
            run: "-i auditd 'where res == \"failed\" | select time, type, user, ip, cmd' audit.log",
            output: r#"
{"time":1772442135.733,"type":"USER_CMD","user":"bob","ip":null,"cmd":"cat /etc/shadow"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(12, |line| line.starts_with(b"type=") || line.starts_with(b"node=")).first(b"tn"),
    bind: Bind::Named(Open::<Auditd>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 comm="cat" exe="/bin/cat" key=(null)"#,
        "type=USER_CMD msg=audit(1489519256.192:19600329): user pid=4151 uid=497 msg='cwd=\"/\" cmd=2F62696E2F6C73202D6C terminal=? res=success'",
        "node=h1 type=PROCTITLE msg=audit(1364481363.243:24287): proctitle=636174002F6574632F706173737764\u{1d}ARCH=x86_64",
    ],
};

/// The keys whose bare values are hexadecimal when they look so.
const ENCODED: [&[u8]; 16] = [
    b"proctitle",
    b"cmd",
    b"comm",
    b"exe",
    b"cwd",
    b"name",
    b"acct",
    b"data",
    b"dir",
    b"path",
    b"vm",
    b"file",
    b"grp",
    b"ocomm",
    b"key",
    b"unit",
];

/// What a byte of a key may be: a part of it, what stands between pairs, or the sign after it.
const INSIDE: u8 = 0;
const BETWEEN: u8 = 1;
const SIGN: u8 = 2;

/// The class of each byte.
const CLASS: [u8; 256] = {
    let mut list = [INSIDE; 256];
    list[b' ' as usize] = BETWEEN;
    list[b',' as usize] = BETWEEN;
    list[0x1d] = BETWEEN;
    list[b'=' as usize] = SIGN;
    list
};

struct Auditd;

impl Pairs for Auditd {
    const NAME: &'static str = "auditd";

    fn goals(name: &[u8]) -> Vec<Goal> {
        let key: Option<&[u8]> = match name {
            b"ip" => Some(b"addr"),
            b"user" => Some(b"acct"),
            _ => None,
        };
        key.into_iter().chain([name]).map(Goal::key).collect()
    }

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        let mut at = 0;
        if let Some(rest) = line.strip_prefix(b"node=") {
            let len = memchr(b' ', rest).ok_or((5, "a node and the type"))?;
            put(b"host", record.part(5, 5 + len));
            at = 5 + len + 1;
        }
        let rest = line[at..].strip_prefix(b"type=").ok_or((at, "`type=`"))?;
        let len = memchr(b' ', rest).ok_or((at, "a type and `msg=audit(`"))?;
        put(b"type", record.part(at + 5, at + 5 + len));
        at += 5 + len + 1;
        let rest = line[at..].strip_prefix(b"msg=audit(").ok_or((at, "`msg=audit(`"))?;
        at += 10;
        let colon = find::before(rest, b':');
        if colon == rest.len() {
            return Err((at, "a time, a colon and a serial number"));
        }
        let close = find::before(rest, b')');
        if close == rest.len() || close < colon {
            return Err((at + colon, "a serial number and `)`"));
        }
        put(b"time", record.part(at, at + colon));
        put(b"serial", record.part(at + colon + 1, at + close));
        at += close + 1;
        if line.get(at) == Some(&b':') {
            at += 1;
        }
        if record.may_hold(at) {
            pairs(record, at, line.len(), wants, put);
        }
        Ok(())
    }
}

/// Gives the pairs of a stretch of the line; words that are none are passed over.
fn pairs<'a>(
    record: &mut Record<'a, '_>,
    mut at: usize,
    end: usize,
    wants: &impl Fn(&[u8]) -> bool,
    put: &mut impl FnMut(&'a [u8], Cell),
) {
    let line = record.line;
    while at < end {
        // Each byte of a key is looked up; a search would have four goals.
        let Some(skip) = line[at..end].iter().position(|b| CLASS[usize::from(*b)] != BETWEEN) else { return };
        at += skip;
        // Most keys are small letters alone.
        let letters = at + find::small_letters(&line[at..end]);
        let more = line[letters..end].iter().position(|b| CLASS[usize::from(*b)] != INSIDE);
        let stop = more.map_or(end, |len| letters + len);
        let name = &line[at..stop];
        if line.get(stop) != Some(&b'=') || stop >= end || name.is_empty() {
            at = stop.max(at + 1);
            continue;
        }
        let from = stop + 1;
        let close = |quote: u8| from + 1 + find::before(&line[from + 1..end], quote);
        match line[from..end].first() {
            Some(b'"') => {
                let to = close(b'"');
                give(name, record.part(from + 1, to), put);
                at = to + 1;
            }
            Some(b'\'') => {
                let to = close(b'\'');
                give(name, record.part(from + 1, to), put);
                pairs(record, from + 1, to, wants, put);
                at = to + 1;
            }
            _ => {
                let to = from + find::before2(&line[from..end], b' ', 0x1d);
                // A comma ends a value only where another key follows it.
                let text = line[from..to].strip_suffix(b",").unwrap_or(&line[from..to]);
                let cell = match text {
                    b"?" | b"(null)" | b"" => Cell::None,
                    hex if wants(name) && ENCODED.contains(&name) && is_hex(hex) => record.make(|out| decode(hex, out)),
                    text => record.part(from, from + text.len()),
                };
                give(name, cell, put);
                at = to;
            }
        }
    }
}

/// Gives a field, also under the name that all formats share.
#[inline(always)]
fn give<'a>(name: &'a [u8], cell: Cell, put: &mut impl FnMut(&'a [u8], Cell)) {
    put(name, cell);
    match name {
        b"addr" => put(b"ip", cell),
        b"acct" => put(b"user", cell),
        _ => {}
    }
}

/// Whether text is hexadecimal as the kernel writes it, and no short number.
fn is_hex(text: &[u8]) -> bool {
    text.len() >= 2
        && text.len().is_multiple_of(2)
        && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
        && (text.len() > 8 || text.iter().any(|b| b.is_ascii_uppercase()))
}

fn decode(hex: &[u8], out: &mut Vec<u8>) {
    let digit = |b: u8| if b <= b'9' { b - b'0' } else { b - b'A' + 10 };
    for pair in hex.chunks_exact(2) {
        match digit(pair[0]) << 4 | digit(pair[1]) {
            0 => out.push(b' '),
            byte => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn values_are_decoded() {
        let line = "type=USER_CMD msg=audit(1489519256.192:7): user pid=4 uid=0 msg='cwd=\"/\" cmd=2F62696E2F6C73202D6C addr=? acct=\"root\" res=success'\u{1d}UID=\"root\"";
        let names = ["time", "serial", "cmd", "cwd", "ip", "user", "res", "UID", "uid"];
        let expected = ["T1489519256.192", "T7", "T/bin/ls -l", "T/", "None", "Troot", "Tsuccess", "Troot", "T0"];
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), expected);
    }

    #[test]
    fn pairs_are_passed_where_they_hold_what_is_wanted() {
        let line = "type=A msg=audit(1:2): auid=1 msg='addr=::1 type=B xacct=z' acct=\"u\"";
        for (name, value) in [("ip", "T::1"), ("type", "TB"), ("user", "Tu"), ("uid", "None"), ("serial", "T2")] {
            assert_eq!(cut(&DEF, "", line, &[name]).unwrap(), [value], "{name}");
        }
    }

    #[test]
    fn what_is_no_audit_record_is_refused() {
        for line in ["type=X", "type=X msg=other", "type=X msg=audit(1)", "msg=audit(1:2): a=b", ""] {
            assert_eq!(cut(&DEF, "", line, &["type"]), None, "{line}");
        }
    }
}

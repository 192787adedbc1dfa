//! The Linux audit log: `type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e ...`.
//!
//! A value stands in double quotes, or bare, or as hexadecimal where it has bytes that would need
//! quotes; only the keys that the kernel encodes so are decoded, since a bare number may be just that. What a
//! program says of itself stands in single quotes and holds pairs in turn, which are fields too.
//!
//! `type`, `time` and `serial` are read at about 3 GB/s by one core, of the samples repeated; a key of
//! the pairs at 0.8, since only who passes all quotes before it knows what is a pair. Pairs are passed
//! only where a record holds a wanted key at all.

use std::ops::Range;

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
`exe`, `cwd`, `name`, `acct`, `data` and a few more, and the arguments `a0`, `a1`, `a2[0]` of EXECVE), with a blank for each \
zero byte. `?` and `(null)` are None. What SELinux says before its pairs, `avc:  denied  { read write } for`, is `seresult` \
(`denied`) and `seperms` (`read write`), as the audit tools call them. Old kernels log a login as `old auid=1 new auid=2`: these are \
`old_auid` and `new_auid`, and `ses` likewise; newer ones write `old-auid=1 auid=2`, where the first is `row[\"old-auid\"]`. A \
line without `type=` and `msg=audit(...)` is counted as not parsed.",
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
        r#"type=EXECVE msg=audit(1364481363.243:24287): argc=3 a0="bash" a1="-c" a2=6563686F20612062"#,
        r#"type=AVC msg=audit(1364481363.243:24287): avc:  denied  { read write } for  pid=77 comm="httpd" name="x" dev="sda1" tcontext=system_u:object_r:user_home_t:s0 tclass=file"#,
        "type=LOGIN msg=audit(1489636960.072:19623791): pid=28281 uid=0 old auid=700 new auid=701 old ses=6793 new ses=12286",
        "node=h1 type=PROCTITLE msg=audit(1364481363.243:24287): proctitle=636174002F6574632F706173737764\u{1d}ARCH=x86_64",
    ],
};

/// The keys whose bare values are hexadecimal when they look so: their writers put anything else
/// in quotes.
const ENCODED: [&[u8]; 13] = [
    b"proctitle",
    b"cmd",
    b"comm",
    b"exe",
    b"cwd",
    b"name",
    b"data",
    b"dir",
    b"path",
    b"ocomm",
    b"key",
    b"sw",
    b"root_dir",
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

/// The keys that are encoded too, but that some programs write bare: a short number is a number.
const MIXED: [&[u8]; 5] = [b"acct", b"vm", b"file", b"grp", b"unit"];

struct Auditd;

impl Pairs for Auditd {
    const NAME: &'static str = "auditd";

    fn goals(name: &[u8]) -> Vec<Goal> {
        let key: Option<&[u8]> = match name {
            b"ip" => Some(b"addr"),
            b"user" => Some(b"acct"),
            b"old_auid" | b"new_auid" => Some(b"auid"),
            b"old_ses" | b"new_ses" => Some(b"ses"),
            b"seresult" | b"seperms" => return vec![Goal::text(b"avc:"), Goal::key(name)],
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
        let kind = &rest[..len];
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
            pairs(record, kind, at..line.len(), wants, put);
        }
        Ok(())
    }
}

/// Gives the pairs of a stretch of a record of this type; words that are none are passed over.
fn pairs<'a>(
    record: &mut Record<'a, '_>,
    kind: &[u8],
    stretch: Range<usize>,
    wants: &impl Fn(&[u8]) -> bool,
    put: &mut impl FnMut(&'a [u8], Cell),
) {
    let line = record.line;
    let Range { start: mut at, end } = stretch;
    let mut before: &[u8] = b"";
    while at < end {
        // Each byte of a key is looked up; a search would have four goals.
        let Some(skip) = line[at..end].iter().position(|b| CLASS[usize::from(*b)] != BETWEEN) else { return };
        at += skip;
        // Most keys are small letters alone.
        let letters = at + find::small_letters(&line[at..end]);
        let more = line[letters..end].iter().position(|b| CLASS[usize::from(*b)] != INSIDE);
        let stop = more.map_or(end, |len| letters + len);
        let word = &line[at..stop];
        if line.get(stop) != Some(&b'=') || stop >= end || word.is_empty() {
            at = stop.max(at + 1);
            if word == b"avc:" {
                at = decision(record, at..end, put);
            }
            before = word;
            continue;
        }
        let name = named(before, word);
        before = b"";
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
                pairs(record, kind, from + 1..to, wants, put);
                at = to + 1;
            }
            _ => {
                let to = from + find::before2(&line[from..end], b' ', 0x1d);
                let cell = match bare(&line[from..to]) {
                    b"?" | b"(null)" | b"" => Cell::None,
                    hex if is_encoded(kind, name, hex) && wants(name) => record.make(|out| decode(hex, out)),
                    text => record.part(from, from + text.len()),
                };
                give(name, cell, put);
                at = to;
            }
        }
    }
}

/// The name of a key that has a word before it: old kernels write the same key twice. The oldest
/// programs put their last pairs in parentheses.
fn named<'a>(before: &[u8], word: &'a [u8]) -> &'a [u8] {
    match (before, word) {
        (b"old", b"auid") => b"old_auid",
        (b"new", b"auid") => b"new_auid",
        (b"old", b"ses") => b"old_ses",
        (b"new", b"ses") => b"new_ses",
        _ => word.strip_prefix(b"(").filter(|name| !name.is_empty()).unwrap_or(word),
    }
}

/// A bare value without the comma, if another key follows it, and without the parenthesis that
/// closes what opened before a key.
fn bare(value: &[u8]) -> &[u8] {
    let value = value.strip_suffix(b",").unwrap_or(value);
    value.strip_suffix(b")").filter(|inside| !inside.contains(&b'(')).unwrap_or(value)
}

/// Takes what SELinux decided and of which permissions, `denied  { read write }`, and gives the
/// place after it. Its other messages, as on a new policy, have no braces.
fn decision<'a>(record: &Record<'a, '_>, stretch: Range<usize>, put: &mut impl FnMut(&'a [u8], Cell)) -> usize {
    let (line, end) = (record.line, stretch.end);
    let blanks = |at: usize| at + line[at..end].iter().take_while(|b| **b == b' ').count();
    let from = blanks(stretch.start);
    let to = from + line[from..end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let open = blanks(to);
    if to == from || line.get(open) != Some(&b'{') || open >= end {
        return stretch.start;
    }
    let Some(close) = memchr(b'}', &line[open..end]).map(|len| open + len) else { return stretch.start };
    let first = blanks(open + 1).min(close);
    put(b"seresult", record.part(from, to));
    put(b"seperms", record.part(first, first + line[first..close].trim_ascii_end().len()));
    close + 1
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

/// Whether a bare value of a key is hexadecimal, as the kernel writes what might confuse readers.
fn is_encoded(kind: &[u8], name: &[u8], text: &[u8]) -> bool {
    let is_hex = || text.len().is_multiple_of(2) && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    let is_long = || text.len() > 8 || text.iter().any(u8::is_ascii_uppercase);
    let encoded =
        ENCODED.contains(&name) || kind == b"EXECVE" && is_argument(name) || MIXED.contains(&name) && is_long();
    encoded && is_hex()
}

/// Whether a key is that of an argument: `a0`, or `a0[1]` for a part of a long one.
fn is_argument(name: &[u8]) -> bool {
    let Some(rest) = name.strip_prefix(b"a") else { return false };
    rest.first().is_some_and(u8::is_ascii_digit) && rest.iter().all(|b| b.is_ascii_digit() || matches!(b, b'[' | b']'))
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
    fn keys_of_a_login_do_not_collapse() {
        let names = ["old_auid", "new_auid", "auid", "old_ses", "new_ses", "ses"];
        let line = "type=LOGIN msg=audit(1489636960.072:19623791): pid=28281 uid=0 old auid=700 new auid=701 old ses=6793 new ses=12286";
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), ["T700", "T701", "None", "T6793", "T12286", "None"]);
        let line = "type=LOGIN msg=audit(1.2:3): pid=2 uid=0 subj=x old-auid=4294967295 auid=0 tty=(none) old-ses=4294967295 ses=1 res=1";
        let names = ["old-auid", "auid", "tty", "ses"];
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), ["T4294967295", "T0", "T(none)", "T1"]);
    }

    #[test]
    fn arguments_are_decoded_where_they_are_text() {
        let line = r#"type=EXECVE msg=audit(1.2:3): argc=4 a0="bash" a1=2F62696E2F6C73202D6C a2=312032 a3[0]=6100 a3_len=1234"#;
        let names = ["argc", "a0", "a1", "a2", "a3[0]", "a3_len"];
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), ["T4", "Tbash", "T/bin/ls -l", "T1 2", "Ta ", "T1234"]);
        // In a system call they are numbers, and a name may be of few digits.
        let line = "type=SYSCALL msg=audit(1.2:3): syscall=2 a0=7ffd a1=80000 a2=4000 comm=28736429 acct=1000";
        let names = ["syscall", "a0", "a2", "comm", "acct"];
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), ["T2", "T7ffd", "T4000", "T(sd)", "T1000"]);
    }

    #[test]
    fn what_was_denied() {
        let names = ["seresult", "seperms", "pid", "comm", "tclass"];
        let line = r#"type=AVC msg=audit(1226874073.147:96): avc:  denied  { getattr open } for  pid=2465 comm="httpd" path="/var/www/html/f" dev=dm-0 ino=284133 tclass=file"#;
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), ["Tdenied", "Tgetattr open", "T2465", "Thttpd", "Tfile"]);
        let line = r#"type=USER_AVC msg=audit(1.2:3): pid=5 uid=81 msg='avc:  granted  { send_msg } for msgtype=signal tclass=dbus  exe="/usr/bin/dbus-daemon" (sauid=81, hostname=?, addr=192.0.2.7, terminal=pts/0)'"#;
        let names = ["seresult", "seperms", "sauid", "ip", "terminal", "hostname"];
        assert_eq!(
            cut(&DEF, "", line, &names).unwrap(),
            ["Tgranted", "Tsend_msg", "T81", "T192.0.2.7", "Tpts/0", "None"]
        );
        let line = "type=USER_AVC msg=audit(1.2:3): pid=5 msg='avc:  received setenforce notice (enforcing=1) exe=?'";
        assert_eq!(cut(&DEF, "", line, &["seresult", "enforcing"]).unwrap(), ["None", "T1"]);
        for torn in ["avc:", "avc:  denied  {", "avc:  denied  {}", "avc:  { x }"] {
            let line = format!("type=AVC msg=audit(1.2:3): {torn}");
            assert!(cut(&DEF, "", line, &["seperms"]).is_some(), "{torn}");
        }
    }

    #[test]
    fn what_is_no_audit_record_is_refused() {
        for line in ["type=X", "type=X msg=other", "type=X msg=audit(1)", "msg=audit(1:2): a=b", ""] {
            assert_eq!(cut(&DEF, "", line, &["type"]), None, "{line}");
        }
    }
}

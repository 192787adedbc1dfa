//! Templates: what is left of a message when its variable parts are masked.
//!
//! A number, an address, a stamp become the name of their kind; all else stays as it is. The
//! rules look at one message alone, so that a message has the same template wherever and
//! whenever it is seen: templates of two runs can be compared, and parts of one run can be
//! counted apart. Miners that learn templates from the messages seen so far find more
//! variable words; but what they call a message depends on all others, and on their order.

use std::net::Ipv6Addr;

const MONTHS: [&[u8; 3]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
const WEEKDAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

/// Stamps, the longer of two before the shorter: `d` is a digit, `D` one or a blank, `M` a
/// month's three letters, `W` a weekday's, `Z` a capital; all else stands for itself. Those that
/// begin with a year; with a shorter number; with a name.
const YEAR_FIRST: &[&[u8]] =
    &[b"dddd-dd-ddTdd:dd:dd", b"dddd-dd-dd dd:dd:dd", b"dddd-dd-ddTdd:dd", b"dddd/dd/dd dd:dd:dd"];
const DAY_FIRST: &[&[u8]] =
    &[b"dd:dd:dd", b"dd/M/dddd:dd:dd:dd", b"dd-M-dddd dd:dd:dd", b"dd M dddd dd:dd:dd", b"dd.dd.dddd dd:dd:dd"];
const NAME_FIRST: &[&[u8]] = &[
    b"M Dd dd:dd:dd",
    b"M Dd dddd dd:dd:dd",
    b"W, dd M dddd dd:dd:dd",
    b"W M Dd dd:dd:dd ZZZ dddd",
    b"W M Dd dd:dd:dd dddd",
    b"W M Dd dd:dd:dd",
];
const DATES: &[&[u8]] = &[b"dddd-dd-dd", b"dddd/dd/dd", b"dd/M/dddd"];

/// Appends the template of a message.
pub fn template(text: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    // The next sign of an address of mail, since most messages have none.
    let mut sign = memchr::memchr(b'@', text);
    while at < text.len() {
        if sign.is_some_and(|sign| sign < at) {
            sign = memchr::memchr(b'@', &text[at..]).map(|next| at + next);
        }
        let has_sign = sign.is_some_and(|sign| sign - at <= 64);
        let rest = &text[at..];
        let byte = rest[0];
        if is_word(byte) {
            at += match masked(rest, has_sign) {
                Some((len, mask)) => {
                    out.extend_from_slice(mask);
                    len
                }
                None => word(rest, out),
            };
            continue;
        }
        // A sign belongs to its number where nothing stands before it that it could join.
        let is_sign = matches!(byte, b'-' | b'+') && rest.get(1).is_some_and(u8::is_ascii_digit);
        let stands_free = at == 0 || matches!(text[at - 1], b' ' | b'\t' | b'=' | b':' | b',' | b'(' | b'[' | b'"');
        if is_sign && stands_free {
            if let Some((len, mask @ (b"<num>" | b"<duration>" | b"<size>"))) = masked(&rest[1..], false) {
                out.extend_from_slice(mask);
                at += 1 + len;
                continue;
            }
        } else if byte == b':'
            && stands_free
            && rest.get(1) == Some(&b':')
            && let Some(len) = v6(rest)
        {
            out.extend_from_slice(b"<ip>");
            at += len;
            continue;
        }
        at += 1;
        // Columns are padded by what stands in them.
        match byte {
            b' ' | b'\t' if text.get(at).is_some_and(|next| matches!(next, b' ' | b'\t')) => {}
            b'\t' => out.push(b' '),
            byte => out.push(byte),
        }
    }
}

/// What may stand in a word; bytes beyond ASCII may.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The bytes at the front that are so.
fn run(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|b| !is(*b)).unwrap_or(text.len())
}

/// The variable part that a word opens: its length and its kind. Most words are none, so a
/// byte that tells comes before each closer look.
fn masked(rest: &[u8], has_sign: bool) -> Option<(usize, &'static [u8])> {
    let first = rest[0];
    let at = |at: usize| rest.get(at).copied().unwrap_or_default();
    if let Some(len) = stamp(rest) {
        return Some((len, b"<time>"));
    }
    if first.is_ascii_digit()
        && (matches!(at(4), b'-' | b'/') || at(2) == b'/')
        && let Some(len) = DATES.iter().find_map(|date| fits(rest, date)).filter(|len| ends(rest, *len))
    {
        return Some((len, b"<date>"));
    }
    if first.is_ascii_hexdigit() {
        if at(8) == b'-'
            && let Some(len) = uuid(rest)
        {
            return Some((len, b"<uuid>"));
        }
        if matches!(at(2), b':' | b'-')
            && let Some(len) = mac(rest)
        {
            return Some((len, b"<mac>"));
        }
        let next = run(&rest[..rest.len().min(5)], |b| b.is_ascii_hexdigit());
        let found = match at(next) {
            b':' => v6(rest),
            b'.' if next <= 3 => v4(rest),
            _ => None,
        };
        if let Some(len) = found {
            return Some((len, b"<ip>"));
        }
    }
    if has_sign && let Some(len) = email(rest) {
        return Some((len, b"<email>"));
    }
    let len = run(rest, is_word);
    let word = &rest[..len];
    if !word.iter().any(u8::is_ascii_digit) {
        return None;
    }
    if first.is_ascii_digit()
        && let Some(number) = number(rest)
    {
        return Some(number);
    }
    if let [b'0', b'x' | b'X', hex @ ..] = word
        && !hex.is_empty()
        && hex.iter().all(u8::is_ascii_hexdigit)
    {
        return Some((len, b"<hex>"));
    }
    if len >= 4 && word.iter().all(u8::is_ascii_hexdigit) {
        return Some((len, b"<hex>"));
    }
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    if word.iter().all(u8::is_ascii_alphanumeric) && (len >= 20 || len >= 16 && mixed) {
        return Some((len, b"<id>"));
    }
    None
}

/// Appends a word in which only the digits vary: `worker-7`, `blk_388`. Gives its length.
fn word(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let len = run(rest, is_word);
    let mut at = 0;
    while at < len {
        let letters = run(&rest[at..len], |b| !b.is_ascii_digit());
        out.extend_from_slice(&rest[at..at + letters]);
        at += letters;
        let digits = run(&rest[at..len], |b| b.is_ascii_digit());
        if digits > 0 {
            out.extend_from_slice(b"<num>");
        }
        at += digits;
    }
    len
}

/// Whether what ends here is no part of something longer.
fn ends(rest: &[u8], len: usize) -> bool {
    rest.get(len).is_none_or(|b| !is_word(*b))
}

/// The length of a layout at the front of a text.
fn fits(text: &[u8], layout: &[u8]) -> Option<usize> {
    let mut at = 0;
    let name = |at: usize, names: &[&[u8; 3]]| {
        text.get(at..at + 3).is_some_and(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    };
    for piece in layout {
        let byte = *text.get(at)?;
        at += match piece {
            b'd' if byte.is_ascii_digit() => 1,
            b'D' if byte.is_ascii_digit() || byte == b' ' => 1,
            b'Z' if byte.is_ascii_uppercase() => 1,
            b'M' if name(at, &MONTHS) => 3,
            b'W' if name(at, &WEEKDAYS) => 3,
            b'd' | b'D' | b'Z' | b'M' | b'W' => return None,
            piece if *piece == byte => 1,
            _ => return None,
        };
    }
    Some(at)
}

/// A stamp with its fraction and its zone.
fn stamp(rest: &[u8]) -> Option<usize> {
    let at = |at: usize| rest.get(at).copied().unwrap_or_default();
    let stamps = match rest[0] {
        b'0'..=b'9' if matches!(at(4), b'-' | b'/') => YEAR_FIRST,
        b'0'..=b'9' if matches!(at(2), b':' | b'/' | b'-' | b' ' | b'.') => DAY_FIRST,
        b'A'..=b'Z' if matches!(at(3), b' ' | b',') => NAME_FIRST,
        _ => return None,
    };
    let mut len = stamps.iter().find_map(|stamp| fits(rest, stamp))?;
    if matches!(rest.get(len), Some(b'.' | b',')) {
        let digits = run(&rest[len + 1..], |b| b.is_ascii_digit());
        len += if digits > 0 { 1 + digits } else { 0 };
    }
    let blank = usize::from(rest.get(len) == Some(&b' '));
    for zone in [&b"Z"[..], b"+dd:dd", b"+dddd", b"-dd:dd", b"-dddd", b"UTC", b"GMT"] {
        // Only the letters of a zone stand for themselves here.
        let found = match zone {
            b"Z" | b"UTC" | b"GMT" => rest[len + blank..].starts_with(zone).then_some(zone.len()),
            zone => fits(&rest[len + blank..], zone),
        };
        if let Some(zone) = found
            && (zone > 1 || blank == 0)
            && ends(rest, len + blank + zone)
        {
            return Some(len + blank + zone);
        }
    }
    // `09:00:00:01` is no time of day.
    (ends(rest, len) && rest.get(len) != Some(&b':') || rest.get(len + 1) == Some(&b' ')).then_some(len)
}

fn uuid(rest: &[u8]) -> Option<usize> {
    let text = rest.get(..36)?;
    let right = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    (text.iter().enumerate().all(right) && ends(rest, 36)).then_some(36)
}

fn mac(rest: &[u8]) -> Option<usize> {
    let text = rest.get(..17)?;
    let sign = text[2];
    let right = |(at, byte): (usize, &u8)| if at % 3 == 2 { *byte == sign } else { byte.is_ascii_hexdigit() };
    (matches!(sign, b':' | b'-') && text.iter().enumerate().all(right) && ends(rest, 17)).then_some(17)
}

fn v4(rest: &[u8]) -> Option<usize> {
    let mut len = 0;
    for part in 0..4 {
        if part > 0 {
            len += usize::from(rest.get(len) == Some(&b'.'));
        }
        let digits = run(rest.get(len..len + 4).unwrap_or(&rest[len..]), |b| b.is_ascii_digit());
        let value = std::str::from_utf8(&rest[len..len + digits]).ok()?.parse::<u16>().ok()?;
        if value > 255 || part > 0 && rest[len - 1] != b'.' {
            return None;
        }
        len += digits;
    }
    let goes_on = rest.get(len) == Some(&b'.') && rest.get(len + 1).is_some_and(u8::is_ascii_digit);
    (ends(rest, len) && !goes_on).then_some(len)
}

fn v6(rest: &[u8]) -> Option<usize> {
    let most = &rest[..rest.len().min(46)];
    let mut len = run(most, |b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    // The sign after an address is a sentence's.
    while len > 0 && (rest[len - 1] == b'.' || rest[len - 1] == b':' && !rest[..len].ends_with(b"::")) {
        len -= 1;
    }
    let text = std::str::from_utf8(&rest[..len]).ok()?;
    let colons = text.bytes().filter(|b| *b == b':').count();
    // `a::b` is an address, and far more often a name in a program.
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    (colons >= 2 && has_digit && ends(rest, len) && text.parse::<Ipv6Addr>().is_ok()).then_some(len)
}

fn email(rest: &[u8]) -> Option<usize> {
    // What stands before the sign is no longer than 64 bytes, and so is the search for it.
    let local = run(&rest[..rest.len().min(65)], |b| is_word(b) || matches!(b, b'.' | b'%' | b'+' | b'-'));
    if rest.get(local) != Some(&b'@') {
        return None;
    }
    let domain = &rest[local + 1..];
    let mut len = run(&domain[..domain.len().min(255)], |b| is_word(b) || matches!(b, b'.' | b'-'));
    while len > 0 && matches!(domain[len - 1], b'.' | b'-') {
        len -= 1;
    }
    let last = domain[..len].rsplit(|b| *b == b'.').next()?;
    let dotted = last.len() < len && last.len() >= 2 && last.iter().all(u8::is_ascii_alphabetic);
    dotted.then_some(local + 1 + len)
}

/// A number with its unit.
fn number(rest: &[u8]) -> Option<(usize, &'static [u8])> {
    let (mut len, mut kind): (usize, &'static [u8]) = (0, b"<num>");
    // `1h30m` is one duration.
    loop {
        let digits = digits(&rest[len..]);
        if digits == 0 {
            break;
        }
        let unit = run(&rest[len + digits..], |b| b.is_ascii_alphabetic() || b >= 0x80);
        let next: &'static [u8] = match &rest[len + digits..len + digits + unit] {
            b"" => b"<num>",
            b"ns" | b"us" | b"\xc2\xb5s" | b"ms" | b"s" | b"m" | b"h" | b"d" | b"sec" | b"secs" | b"min" | b"mins" => {
                b"<duration>"
            }
            b"B" | b"kB" | b"KB" | b"MB" | b"GB" | b"TB" | b"KiB" | b"MiB" | b"GiB" | b"TiB" => b"<size>",
            _ => return None,
        };
        if len > 0 && next != b"<duration>" {
            return None;
        }
        (len, kind) = (len + digits + unit, next);
        if kind != b"<duration>" {
            break;
        }
    }
    (ends(rest, len) && len > 0).then_some((len, kind))
}

/// The digits of a number, with its groups of thousands, its fraction and its exponent.
fn digits(text: &[u8]) -> usize {
    let digits = |at: usize| run(&text[at.min(text.len())..], |b| b.is_ascii_digit());
    let mut len = digits(0);
    if (1..=3).contains(&len) {
        while text.get(len) == Some(&b',') && digits(len + 1) == 3 {
            len += 4;
        }
    }
    if len > 0 && text.get(len) == Some(&b'.') && digits(len + 1) > 0 {
        len += 1 + digits(len + 1);
    }
    if len > 0 && matches!(text.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(len + 1), Some(b'+' | b'-')));
        let exponent = digits(len + 1 + sign);
        if exponent > 0 && ends(text, len + 1 + sign + exponent) {
            len += 1 + sign + exponent;
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let mut out = Vec::new();
        template(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn variable_parts_are_named() {
        for (text, masked) in [
            ("job took 730ms", "job took <duration>"),
            ("took 1h30m, then 12.5 s", "took <duration>, then <num> s"),
            ("retry 1 of 3", "retry <num> of <num>"),
            ("delta -5 and x=-1.5e3, 1,234,567", "delta <num> and x=<num>, <num>"),
            ("pages 3-7", "pages <num>-<num>"),
            ("wrote 10MB (4096 B)", "wrote <size> (<num> B)"),
            ("GET /u/123/o/9f8c 200 0.5%", "GET /u/<num>/o/<hex> <num> <num>%"),
            ("from 192.0.2.7:443 to [2001:db8::1]:80", "from <ip>:<num> to [<ip>]:<num>"),
            ("::1 said ::", "<ip> said ::"),
            ("version 1.2.3.4.5 of 300.1.1.1", "version <num>.<num>.<num> of <num>.<num>"),
            ("std::vec at a::b", "std::vec at a::b"),
            ("mac 00:1a:2B:3c:4d:5e.", "mac <mac>."),
            ("id 123e4567-e89b-12d3-a456-426614174000!", "id <uuid>!"),
            ("mail to bob.x+y@mail.example.org, a@b", "mail to <email>, a@b"),
            ("0xdeadBEEF deadbeef dead1 cafe e5", "<hex> deadbeef <hex> cafe e<num>"),
            ("blk_38865049064139660 on worker-7, utf8", "blk_<num> on worker-<num>, utf<num>"),
            ("key AKIAIOSFODNN7EXAMPLE and aB3dE5gH7jK9mN1p", "key <id> and <id>"),
            ("2026-03-02T09:00:00.123Z x", "<time> x"),
            ("2026-03-02 09:00:00,123 +0100 x", "<time> x"),
            ("2026/03/02 09:00:00 [error] 12#0: *7", "<time> [error] <num>#<num>: *<num>"),
            ("[02/Mar/2026:09:00:01 +0000]", "[<time>]"),
            ("Mar  2 09:00:01 host sshd[12]: x", "<time> host sshd[<num>]: x"),
            ("Mon Mar  2 09:00:01 UTC 2026", "<time>"),
            ("Mon, 02 Mar 2026 09:00:01 GMT", "<time>"),
            ("I0302 09:00:01.123456 7 a.go:12]", "I<num> <time> <num> a.go:<num>]"),
            ("on 2026-03-02, at 09:00:01: x", "on <date>, at <time>: x"),
            ("root   12\t\t7 ", "root <num> <num> "),
            ("März 3 größe", "März <num> größe"),
            ("", ""),
            ("<num> 7", "<num> <num>"),
        ] {
            assert_eq!(of(text), masked, "{text}");
        }
    }

    #[test]
    fn any_bytes_have_one() {
        let mut out = Vec::new();
        template(b"\xff\xfe 12 \0 3\xff", &mut out);
        assert_eq!(out, b"\xff\xfe <num> \0 <num>\xff");
        for n in 0..200 {
            let text: Vec<u8> = (0..n).map(|i| b"1a:.-@/ +e%T,2"[(i * 7 + n) % 14]).collect();
            template(&text, &mut out);
        }
    }
}

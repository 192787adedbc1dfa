//! Credentials: what has the shape of one (a JWT, the keys of well-known services, a
//! password in a URL), what follows `Bearer` or `Basic`, and whatever is assigned to a name
//! like `password` or `api_key`. Shapes are a regex of literal prefixes; what follows a
//! name is read by hand, since where a value ends depends on how it is quoted.

use regex::bytes::Regex;

/// What a shape is worth: the whole match is hidden, or just its group.
const SHAPES: &str = r"(?x-u)
    \b eyJ[A-Za-z0-9_-]{8,} (?: \. [A-Za-z0-9_-]* ){2,4}
  | \b (?: AKIA | ASIA | AROA | AIDA ) [A-Z0-9]{16} \b
  | \b gh[pousr]_ [A-Za-z0-9]{36,}
  | \b github_pat_ [A-Za-z0-9_]{22,}
  | \b glpat- [A-Za-z0-9_-]{20,}
  | \b xox[abeoprs]- [A-Za-z0-9-]{10,}
  | \b (?: sk | rk | pk ) _ (?: live | test ) _ [A-Za-z0-9]{16,}
  | \b sk- [A-Za-z0-9_-]{20,}
  | \b AIza [A-Za-z0-9_-]{35}
  | \b npm_ [A-Za-z0-9]{36}
  | \b SG \. [A-Za-z0-9_-]{16,} \. [A-Za-z0-9_-]{16,}
  | \b ya29 \. [A-Za-z0-9_-]{20,}
  | -----BEGIN\x20[A-Z\x20]*PRIVATE\x20KEY----- [^\r\n]*? (?: -----END\x20[A-Z\x20]*PRIVATE\x20KEY----- | [\r\n] | \z )
  | :// [^/\s:@]* : (?P<password> [^/\s@]+ ) @
  | (?i: \b (?: bearer | basic ) \x20+ ) (?P<scheme> [A-Za-z0-9._~+/=-]{8,} )
";

/// Names whose values are hidden. They may have something before them: `db_password`.
const NAMES: [&str; 21] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "access_key",
    "accesskey",
    "access_key_id",
    "private_key",
    "secret_key",
    "auth_key",
    "credential",
    "credentials",
    "authorization",
    "cookie",
    "session_id",
    "sessionid",
];

/// The schemes that stand before the credential in a header.
const SCHEMES: [&[u8]; 6] = [b"bearer", b"basic", b"digest", b"token", b"negotiate", b"apikey"];

/// The scanners of credentials.
pub struct Tokens {
    shapes: Regex,
    names: Regex,
}

impl Tokens {
    pub fn new() -> Tokens {
        let mut names = NAMES.map(|name| name.replace('_', "[_-]?"));
        // Of two names that start alike the longer one is tried first.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names = names.join("|");
        let compiled = |pattern: &str| match Regex::new(pattern) {
            Ok(regex) => regex,
            Err(_) => unreachable!("the patterns are constants, and a test compiles them"),
        };
        Tokens { shapes: compiled(SHAPES), names: compiled(&format!("(?i-u)(?:{names})")) }
    }

    /// Gives what has a shape, then what has a name.
    pub fn scan(&self, text: &[u8], put: &mut impl FnMut(usize, usize)) {
        for found in self.shapes.captures_iter(text) {
            let (password, scheme) = (found.name("password"), found.name("scheme"));
            let part = password.or(scheme).or(found.get(0));
            let Some(part) = part else { continue };
            // `basic authentication` is prose; a credential has digits.
            if scheme.is_some() && !part.as_bytes().iter().any(u8::is_ascii_digit) {
                continue;
            }
            let line = part.as_bytes().strip_suffix(b"\n").unwrap_or(part.as_bytes());
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            put(part.start(), part.start() + line.len());
        }
        let mut done = 0;
        for name in self.names.find_iter(text) {
            if name.end() < done {
                continue;
            }
            if let Some((start, end)) = assigned(text, name.end()) {
                put(start, end);
                done = end;
            }
        }
    }
}

/// Whether a field's name ends in one of the names.
pub fn is_name(name: &[u8]) -> bool {
    let plain: Vec<u8> = name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    NAMES.iter().any(|n| plain.ends_with(n.replace('_', "").as_bytes()))
}

/// The value that is assigned to the name that ends at `at`.
fn assigned(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let get = |at: usize| text.get(at).copied().unwrap_or(b'\n');
    let run = |from: usize, bytes: &[u8], most: usize| {
        text[from.min(text.len())..].iter().take(most).take_while(|b| bytes.contains(b)).count()
    };
    // The name's closing quotes and brackets, blanks, and what assigns.
    let closed = at + run(at, b"\"'\\])", 6);
    let sign = closed + run(closed, b" \t", 8);
    let assigns = run(sign, b":=>", 3);
    if !matches!(get(sign), b':' | b'=') {
        return None;
    }
    let mut start = sign + assigns + run(sign + assigns, b" \t", 8);
    let quotes = run(start, b"\"'\\", 6);
    let quote = text[start..start + quotes].iter().copied().find(|b| matches!(b, b'"' | b'\''));
    start += quotes;
    let scheme = SCHEMES.iter().find(|s| {
        let word = text.get(start..start + s.len());
        word.is_some_and(|w| w.eq_ignore_ascii_case(s)) && get(start + s.len()) == b' '
    });
    start += scheme.map_or(0, |s| s.len());
    start += run(start, b" ", 8);
    let ends = |at: &usize| match (quote, get(*at)) {
        (_, b'\r' | b'\n') => true,
        (_, b'\\') => quote.is_some() || matches!(get(at + 1), b'"' | b'\''),
        (Some(quote), byte) => byte == quote,
        (None, byte) => byte.is_ascii_whitespace() || b"\"',;&)]}".contains(&byte),
    };
    let len = (start..text.len()).find(ends).unwrap_or(text.len().max(start)) - start;
    let value = text.get(start..start + len)?;
    let nothing = matches!(value, b"" | b"null" | b"None" | b"nil" | b"true" | b"false" | b"-");
    let opens = quote.is_none() && matches!(value.first(), Some(b'{' | b'[' | b'(' | b'<'));
    let masked = value.starts_with(b"<token") && value.ends_with(b">");
    // `pwd=/root` is a folder.
    let folder = text[..at].to_ascii_lowercase().ends_with(b"pwd") && value.starts_with(b"/");
    (!nothing && !opens && !masked && !folder).then_some((start, start + len))
}

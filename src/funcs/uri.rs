//! URLs and request targets, cut into their parts: shared by the functions that read them.
//!
//! The cut is RFC 3986's, with what logs need: a scheme counts only before `://`, so that
//! `host:443` has none, and what starts with a slash is a request target, so that `//wp-admin`
//! is a path, as the server took it, and no host. Nothing is decoded or normalised here.

use memchr::{memchr, memchr3, memmem, memrchr};

/// The parts of a URL, as they are spelled; those that are not there are None.
#[derive(Debug, Default, PartialEq)]
pub struct Uri<'a> {
    pub scheme: Option<&'a [u8]>,
    pub user: Option<&'a [u8]>,
    pub host: Option<&'a [u8]>,
    pub port: Option<u16>,
    pub path: &'a [u8],
    pub query: Option<&'a [u8]>,
    pub fragment: Option<&'a [u8]>,
}

impl<'a> Uri<'a> {
    /// Reads a URL or a request target; None for what is neither.
    pub fn read(text: &'a [u8]) -> Option<Uri<'a>> {
        if text.first() == Some(&b'/') {
            return Some(Uri::target(text));
        }
        let (scheme, rest) = scheme(text)?;
        let (authority, rest) = rest.split_at(memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len()));
        let (user, place) = match memrchr(b'@', authority) {
            Some(at) => (Some(&authority[..at]), &authority[at + 1..]),
            None => (None, authority),
        };
        // A password is nobody's business.
        let user = user.map(|user| &user[..memchr(b':', user).unwrap_or(user.len())]);
        let (host, port) = match place {
            [b'[', inside @ ..] => {
                let end = memchr(b']', inside)?;
                (&inside[..end], &inside[end + 1..])
            }
            _ => place.split_at(memchr(b':', place).unwrap_or(place.len())),
        };
        let port = match port {
            [] | [b':'] => None,
            [b':', digits @ ..] => Some(number(digits)?),
            _ => return None,
        };
        let host = Some(host).filter(|host| !host.is_empty());
        Some(Uri { scheme: Some(scheme), user, host, port, ..Uri::target(rest) })
    }

    /// A path with what follows it.
    pub fn target(text: &'a [u8]) -> Uri<'a> {
        let (text, fragment) = cut(text, b'#');
        let (path, query) = cut(text, b'?');
        Uri { path, query, fragment, ..Uri::default() }
    }
}

/// What stands before and after a byte.
fn cut(text: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    match memchr(at, text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// The scheme before `://`, and what follows.
fn scheme(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memmem::find(text, b"://")?;
    let (scheme, rest) = (&text[..at], &text[at + 3..]);
    let fits = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    (scheme.first()?.is_ascii_alphabetic() && scheme.iter().all(fits)).then_some((scheme, rest))
}

/// A port in plain digits.
fn number(digits: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}

/// The names and values of a query, as they are spelled; a name without `=` has an empty value.
pub fn pairs(query: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    query.split(|b| *b == b'&').filter(|pair| !pair.is_empty()).map(|pair| match memchr(b'=', pair) {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, &pair[pair.len()..]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts() {
        let all = Uri::read(b"https://bob:pw@x@Shop.example:8443/a/b?q=1&r#top?x").unwrap();
        let wanted = Uri {
            scheme: Some(b"https"),
            user: Some(b"bob"),
            host: Some(b"Shop.example"),
            port: Some(8443),
            path: b"/a/b",
            query: Some(b"q=1&r"),
            fragment: Some(b"top?x"),
        };
        assert_eq!(all, wanted);
        let v6 = Uri::read(b"http://[2001:db8::1]:80").unwrap();
        assert_eq!((v6.host, v6.port, v6.path), (Some(&b"2001:db8::1"[..]), Some(80), &b""[..]));
        let file = Uri::read(b"file:///etc/hosts").unwrap();
        assert_eq!((file.host, file.path), (None, &b"/etc/hosts"[..]));
    }

    #[test]
    fn targets_and_what_is_none() {
        assert_eq!(Uri::read(b"//wp-admin?u=http://x/").unwrap().path, b"//wp-admin");
        for text in [
            &b""[..],
            b"-",
            b"*",
            b"host:443",
            b"mailto:a@b",
            b"http://h:x/",
            b"http://h:70000",
            b"http://[::1",
            b"1a://h",
        ] {
            assert_eq!(Uri::read(text), None, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn pairs_without_a_value() {
        let found: Vec<_> = pairs(b"a=1&&b&=c&d=e=f").collect();
        let wanted: [(&[u8], &[u8]); 4] = [(b"a", b"1"), (b"b", b""), (b"", b"c"), (b"d", b"e=f")];
        assert_eq!(found, wanted);
    }
}

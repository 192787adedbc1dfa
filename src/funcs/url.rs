//! `url(x)`: a URL taken apart, as an object.

use std::collections::BTreeSet;

use super::MOST;
use super::object::Object;
use super::percent::{Plus, decode};
use super::uri::{self, Uri};
use crate::base::json::keep_string;
use crate::base::num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "url",
        usage: "url(x)",
        brief: "the parts of a URL, as an object",
        text: "Gives an object with the keys `scheme`, `user`, `host`, `port`, `path`, `query`, `fragment` and \
               `params`, of which it has those that are there: `url(referer).host` is the host, or None. The \
               scheme and the host come in lower case, an IPv6 host without its brackets, the port as a number, \
               and a password not at all. The path is as it is spelled, `/` where a host stands alone; `query` \
               is all that follows `?`. `params` is an object of the query's names and values, decoded with `+` \
               as a blank; of repeated names the first counts.\n\n\
               What starts with a slash is a request target, which has no host. What does not, and has no `://`, \
               is no URL and gives None, which is counted; so does a port that is no number. `-`, which access \
               logs write for nothing, gives None too, uncounted. None stays None. A number or a bool is taken \
               as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts.\n\n\
               See also [query] for one parameter, [path_template] and [url_decode].",
        examples: &[
            Example {
                run: "'count by url(referer).host as host | where host is not None' access.log",
                output: r#"
{"host":"shop.example","count":7}
"#,
            },
            Example {
                run: r#"'select url("https://Shop.example:8443/find?q=red+shoes&page=2#top") as u | head 1' access.log"#,
                output: r#"
{"u":{"scheme":"https","host":"shop.example","port":8443,"path":"/find","query":"q=red+shoes&page=2","fragment":"top","params":{"q":"red shoes","page":"2"}}}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    if super::is_dash(&text) {
        return Ret::Absent;
    }
    let Some(uri) = Uri::read(&text) else { return Ret::Cell(Cell::None) };
    let lower = |part: Option<&[u8]>| part.map(<[u8]>::to_ascii_lowercase);
    let mut object = Object::new(out);
    object.text("scheme", lower(uri.scheme).as_deref());
    object.text("user", uri.user);
    object.text("host", lower(uri.host).as_deref());
    if let Some(port) = uri.port {
        object.member(b"port", |out| num::write_int(port.into(), out));
    }
    let alone = uri.host.is_some() && uri.path.is_empty();
    object.text("path", Some(if alone { b"/" } else { uri.path }));
    object.text("query", uri.query);
    object.text("fragment", uri.fragment);
    if let Some(query) = uri.query {
        object.member(b"params", |out| params(query, out));
    }
    object.end();
    if out.len() > MOST { Ret::Cell(Cell::None) } else { Ret::Json }
}

/// Writes the parameters of a query as an object.
fn params(query: &[u8], out: &mut Vec<u8>) {
    let mut seen = BTreeSet::new();
    let mut object = Object::new(out);
    for (name, value) in uri::pairs(query) {
        let (mut key, mut text) = (Vec::new(), Vec::new());
        decode(name, Plus::Blank, &mut key);
        if seen.contains(&key) {
            continue;
        }
        decode(value, Plus::Blank, &mut text);
        object.member(&key, |out| keep_string(&text, out));
        seen.insert(key);
    }
    object.end();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(x: &'static str) -> Option<String> {
        let mut out = Vec::new();
        (law(&[Value::Text(x.as_bytes())], &mut out) == Ret::Json).then(|| String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_is_there() {
        let all = r#"{"scheme":"http","user":"u","host":"h","port":81,"path":"/P","query":"a=%41&a=2","fragment":"f","params":{"a":"A"}}"#;
        assert_eq!(of("HTTP://u:p@H:81/P?a=%41&a=2#f").as_deref(), Some(all));
        assert_eq!(of("https://x").as_deref(), Some(r#"{"scheme":"https","host":"x","path":"/"}"#));
        assert_eq!(of("/a?").as_deref(), Some(r#"{"path":"/a","query":"","params":{}}"#));
        assert_eq!(of("-"), None);
    }
}

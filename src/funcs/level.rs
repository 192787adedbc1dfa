//! `level(x)`: the severity that a spelling means.

use crate::base::level;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "level",
        usage: "level(x)",
        brief: "the severity that a word, a letter or a number means",
        text: "Gives one of trace, debug, info, notice, warn, error and fatal. It knows the words and abbreviations of \
               logs in any case, in brackets or not (`WARNING`, `err`, `[crit]`): those of syslog, nginx and Apache, \
               Python, java.util.logging (`SEVERE`, `FINE`), log4j, .NET (`fail`, `dbug`), Google Cloud, PostgreSQL (`LOG`, \
               `DETAIL` and `HINT` are info), the letters of glog (`I W E F`, and `D`, `T`, `V`, `N`, `C`), the \
               numbers 0 to 7 of syslog and 10 to 60 of bunyan and pino. A vocabulary with more steps shares these seven \
               in its own order: `crit`, `alert` and `emerg` are all fatal. The two scales of \
               numbers run against each other, but do not overlap: 0 to 7 are always syslog's, where 0 is the worst, and \
               10, 20, ... 60 always bunyan's. A program that counts some other way (Python's 30 is a warning) is \
               misread, so map such numbers yourself. What is no severity is None, which the ledger counts. None stays \
               None.\n\n\
               A severity compares with a name: `where level(sev) >= warn`. The field `level` needs no call for that.",
        examples: &[Example {
            run: "'count by level(line.split()[2]) as level' app.log",
            output: r#"
{"level":"info","count":5}
{"level":"error","count":3}
{"level":"warn","count":2}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let rank = super::text(*x).and_then(|text| level::parse(text.trim_ascii()));
    let Some((name, _)) = rank.and_then(|rank| level::NAMES.iter().find(|(_, other)| *other == rank)) else {
        return Ret::Cell(Cell::None);
    };
    out.extend_from_slice(name.as_bytes());
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabularies_have_one_spelling() {
        let of = |x: Value<'static>| {
            let mut out = Vec::new();
            let ret = law(&[x], &mut out);
            (ret == Ret::New).then(|| String::from_utf8(out).unwrap())
        };
        for (x, name) in [
            (Value::Text(b"WARNING"), "warn"),
            (Value::Str(b" E "), "error"),
            (Value::Number(b"30"), "info"),
            (Value::Int(4), "warn"),
            (Value::Text(b"emerg"), "fatal"),
            (Value::Text(b"[Information]"), "info"),
        ] {
            assert_eq!(of(x).as_deref(), Some(name));
        }
        for x in [Value::Int(8), Value::Int(-1), Value::Text(b""), Value::Text(b"hello"), Value::Bool(true)] {
            assert_eq!(of(x), None);
        }
    }
}

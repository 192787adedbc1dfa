//! `template(x)`: a message with its variable parts masked.

use crate::base::template::template;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "template",
        usage: "template(x)",
        brief: "a message with its numbers, addresses and stamps masked",
        text: "Messages that differ only in what varies have the same template: `took 730ms` and `took 12.5s` are \
               `took <duration>`. The masks are `<num>` (with its sign, fraction and exponent), `<duration>` and `<size>` (a number \
               with its unit), `<time>` and `<date>`, `<ip>`, `<mac>`, `<email>`, `<uuid>`, `<hex>` (four or more hexadecimal \
               digits, a number and a letter among them, or after `0x`) and `<id>` (twenty or more letters and digits, or \
               sixteen with small and capital letters). In other words only the digits are masked: `worker-7` is \
               `worker-<num>`. Several blanks are one. All else stays as it is, names included: [replace] them first where they vary.\n\n\
               The template of a message depends on nothing but the message. None stays None. A number or a bool is taken as it is \
               spelled; a time, a duration, a list or an object gives None, which the ledger counts. See also [patterns] and \
               [path_template].",
        examples: &[Example {
            run: "'select template(msg) as t | head 4' app.jsonl",
            output: r#"
{"t":"request done"}
{"t":"job started"}
{"t":"login ok"}
{"t":"request done"}
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
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    template(&text, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_templates_and_times_have_none() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"took 730ms")], &mut out), Ret::New);
        assert_eq!(out, b"took <duration>");
        assert_eq!(law(&[Value::Time(0)], &mut out), Ret::Cell(Cell::None));
    }
}

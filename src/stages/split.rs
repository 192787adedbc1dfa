//! `split "out/{service}.log.gz"`: records parted by key into files.
//!
//! A `Whole`, as [`super::tee`] is. The path is an f-string whose values are single
//! components: what a log says can name a file in the folder that the pipeline names, and
//! nothing else. The rows of a batch are gathered by path first, so that a file gets one
//! piece of a batch and not a piece for each row.

use hashbrown::HashMap;

use crate::base::{Fault, fixed_hash};
use crate::data::Batch;
use crate::def::expr::Held;
use crate::def::step::{Cx, Flow, Out, Passing, Step, Whole};
use crate::def::written::{Onward, Writer, Writing};
use crate::def::{Doc, Effect, Example, Expr, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{self, ExprKind, Piece, Stage};

/// Paths beyond which it is likely that the key is the wrong one.
const MOST: usize = 10_000;
/// Bytes of a value in a path; file names end at 255.
const LONGEST: usize = 160;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "split",
        usage: "split \"PATH with {x}\"",
        brief: "write each record to the file that its values name",
        text: "The path is an f-string: `split \"out/{service}.log.gz\"`, `split \"by-day/{time:%Y-%m-%d}/{level}.json\"`. \
               The records go on unchanged; end the pipeline with an aggregate, or send its output to `/dev/null`, if they \
               are not wanted. What is written, and when the files get their names, is as with [tee]; missing folders \
               are made.\n\n\
               A value is one part of the path, whatever it holds: `/`, `%`, control bytes and a dot at the start are written as \
               `%2F`, a long value ends in `~` and a hash, an empty one and None are `_`. No link is followed. There may be \
               10,000 files, of which a few are open at a time; compressed ones are written in several members then, which \
               every tool reads as one.",
        examples: &[Example {
            run: "'split \"by-service/{service}.json\" | count by service' app.jsonl",
            output: r#"
{"service":"api","count":6}
{"service":"worker","count":2}
{"service":"auth","count":2}
"#,
        }],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Files,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let help = "split \"out/{service}.log\"";
    let ExprKind::Format(pieces) = &item.expr.kind else {
        return Err(Diag::new(item.span, "a path is a string with values in braces").help(help));
    };
    let mut path = Vec::new();
    let mut ending = String::new();
    for piece in pieces {
        path.push(match piece {
            Piece::Text(text) => {
                ending = String::from_utf8_lossy(text).into_owned();
                Part::Text(text.clone())
            }
            Piece::Value { expr, .. } => {
                ending.clear();
                let value = ast::Expr { kind: ExprKind::Format(vec![piece.clone()]), span: expr.span };
                Part::Value(scope.expr(&value)?)
            }
        });
    }
    if !path.iter().any(|part| matches!(part, Part::Value(_))) {
        let shown = scope.shown(item.span);
        return Err(Diag::new(item.span, "no value in braces parts the records")
            .help(help)
            .help(format!("tee {shown}")));
    }
    if ending.ends_with('/') {
        return Err(Diag::new(item.span, "a path ends in the name of a file").help(help));
    }
    let writing = Writing::bind(&ending, item.span, scope)?;
    let split =
        Split { path, writing, files: HashMap::new(), writers: Vec::new(), bytes: 0, onward: Onward::default() };
    scope.push(Step::Whole(Box::new(split)));
    Ok(())
}

/// A piece of the path.
enum Part {
    Text(Vec<u8>),
    Value(Expr),
}

struct Split {
    path: Vec<Part>,
    writing: Writing,
    /// By path: the writer.
    files: HashMap<Vec<u8>, usize>,
    /// In the order in which they were begun.
    writers: Vec<Writer>,
    /// Bytes of the paths.
    bytes: usize,
    onward: Onward,
}

impl Split {
    /// Writes the selected rows, each to its file.
    fn write(&mut self, batch: &mut Batch, cx: &mut Cx) -> Result<(), Fault> {
        let sel = std::mem::take(&mut batch.sel);
        let held: Vec<Option<Held>> = self.path.iter().map(|part| part.hold(batch, &sel, cx)).collect();
        let mut path = Vec::new();
        // By writer: the rows of this batch, in the order in which the paths came.
        let mut rows: Vec<(usize, Vec<u32>)> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for &row in &sel {
            path.clear();
            for (part, held) in self.path.iter().zip(&held) {
                match (part, held) {
                    (Part::Text(text), _) => path.extend_from_slice(text),
                    (_, Some(held)) => {
                        let value = batch.value(held.cell(batch, row));
                        component(value.bytes().unwrap_or_default(), &mut path);
                    }
                    _ => {}
                }
            }
            let writer = self.writer(&path)?;
            let at = *place.entry(writer).or_insert_with(|| {
                rows.push((writer, Vec::new()));
                rows.len() - 1
            });
            rows[at].1.push(row);
        }
        held.into_iter().flatten().for_each(|h| h.done(cx));
        for (writer, rows) in rows {
            batch.sel = rows;
            self.writers[writer].rows(batch, &self.writing, cx)?;
        }
        batch.sel = sel;
        Ok(())
    }

    fn writer(&mut self, path: &[u8]) -> Result<usize, Fault> {
        if let Some(writer) = self.files.get(path) {
            return Ok(*writer);
        }
        if self.writers.len() == MOST {
            let path = String::from_utf8_lossy(path);
            let why = format!("more than {MOST} files; `{path}` would be one more: split by a key with fewer values");
            return Err(Fault::limit("split", why));
        }
        self.bytes += 2 * path.len() + size_of::<Writer>() + 64;
        self.writers.push(self.writing.writer(path.to_vec(), true));
        self.files.insert(path.to_vec(), self.writers.len() - 1);
        Ok(self.writers.len() - 1)
    }
}

impl Part {
    fn hold(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx) -> Option<Held> {
        match self {
            Part::Text(_) => None,
            Part::Value(expr) => Some(expr.hold(batch, sel, cx)),
        }
    }
}

impl Whole for Split {
    fn name(&self) -> &'static str {
        "split"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        let written = self.write(batch, cx);
        self.onward.give(written, batch, cx, out)
    }

    fn end(&mut self, cx: &mut Cx, _: Out<'_>) -> Flow {
        for writer in &mut self.writers {
            if let Err(fault) = writer.end(cx) {
                cx.fault.get_or_insert(fault);
                break;
            }
        }
        Flow::More
    }

    fn weight(&self) -> usize {
        self.bytes
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(Passing(self.name())))
    }
}

/// Appends a value as one component of a path. Different values give different components.
fn component(value: &[u8], path: &mut Vec<u8>) {
    let start = path.len();
    for (at, &byte) in value.iter().enumerate() {
        match byte {
            b'/' | b'%' | 0..0x20 | 0x7f => path.extend_from_slice(format!("%{byte:02X}").as_bytes()),
            b'.' if at == 0 => path.extend_from_slice(b"%2E"),
            _ => path.push(byte),
        }
        if path.len() - start > LONGEST {
            path.truncate(start + LONGEST);
            path.extend_from_slice(format!("~{:016x}", fixed_hash(value)).as_bytes());
            return;
        }
    }
    if path.len() == start {
        path.push(b'_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_component() {
        let shown = |value: &[u8]| {
            let mut path = b"out/".to_vec();
            component(value, &mut path);
            String::from_utf8_lossy(&path).into_owned()
        };
        for (value, component) in [
            (&b"api"[..], "out/api"),
            (b"", "out/_"),
            (b"..", "out/%2E."),
            (b"../../etc/passwd", "out/%2E.%2F..%2Fetc%2Fpasswd"),
            (b"a\0b\nc\x7f", "out/a%00b%0Ac%7F"),
            (b"100%", "out/100%25"),
            (b"a.b", "out/a.b"),
            ("größe".as_bytes(), "out/größe"),
        ] {
            assert_eq!(shown(value), component);
        }
        let (long, longer) = (shown(&[b'a'; 300]), shown(&[b'a'; 301]));
        assert!(long.len() < 255 && long != longer, "{long}");
    }
}

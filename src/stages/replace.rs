//! `replace`: every match of a regex or a text becomes something else.
//!
//! Without `from` it makes a new line, and the record is that line from there on. What is
//! put in is taken apart once, when the pipeline is bound, so that a group that the regex
//! does not have is an error and not an empty text. A text without a match is not copied.

use memchr::memmem;
use regex::bytes::{Captures, Regex};

use crate::base::{HEAP, Span};
use crate::data::{Batch, Cell, NoteId};
use crate::def::bind::regex;
use crate::def::scope::Edit;
use crate::def::step::{Cx, Map, Step};
use crate::def::textual::text_span;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Shape, StageDef, args};
use crate::lang::ast::{ExprKind, Item, Stage};
use crate::lang::{Diag, nearest};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "replace",
        usage: "replace r\"regex\"|\"text\" with \"text\" [from FIELD, ...]",
        brief: "replace every match of a regex or a text",
        text: "Without `from` the line is rewritten, and fields are read of the new line from there on; what `set` \
               computed before stays. Lines without a match stay as they are, byte for byte, and a rewritten one \
               keeps its line end. With `from` the fields are rewritten; a number is taken as it is spelled, \
               None stays None.\n\nAfter a regex, `$1`, `$name` and `${name}` in the new text are what its \
               groups matched, nothing where a group took no part, and `$$` is a dollar. After a text or \
               `i\"any case\"` the new text is put in as it is. Matches are taken from the left, without overlaps. A \
               result of more than 64 MiB is not made: the text stays, and the ledger counts it.",
        examples: &[
            Example {
                run: r#"'replace r"user (\w+)" with "user <$1>" | "user <" | head 2' app.log"#,
                output: r"
2026-03-02 09:00:09 INFO  [auth] user <bob> logged in from 198.51.100.23
2026-03-02 09:06:27 WARN  [auth] user <alice> may not delete user <9>
",
            },
            Example {
                run: r#"'replace "/api/" with "/" from path | top 2 path' access.log"#,
                output: r#"
{"path":"/orders","count":5}
{"path":"/users","count":3}
"#,
            },
        ],
    },
    keywords: &["with", "from"],
    effect: Effect::Edits,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

/// The longest text that is made.
const MOST: usize = 64 << 20;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let Some([with]) = args::clause(stage, "with") else {
        return Err(Diag::new(stage.span, "`replace` takes one new text after `with`").help(DEF.doc.usage));
    };
    let rule = rule(item, with)?;
    let too_long =
        scope.note(format!("`{}` would have made more than 64 MiB, left as it was", scope.shown(stage.span)));
    let Some(fields) = args::clause(stage, "from") else {
        if let Shape::Closed(columns) = &scope.shape {
            let name = columns.first().map_or("FIELD", |(name, _)| name);
            let help = format!("{} from {name}", scope.shown(stage.span));
            return Err(Diag::new(
                stage.span,
                "there are columns here, and `replace` without `from` rewrites the line",
            )
            .help(help)
            .help("put it before the stage that makes columns"));
        }
        scope.push_rewrite(Box::new(Replace { rule, too_long, columns: None }), &[]);
        return Ok(());
    };
    let (mut columns, mut edits) = (Vec::new(), Vec::new());
    for item in fields {
        let name = args::name(item, DEF.doc.usage)?;
        if name == "line" {
            return Err(Diag::new(item.span, "without `from` it is the line"));
        }
        let expr = scope.expr(&item.expr)?;
        let (from, to) = (scope.slot_of(expr), scope.slot());
        columns.push((from, to));
        edits.push(Edit::Set(name, to));
    }
    columns.iter().for_each(|(from, _)| scope.reads(*from));
    scope.push(Step::Map(Box::new(Replace { rule, too_long, columns: Some(columns) })));
    edits.into_iter().for_each(|edit| scope.edit(edit));
    Ok(())
}

/// What is replaced by what.
enum Rule {
    Text(Box<memmem::Finder<'static>>, Vec<u8>),
    /// A new text without groups needs no captures, which cost more to find.
    Plain(Regex, Vec<u8>),
    Groups(Regex, Vec<Piece>),
}

/// A piece of a new text.
enum Piece {
    Text(Vec<u8>),
    Group(usize),
}

fn rule(old: &Item, with: &Item) -> Result<Rule, Diag> {
    let new = match &with.expr.kind {
        ExprKind::Str(text) => text.clone(),
        ExprKind::Raw(text) => text.clone().into_bytes(),
        ExprKind::Format(_) => {
            return Err(Diag::new(with.span, "the new text is a constant, and groups are `$1` or `$name`")
                .help("set msg = msg.replace(\"a\", b) puts in what a record has"));
        }
        _ => return Err(Diag::new(with.span, "the new text is written out as a string").help(DEF.doc.usage)),
    };
    let pattern = match &old.expr.kind {
        ExprKind::Raw(pattern) => pattern.clone(),
        ExprKind::NoCase(text) => {
            let pattern = format!("(?i){}", regex::escape(&String::from_utf8_lossy(text)));
            return Ok(Rule::Plain(regex(&pattern, old.span)?, new));
        }
        ExprKind::Str(text) if text.is_empty() => {
            return Err(Diag::new(old.span, "an empty text is everywhere").help("replace r\"^\" with \"> \""));
        }
        ExprKind::Str(text) => return Ok(Rule::Text(Box::new(memmem::Finder::new(text).into_owned()), new)),
        _ => return Err(Diag::new(old.span, "what is replaced is a regex or a text, written out").help(DEF.doc.usage)),
    };
    let regex = regex(&pattern, old.span)?;
    let pieces = pieces(&new, &regex, with)?;
    Ok(match &pieces[..] {
        [] => Rule::Plain(regex, Vec::new()),
        [Piece::Text(text)] => Rule::Plain(regex, text.clone()),
        _ => Rule::Groups(regex, pieces),
    })
}

/// Takes a new text apart at its dollars.
fn pieces(new: &[u8], regex: &Regex, with: &Item) -> Result<Vec<Piece>, Diag> {
    let mut pieces = Vec::new();
    let mut text = Vec::new();
    let mut rest = new;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'\\' && after.first().is_some_and(u8::is_ascii_digit) {
            let digit = char::from(after[0]);
            return Err(Diag::new(with.span, format!("a group is written `${digit}` here")).help("$$ is a dollar"));
        }
        if byte != b'$' {
            text.push(byte);
            continue;
        }
        let word = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
        let (name, len) = match after.first() {
            Some(b'$') => {
                text.push(b'$');
                rest = &after[1..];
                continue;
            }
            Some(b'{') => match memchr::memchr(b'}', after) {
                Some(end) => (&after[1..end], end + 1),
                None => return Err(Diag::new(with.span, "`${` has no `}`").help("${name}")),
            },
            _ => {
                let len = after.iter().take_while(word).count();
                (&after[..len], len)
            }
        };
        let name = String::from_utf8_lossy(name);
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Group(group(&name, regex, with)?));
        rest = &after[len..];
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

/// A group's number.
fn group(name: &str, regex: &Regex, with: &Item) -> Result<usize, Diag> {
    if name.is_empty() {
        return Err(Diag::new(with.span, "a `$` alone means nothing").help("$$ is a dollar"));
    }
    let named = regex.capture_names().position(|group| group == Some(name));
    let number = name.parse::<usize>().ok().filter(|n| *n < regex.captures_len());
    if let Some(group) = named.or(number) {
        return Ok(group);
    }
    let diag = Diag::new(with.span, format!("the regex has no group `{name}`"));
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < name.len() {
        let (digits, text) = name.split_at(digits);
        return Err(diag.help(format!("${{{digits}}}{text}")));
    }
    let diag = match nearest(name, regex.capture_names().flatten()) {
        Some(near) => diag.label(format!("did you mean `${near}`?")),
        None => diag,
    };
    Err(match regex.captures_len() - 1 {
        0 => diag.help("round brackets make a group: r\"user=(\\w+)\"").help("$$ is a dollar"),
        1 => diag.help("it has one, $1"),
        n => diag.help(format!("it has {n}, $1 to ${n}")),
    })
}

/// Whether a text had a match.
enum Made {
    Same,
    New,
    TooLong,
}

impl Rule {
    /// Appends the new text, if there is a match.
    fn make(&self, text: &[u8], out: &mut Vec<u8>) -> Made {
        let start = out.len();
        let mut done = 0;
        let mut fits = true;
        let mut put = |from: usize, to: usize, out: &mut Vec<u8>, new: &mut dyn FnMut(&mut Vec<u8>)| {
            if !fits {
                return;
            }
            out.extend_from_slice(&text[done..from]);
            new(out);
            done = to;
            fits = out.len() - start <= MOST;
        };
        let mut some = false;
        match self {
            Rule::Text(finder, new) => {
                for from in finder.find_iter(text) {
                    some = true;
                    put(from, from + finder.needle().len(), out, &mut |out| out.extend_from_slice(new));
                }
            }
            Rule::Plain(regex, new) => {
                for found in regex.find_iter(text) {
                    some = true;
                    put(found.start(), found.end(), out, &mut |out| out.extend_from_slice(new));
                }
            }
            // The search without groups is the faster one, and most lines have no match.
            Rule::Groups(regex, pieces) => {
                if regex.is_match(text) {
                    for found in regex.captures_iter(text) {
                        let Some(whole) = found.get(0) else { continue };
                        some = true;
                        put(whole.start(), whole.end(), out, &mut |out| fill(pieces, &found, out));
                    }
                }
            }
        }
        if !some {
            return Made::Same;
        }
        if !fits || out.len() - start + text.len() - done > MOST.max(text.len()) {
            out.truncate(start);
            return Made::TooLong;
        }
        out.extend_from_slice(&text[done..]);
        Made::New
    }
}

fn fill(pieces: &[Piece], found: &Captures<'_>, out: &mut Vec<u8>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.extend_from_slice(text),
            Piece::Group(group) => out.extend_from_slice(found.get(*group).map_or(&[], |m| m.as_bytes())),
        }
    }
}

struct Replace {
    rule: Rule,
    too_long: NoteId,
    /// Slots from and to; None for the line.
    columns: Option<Vec<(usize, usize)>>,
}

impl Map for Replace {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let sel = std::mem::take(&mut batch.sel);
        match &self.columns {
            None => {
                for &row in &sel {
                    if let Some(span) = self.text(batch, row, batch.rows[row as usize], cx) {
                        batch.keep_places();
                        batch.rows[row as usize] = span;
                    }
                }
            }
            Some(columns) => {
                for &(from, to) in columns {
                    let mut cells = std::mem::take(&mut batch.cols[to]);
                    cells.clear();
                    cells.resize(batch.rows.len(), Cell::None);
                    for &row in &sel {
                        let cell = batch.cell(from, row);
                        let made = text_span(batch, cell).and_then(|span| self.text(batch, row, span, cx));
                        cells[row as usize] = match (made, cell) {
                            (None, cell) => cell,
                            (Some(span), Cell::Text(_)) => Cell::Text(span),
                            (Some(span), _) => Cell::Str(span),
                        };
                    }
                    batch.cols[to] = cells;
                }
            }
        }
        batch.sel = sel;
    }
}

impl Replace {
    /// The new text of a text, on the heap; None where it stays.
    fn text(&self, batch: &mut Batch, row: u32, span: Span, cx: &mut Cx) -> Option<Span> {
        let mut heap = std::mem::take(&mut batch.heap);
        let start = heap.len();
        let made = if span.in_heap() {
            let from = (span.start & !HEAP) as usize;
            cx.text.clear();
            cx.text.extend_from_slice(heap.get(from..from + span.len as usize).unwrap_or_default());
            self.rule.make(&cx.text, &mut heap)
        } else {
            self.rule.make(batch.bytes(span), &mut heap)
        };
        batch.heap = heap;
        match made {
            Made::Same => None,
            Made::New => Some(Span::new(HEAP | start as u32, batch.heap.len() - start)),
            Made::TooLong => {
                batch.note(row, self.too_long);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(rule: &Rule, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match rule.make(text, &mut out) {
            Made::New => out,
            Made::Same | Made::TooLong => text.to_vec(),
        }
    }

    #[test]
    fn empty_matches_stand_between_bytes_that_are_no_text() {
        let rule = Rule::Plain(Regex::new("(?-u)x*").unwrap(), b"-".to_vec());
        assert_eq!(made(&rule, b"a\xffxxb"), b"-a-\xff-b-");
    }

    #[test]
    fn a_result_that_grows_too_long_is_not_made() {
        let rule = Rule::Text(Box::new(memmem::Finder::new(b"a").into_owned()), vec![b'b'; 1 << 16]);
        let mut out = b"before".to_vec();
        assert!(matches!(rule.make(&vec![b'a'; 2000], &mut out), Made::TooLong));
        assert_eq!(out, b"before");
        assert!(matches!(rule.make(&vec![b'a'; 1000], &mut out), Made::New));
    }
}

//! `redact`: addresses, numbers and credentials are hidden.
//!
//! Without `from` it makes a new line, and from there on the record is that line: fields
//! are read of it anew, and what was computed before is hidden value by value, so that no
//! later stage or output can show what was hidden. Neighbouring lines of a block are
//! scanned as one text; a line without anything to hide is not touched.

use crate::base::secrets::{Found, Redactor, Secret, next_escape, opens_json};
use crate::base::{HEAP, Span};
use crate::data::lines::full_end;
use crate::data::{Batch, Cell};
use crate::def::bind::dotted;
use crate::def::scope::Edit;
use crate::def::step::{Cx, Map, Step};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::ast::{Item, Stage};
use crate::lang::{Diag, nearest};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "redact",
        usage: "redact ip|ipv4|ipv6|email|card|token|phone|mac|uuid, ... [from FIELD, ...] [hash \"KEY\"]",
        brief: "hide addresses, numbers and credentials",
        text: "Without `from` the line is rewritten, and every value that stages before have computed; later stages \
               and all outputs see only what is left. With `from` just those fields. A mask is the kind in angle \
               brackets, `<ip>`. JSON stays JSON, and escapes hide nothing: `\"a\\u0040b.example\"` is an address.\n\n\
               `ip` is `ipv4`, four numbers with dots, whatever they are, and `ipv6`. `email` is also its spelling in \
               URLs, `bob%40shop.example`. `card` is 13 to 19 digits that open as a card's and pass its check, in one run or \
               grouped by blanks or hyphens. `phone` is a plus and 8 to 15 digits, or North America's 3-3-4. `mac` \
               and `uuid` are what they are called. `token` is a JWT, what follows `Bearer` or `Basic`, the \
               password in a URL, the keys of AWS, GitHub, GitLab, Google, npm, OpenAI, SendGrid, Slack and \
               Stripe, a private key on the line, and whatever is assigned with `=` or `:` to a name that ends in \
               `password`, `passwd`, `pwd`, `passphrase`, `passcode`, `secret`, `token`, `api_key`, `access_key`, \
               `access_key_id`, `private_key`, `secret_key`, `auth_key`, `credential`, `authorization`, `cookie` \
               or `session_id`. What has no such shape, such as a person's name, is not found.\n\nWith `hash` a mask ends in 12 \
               hex digits, the first 48 bits of the HMAC-SHA256 of the hidden text under the key: `<ip:9bc34549d565>`. \
               Equal values stay equal, so that they can still be counted; who has the key can try values out, so \
               keep it secret: `hash arg.key` takes it from `--arg key=...`. None stays None. A stage before \
               that takes a credential apart leaves parts that no scanner knows, so put `redact` first.",
        examples: &[
            Example {
                run: "'redact ip, email | head 2' app.log",
                output: r"
2026-03-02 09:00:01 INFO  [main] started in 812 ms
2026-03-02 09:00:09 INFO  [auth] user bob logged in from <ip>
",
            },
            Example {
                run: "'redact ip hash \"pepper\" | count by ip' access.log",
                output: r#"
{"ip":"<ip:f9a092447a62>","count":5}
{"ip":"<ip:56bb358ad02c>","count":4}
{"ip":"<ip:b38e06065515>","count":3}
{"ip":"<ip:ce830c44c6e2>","count":2}
"#,
            },
            Example {
                run: "'redact ip from ip | select ip, path | head 1' access.log",
                output: r#"
{"ip":"<ip>","path":"/"}
"#,
            },
        ],
    },
    keywords: &["from", "hash"],
    effect: Effect::Edits,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut kinds = Vec::new();
    for item in &stage.items {
        kinds.push(kind(item, scope)?);
    }
    let key = match args::clause(stage, "hash") {
        None => None,
        Some([item]) => Some(key(item, scope)?),
        Some(_) => return Err(Diag::new(stage.span, "`hash` takes one key").help(DEF.doc.usage)),
    };
    let redactor = Redactor::new(&kinds, key.as_deref());
    let hides = |name: &str| redactor.hides_field(name.as_bytes());
    let mut columns = Vec::new();
    if let Some(fields) = args::clause(stage, "from") {
        let mut edits = Vec::new();
        for item in fields {
            let name = args::name(item, DEF.doc.usage)?;
            if name == "line" {
                return Err(
                    Diag::new(item.span, "without `from` it is the line").help(format!("redact {}", kinds[0].name()))
                );
            }
            let expr = scope.expr(&item.expr)?;
            let from = scope.slot_of(expr);
            let to = scope.slot();
            columns.push(Column { from, to, whole: hides(&name) });
            edits.push(Edit::Set(name, to));
        }
        columns.iter().for_each(|c| scope.reads(c.from));
        scope.push(Step::Map(Box::new(Redact { redactor, line: false, columns })));
        edits.into_iter().for_each(|edit| scope.edit(edit));
        return Ok(());
    }
    for (name, from) in scope.held() {
        let whole = hides(&name);
        // One slot may stand under two names, and one of them may tell.
        match columns.iter_mut().find(|c: &&mut Column| c.from == from) {
            Some(column) => column.whole |= whole,
            None => columns.push(Column { from, to: scope.slot(), whole }),
        }
    }
    columns.iter().for_each(|c| scope.reads(c.from));
    let moved: Vec<(usize, usize)> = columns.iter().map(|c| (c.from, c.to)).collect();
    let line = scope.has_line;
    scope.push_rewrite(Box::new(Redact { redactor, line, columns }), &moved);
    Ok(())
}

/// A kind by its name.
fn kind(item: &Item, scope: &Scope<'_>) -> Result<Secret, Diag> {
    let name = dotted(&item.expr).unwrap_or_else(|| scope.shown(item.span));
    let names = Secret::ALL.map(Secret::name);
    Secret::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
        let diag = Diag::new(item.span, format!("`redact` knows nothing called `{name}`"));
        let diag = match nearest(&name, names) {
            Some(near) => diag.label(format!("did you mean `{near}`?")),
            None => diag,
        };
        let regex = "replace r\"...\" with \"<name>\" hides what a regex finds";
        diag.help(format!("it knows {}", names.join(", "))).help(regex)
    })
}

/// The key of pseudonyms, which is a constant.
fn key(item: &Item, scope: &mut Scope<'_>) -> Result<Vec<u8>, Diag> {
    let wrong = || Diag::new(item.span, "the key is a text written out, or an argument").help("hash arg.key");
    let cell = scope.expr(&item.expr)?.as_constant().ok_or_else(wrong)?;
    let span = cell.span().ok_or_else(wrong)?;
    let start = (span.start & !HEAP) as usize;
    let key = scope.constants.get(start..start + span.len as usize).unwrap_or_default().to_vec();
    if key.is_empty() {
        return Err(Diag::new(item.span, "an empty key hides nothing").help("hash arg.key"));
    }
    Ok(key)
}

/// A column and the slot of what is left of it.
struct Column {
    from: usize,
    to: usize,
    /// The name says that every value is to hide.
    whole: bool,
}

struct Redact {
    redactor: Redactor,
    line: bool,
    columns: Vec<Column>,
}

impl Map for Redact {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let sel = std::mem::take(&mut batch.sel);
        if self.line {
            self.lines(batch, &sel);
        }
        for column in &self.columns {
            let mut cells = std::mem::take(&mut batch.cols[column.to]);
            cells.clear();
            cells.resize(batch.rows.len(), Cell::None);
            for &row in &sel {
                let cell = batch.cell(column.from, row);
                cells[row as usize] = self.cell(batch, cell, column.whole, cx);
            }
            batch.cols[column.to] = cells;
        }
        batch.sel = sel;
    }
}

impl Redact {
    fn lines(&self, batch: &mut Batch, sel: &[u32]) {
        let block = batch.block.clone();
        let bytes = &block.bytes[..];
        let escape_from = |at: usize| next_escape(bytes, at).unwrap_or(bytes.len());
        let mut escape = None;
        let mut found = Vec::new();
        let mut at = 0;
        while at < sel.len() {
            let first = batch.rows[sel[at] as usize];
            // Neighbours up to the first row that has to be looked at by itself.
            let mut end = at;
            let mut next = first.start as usize;
            while let Some(row) = sel.get(end).map(|row| batch.rows[*row as usize])
                && !row.in_heap()
                && row.start as usize == next
            {
                let escape = escape.insert(match escape {
                    Some(escape) if escape >= next => escape,
                    _ => escape_from(next),
                });
                let odd = self.redactor.hides_numbers() && opens_json(&bytes[next..row.end() as usize]);
                if *escape < row.end() as usize || odd {
                    break;
                }
                next = full_end(bytes, row);
                end += 1;
            }
            if end > at {
                self.run(batch, bytes, &sel[at..end], &mut found);
                at = end;
                continue;
            }
            let text = batch.line(sel[at]).to_vec();
            let start = batch.heap.len();
            if self.redactor.rewrite(&text, false, &mut batch.heap) {
                batch.keep_places();
                batch.rows[sel[at] as usize] = Span::new(HEAP | start as u32, batch.heap.len() - start);
            }
            at += 1;
        }
    }

    /// Rows that stand side by side in the block, without an escape among them.
    fn run(&self, batch: &mut Batch, bytes: &[u8], rows: &[u32], found: &mut Vec<Found>) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let base = batch.rows[*first as usize].start as usize;
        let text = &bytes[base..batch.rows[*last as usize].end() as usize];
        self.redactor.find(text, found);
        if found.is_empty() {
            return;
        }
        batch.keep_places();
        let mut found = found.iter().peekable();
        for &row in rows {
            let line = batch.rows[row as usize];
            let (mut done, end) = (line.start as usize - base, line.end() as usize - base);
            if found.peek().is_none_or(|f| f.start >= end) {
                continue;
            }
            let start = batch.heap.len();
            while let Some(f) = found.next_if(|f| f.start < end) {
                batch.heap.extend_from_slice(&text[done..f.start]);
                self.redactor.mask(f.kind, &text[f.start..f.end], &mut batch.heap);
                done = f.end;
            }
            batch.heap.extend_from_slice(&text[done..end]);
            batch.rows[row as usize] = Span::new(HEAP | start as u32, batch.heap.len() - start);
        }
    }

    /// What is left of one value.
    fn cell(&self, batch: &mut Batch, cell: Cell, whole: bool, cx: &mut Cx) -> Cell {
        if matches!(cell, Cell::None | Cell::Bool(_) | Cell::Time(_) | Cell::Duration(_)) {
            return cell;
        }
        cx.text.clear();
        match cell.span() {
            Some(span) => cx.text.extend_from_slice(batch.bytes(span)),
            None => batch.value(cell).write_text(&mut cx.text),
        }
        let start = batch.heap.len();
        let hidden = if whole && !cx.text.is_empty() && !matches!(cell, Cell::Json(_)) {
            self.redactor.mask(Secret::Token, &cx.text, &mut batch.heap);
            true
        } else {
            self.redactor.rewrite(&cx.text, matches!(cell, Cell::Escaped(_) | Cell::Json(_)), &mut batch.heap)
        };
        if !hidden {
            return cell;
        }
        let span = Span::new(HEAP | start as u32, batch.heap.len() - start);
        match cell {
            Cell::Text(_) | Cell::Escaped(_) | Cell::Json(_) => cell.with_span(span),
            _ => Cell::Str(span),
        }
    }
}

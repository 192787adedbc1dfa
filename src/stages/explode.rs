//! `explode`: a record for each element of a list.
//!
//! The rows of a batch are made anew in place, so that this runs on every worker like any
//! map. Elements are spans into the list and nothing is copied but cells; what was one row
//! keeps its place in the input, and its parts are told apart by their number.

use crate::base::{Fault, Span, json};
use crate::data::{Batch, Cell};
use crate::def::scope::Edit;
use crate::def::step::{Cx, Map, Step};
use crate::def::textual::elements;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "explode",
        usage: "explode LIST [as NAME]",
        brief: "make one record for each element of a list",
        text: "The field becomes the element, in its place, and the other fields are repeated; with `as` the \
               elements go to another field. LIST is a field or an expression such as `tags.split(\",\")`, whose \
               elements go to `tags`. Text that is a JSON list as a whole, as in a CSV cell, is one.\n\nNothing is \
               dropped: a record whose field is None or is no list stays as it is, and an empty list gives one \
               record whose field is None; `| where tags is not None` drops those. `line` is the whole line in each \
               of the records. A record and the list in it are held in memory at once.",
        examples: &[
            Example {
                run: "'set part = http.path.strip(\"/\").split(\"/\") | explode part | count by part' app.jsonl",
                output: r#"
{"part":"api","count":7}
{"part":"users","count":3}
{"part":null,"count":2}
{"part":"login","count":1}
{"part":"orders","count":4}
"#,
            },
            Example {
                run: "'head 1 | explode user_agent.split(\" \") as word | select path, word' access.log",
                output: r#"
{"path":"/","word":"Mozilla/5.0"}
{"path":"/","word":"(X11;"}
{"path":"/","word":"Linux"}
{"path":"/","word":"x86_64)"}
{"path":"/","word":"Firefox/136.0"}
"#,
            },
        ],
    },
    keywords: &["as"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

/// The most cells of one batch: about a gigabyte.
const MOST: usize = 1 << 26;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let expr = scope.expr(&item.expr)?;
    let name = args::column_name(item, &expr, scope)?;
    if name == "line" {
        return Err(Diag::new(item.span, "`line` is no list").help("explode line.split(\",\") as part"));
    }
    let from = scope.slot_of(expr);
    scope.reads(from);
    let to = scope.slot();
    scope.push(Step::Map(Box::new(Explode { from, to })));
    scope.edit(Edit::Set(name, to));
    Ok(())
}

struct Explode {
    from: usize,
    to: usize,
}

impl Map for Explode {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let filled: Vec<usize> = (0..batch.cols.len()).filter(|slot| !batch.cols[*slot].is_empty()).collect();
        let mut made = cx.column(0);
        // By new row: the old one.
        let mut rows = cx.sel();
        let mut sel = cx.sel();
        let mut selected = batch.sel.iter().copied().peekable();
        // Rows that were left out are not made anew, but where a stop is told by counting rows.
        let counted = if batch.stop.is_some() { batch.rows.len() as u32 } else { 0 };
        let mut left_out = 0..counted;
        while let Some(row) = left_out.next().or_else(|| selected.peek().copied()) {
            if selected.next_if_eq(&row).is_none() {
                made.push(Cell::None);
                rows.push(row);
                continue;
            }
            let cell = batch.cell(self.from, row);
            match list(batch, cell).map(|span| elements(batch, span)) {
                None => made.push(cell),
                Some(elements) if elements.is_empty() => made.push(Cell::None),
                Some(elements) => made.extend(elements),
            }
            sel.extend(rows.len() as u32..made.len() as u32);
            rows.resize(made.len(), row);
            if made.len().saturating_mul(filled.len() + 3) > MOST {
                let why = format!("a list makes more than {} records of {} fields at once", rows.len(), filled.len());
                cx.fault = Some(Fault::limit("`explode`", why));
                batch.sel.clear();
                return;
            }
        }
        batch.keep_places();
        if let Some(stop) = batch.stop {
            batch.stop = Some(rows.iter().filter(|row| **row < stop).count() as u32);
        }
        batch.rows = rows.iter().map(|row| batch.rows[*row as usize]).collect();
        let mut places = Vec::with_capacity(rows.len());
        for &row in &rows {
            let mut place = batch.places[row as usize];
            place.part = match places.last() {
                Some(crate::data::Place { row, part, .. }) if *row == place.row => part + 1,
                _ => 0,
            };
            places.push(place);
        }
        batch.places = places;
        for slot in filled {
            let mut column = cx.column(0);
            column.extend(rows.iter().map(|row| batch.cols[slot][*row as usize]));
            cx.done(std::mem::replace(&mut batch.cols[slot], column));
        }
        batch.cols[self.to] = made;
        cx.sel_done(rows);
        cx.sel_done(std::mem::replace(&mut batch.sel, sel));
    }
}

/// The list that a cell is.
fn list(batch: &Batch, cell: Cell) -> Option<Span> {
    let (span, untyped) = match cell {
        Cell::Json(span) => (span, false),
        Cell::Text(span) => (span, true),
        _ => return None,
    };
    let bytes = batch.bytes(span);
    let whole = || json::skip_value(bytes, 0) == Some(bytes.len());
    (bytes.first() == Some(&b'[') && (!untyped || whole())).then_some(span)
}

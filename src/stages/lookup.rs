//! `lookup`: the fields of a side file's record with the same key.
//!
//! The file is a table in memory that all workers read. Its values are kept as one extent
//! of text for each record, so that a row that is found costs one copy to the heap; to
//! put the whole file among the constants was rejected, since those are copied for
//! each batch.

use hashbrown::HashTable;

use crate::base::{HEAP, Span, hash};
use crate::data::{Batch, Cell, NoteId, Value};
use crate::def::bind::dotted;
use crate::def::scope::Edit;
use crate::def::step::{Cx, Map, Step};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Side, StageDef, args};
use crate::lang::ast::{ExprKind, Item, Stage};
use crate::lang::{Diag, nearest};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "lookup",
        usage: "lookup \"FILE\" on KEY, ... [as PREFIX]",
        brief: "add the fields of a side file's record with the same key",
        text: "The file is CSV, TSV, JSON lines, a JSON list or any other input format, by the end of its name; it \
               is read once, before the input, and held in memory. `on user_id` names a field of the record that \
               is a column of the file as well; `on client = ip` compares the record's `client` with the file's \
               `ip`. Keys compare as text, like the keys of groups.\n\nThe file's other columns are added to the \
               record in the file's order: a field that is there already is overwritten in its place. With `as` they \
               are named `PREFIX.column`. A record whose key is None or not in the file gets None for them, and is \
               counted in the ledger; `| where plan is not None` drops those. Every record comes out once, so a key \
               that stands twice in the file, with other values, is an error that names the lines.",
        examples: &[
            Example {
                run: "'where user != \"-\" | count by user | set name = f\"{user[:1].upper()}{user[1:]}\" | lookup \"users.csv\" on name | select name, plan, count' access.log",
                output: r#"
{"name":"Bob","plan":"free","count":4}
{"name":"Alice","plan":"pro","count":2}
"#,
            },
            Example {
                run: "'select f\"{user[:1].upper()}{user[1:]}\" as who | lookup \"users.csv\" on who = name as of | count by of.plan' access.log",
                output: r#"
{"of.plan":null,"count":8}
{"of.plan":"free","count":4}
{"of.plan":"pro","count":2}
"#,
            },
        ],
    },
    keywords: &["on", "as", "="],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::File,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let file = args::one(stage, DEF.doc.usage)?;
    let ExprKind::Str(path) = &file.expr.kind else {
        return Err(Diag::new(file.span, "the name of a file is written out as a string").help(DEF.doc.usage));
    };
    let path = String::from_utf8_lossy(path).into_owned();
    let Some(on) = args::clause(stage, "on") else {
        return Err(Diag::new(stage.span, "`lookup` needs the key that it looks for").help(DEF.doc.usage));
    };
    let side = scope.side(&path, file.span)?;
    let (mut slots, mut keys) = (Vec::new(), Vec::new());
    for item in on {
        let (slot, column) = key(item, scope)?;
        keys.push(column_of(&side, &column, &path, item)?);
        slots.push(slot);
    }
    let prefix = on.last().and_then(|item| item.alias.as_ref()).or(file.alias.as_ref()).map(|(name, _)| name.as_str());
    let added: Vec<usize> = (0..side.names.len()).filter(|column| !keys.contains(column)).collect();
    let names: Vec<String> = added
        .iter()
        .map(|column| match prefix {
            Some(prefix) => format!("{prefix}.{}", side.names[*column]),
            None => side.names[*column].clone(),
        })
        .collect();
    let table = Table::new(&side, &keys, &added).map_err(|(line, first)| {
        let why = format!("{path}:{line}: the key of line {first} stands here again, with other values");
        let first: Vec<&str> = keys.iter().map(|key| side.names[*key].as_str()).collect();
        Diag::new(file.span, why).help(format!("flitch 'dedup {}' {path}", first.join(", ")))
    })?;
    let shown: Vec<String> = on.iter().map(|item| format!("`{}`", record_key(item, scope))).collect();
    let miss = scope.note(format!("{} not found in {path}", shown.join(", ")));
    slots.iter().for_each(|slot| scope.reads(*slot));
    let to: Vec<usize> = added.iter().map(|_| scope.slot()).collect();
    scope.push(Step::Map(Box::new(Lookup { table, keys: slots, to: to.clone(), miss })));
    names.into_iter().zip(to).for_each(|(name, slot)| scope.edit(Edit::Set(name, slot)));
    Ok(())
}

/// What the record's side of a key is called.
fn record_key(item: &Item, scope: &Scope<'_>) -> String {
    match &item.assign {
        Some((name, _)) => name.clone(),
        None => scope.shown(item.expr.span),
    }
}

/// One key: the slot of the record's side, and the name of the file's.
fn key(item: &Item, scope: &mut Scope<'_>) -> Result<(usize, String), Diag> {
    let (expr, column) = match &item.assign {
        Some((name, span)) => {
            let column = dotted(&item.expr).ok_or_else(|| {
                Diag::new(item.expr.span, "a column of the file is wanted here").help(format!("on {name} = column"))
            })?;
            (scope.field(name, *span)?, column)
        }
        None => {
            let expr = scope.expr(&item.expr)?;
            let column = expr.name.clone().ok_or_else(|| {
                Diag::new(item.span, "this key needs a name").help("set key = ... | lookup \"FILE\" on key = column")
            })?;
            (expr, column)
        }
    };
    Ok((scope.slot_of(expr), column))
}

fn column_of(side: &Side, name: &str, path: &str, item: &Item) -> Result<usize, Diag> {
    if let Some(column) = side.names.iter().position(|n| n == name) {
        return Ok(column);
    }
    let diag = Diag::new(item.span, format!("{path} has no column `{name}`"));
    let diag = match nearest(name, side.names.iter().map(String::as_str)) {
        Some(near) => diag.label(format!("did you mean `{near}`?")),
        None => diag,
    };
    Err(match &side.names[..] {
        [] => diag.help("it has no records"),
        names => diag.help(format!("its columns are {}", names.join(", "))),
    })
}

/// The file by its keys.
struct Table {
    ids: HashTable<u32>,
    entries: Vec<Entry>,
    /// The keys' texts.
    keys: Vec<u8>,
    /// The values' texts, those of one record side by side.
    texts: Vec<u8>,
    /// So many for each record; text is counted from the start of the record's extent.
    cells: Vec<Cell>,
}

struct Entry {
    hash: u64,
    key: std::ops::Range<usize>,
    text: std::ops::Range<usize>,
    row: usize,
}

impl Table {
    /// The error is a line with a key that another line had before, and that line.
    fn new(side: &Side, keys: &[usize], added: &[usize]) -> Result<Table, (usize, usize)> {
        let mut table = Table {
            ids: HashTable::new(),
            entries: Vec::new(),
            keys: Vec::new(),
            texts: Vec::new(),
            cells: Vec::new(),
        };
        let mut key = Vec::new();
        for (at, row) in side.rows.iter().enumerate() {
            let value = |column: &usize| row.get(*column).map_or(Value::None, |owned| owned.value());
            key.clear();
            if !keys.iter().all(|column| encode(value(column), keys.len() > 1, &mut key)) {
                continue;
            }
            if let Some(id) = table.find(&key) {
                let first = table.entries[id as usize].row;
                let other = |column: &usize| side.rows[first].get(*column).map_or(Value::None, |owned| owned.value());
                if added.iter().any(|column| value(column) != other(column)) {
                    return Err((side.lines[at], side.lines[first]));
                }
                continue;
            }
            let (key_start, text_start) = (table.keys.len(), table.texts.len());
            table.keys.extend_from_slice(&key);
            for column in added {
                let value = value(column);
                let start = table.texts.len();
                table.texts.extend_from_slice(value.bytes().unwrap_or_default());
                let span = Span::new((start - text_start) as u32, table.texts.len() - start);
                table.cells.push(cell(value, span));
            }
            let hash = hash(&key);
            let id = table.entries.len() as u32;
            table.entries.push(Entry {
                hash,
                key: key_start..table.keys.len(),
                text: text_start..table.texts.len(),
                row: at,
            });
            let Table { ids, entries, .. } = &mut table;
            ids.insert_unique(hash, id, |id| entries[*id as usize].hash);
        }
        Ok(table)
    }

    fn find(&self, key: &[u8]) -> Option<u32> {
        let hash = hash(key);
        let same = |id: &u32| {
            let entry = &self.entries[*id as usize];
            entry.hash == hash && &self.keys[entry.key.clone()] == key
        };
        self.ids.find(hash, same).copied()
    }
}

/// The cell of a value whose text is at a span.
fn cell(value: Value<'_>, span: Span) -> Cell {
    match value {
        Value::None => Cell::None,
        Value::Bool(b) => Cell::Bool(b),
        Value::Int(i) => Cell::Int(i),
        Value::Float(f) => Cell::Float(f),
        Value::Time(t) => Cell::Time(t),
        Value::Duration(d) => Cell::Duration(d),
        Value::Text(_) => Cell::Text(span),
        Value::Str(_) => Cell::Str(span),
        Value::Escaped(_) => Cell::Escaped(span),
        Value::Number(_) => Cell::Number(span),
        Value::Json(_) => Cell::Json(span),
    }
}

/// Appends a part of a key, of several with its length; false for None, which equals nothing.
fn encode(value: Value<'_>, framed: bool, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    if framed {
        out.extend_from_slice(&[0; 4]);
    }
    value.write_text(out);
    if framed {
        let len = (out.len() - start - 4) as u32;
        out[start..start + 4].copy_from_slice(&len.to_le_bytes());
    }
    !value.is_none()
}

struct Lookup {
    table: Table,
    keys: Vec<usize>,
    to: Vec<usize>,
    miss: NoteId,
}

impl Map for Lookup {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let n = self.to.len();
        let mut columns: Vec<_> = self.to.iter().map(|slot| std::mem::take(&mut batch.cols[*slot])).collect();
        for column in &mut columns {
            column.clear();
            column.resize(batch.rows.len(), Cell::None);
        }
        let sel = std::mem::take(&mut batch.sel);
        for &row in &sel {
            cx.text.clear();
            let framed = self.keys.len() > 1;
            let known = self.keys.iter().all(|slot| encode(batch.value(batch.cell(*slot, row)), framed, &mut cx.text));
            let Some(id) = known.then(|| self.table.find(&cx.text)).flatten() else {
                batch.note(row, self.miss);
                continue;
            };
            let base = HEAP | batch.heap.len() as u32;
            batch.heap.extend_from_slice(&self.table.texts[self.table.entries[id as usize].text.clone()]);
            for (column, cell) in columns.iter_mut().zip(&self.table.cells[id as usize * n..][..n]) {
                column[row as usize] = match cell.span() {
                    Some(span) => cell.with_span(Span { start: base + span.start, len: span.len }),
                    None => *cell,
                };
            }
        }
        batch.sel = sel;
        for (slot, column) in self.to.iter().zip(columns) {
            batch.cols[*slot] = column;
        }
    }
}

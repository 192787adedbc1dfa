//! `sample`: some rows, chosen at random but the same in every run.
//!
//! Whether a row is taken depends on a hash of the seed and of where it stands in its
//! input, so that threads, blocks and compression change nothing, and two samples of the
//! same seed agree. A share is a filter on the workers; a number keeps the rows with the
//! least hashes. Drawing numbers one after another was rejected: they depend on the order.

use crate::base::fixed_hash;
use crate::data::{Batch, Cell};
use crate::def::expr::Row;
use crate::def::folds::picked::{Pick, PickFold};
use crate::def::step::{Cx, Map, Step};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{Expr, ExprKind, Stage};
use crate::lang::print;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "sample",
        usage: "sample N%|N [by KEY, ...] [seed N]",
        brief: "keep a random part of the records, or so many of them",
        text: "`sample 1%` keeps about one record of a hundred and streams; `sample 100` keeps a hundred, each with \
               the same chance, and holds about that many. Records keep their order. The choice depends only on \
               the seed, the name of the input and the place of the record in it, so a second run gives the same \
               records; `seed 2` gives others.\n\n\
               With `by`, a number is a number for each key: `sample 3 by path`. A share is then a share of the \
               keys, with all records of each that is chosen: `sample 5% by user` follows every twentieth user, \
               in every file alike.",
        examples: &[
            Example {
                run: "'sample 3 | select ts, service' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:00:02.004Z","service":"worker"}
{"ts":"2026-03-02T09:02:15.733Z","service":"api"}
{"ts":"2026-03-02T09:02:16.020Z","service":"api"}
"#,
            },
            Example {
                run: "'sample 1 by service seed 7 | select service, ms' app.jsonl",
                output: r#"
{"service":"api","ms":87.25}
{"service":"auth","ms":4}
{"service":"worker","ms":730}
"#,
            },
            Example {
                run: "'sample 25% by path | select path, status' access.log",
                output: r#"
{"path":"/static/app.css","status":304}
{"path":"/wp-login.php","status":404}
"#,
            },
        ],
    },
    keywords: &["by", "seed"],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Rows,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let seed = match args::clause(stage, "seed") {
        None => 0,
        Some([seed]) => args::count(seed, "sample 1% seed 7")? as u64,
        Some(_) => return Err(Diag::new(stage.span, "`seed` takes one number").help("sample 1% seed 7")),
    };
    let by = args::clause(stage, "by").unwrap_or_default();
    let keys = args::slots(by, scope)?;
    let share = share(&item.expr);
    scope.approximate.push(print::stage(stage));
    let offset = match share {
        Some(_) if !keys.is_empty() => None,
        // Rows that were computed have no place in an input, but always the same place in the run.
        _ => scope.has_line.then(|| scope.property(Row::Offset, "offset")).and_then(|offset| offset.as_slot()),
    };
    let dice = Dice { seed, offset };
    keys.iter().for_each(|slot| scope.reads(*slot));
    if let Some(share) = share {
        if !(0.0..=1.0).contains(&share) {
            return Err(Diag::new(item.span, "a share lies between 0% and 100%").help("sample 1%"));
        }
        // 2^64 is not a number of 64 bits, and all is all.
        let below = (share < 1.0).then_some((share * 18_446_744_073_709_551_616.0) as u64);
        scope.push_filter(Box::new(Share { keys, dice, below }));
        return Ok(());
    }
    let n = args::count(item, DEF.doc.usage)?;
    let rank = scope.slot();
    scope.push(Step::Map(Box::new(Roll { dice, slot: rank })));
    scope.reads(rank);
    keys.iter().for_each(|slot| scope.reads(*slot));
    let equal_hashes = scope.options.equal_hashes;
    let pick = Pick::Least(rank);
    scope.push(Step::Fold(Box::new(PickFold { name: "sample", keys, n, pick, slots: Vec::new(), equal_hashes })));
    Ok(())
}

/// A share that is written out: `1%`.
fn share(expr: &Expr) -> Option<f64> {
    match expr.kind {
        ExprKind::Percent(share) => Some(share),
        ExprKind::Float(share) => Some(share),
        _ => None,
    }
}

/// Numbers that look random, one for each row.
struct Dice {
    seed: u64,
    /// The slot of the row's offset in its input.
    offset: Option<usize>,
}

impl Dice {
    fn roll(&self, batch: &Batch, name: u64, row: u32) -> u64 {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&name.to_le_bytes());
        match self.offset.map(|slot| batch.cell(slot, row)) {
            Some(Cell::Int(offset)) => bytes[16..24].copy_from_slice(&offset.to_le_bytes()),
            _ => {
                let at = batch.at(row);
                bytes[16..24].copy_from_slice(&at.ticket.to_le_bytes());
                bytes[24..28].copy_from_slice(&at.row.to_le_bytes());
            }
        }
        // Rows that were made of one row stand at one offset.
        bytes[28..].copy_from_slice(&batch.at(row).part.to_le_bytes());
        fixed_hash(&bytes)
    }
}

/// Fills a slot with each row's number.
struct Roll {
    dice: Dice,
    slot: usize,
}

impl Map for Roll {
    fn map(&self, batch: &mut Batch, _: &mut Cx) {
        let name = fixed_hash(batch.block.source.name.as_bytes());
        let mut column = std::mem::take(&mut batch.cols[self.slot]);
        column.clear();
        column.resize(batch.rows.len(), Cell::None);
        for &row in &batch.sel {
            column[row as usize] = Cell::Int(self.dice.roll(batch, name, row) as i64);
        }
        batch.cols[self.slot] = column;
    }
}

/// Keeps the rows, or keys, whose number is small.
struct Share {
    keys: Vec<usize>,
    dice: Dice,
    /// None: all of them.
    below: Option<u64>,
}

impl Map for Share {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let Some(below) = self.below else { return };
        let mut sel = std::mem::take(&mut batch.sel);
        if self.keys.is_empty() {
            let name = fixed_hash(batch.block.source.name.as_bytes());
            sel.retain(|&row| self.dice.roll(batch, name, row) < below);
        } else {
            let text = &mut cx.text;
            sel.retain(|&row| {
                text.clear();
                text.extend_from_slice(&self.dice.seed.to_le_bytes());
                for &slot in &self.keys {
                    let start = text.len();
                    let value = batch.value(batch.cell(slot, row));
                    value.write_text(text);
                    let len = (text.len() - start) as u32 ^ u32::from(value.is_none()) << 31;
                    text.extend_from_slice(&len.to_le_bytes());
                }
                fixed_hash(text) < below
            });
        }
        batch.sel = sel;
    }
}

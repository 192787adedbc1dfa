//! `for (...)`: keys that are shown in any case, with a count of 0 where they did not occur.

use hashbrown::{HashMap, HashSet};

use super::Table;
use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::args;
use crate::def::scope::Scope;
use crate::def::step::{Cx, Flow, Out, Whole};
use crate::lang::Diag;
use crate::lang::ast::{self, ExprKind, Item, Stage};

/// The values of `for`, where a stage has it; `by` are its keys, the first one of time with `every`.
pub fn known(stage: &Stage, by: &[Item], every: bool, scope: &mut Scope<'_>) -> Result<Option<Vec<Owned>>, Diag> {
    let Some(items) = args::clause(stage, "for") else { return Ok(None) };
    let help = "count by level for (\"error\", \"fatal\")";
    if by.len() != 1 || every {
        return Err(Diag::new(stage.span, "`for` names values of one key").help(help));
    }
    let [item] = items else { return Err(Diag::new(stage.span, "`for` takes one list").help(help)) };
    if let ExprKind::List(values) = &item.expr.kind {
        let wrong = |value: &ast::Expr| Diag::new(value.span, "a list after `for` holds constants").help(help);
        let values = values.iter().map(|value| constant(value).ok_or_else(|| wrong(value)));
        return values.collect::<Result<_, _>>().map(Some);
    }
    // One value in brackets is no list to the parser.
    if let Some(value) = constant(&item.expr) {
        return Ok(Some(vec![value]));
    }
    Ok(Some(scope.texts(&item.expr)?.iter().map(|text| Owned::from(Value::Text(text))).collect()))
}

/// A value that is written out.
fn constant(value: &ast::Expr) -> Option<Owned> {
    Some(match &value.kind {
        ExprKind::Str(text) => Owned::str(text),
        ExprKind::Int(i) => Owned::from(Value::Int(*i)),
        ExprKind::Float(f) => Owned::from(Value::Float(*f)),
        ExprKind::Bool(b) => Owned::from(Value::Bool(*b)),
        ExprKind::Unary(ast::Unary::Neg, x) => match x.kind {
            ExprKind::Int(i) => Owned::from(Value::Int(i.checked_neg()?)),
            ExprKind::Float(f) => Owned::from(Value::Float(-f)),
            _ => return None,
        },
        _ => return None,
    })
}

/// `for`: the values that are shown in any case, first.
#[derive(Clone)]
pub struct Known {
    key: usize,
    values: Vec<Owned>,
    counts: Vec<usize>,
    table: Table,
}

impl Known {
    /// For rows of these slots, the key and those that are 0 where nothing was counted among them.
    pub fn new(key: usize, values: Vec<Owned>, counts: Vec<usize>, slots: Vec<usize>) -> Known {
        Known { key, values, counts, table: Table::new(slots) }
    }
}

impl Whole for Known {
    fn name(&self) -> &'static str {
        "stats"
    }

    fn push(&mut self, batch: &mut Batch, _: &mut Cx, _: Out<'_>) -> Flow {
        self.table.add(batch);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let place = |slot: usize| self.table.place(slot).unwrap_or_default();
        let key = place(self.key);
        // Keys compare by their text, as the keys of groups do.
        let text = |value: Value<'_>| {
            let mut text = Vec::new();
            value.write_text(&mut text);
            (value.is_none(), text)
        };
        let mut found: HashMap<(bool, Vec<u8>), usize> = HashMap::new();
        for (index, row) in self.table.rows.iter().enumerate() {
            found.insert(text(row[key].value()), index);
        }
        let n = self.table.slots().len();
        let mut rows = Vec::new();
        let mut shown = vec![false; self.table.rows.len()];
        let mut named = HashSet::new();
        for value in self.values.iter().filter(|value| named.insert(text(value.value()))) {
            match found.get(&text(value.value())) {
                Some(index) => {
                    shown[*index] = true;
                    rows.push(self.table.rows[*index].clone());
                }
                None => {
                    let mut row = vec![Owned::default(); n];
                    row[key] = value.clone();
                    self.counts.iter().for_each(|slot| row[place(*slot)] = Owned::from(Value::Int(0)));
                    rows.push(row);
                }
            }
        }
        let others = self.table.rows.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(row, _)| row);
        rows.extend(others.cloned());
        self.table.give(rows.iter(), cx, out)
    }

    fn weight(&self) -> usize {
        self.table.weight()
    }

    fn holds(&self) -> bool {
        true
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}

//! Maps that several stages share.

use super::expr::Expr;
use super::step::{Cx, Map};
use crate::base::Span;
use crate::data::{Batch, Cell};

/// Fills a slot with an expression.
pub struct Fill {
    pub slot: usize,
    pub expr: Expr,
}

impl Map for Fill {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let sel = std::mem::take(&mut batch.sel);
        let mut column = std::mem::take(&mut batch.cols[self.slot]);
        column.clear();
        column.resize(batch.rows.len(), Cell::None);
        self.expr.eval(batch, &sel, cx, &mut column);
        batch.cols[self.slot] = column;
        batch.sel = sel;
    }
}

/// Makes text the row's line.
pub struct Print {
    pub expr: Expr,
}

impl Map for Print {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let sel = std::mem::take(&mut batch.sel);
        let held = self.expr.hold(batch, &sel, cx);
        batch.keep_places();
        for &row in &sel {
            let cell = held.cell(batch, row);
            let span = super::textual::text_span(batch, cell).unwrap_or(Span { start: crate::base::HEAP, len: 0 });
            batch.rows[row as usize] = match span {
                // Text that stands in the block is copied, so that its line end is not taken for the row's.
                span if !span.in_heap() => {
                    cx.text.clear();
                    cx.text.extend_from_slice(batch.bytes(span));
                    batch.push(&cx.text)
                }
                span => span,
            };
        }
        batch.printed = true;
        held.done(cx);
        batch.sel = sel;
    }
}

//! Literals where a condition must stand: `status == 500 or 502`.
//!
//! It reads well, and in most languages it is always true. The error prints both texts
//! that it can mean.

use super::ast::{Compare, Expr, ExprKind};
use super::diag::{Diag, quoted};
use super::expr::Operand;
use super::parse::Parser;

impl Parser<'_> {
    /// Checks that the operands of `and` or `or` can be conditions: `status == 500 or 502` is not
    /// what it looks like.
    pub(super) fn conditions(&self, operands: &[Operand], word: &str) -> Result<(), Diag> {
        for (i, operand) in operands.iter().enumerate() {
            // Brackets do not change what a literal is.
            let text = matches!(operand.expr.kind, ExprKind::Str(_) | ExprKind::Raw(_) | ExprKind::NoCase(_));
            let number = matches!(
                operand.expr.kind,
                ExprKind::Int(_)
                    | ExprKind::Float(_)
                    | ExprKind::Percent(_)
                    | ExprKind::Duration(_)
                    | ExprKind::Time(_)
            );
            let format = matches!(operand.expr.kind, ExprKind::Format(_));
            let compared = i > 0 && word == "or" && equal_to_text(&operands[i - 1].expr);
            if number || format || (text && (!self.tests_line || compared)) {
                return Err(self.no_condition(operands, i, word));
            }
        }
        Ok(())
    }

    fn no_condition(&self, operands: &[Operand], at: usize, word: &str) -> Diag {
        let span = operands[at].expr.span;
        let literal = &self.text[span.start..span.end];
        let diag = Diag::new(span, format!("{} is no condition", quoted(literal)));
        if !self.mendable() {
            return diag;
        }
        let (from, to) = (operands[0].from, operands[operands.len() - 1].to);
        let is_literal = |o: &Operand| {
            o.to == o.from + 1 && !matches!(o.expr.kind, ExprKind::Name(_) | ExprKind::Bool(_) | ExprKind::None)
        };
        let near = operands[..at].iter().rev().chain(&operands[at..]).find_map(|o| match &o.expr.kind {
            ExprKind::Compare(left, rest) if rest.len() == 1 => Some((o, left.span, rest[0].0)),
            _ => None,
        });
        let Some((compared, left, op)) = near else {
            return self.no_comparison(diag, operands, at, word);
        };
        // The tokens of `status ==`: from the operand's start up to its right side.
        let right = (compared.from..compared.to).find(|&i| self.tokens[i].span.start >= left.end);
        let Some(sign) = right else { return diag };
        let width = if matches!(op, Compare::NotIn | Compare::IsNot) { 2 } else { 1 };
        let subject = self.tokens_text(compared.from, sign);
        let test = self.tokens_text(compared.from, sign + width);
        let each: Vec<String> = operands
            .iter()
            .map(|o| {
                let text = self.tokens_text(o.from, o.to);
                if is_literal(o) { format!("{test} {text}") } else { text }
            })
            .collect();
        let diag = diag.label("compare it too");
        let diag = self.instead(diag, from, to, &each.join(&format!(" {word} ")));
        let list_word = match (op, word) {
            (Compare::Eq, "or") => "in",
            (Compare::Ne, "and") => "not in",
            _ => return diag,
        };
        if !operands.iter().all(|o| is_literal(o) || std::ptr::eq(o, compared)) {
            return diag;
        }
        let values: Vec<String> = operands
            .iter()
            .map(|o| if is_literal(o) { self.tokens_text(o.from, o.to) } else { self.tokens_text(sign + width, o.to) })
            .collect();
        self.instead(diag, from, to, &format!("{subject} {list_word} ({})", values.join(", ")))
    }

    /// A literal among operands none of which compares: a default, or a text to be found.
    fn no_comparison(&self, diag: Diag, operands: &[Operand], at: usize, word: &str) -> Diag {
        let operand = &operands[at];
        let text = self.tokens_text(operand.from, operand.to);
        if word == "or" && at == 1 && operands.len() == 2 && !self.tests_line && self.accepts("=") {
            let first = self.tokens_text(operands[0].from, operands[0].to);
            let diag = diag.label("`??` gives a default");
            return self.instead(diag, operands[0].from, operand.to, &format!("{first} ?? {text}"));
        }
        match operand.expr.kind {
            ExprKind::Str(_) | ExprKind::NoCase(_) => {
                self.instead(diag, operand.from, operand.to, &format!("{text} in line"))
            }
            ExprKind::Raw(_) => self.instead(diag, operand.from, operand.to, &format!("line =~ {text}")),
            _ => diag.label("compare it with a field"),
        }
    }
}

/// Whether an expression is `x == "text"`.
fn equal_to_text(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Compare(_, rest) => {
            matches!(&rest[..], [(Compare::Eq, right)] if matches!(right.kind, ExprKind::Str(_)))
        }
        _ => false,
    }
}

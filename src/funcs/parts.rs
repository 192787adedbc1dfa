//! What `split` and `rsplit` share: their arguments, and where words end.

use std::borrow::Cow;

use super::{clock, text};
use crate::base::text::{char_of, is_space, points};
use crate::data::Value;
use crate::def::textual::Call;
use crate::def::{Expr, Kind, Law1, OnNone, Scope};
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag};

/// Binds a split: the first law where it is at white space, the other at separators.
///
/// White space is meant where the separator is left out or written as None, as in Python; a
/// separator that only turns out to be None is a missing value, and gives None like any other.
pub fn bind(
    scope: &mut Scope<'_>,
    args: &[lang::Expr],
    span: lang::Span,
    at_blanks: Law1,
    at_separators: Law1,
) -> Result<Expr, Diag> {
    let blanks = args.get(1).is_none_or(|separator| matches!(separator.kind, ExprKind::None));
    let mut bound = Vec::new();
    for (place, arg) in args.iter().enumerate() {
        if place != 1 || !blanks {
            bound.push(scope.expr(arg)?);
        }
    }
    let law = if blanks { at_blanks } else { at_separators };
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(Call { law, quick: None, args: bound, none: OnNone::None, misfit, kind: Kind::List }, Kind::List))
}

/// How often at most a text is split; any number where that is left out or negative.
pub fn most(given: Option<&Value<'_>>) -> Option<usize> {
    match given {
        None => Some(usize::MAX),
        Some(most) => super::integer(*most).map(|most| usize::try_from(most).unwrap_or(usize::MAX)),
    }
}

/// What a split at separators is given.
pub struct Given<'a> {
    pub whole: Cow<'a, [u8]>,
    /// Not empty.
    pub separator: Cow<'a, [u8]>,
    pub most: usize,
}

/// Reads the arguments of a split at separators; None where one does not fit.
pub fn given<'a>(args: &[Value<'a>]) -> Option<Given<'a>> {
    Some(Given {
        whole: text(*args.first()?)?,
        separator: text(*args.get(1)?).filter(|separator| !separator.is_empty())?,
        most: most(args.get(2))?,
    })
}

/// How many bytes at the start of a text are no white space.
pub fn first_word(text: &[u8]) -> usize {
    points(text).take_while(|point| !char_of(point).is_some_and(is_space)).map(<[u8]>::len).sum()
}

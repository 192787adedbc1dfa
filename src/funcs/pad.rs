//! Text filled up to a width with one character: shared by `ljust`, `rjust` and `center`.

use std::borrow::Cow;

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::Ret;

/// The widest fill, as for formats.
const WIDEST: usize = 10_000;

/// The text, the width and the character of a call, whose answer `lay` makes of the number of
/// characters that are lacking and the width: how many go before the text.
pub fn fill<'a>(args: &[Value<'a>], out: &mut Vec<u8>, lay: impl FnOnce(usize, usize) -> usize) -> Ret<'a> {
    let (x, width, with) = match args {
        [x, width] => (x, width, Some(Cow::Borrowed(&b" "[..]))),
        [x, width, with] => (x, width, super::text(*with)),
        _ => return Ret::Cell(Cell::None),
    };
    let (Some(text), Some(width), Some(with)) = (super::text(*x), super::integer(*width), with) else {
        return Ret::Cell(Cell::None);
    };
    let width = usize::try_from(width).unwrap_or(0);
    if width > WIDEST || text::count(&with) != 1 {
        return Ret::Cell(Cell::None);
    }
    let lack = width.saturating_sub(text::count(&text));
    if lack == 0 {
        return super::part(text, |text| text, out);
    }
    let before = lay(lack, width);
    (0..before).for_each(|_| out.extend_from_slice(&with));
    out.extend_from_slice(&text);
    (before..lack).for_each(|_| out.extend_from_slice(&with));
    Ret::New
}

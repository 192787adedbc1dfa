//! Phone numbers: a plus and 8 to 15 digits, as the world writes them, and ten digits in
//! groups of 3-3-4, as North America does. Other spellings look like any number.

use memchr::{memchr_iter, memchr3_iter};

/// Gives the numbers with a plus in order, then the others.
pub fn scan(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    let mut done = 0;
    for plus in memchr_iter(b'+', text) {
        let joined = plus > 0 && (super::is_word(text[plus - 1]) || text[plus - 1] == b'+');
        if plus < done || joined || !matches!(text.get(plus + 1), Some(b'1'..=b'9')) {
            continue;
        }
        if let Some(end) = international(text, plus + 1) {
            put(plus, end);
            done = end;
        }
    }
    done = 0;
    for at in memchr3_iter(b'-', b'.', b')', text) {
        if let Some((start, end)) = grouped(text, at)
            && start >= done
        {
            put(start, end);
            done = end;
        }
    }
}

/// Where a number ends whose first digit is at `start`.
fn international(text: &[u8], start: usize) -> Option<usize> {
    let (mut digits, mut gap) = (0, 0);
    let mut end = start;
    for (at, byte) in text.iter().enumerate().skip(start) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                gap = 0;
                end = at + 1;
            }
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' if gap < 2 => gap += 1,
            _ => break,
        }
        if digits > 15 {
            return None;
        }
    }
    let joined = text.get(end).is_some_and(|b| super::is_word(*b));
    (digits >= 8 && !joined).then_some(end)
}

/// A number of 3-3-4 digits whose first group ends at `at`: `555-123-4567`, `(555) 123-4567`.
fn grouped(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let digits = |from: usize, n: usize| text.get(from..from + n).is_some_and(|g| g.iter().all(u8::is_ascii_digit));
    let area = at.checked_sub(3)?;
    let bracket = text[at] == b')';
    let start = if bracket { area.checked_sub(1).filter(|open| text[*open] == b'(')? } else { area };
    let next = at + 1 + usize::from(bracket && text.get(at + 1) == Some(&b' '));
    let separator = text.get(next + 3)?;
    let same = if bracket { matches!(separator, b'-' | b'.' | b' ') } else { *separator == text[at] };
    let opens = |at: usize| matches!(text.get(at), Some(b'2'..=b'9'));
    let shaped = same && digits(area, 3) && digits(next, 3) && digits(next + 4, 4) && opens(area) && opens(next);
    let end = next + 8;
    (shaped && super::stands_alone(text, start, end)).then_some((start, end))
}

//! Card numbers: 13 to 19 digits that open as cards do and pass the Luhn check, in one
//! run or grouped as on cards, with one kind of separator, a blank or a hyphen.

/// A number of 13 digits covers one of any so many neighbours.
const STRIDE: usize = 13;

/// Gives the numbers in order.
pub fn scan(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    let part = |b: &u8| matches!(b, b'0'..=b'9' | b' ' | b'-');
    let mut probe = STRIDE - 1;
    let mut done = 0;
    while probe < text.len() {
        if !part(&text[probe]) {
            probe += STRIDE;
            continue;
        }
        let start = text[done..probe].iter().rposition(|b| !part(b)).map_or(done, |at| done + at + 1);
        let end = probe + text[probe..].iter().take_while(|b| part(b)).count();
        numbers(text, start, end, put);
        done = end;
        probe = end + STRIDE;
    }
}

/// Looks through a run of digits and separators.
fn numbers(text: &[u8], from: usize, to: usize, put: &mut impl FnMut(usize, usize)) {
    let mut at = from;
    while at < to {
        let digits = text[at..to].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            at += 1;
            continue;
        }
        match number(text, at, to, digits) {
            Some(end) => {
                put(at, end);
                at = end;
            }
            None => at += digits,
        }
    }
}

/// Where the card number ends that starts with the group of so many digits at `start`.
fn number(text: &[u8], start: usize, to: usize, digits: usize) -> Option<usize> {
    let mut groups = [digits; 6];
    let (mut n, mut end) = (1, start + digits);
    let separator = text.get(end).copied();
    while digits == 4 && n < groups.len() && end < to && text.get(end).copied() == separator {
        let more = text[end + 1..to].iter().take_while(|b| b.is_ascii_digit()).count();
        if more == 0 {
            break;
        }
        groups[n] = more;
        n += 1;
        end += 1 + more;
    }
    // A number may follow after the card's: the longest that is grouped as a card is taken.
    for n in (1..=n).rev() {
        let len: usize = groups[..n].iter().sum();
        let end = start + len + n - 1;
        if is_grouped(&groups[..n]) && (13..=19).contains(&len) && is_card(&text[start..end]) && apart(text, start, end)
        {
            return Some(end);
        }
    }
    None
}

fn is_grouped(groups: &[usize]) -> bool {
    matches!(groups, [_] | [4, 6, 4 | 5] | [4, 4, 4, 1..=4] | [4, 4, 4, 4, 1..=3])
}

/// Not part of a word or of a decimal number.
fn apart(text: &[u8], start: usize, end: usize) -> bool {
    let point = |at: usize| text.get(at) == Some(&b'.');
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let fraction = start > 0 && point(start - 1) || point(end) && digit(end + 1);
    super::stands_alone(text, start, end) && !fraction
}

/// The first digits of an issuer, and the Luhn sum.
fn is_card(text: &[u8]) -> bool {
    let mut digits = text.iter().filter(|b| b.is_ascii_digit()).map(|b| u32::from(b - b'0'));
    let head = digits.clone().take(4).fold(0, |n, d| n * 10 + d);
    let issued = matches!(head, 2221..=2720 | 3000..=6999);
    let mut sum = 0;
    let mut twice = false;
    while let Some(digit) = digits.next_back() {
        sum += if twice { digit * 2 / 10 + digit * 2 % 10 } else { digit };
        twice = !twice;
    }
    issued && sum % 10 == 0
}

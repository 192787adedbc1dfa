//! Numbers of machines and of things: MAC addresses and UUIDs.

use memchr::{memchr_iter, memchr3_iter};

/// Gives MAC addresses in order: six pairs of hex digits with `:` or `-`, or three groups
/// of four with dots.
pub fn scan_mac(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    let mut done = 0;
    for at in memchr3_iter(b':', b'-', b'.', text) {
        let (groups, size) = if text[at] == b'.' { (3, 4) } else { (6, 2) };
        let Some(start) = at.checked_sub(size).filter(|start| *start >= done) else { continue };
        let Some(run) = text.get(start..start + groups * (size + 1) - 1) else { continue };
        let end = start + run.len();
        let separated = run.iter().skip(size).step_by(size + 1).all(|b| *b == text[at]);
        let hex = run.split(|b| *b == text[at]).all(|g| g.len() == size && g.iter().all(u8::is_ascii_hexdigit));
        let longer = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|b| *b == text[start + size]);
        let letters = size == 2 || run.iter().any(u8::is_ascii_alphabetic);
        let apart = super::stands_alone(text, start, end) && !longer(start.checked_sub(1)) && !longer(Some(end));
        if separated && hex && letters && apart {
            put(start, end);
            done = end;
        }
    }
}

/// Gives UUIDs in order.
pub fn scan_uuid(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    const LEN: usize = 36;
    let mut done = 0;
    for hyphen in memchr_iter(b'-', text) {
        let Some(start) = hyphen.checked_sub(GROUPS[0]).filter(|start| *start >= done) else { continue };
        let Some(run) = text.get(start..start + LEN) else { continue };
        let shaped = run.split(|b| *b == b'-').map(<[u8]>::len).eq(GROUPS);
        let hex = run.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
        if shaped && hex && super::stands_alone(text, start, start + LEN) {
            put(start, start + LEN);
            done = start + LEN;
        }
    }
}

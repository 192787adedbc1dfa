//! Letters and their case, where std does not say what Python does.
//!
//! std knows which characters are alphabetic, which takes in marks and circled letters, and
//! maps to upper and lower case, but neither letters proper nor title case. What is missing is
//! laid over it as tables, which a test compares with the regex crate's for every character.
//! A crate for general categories was rejected: it would bring all of them for one question.

use super::text::is_title;

/// What is alphabetic and no letter, numbers aside: marks that go with letters, and letters in
/// circles and squares. Unicode 16, first and last of each run; characters between that are
/// not alphabetic are not looked up.
#[rustfmt::skip]
const MARKS: &[(u32, u32)] = &[
    (0x345, 0x36f), (0x5b0, 0x5c7), (0x610, 0x61a), (0x64b, 0x65f), (0x670, 0x670), (0x6d6, 0x6e4), (0x6e7, 0x6ed),
    (0x711, 0x711), (0x730, 0x73f), (0x7a6, 0x7b0), (0x816, 0x817), (0x81b, 0x823), (0x825, 0x827), (0x829, 0x82c),
    (0x897, 0x897), (0x8d4, 0x903), (0x93a, 0x93b), (0x93e, 0x94f), (0x955, 0x957), (0x962, 0x963), (0x981, 0x983),
    (0x9be, 0x9cc), (0x9d7, 0x9d7), (0x9e2, 0x9e3), (0xa01, 0xa03), (0xa3e, 0xa51), (0xa70, 0xa71), (0xa75, 0xa83),
    (0xabe, 0xacc), (0xae2, 0xae3), (0xafa, 0xb03), (0xb3e, 0xb57), (0xb62, 0xb63), (0xb82, 0xb82), (0xbbe, 0xbcc),
    (0xbd7, 0xc04), (0xc3e, 0xc56), (0xc62, 0xc63), (0xc81, 0xc83), (0xcbe, 0xcd6), (0xce2, 0xce3), (0xcf3, 0xd03),
    (0xd3e, 0xd4c), (0xd57, 0xd57), (0xd62, 0xd63), (0xd81, 0xd83), (0xdcf, 0xdf3), (0xe31, 0xe31), (0xe34, 0xe3a),
    (0xe4d, 0xe4d), (0xeb1, 0xeb1), (0xeb4, 0xebc), (0xecd, 0xecd), (0xf71, 0xf83), (0xf8d, 0xfbc), (0x102b, 0x103e),
    (0x1056, 0x1059), (0x105e, 0x1060), (0x1062, 0x1064), (0x1067, 0x106d), (0x1071, 0x1074), (0x1082, 0x108d),
    (0x108f, 0x109d), (0x1712, 0x1713), (0x1732, 0x1733), (0x1752, 0x1753), (0x1772, 0x1773), (0x17b6, 0x17c8),
    (0x1885, 0x1886), (0x18a9, 0x18a9), (0x1920, 0x1938), (0x1a17, 0x1a1b), (0x1a55, 0x1a74), (0x1abf, 0x1b04),
    (0x1b35, 0x1b43), (0x1b80, 0x1b82), (0x1ba1, 0x1bad), (0x1be7, 0x1bf1), (0x1c24, 0x1c36), (0x1dd3, 0x1df4),
    (0x24b6, 0x24e9), (0x2de0, 0x2dff), (0xa674, 0xa67b), (0xa69e, 0xa69f), (0xa802, 0xa802), (0xa80b, 0xa80b),
    (0xa823, 0xa827), (0xa880, 0xa881), (0xa8b4, 0xa8c5), (0xa8ff, 0xa8ff), (0xa926, 0xa92a), (0xa947, 0xa952),
    (0xa980, 0xa983), (0xa9b4, 0xa9bf), (0xa9e5, 0xa9e5), (0xaa29, 0xaa36), (0xaa43, 0xaa43), (0xaa4c, 0xaa4d),
    (0xaa7b, 0xaa7d), (0xaab0, 0xaab0), (0xaab2, 0xaab4), (0xaab7, 0xaab8), (0xaabe, 0xaabe), (0xaaeb, 0xaaef),
    (0xaaf5, 0xaaf5), (0xabe3, 0xabea), (0xfb1e, 0xfb1e), (0x10376, 0x1037a), (0x10a01, 0x10a0f), (0x10d24, 0x10d27),
    (0x10d69, 0x10d69), (0x10eab, 0x10eac), (0x10efc, 0x10efc), (0x11000, 0x11002), (0x11038, 0x11045),
    (0x11073, 0x11074), (0x11080, 0x11082), (0x110b0, 0x110c2), (0x11100, 0x11102), (0x11127, 0x11132),
    (0x11145, 0x11146), (0x11180, 0x11182), (0x111b3, 0x111bf), (0x111ce, 0x111cf), (0x1122c, 0x1123e),
    (0x11241, 0x11241), (0x112df, 0x11303), (0x1133e, 0x1134c), (0x11357, 0x11357), (0x11362, 0x11363),
    (0x113b8, 0x113cd), (0x11435, 0x11445), (0x114b0, 0x114c1), (0x115af, 0x115be), (0x115dc, 0x115dd),
    (0x11630, 0x11640), (0x116ab, 0x116b5), (0x1171d, 0x1172a), (0x1182c, 0x11838), (0x11930, 0x1193c),
    (0x11940, 0x11940), (0x11942, 0x11942), (0x119d1, 0x119df), (0x119e4, 0x119e4), (0x11a01, 0x11a0a),
    (0x11a35, 0x11a39), (0x11a3b, 0x11a3e), (0x11a51, 0x11a5b), (0x11a8a, 0x11a97), (0x11c2f, 0x11c3e),
    (0x11c92, 0x11cb6), (0x11d31, 0x11d43), (0x11d47, 0x11d47), (0x11d8a, 0x11d96), (0x11ef3, 0x11f01),
    (0x11f03, 0x11f03), (0x11f34, 0x11f40), (0x1611e, 0x1612e), (0x16f4f, 0x16f4f), (0x16f51, 0x16f92),
    (0x16ff0, 0x16ff1), (0x1bc9e, 0x1bc9e), (0x1e000, 0x1e02a), (0x1e08f, 0x1e08f), (0x1e947, 0x1e947),
    (0x1f130, 0x1f189),
];

/// Whether Python calls it a letter: Unicode's categories of letters.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    if !c.is_alphabetic() || c.is_numeric() {
        return false;
    }
    let c = u32::from(c);
    let at = MARKS.partition_point(|(_, last)| *last < c);
    MARKS.get(at).is_none_or(|(first, _)| *first > c)
}

/// Whether it has a case: upper, lower or title.
fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || is_title(c)
}

/// Appends the title case of a character, by Unicode's full mapping. It is the upper case but
/// for digraphs, ligatures, Georgian, and Greek with its iota below.
fn push_title(c: char, out: &mut String) {
    match c {
        'ß' => out.push_str("Ss"),
        'Ǆ'..='ǆ' => out.push('ǅ'),
        'Ǉ'..='ǉ' => out.push('ǈ'),
        'Ǌ'..='ǌ' => out.push('ǋ'),
        'Ǳ'..='ǳ' => out.push('ǲ'),
        'և' => out.push_str("Եւ"),
        // Georgian has capitals for whole words, never for the first letter of one.
        'ა'..='ჺ' | 'ჽ'..='ჿ' => out.push(c),
        // Eight small letters stand before the eight of title case.
        '\u{1f80}'..='\u{1faf}' => out.extend(char::from_u32(u32::from(c) | 8)),
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => out.extend(char::from_u32(u32::from(c) + 9)),
        '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}' => out.push(c),
        '\u{1fb2}' => out.push_str("\u{1fba}\u{345}"),
        '\u{1fb4}' => out.push_str("\u{386}\u{345}"),
        '\u{1fb7}' => out.push_str("\u{391}\u{342}\u{345}"),
        '\u{1fc2}' => out.push_str("\u{1fca}\u{345}"),
        '\u{1fc4}' => out.push_str("\u{389}\u{345}"),
        '\u{1fc7}' => out.push_str("\u{397}\u{342}\u{345}"),
        '\u{1ff2}' => out.push_str("\u{1ffa}\u{345}"),
        '\u{1ff4}' => out.push_str("\u{38f}\u{345}"),
        '\u{1ff7}' => out.push_str("\u{3a9}\u{342}\u{345}"),
        'ﬀ' => out.push_str("Ff"),
        'ﬁ' => out.push_str("Fi"),
        'ﬂ' => out.push_str("Fl"),
        'ﬃ' => out.push_str("Ffi"),
        'ﬄ' => out.push_str("Ffl"),
        'ﬅ' | 'ﬆ' => out.push_str("St"),
        'ﬓ' => out.push_str("Մն"),
        'ﬔ' => out.push_str("Մե"),
        'ﬕ' => out.push_str("Մի"),
        'ﬖ' => out.push_str("Վն"),
        'ﬗ' => out.push_str("Մխ"),
        other => out.extend(other.to_uppercase()),
    }
}

/// How [`recase`] changes the case of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recase {
    /// Title case for what begins a run of cased characters, lower case within it.
    Title,
    /// Title case for the first character, lower case for the others.
    Capitalize,
    /// Upper case for lower and lower for upper.
    Swap,
}

/// Appends a text in another case, as Python's methods have it. Bad bytes stay, and are
/// characters without a case.
pub fn recase(bytes: &[u8], how: Recase, out: &mut Vec<u8>) {
    // The usual text: nothing is copied twice.
    if bytes.is_ascii() {
        let mut in_word = false;
        out.extend(bytes.iter().enumerate().map(|(at, byte)| {
            let small = match how {
                Recase::Title => in_word,
                Recase::Capitalize => at > 0,
                Recase::Swap => byte.is_ascii_uppercase(),
            };
            in_word = byte.is_ascii_alphabetic();
            if small { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() }
        }));
        return;
    }
    let mut first = true;
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(recased(chunk.valid(), how, first).as_bytes());
        out.extend_from_slice(chunk.invalid());
        first = false;
    }
}

fn recased(text: &str, how: Recase, first: bool) -> String {
    // A sigma at the end of a word has a lower case of its own. std looks for that in a whole
    // text; so all of it is lowered, and each character's part is taken from there.
    let lowered = text.to_lowercase();
    let mut lower = lowered.chars();
    let mut out = String::with_capacity(text.len());
    let mut in_word = false;
    for (at, c) in text.chars().enumerate() {
        let small = lower.by_ref().take(c.to_lowercase().count());
        match how {
            Recase::Title if !in_word => {
                small.for_each(drop);
                push_title(c, &mut out);
            }
            Recase::Capitalize if first && at == 0 => {
                small.for_each(drop);
                push_title(c, &mut out);
            }
            Recase::Title | Recase::Capitalize => out.extend(small),
            Recase::Swap if c.is_uppercase() => out.extend(small),
            Recase::Swap => {
                small.for_each(drop);
                if c.is_lowercase() { out.extend(c.to_uppercase()) } else { out.push(c) }
            }
        }
        in_word = is_cased(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn letters_are_those_of_the_categories() {
        let (letter, known) = (Regex::new(r"\p{L}").unwrap(), Regex::new(r"\P{Cn}").unwrap());
        let mut seen = 0;
        for c in '\0'..=char::MAX {
            let text = c.encode_utf8(&mut [0; 4]).to_string();
            if known.is_match(&text) {
                assert_eq!(is_letter(c), letter.is_match(&text), "U+{:04X}", u32::from(c));
                seen += usize::from(is_letter(c));
            }
        }
        assert!(seen > 130_000, "{seen}");
    }

    #[test]
    fn runs_are_in_order() {
        assert!(MARKS.is_sorted_by(|a, b| a.0 <= a.1 && a.1 < b.0));
    }

    #[test]
    fn a_sigma_at_the_end_of_a_word_is_another() {
        let of = |text: &str, how| {
            let mut out = Vec::new();
            recase(text.as_bytes(), how, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of("ὈΔΥΣΣΕΎΣ ΣΑΣ'Σ", Recase::Title), "Ὀδυσσεύς Σασ'Σ");
        assert_eq!(of("ΣΑΣ ΣΑΣ", Recase::Capitalize), "Σας σας");
        assert_eq!(of("ΑΣ ς İ ǅ", Recase::Swap), "ας Σ i̇ ǅ");
    }

    #[test]
    fn bad_bytes_part_words() {
        let mut out = Vec::new();
        recase(b"ab\xffcd", Recase::Title, &mut out);
        assert_eq!(out, b"Ab\xffCd");
        out.clear();
        recase(b"\xffab", Recase::Capitalize, &mut out);
        assert_eq!(out, b"\xffab");
    }
}

//! Shapes of time stamps: what stands at each place, read off a date pattern.
//!
//! A layout has to know where a stamp ends, and a stamp holds blanks, commas and colons of its
//! own. So a date pattern (of `strftime`, or of Java) becomes a list of what stands where, and a
//! text has that shape or has not. Values are not looked at: whether there is a 31st of June is
//! the business of who reads the time.

/// What stands at one place of a stamp.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    /// From so many to so many digits.
    Digits(usize, usize),
    /// A day of a month, with a blank before a single digit.
    Day,
    /// A name of letters: a month, a day, `PM`.
    Name,
    /// This byte.
    Byte(u8),
    /// A fraction of a second and the point or comma before it; perhaps nothing.
    Fraction,
    /// `Z`, `+01:00`, `-0700`, `+01`, or the letters of a zone.
    Zone,
    /// The same after a blank; perhaps nothing.
    AfterBlank,
    /// `Z` or a distance from UTC; perhaps nothing.
    Offset,
    /// `T` or a blank.
    Between,
}

/// The shape of a stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    marks: Vec<Mark>,
    example: String,
}

/// What a directive of `strftime` spells, in those that have one letter.
fn directive(letter: char) -> Option<&'static str> {
    Some(match letter {
        'F' => "%Y-%m-%d",
        'T' | 'X' => "%H:%M:%S",
        'D' | 'x' => "%m/%d/%y",
        'R' => "%H:%M",
        'r' => "%I:%M:%S %p",
        'c' => "%a %b %e %H:%M:%S %Y",
        'h' => "%b",
        _ => return None,
    })
}

impl Shape {
    /// The shape of a pattern of `strftime`.
    pub fn strftime(pattern: &str) -> Result<Shape, String> {
        let mut shape = Shape { marks: Vec::new(), example: String::new() };
        shape.add_strftime(pattern)?;
        Ok(shape)
    }

    fn add_strftime(&mut self, pattern: &str) -> Result<(), String> {
        let mut chars = pattern.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                self.literal(c);
                continue;
            }
            let mut letter = chars.next();
            // Flags of glibc, which change the padding.
            let flag = letter.filter(|c| matches!(c, '-' | '_' | '0' | '^' | '#' | 'E' | 'O' | ':'));
            if flag.is_some() {
                letter = chars.next();
            }
            let least = if flag.is_some_and(|flag| matches!(flag, '-' | '_')) { 1 } else { 2 };
            match letter {
                Some('Y' | 'G') => self.push(Mark::Digits(4, 4), "2026"),
                Some('m') => self.push(Mark::Digits(least, 2), "01"),
                Some('d') => self.push(Mark::Digits(least, 2), "02"),
                Some('y' | 'g' | 'C') => self.push(Mark::Digits(least, 2), "26"),
                Some('H') => self.push(Mark::Digits(least, 2), "15"),
                Some('I') => self.push(Mark::Digits(least, 2), "03"),
                Some('M') => self.push(Mark::Digits(least, 2), "04"),
                Some('S') => self.push(Mark::Digits(least, 2), "05"),
                Some('U' | 'V' | 'W') => self.push(Mark::Digits(least, 2), "01"),
                Some('e' | 'k' | 'l') => self.push(Mark::Day, " 2"),
                Some('j') => self.push(Mark::Digits(3, 3), "002"),
                Some('u' | 'w') => self.push(Mark::Digits(1, 1), "5"),
                Some('s') => self.push(Mark::Digits(1, 20), "1767366245"),
                Some('f') => self.push(Mark::Digits(1, 9), "678901"),
                Some('L') => self.push(Mark::Digits(3, 3), "678"),
                Some('N') => self.push(Mark::Digits(9, 9), "678901234"),
                Some('a') => self.push(Mark::Name, "Fri"),
                Some('A') => self.push(Mark::Name, "Friday"),
                Some('b' | 'h') => self.push(Mark::Name, "Jan"),
                Some('B') => self.push(Mark::Name, "January"),
                Some('p' | 'P') => self.push(Mark::Name, "PM"),
                Some('z') => self.push(Mark::Zone, "+0000"),
                Some('Z') => self.push(Mark::Zone, "UTC"),
                Some('n') => self.literal('\n'),
                Some('t') => self.literal('\t'),
                Some('%') => self.literal('%'),
                Some(letter) => match directive(letter) {
                    Some(spelled) => self.add_strftime(spelled)?,
                    None => return Err(format!("`%{letter}` is no directive of a date; `%Y-%m-%d %H:%M:%S` are")),
                },
                None => return Err("a `%` at the end of a date pattern says nothing; `%%` is a percent sign".into()),
            }
        }
        Ok(())
    }

    /// The shape of a date pattern of Java: `yyyy-MM-dd HH:mm:ss,SSS`, or one that log4j has a
    /// name for.
    pub fn java(pattern: &str) -> Result<Shape, String> {
        let pattern = match pattern.trim() {
            "" | "DEFAULT" => "yyyy-MM-dd HH:mm:ss,SSS",
            "DEFAULT_MICROS" => "yyyy-MM-dd HH:mm:ss,SSSSSS",
            "DEFAULT_NANOS" => "yyyy-MM-dd HH:mm:ss,SSSSSSSSS",
            "DEFAULT_PERIOD" => "yyyy-MM-dd HH:mm:ss.SSS",
            "ISO8601" => return Ok(Shape::iso8601()),
            "ISO8601_BASIC" => "yyyyMMdd'T'HHmmss,SSS",
            "ISO8601_BASIC_PERIOD" => "yyyyMMdd'T'HHmmss.SSS",
            "ISO8601_PERIOD" => "yyyy-MM-dd'T'HH:mm:ss.SSS",
            "ISO8601_PERIOD_MICROS" => "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
            "ISO8601_OFFSET_DATE_TIME_HH" => "yyyy-MM-dd'T'HH:mm:ss,SSSX",
            "ISO8601_OFFSET_DATE_TIME_HHMM" => "yyyy-MM-dd'T'HH:mm:ss,SSSXX",
            "ISO8601_OFFSET_DATE_TIME_HHCMM" | "STRICT" => "yyyy-MM-dd'T'HH:mm:ss,SSSXXX",
            "ABSOLUTE" => "HH:mm:ss,SSS",
            "ABSOLUTE_PERIOD" => "HH:mm:ss.SSS",
            "ABSOLUTE_MICROS" => "HH:mm:ss,SSSSSS",
            "ABSOLUTE_NANOS" => "HH:mm:ss,SSSSSSSSS",
            "COMPACT" => "yyyyMMddHHmmssSSS",
            "DATE" => "dd MMM yyyy HH:mm:ss,SSS",
            "DATE_PERIOD" => "dd MMM yyyy HH:mm:ss.SSS",
            "UNIX" => "s",
            "UNIX_MILLIS" => "s",
            other => other,
        };
        let mut shape = Shape { marks: Vec::new(), example: String::new() };
        if pattern == "s" {
            shape.push(Mark::Digits(1, 20), "1767366245");
            return Ok(shape);
        }
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            if c == '\'' {
                shape.java_quote(&mut chars);
                continue;
            }
            if !c.is_ascii_alphabetic() {
                shape.literal(c);
                continue;
            }
            let mut n = 1;
            while chars.next_if_eq(&c).is_some() {
                n += 1;
            }
            shape.java_letters(c, n)?;
        }
        Ok(shape)
    }

    /// Literal text, up to the closing quote; two quotes are one.
    fn java_quote(&mut self, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
        if chars.next_if_eq(&'\'').is_some() {
            return self.literal('\'');
        }
        while let Some(c) = chars.next() {
            if c == '\'' && chars.next_if_eq(&'\'').is_none() {
                return;
            }
            self.literal(c);
        }
    }

    fn java_letters(&mut self, letter: char, n: usize) -> Result<(), String> {
        match (letter, n) {
            ('y' | 'u' | 'Y', 2) => self.push(Mark::Digits(2, 2), "26"),
            ('y' | 'u' | 'Y', _) => self.push(Mark::Digits(n.max(4), n.max(4)), "2026"),
            ('M' | 'L', 1 | 2) => self.push(Mark::Digits(n, 2), "01"),
            ('M' | 'L', _) => self.push(Mark::Name, "Jan"),
            ('d', _) => self.push(Mark::Digits(n.min(2), 2), "02"),
            ('D', _) => self.push(Mark::Digits(n.min(3), 3), "002"),
            ('H' | 'k', _) => self.push(Mark::Digits(n.min(2), 2), "15"),
            ('h' | 'K', _) => self.push(Mark::Digits(n.min(2), 2), "03"),
            ('m', _) => self.push(Mark::Digits(n.min(2), 2), "04"),
            ('s', _) => self.push(Mark::Digits(n.min(2), 2), "05"),
            ('S' | 'n' | 'N', _) => self.push(Mark::Digits(n.min(9), 9), &"678901234"[..n.min(9)]),
            ('E' | 'e' | 'c', _) => self.push(Mark::Name, "Fri"),
            ('a', _) => self.push(Mark::Name, "PM"),
            ('z' | 'Z' | 'X' | 'x' | 'O' | 'V', _) => self.push(Mark::Zone, "+00:00"),
            _ => {
                let letters = letter.to_string().repeat(n);
                return Err(format!("`{letters}` is no part of a date pattern; `yyyy-MM-dd HH:mm:ss,SSS` are"));
            }
        }
        Ok(())
    }

    /// `02/Jan/2026:15:04:05 +0000`, as access logs have it.
    pub fn clf() -> Shape {
        Shape::of("%d/%b/%Y:%H:%M:%S %z")
    }

    /// The same with a fraction and no zone, as HAProxy has it.
    pub fn clf_fraction() -> Shape {
        let mut shape = Shape::of("%d/%b/%Y:%H:%M:%S");
        shape.push(Mark::Fraction, ".678");
        shape
    }

    /// `2026-01-02T15:04:05` and perhaps a fraction and a zone.
    pub fn iso8601() -> Shape {
        let mut shape = Shape::of("%Y-%m-%d");
        // Logback writes a blank under this name, and log4j a `T`.
        shape.push(Mark::Between, "T");
        shape.add(&[(Mark::Digits(2, 2), "15"), (Mark::Byte(b':'), ":"), (Mark::Digits(2, 2), "04")]);
        shape.add(&[(Mark::Byte(b':'), ":"), (Mark::Digits(2, 2), "05"), (Mark::Fraction, ""), (Mark::Offset, "Z")]);
        shape
    }

    /// `2026-01-02 15:04:05` and perhaps a fraction, and a zone after a blank.
    pub fn clock(zone: bool) -> Shape {
        let mut shape = Shape::of("%Y-%m-%d %H:%M:%S");
        shape.push(Mark::Fraction, "");
        if zone {
            shape.push(Mark::AfterBlank, " UTC");
        }
        shape
    }

    fn of(pattern: &str) -> Shape {
        Shape::strftime(pattern).unwrap_or_else(|_| Shape { marks: Vec::new(), example: String::new() })
    }

    /// One of it, for messages.
    pub fn example(&self) -> &str {
        &self.example
    }

    fn push(&mut self, mark: Mark, example: &str) {
        self.marks.push(mark);
        self.example.push_str(example);
    }

    fn add(&mut self, marks: &[(Mark, &str)]) {
        for (mark, example) in marks {
            self.push(mark.clone(), example);
        }
    }

    fn literal(&mut self, c: char) {
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            self.marks.push(Mark::Byte(byte));
        }
        self.example.push(c);
    }

    /// Where a stamp of this shape, from `at` on, ends.
    #[inline]
    pub fn end(&self, line: &[u8], mut at: usize) -> Option<usize> {
        for mark in &self.marks {
            let rest = line.get(at..)?;
            at += match mark {
                Mark::Byte(byte) => (rest.first()? == byte).then_some(1)?,
                Mark::Digits(2, 2) => match rest {
                    [a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit() => 2,
                    _ => return None,
                },
                Mark::Digits(least, most) => {
                    let n = digits(&rest[..rest.len().min(*most)]);
                    (n >= *least).then_some(n)?
                }
                Mark::Day => {
                    let blank = usize::from(rest.first()? == &b' ');
                    let n = digits(&rest[blank..rest.len().min(2)]);
                    (n > 0).then_some(blank + n)?
                }
                Mark::Name => {
                    let n = name(rest);
                    (n > 0).then_some(n)?
                }
                Mark::Fraction => match rest {
                    [b'.' | b',', digit, ..] if digit.is_ascii_digit() => 1 + digits(&rest[1..]),
                    _ => 0,
                },
                Mark::Zone => zone(rest)?,
                Mark::Between => matches!(rest.first()?, b'T' | b' ').then_some(1)?,
                Mark::Offset => match rest {
                    [b'Z', ..] => 1,
                    [b'+' | b'-', ..] => zone(rest).unwrap_or(0),
                    _ => 0,
                },
                Mark::AfterBlank => match rest {
                    [b' ', after @ ..] => zone(after).map_or(0, |n| n + 1),
                    _ => zone(rest).unwrap_or(0),
                },
            };
        }
        Some(at)
    }
}

/// How many digits stand first.
#[inline]
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// How many letters stand first; those that are no ASCII are months of other languages, which
/// may end in a point.
#[inline]
fn name(text: &[u8]) -> usize {
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic() || !b.is_ascii()).count();
    let has_point = letters > 2 && matches!(text[letters..], [b'.', b' ' | b'-' | b'/', ..]);
    letters + usize::from(has_point)
}

/// How long the zone is that stands first.
#[inline]
fn zone(text: &[u8]) -> Option<usize> {
    match text {
        [b'+' | b'-', after @ ..] => {
            let n = digits(&after[..after.len().min(4)]);
            let minutes = match after.get(n..) {
                Some([b':', a, b, ..]) if a.is_ascii_digit() && b.is_ascii_digit() => 3,
                _ => 0,
            };
            (n >= 2).then_some(1 + n + minutes)
        }
        _ => {
            // `UTC`, `GMT+01:00`, `Europe/Berlin`.
            let n = text.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'/' || **b == b'_').count();
            let more =
                if n == 3 { text.get(n..).filter(|t| matches!(t, [b'+' | b'-', ..])).and_then(zone) } else { None };
            (n > 0 && text[0].is_ascii_uppercase()).then_some(n + more.unwrap_or(0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest<'a>(shape: &Shape, text: &'a str) -> Option<&'a str> {
        shape.end(text.as_bytes(), 0).map(|end| &text[end..])
    }

    #[test]
    fn shapes_end_where_stamps_do() {
        for (shape, text, after) in [
            (Shape::clf(), "10/Oct/2025:13:55:36 -0700] x", Some("] x")),
            (Shape::clf(), "10/10/2025:13:55:36 -0700]", None),
            (Shape::clf_fraction(), "10/Oct/2025:12:14:14.655]", Some("]")),
            (Shape::iso8601(), "2025-10-10T13:55:36+02:00 x", Some(" x")),
            (Shape::iso8601(), "2025-10-10T13:55:36.123Z x", Some(" x")),
            (Shape::clock(false), "2025-10-10 13:55:36,123 - app", Some(" - app")),
            (Shape::clock(false), "2025-10-10 13:55:36 INFO", Some(" INFO")),
            (Shape::clock(true), "2025-10-10 13:55:36.123 CEST [9]", Some(" [9]")),
            (Shape::clock(true), "2025-10-10 13:55:36.123 +03 [9]", Some(" [9]")),
            (Shape::java("yyyy-MM-dd HH:mm:ss,SSS").unwrap(), "2025-10-10 13:55:36,123 x", Some(" x")),
            (Shape::java("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").unwrap(), "2025-10-10T13:55:36.123Z x", Some(" x")),
            (Shape::java("dd.MM.yy, h:mm a").unwrap(), "10.10.25, 1:55 PM x", Some(" x")),
            (Shape::java("MMM d''").unwrap(), "f\u{e9}vr. 7' x", Some(" x")),
            (Shape::java("ISO8601").unwrap(), "2025-10-10 13:55:36,123 INFO", Some(" INFO")),
            (Shape::strftime("%b %e %T").unwrap(), "Oct  9 22:14:15 h", Some(" h")),
            (Shape::strftime("%-d/%-m").unwrap(), "9/1 h", Some(" h")),
            (Shape::strftime("%H:%M").unwrap(), "9:1 h", None),
        ] {
            assert_eq!(rest(&shape, text), after, "{text}");
        }
    }

    #[test]
    fn an_example_has_its_own_shape() {
        for pattern in ["%c", "%d/%b/%Y:%T %z", "%Y%m%d%H%M%S.%f", "%j %A %B %p %Z %s"] {
            let shape = Shape::strftime(pattern).unwrap();
            assert_eq!(rest(&shape, shape.example()), Some(""), "{pattern}");
        }
        assert!(Shape::strftime("%Q").is_err() && Shape::strftime("%").is_err() && Shape::java("bbb").is_err());
    }
}

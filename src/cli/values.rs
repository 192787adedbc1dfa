//! The values of options: from text to what it means, or a message.
//!
//! Each function is a clap value parser. A message says what was found and gives one
//! spelling that works; the option's name is put before it by [`super::opts`]. They
//! stand apart from the options so that the definition reads as a table.

use crate::base::Zone;
use crate::base::time::parse_literal;
use crate::lang::nearest;

/// The codec and level of `-z`. The names are checked against the registry later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compress {
    pub codec: String,
    /// None is the codec's default.
    pub level: Option<i32>,
}

/// The most bytes of a line or a block: spans address 31 bits, with room to spare.
const MAX_LINE: u64 = 1 << 30;

/// A number of bytes: plain, or with a unit. `K`, `M`, `G`, `T` count in powers of 1024
/// as `KiB` does and as other tools take them; `KB`, `MB`, ... count in powers of 1000.
pub fn size(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is not a size; write `64MiB`, `64M`, `64MB` or `67108864`");
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let unit = unit.to_ascii_lowercase();
    let mut letters = unit.chars();
    let power = match letters.next() {
        None | Some('b') => 0,
        Some('k') => 1,
        Some('m') => 2,
        Some('g') => 3,
        Some('t') => 4,
        Some(_) => return Err(wrong()),
    };
    let base: u64 = match (power, letters.as_str()) {
        (0, "") | (1.., "" | "ib" | "i") => 1024,
        (1.., "b") => 1000,
        _ => return Err(wrong()),
    };
    let unit = base.checked_pow(power).unwrap_or(u64::MAX);
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is more bytes than there are"))
}

/// A size from 1 byte to 1 GiB.
pub fn line_size(text: &str) -> Result<usize, String> {
    let bytes = size(text)?;
    if !(1..=MAX_LINE).contains(&bytes) {
        return Err(format!("`{text}` is out of range; the sizes are 1 to 1GiB"));
    }
    Ok(bytes as usize)
}

/// A size of at least 1 MiB.
pub fn memory(text: &str) -> Result<usize, String> {
    let bytes = size(text)?;
    if bytes < 1 << 20 {
        return Err(format!("`{text}` is too little; give at least 1MiB"));
    }
    Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
}

/// A number of lines.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number of lines; write `3`"))
}

/// A number of threads from 1 to 1024.
pub fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err(format!("`{text}` is not a number of threads; write `4`, or leave the option out")),
    }
}

/// `NAME=TEXT`.
pub fn argument(text: &str) -> Result<(String, String), String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(format!("`{text}` has no `=`; write `--arg {}=text`", if is_name(text) { text } else { "name" }));
    };
    if !is_name(name) {
        return Err(format!("`{name}` is not a name; write `--arg name=text`, and read it as arg.name"));
    }
    Ok((name.to_string(), value.to_string()))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The name of an input format. A quoted text is grep's `-i` habit.
pub fn input(text: &str) -> Result<String, String> {
    if quoted(text) {
        return Err(format!("names the input format; to ignore case, use {}", no_case(text)));
    }
    Ok(text.to_string())
}

/// The name of an output format. A quoted text is grep's `-o` habit.
pub fn output(text: &str) -> Result<String, String> {
    if quoted(text) {
        return Err("names the output format; to print only what matches, \
                    use `parse regex r\"(?P<x>...)\" | print f\"{x}\"`"
            .to_string());
    }
    Ok(text.to_string())
}

fn quoted(text: &str) -> bool {
    text.trim_start_matches(['r', 'i', 'f']).starts_with(['"', '\''])
}

/// The two ways to find a text in any case: `i"text" or r"(?i)text"`.
pub fn no_case(text: &str) -> String {
    let text = text.trim_start_matches(['r', 'i', 'f']).trim_matches(['"', '\'']);
    format!("i\"{text}\" or r\"(?i){text}\"")
}

/// `CODEC` or `CODEC:LEVEL`.
pub fn compress(text: &str) -> Result<Compress, String> {
    let Some((codec, level)) = text.split_once(':') else {
        return Ok(Compress { codec: text.to_string(), level: None });
    };
    match level.parse() {
        Ok(level) => Ok(Compress { codec: codec.to_string(), level: Some(level) }),
        Err(_) => Err(format!("`{level}` is not a level; write `{codec}:6`, or `{codec}` alone")),
    }
}

/// A time zone: `UTC`, `+02:00`, a name of the tz database, or `local`, the machine's own.
pub fn zone(text: &str) -> Result<Zone, String> {
    if text == "local" {
        let local = jiff::tz::TimeZone::try_system().map(Zone::named);
        return local.map_err(|_| "the machine does not say its zone; write its name, or `UTC`".to_string());
    }
    if let Some(zone) = Zone::parse(text) {
        return Ok(zone);
    }
    let names = Zone::names_like(text);
    let near = Zone::of_city(text).or_else(|| nearest(text, names.iter().map(String::as_str)).map(str::to_string));
    Err(match near {
        Some(near) => format!("unknown time zone `{text}`; did you mean `{near}`?"),
        None => format!("unknown time zone `{text}`; write `UTC`, `+02:00`, `Europe/Berlin` or `local`"),
    })
}

/// A time, in any spelling that a log may have; one without a zone is in UTC.
pub fn time(text: &str) -> Result<i64, String> {
    parse_literal(text).ok_or_else(|| format!("`{text}` is no time; write `2026-01-02T03:04:05Z`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, bytes) in [("1", 1), ("64M", 64 << 20), ("64MiB", 64 << 20), ("1GB", 1_000_000_000), ("7b", 7)] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "M", "1.5M", "-1", "64XB", "64MBs", "1iB", "99999999999999999999", "9999999999T", "1é"] {
            assert!(size(text).is_err(), "{text}");
        }
        assert!(line_size("0").is_err() && line_size("2G").is_err());
    }

    #[test]
    fn zones() {
        assert_eq!((zone("+02:30"), zone("UTC")), (Ok(Zone::Offset(9000)), Ok(Zone::UTC)));
        for text in ["+2", "+ab:cd", "+é", "Nowhere/Land", "", "+24:00"] {
            assert!(zone(text).is_err(), "{text}");
        }
    }

    #[test]
    fn arguments_and_codecs() {
        assert_eq!(argument("who=a=b"), Ok(("who".to_string(), "a=b".to_string())));
        assert!(argument("who").is_err() && argument("=x").is_err() && argument("a-b=x").is_err());
        assert_eq!(compress("gzip:9"), Ok(Compress { codec: "gzip".to_string(), level: Some(9) }));
        assert!(compress("gzip:best").is_err());
    }
}

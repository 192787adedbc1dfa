//! Rewriting the `output:` of an example where it stands in the source.
//!
//! The example is found by its `run:` literal, which is read as Rust would read it. A
//! macro that records file and line was rejected: a DEF would then be more than a value.

use std::fs;
use std::path::Path;

use crate::harness;

/// Sets the output of every example with this `run`. False when no source holds one.
pub fn rewrite(run: &str, output: &str) -> bool {
    rewrite_below(&harness::root().join("src"), run, output)
}

fn rewrite_below(folder: &Path, run: &str, output: &str) -> bool {
    let mut found = false;
    for file in harness::files(folder, ".rs") {
        let text = harness::read(&file);
        if let Some(new) = replaced(&text, run, output) {
            fs::write(&file, new).expect("sources can be written");
            found = true;
        }
    }
    found
}

/// The source with the output of each such example replaced, or None if it has none.
fn replaced(source: &str, run: &str, output: &str) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    let mut found = false;
    while let Some(at) = source[from..].find("run:").map(|i| from + i) {
        let Some((value, end)) = string(source, at + 4) else {
            out.push_str(&source[from..at + 4]);
            from = at + 4;
            continue;
        };
        let next = source[end..].find("output:").map(|i| end + i + 7).filter(|_| value == run);
        let Some((next, (_, close))) = next.and_then(|next| Some((next, string(source, next)?))) else {
            out.push_str(&source[from..end]);
            from = end;
            continue;
        };
        out.push_str(&source[from..next]);
        out.push(' ');
        out.push_str(&literal(output));
        from = close;
        found = true;
    }
    out.push_str(&source[from..]);
    found.then_some(out)
}

/// The string literal at `from`, after spaces: its value, and where it ends.
fn string(source: &str, from: usize) -> Option<(String, usize)> {
    let rest = source[from..].trim_start();
    let start = source.len() - rest.len();
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let close = format!("\"{}", "#".repeat(hashes));
        let body = raw[hashes..].strip_prefix('"')?;
        let len = body.find(&close)?;
        return Some((body[..len].to_string(), start + 1 + hashes + 1 + len + close.len()));
    }
    let body = rest.strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = body.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => return Some((value, start + 1 + i + 1)),
            '\\' => match chars.next()?.1 {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                'r' => value.push('\r'),
                '0' => value.push('\0'),
                '\n' => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                'x' => {
                    let digits: String = [chars.next()?.1, chars.next()?.1].iter().collect();
                    value.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
                }
                'u' => {
                    let (_, brace) = chars.next()?;
                    let digits: String = chars.by_ref().map(|(_, c)| c).take_while(|&c| c != '}').collect();
                    value.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?).filter(|_| brace == '{')?);
                }
                plain => value.push(plain),
            },
            c => value.push(c),
        }
    }
    None
}

/// Text as a raw literal that opens with a newline, or escaped if it holds what cannot
/// be seen.
fn literal(text: &str) -> String {
    if text.is_empty() || text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        let guard = if text.starts_with('\n') { "\n" } else { "" };
        return format!("{:?}", format!("{guard}{text}"));
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"\n{text}\"{hashes}")
}

#[test]
fn outputs_are_replaced_where_they_stand() {
    let source = "a { run: \"'x \\\"y\\\"' f\", output: \"old\" }, b { run: r#\"z\"#, output: r\"\nold\n\" } run: 1";
    let new = replaced(source, "'x \"y\"' f", "new \"1\"\n").unwrap();
    assert_eq!(new, source.replace("\"old\"", "r#\"\nnew \"1\"\n\"#"));
    let new = replaced(source, "z", "\u{1b}").unwrap();
    assert_eq!(new, source.replace("r\"\nold\n\"", "\"\\u{1b}\""));
    assert_eq!(replaced(source, "absent", "x"), None);
}

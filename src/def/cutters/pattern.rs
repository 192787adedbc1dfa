//! A pattern of literals and names as a layout: `<ip> - <user> [<_>] "<request>"`.
//!
//! A name takes everything up to the first place of the literal after it; the last name
//! takes the rest. No backtracking: what a pattern means can be read off it, and a line
//! costs one search for each literal.

use super::builder::Builder;
use super::columns::Escapes;
use super::layout::{Layout, Take};

/// Reads a pattern, or says what is wrong with it.
pub fn parse(text: &str) -> Result<Layout, String> {
    let Some((start, mut rest)) = text.split_once('<') else {
        return Err("a pattern has at least one `<name>`".to_string());
    };
    let mut out = Builder::new("pattern", Escapes::None);
    out.text(start.as_bytes());
    loop {
        let Some((name, after)) = rest.split_once('>') else {
            return Err(format!("`<{rest}` is not closed with `>`"));
        };
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '@';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(format!("`<{name}>` is no name"));
        }
        let spelled = format!("<{name}>");
        let slot = out.field(&spelled, &format!("`{spelled}`"), Take::Until, 0)?;
        if name != "_" {
            out.named.own(name, slot);
        }
        let (literal, next) = match after.split_once('<') {
            Some((literal, next)) => (literal, Some(next)),
            None => (after, None),
        };
        out.text(literal.as_bytes());
        match next {
            Some(next) => rest = next,
            None => break,
        }
    }
    out.otherwise()?;
    Ok(out.finish())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{miss, walk};
    use super::*;

    fn fields(pattern: &str, line: &str) -> Option<Vec<(String, String)>> {
        walk(&parse(pattern).unwrap(), line)
    }

    #[test]
    fn names_end_at_their_literals() {
        let got = fields("<ip> - <_> [<time>]", "1.2.3.4 - bob [now]").unwrap();
        assert_eq!(got, [("ip".into(), "1.2.3.4".into()), ("time".into(), "now".into())]);
        assert_eq!(fields("<a>: <b>", "x: y: z").unwrap()[1].1, "y: z");
        assert_eq!(fields("<a>, <b>;", ", ;").unwrap().len(), 2);
        assert_eq!(fields("<a>]", "x] tail"), None);
        assert_eq!(fields("k=<a>", "q=1"), None);
        assert_eq!(miss(&parse("k=<a>").unwrap(), "q=1"), Some((0, "`k=` before `<a>`".to_string())));
    }

    #[test]
    fn broken_patterns_say_why() {
        for pattern in ["plain", "<a", "<a><b>", "<a b> c"] {
            assert!(parse(pattern).is_err(), "{pattern}");
        }
    }
}

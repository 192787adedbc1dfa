//! A regex and one of its groups, as they are written out: shared by `extract` and `extract_all`.
//!
//! The group is looked up when a pipeline is bound, so that one which does not exist is an error
//! then. What is searched for in a text is told here too, because telling groups apart costs
//! much more than finding, and wants places to write them that are made once for a batch.

use std::ops::Range;

use regex::bytes::{CaptureLocations, Regex};

use super::clock;
use crate::def::Scope;
use crate::def::bind::regex;
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag};

/// A regex and the group of it that is wanted.
pub struct Pattern {
    regex: Regex,
    group: usize,
}

impl Pattern {
    /// Reads the arguments after the text: a regex, and perhaps a group. `call` is how the
    /// function is called, for messages.
    pub fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], call: &str) -> Result<Pattern, Diag> {
        // A string is a regex here as it is after `=~`.
        let pattern = match &args[0].kind {
            ExprKind::Raw(pattern) => pattern.clone(),
            ExprKind::Str(text) => String::from_utf8_lossy(text).into_owned(),
            _ => {
                return Err(Diag::new(args[0].span, "a regex must be written out")
                    .help(format!(r#"{call}(line, r"user (\w+)")"#)));
            }
        };
        let regex = regex(&pattern, args[0].span)?;
        let group = match args.get(1) {
            None => usize::from(regex.captures_len() > 1),
            Some(arg) => group(scope, &regex, arg, call)?,
        };
        Ok(Pattern { regex, group })
    }

    /// Places for the groups of a match, to be used again and again.
    pub fn places(&self) -> CaptureLocations {
        self.regex.capture_locations()
    }

    /// Where the group stands in the first match; None where there is no match, or the group
    /// took no part in it.
    pub fn first(&self, text: &[u8], places: &mut CaptureLocations) -> Option<Range<usize>> {
        if self.group == 0 {
            return self.regex.find(text).map(|found| found.range());
        }
        self.regex.captures_read(places, text)?;
        places.get(self.group).map(|(start, end)| start..end)
    }

    /// Gives the group of each match in turn, None where it took no part.
    pub fn each(&self, text: &[u8], places: &mut CaptureLocations, mut put: impl FnMut(Option<Range<usize>>)) {
        if self.group == 0 {
            return self.regex.find_iter(text).for_each(|found| put(Some(found.range())));
        }
        let (mut from, mut last) = (0, None);
        while from <= text.len() {
            let Some(found) = self.regex.captures_read_at(places, text, from) else { return };
            // An empty match right after another one is that one's end.
            if found.is_empty() && last == Some(found.end()) {
                from += 1;
                continue;
            }
            (from, last) = (found.end(), Some(found.end()));
            put(places.get(self.group).map(|(start, end)| start..end));
        }
    }
}

/// The place of the group that an argument names.
fn group(scope: &mut Scope<'_>, regex: &Regex, arg: &lang::Expr, call: &str) -> Result<usize, Diag> {
    if let ExprKind::Int(n) = &arg.kind {
        let found = usize::try_from(*n).ok().filter(|n| *n < regex.captures_len());
        let most = regex.captures_len() - 1;
        return found.ok_or_else(|| {
            let diag = Diag::new(arg.span, format!("the regex has no group {n}"));
            match most {
                0 => diag.help("its only group is 0, the whole match"),
                _ => diag.help(format!("its groups are 0, the whole match, to {most}")),
            }
        });
    }
    let example = format!(r#"{call}(line, r"user (?P<user>\w+)", "user")"#);
    let name = clock::constant(scope, arg, "a group", &example)?;
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    regex.capture_names().position(|n| n == Some(&*name)).ok_or_else(|| {
        let diag = Diag::new(arg.span, format!("the regex has no group `{name}`"));
        match names.is_empty() {
            true => diag.help(format!("name one: (?P<{name}>...)")),
            false => diag.help(format!("its named groups are {}", names.join(", "))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_match_as_the_iterator_has_it() {
        for pattern in [r"(a*)", r"(b|)", r"(\d)(\w)?", r"()", r"x(y)?", r"(é|)"] {
            let regex = Regex::new(pattern).unwrap();
            for group in 0..regex.captures_len() {
                let pattern = Pattern { regex: regex.clone(), group };
                for text in ["", "a", "baaac", "1a2b3", "xxy", "é", "aéa"] {
                    let mut found = Vec::new();
                    pattern.each(text.as_bytes(), &mut pattern.places(), |range| found.push(range));
                    let wanted: Vec<_> =
                        regex.captures_iter(text.as_bytes()).map(|all| all.get(group).map(|m| m.range())).collect();
                    assert_eq!(found, wanted, "{regex} {text}");
                    let first = pattern.first(text.as_bytes(), &mut pattern.places());
                    assert_eq!(first, wanted.first().cloned().flatten(), "{regex} {text}");
                }
            }
        }
    }
}

//! Slips in the words of other languages: `limt`, `averag`.
//!
//! Whoever knows another language mistypes its words, and flitch's own names are then the
//! wrong ones to look among. Of short words a near one would be a guess.

use super::diag::nearest_within;
use super::foreign::{self, AGGREGATES, VERBS};

/// flitch's name for what is one slip away from an aggregate of another language; of short
/// words that would be a guess.
pub fn aggregate(name: &str) -> Option<&'static str> {
    let names = AGGREGATES.iter().map(|(name, _)| *name).filter(|_| name.len() > 3);
    nearest_within(name, names, 1).and_then(foreign::aggregate)
}

/// The verbs and aggregates of other languages, each with flitch's word for it; a verb whose
/// answer opens with no word, such as a text, is left out.
pub fn synonyms() -> impl Iterator<Item = (&'static str, &'static str)> {
    let verbs = VERBS.iter().flat_map(|(names, _, example)| {
        let end = example.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(example.len());
        names.iter().map(move |name| (*name, &example[..end]))
    });
    verbs.filter(|(_, own)| !own.is_empty()).chain(AGGREGATES)
}

/// The word of another language that is one slip away, and flitch's for it; None where flitch's
/// own nearest name is as much alike: a slip comes seldom at the start of a word.
pub fn synonym(word: &str, own: Option<&str>) -> Option<(&'static str, &'static str)> {
    if word.len() <= 3 {
        return None;
    }
    let alike = |name: &str| name.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    let name = nearest_within(word, synonyms().map(|(name, _)| name), 1)?;
    if own.is_some_and(|own| alike(own) >= alike(name)) {
        return None;
    }
    synonyms().find(|(other, _)| *other == name)
}

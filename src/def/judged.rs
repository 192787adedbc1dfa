//! What asserts found: by assert, as data, for messages, annotations and reports.
//!
//! A condition that fails ends the run, and the fault says so in words. Whoever reports to a
//! machine needs the parts: which assert, of which file and line, and what was there.

use std::sync::Arc;

use super::expr::Expr;
use super::scope::Scope;
use crate::base::{Exit, Fault};

/// One `assert` of a pipeline, bound.
#[derive(Clone)]
pub struct Law {
    /// Its place among the asserts of the pipeline, from 0.
    pub nth: usize,
    /// The slot of its condition.
    pub cond: usize,
    pub message: Arc<Expr>,
    /// What a row shows, when it is not its line.
    pub columns: Vec<(String, usize)>,
}

/// The asserts of a pipeline that is being bound.
#[derive(Default)]
pub struct Asserts {
    /// Their conditions as they are written.
    pub conditions: Vec<String>,
    /// Those of the last step, and the number of steps with it.
    last: (Vec<Law>, usize),
}

impl Asserts {
    /// The asserts that a new one follows at once: it does their work as well, so that all conditions
    /// are looked at that a record fails. Their step is taken off.
    pub fn reopen(scope: &mut Scope<'_>) -> Vec<Law> {
        let (laws, steps) = std::mem::take(&mut scope.asserts.last);
        if laws.is_empty() || steps != scope.steps.len() {
            return Vec::new();
        }
        scope.steps.pop();
        scope.filters.pop();
        laws
    }

    /// The last step does the work of these.
    pub fn close(scope: &mut Scope<'_>, laws: Vec<Law>) {
        scope.asserts.last = (laws, scope.steps.len());
    }
}

/// What became of an `assert`.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Whether a record reached it.
    pub looked: bool,
    /// The record that failed; the run ended there.
    pub failed: Option<Failed>,
}

/// A record for which a condition did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    pub message: String,
    /// The name of its input and its line there; None for what an aggregate made.
    pub place: Option<(String, String)>,
    /// What it shows: its line, or its columns. On one line, without control characters.
    pub record: String,
}

impl Failed {
    /// The place of the record, as messages have it.
    pub fn place_words(&self) -> Option<String> {
        let (file, line) = self.place.as_ref()?;
        Some(format!("{}:{line}", if file == "-" { "standard input" } else { file }))
    }

    /// As the fault that ends the run.
    pub fn fault(&self) -> Fault {
        let what = match self.place_words() {
            Some(place) => format!("{place}: assert failed"),
            None => "assert failed".to_string(),
        };
        Fault { what, why: format!("{}\n  {}", self.message, self.record), exit: Exit::Nothing }
    }
}

/// Adds what other steps of the same run found.
pub fn join(into: &mut Vec<Judged>, from: Vec<Judged>) {
    if into.len() < from.len() {
        into.resize_with(from.len(), Judged::default);
    }
    for (mine, theirs) in into.iter_mut().zip(from) {
        mine.looked |= theirs.looked;
        mine.failed = mine.failed.take().or(theirs.failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_failed_stays() {
        let failed = |message: &str| Failed { message: message.to_string(), place: None, record: String::new() };
        let judged = |message| Judged { looked: true, failed: Some(failed(message)) };
        let mut all = vec![judged("a")];
        join(&mut all, vec![judged("b"), Judged { looked: true, failed: None }, judged("c")]);
        let messages: Vec<_> = all.iter().map(|j| j.failed.as_ref().map(|f| f.message.as_str())).collect();
        assert_eq!(messages, [Some("a"), None, Some("c")]);
        assert!(all[1].looked);
    }

    #[test]
    fn a_fault_names_the_place_as_messages_do() {
        let at = Some(("-".to_string(), "3".to_string()));
        let failed = Failed { message: "too many".to_string(), place: at, record: "a=1".to_string() };
        assert_eq!(failed.fault().to_string(), "standard input:3: assert failed: too many\n  a=1");
    }
}

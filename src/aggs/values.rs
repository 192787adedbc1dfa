//! `values(x)`: the different values, as a list.

use super::tally::Tally;
use super::{Reads, each_with, list_of};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, DEFAULT_MOST, Doc, Example, Law, Takes};

/// The definition of `values`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "values",
        usage: "values(x), values(x, N)",
        brief: "the different values, in the order in which they were first seen",
        text: "Gives a JSON list of the first N different values, N being 100 if it is not said. A list that is cut \
               off at 100 because nothing else was said is told on standard error; `values(x, N)` cuts in silence. \
               `count_distinct(x)` says how many there are.\n\n\
               Values are the same when their text is, as for the keys of groups, and stand in the list as in their \
               first row: numbers bare, text as strings. None is skipped; of nothing the list is None. A group keeps \
               up to twice N values. `explode` makes a record of each.",
        examples: &[
            Example {
                run: "'values(status) by ip' access.log",
                output: r#"
{"ip":"203.0.113.7","values_status":[200,304,403,201]}
{"ip":"198.51.100.23","values_status":[302,200,201,503]}
{"ip":"192.0.2.88","values_status":[500,502,200]}
{"ip":"2001:db8::42","values_status":[404]}
"#,
            },
            Example {
                run: "'values(level, 2)' app.jsonl",
                output: r#"
{"values_level":["info","debug"]}
"#,
            },
        ],
    },
    args: (1, 2),
    takes: Takes::Most,
    running: false,
    measures: false,
    make: |most| {
        let asked = most > 0.0;
        let tally = Tally::new(if asked { most as usize } else { DEFAULT_MOST });
        each_with(Values { tally, asked }, Reads::Values)
    },
};

#[derive(Clone)]
struct Values {
    tally: Tally,
    /// Whether the user said how many.
    asked: bool,
}

impl Law for Values {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        self.tally.add(x, at);
    }

    fn merge(&mut self, other: Values) {
        self.tally.merge(other.tally);
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        list_of(self.tally.first_seen().iter().map(|e| e.value()), heap)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.tally.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Values> {
        Some(Values { tally: self.tally.load(bytes)?, asked: self.asked })
    }

    fn weight(&self) -> usize {
        self.tally.weight()
    }

    fn cut(&self) -> bool {
        !self.asked && self.tally.is_cut()
    }
}

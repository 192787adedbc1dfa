//! `mode(x)`: the value that occurs most often.

use std::cmp::Reverse;

use super::tally::Tally;
use super::{Reads, each};
use crate::data::{At, Cell, Value, cell};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `mode`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "mode",
        usage: "mode(x)",
        brief: "the value that occurs most often",
        text: "Counts every different value and gives the most frequent one, of several the one that was seen first. \
               Values are the same when their text is, as for the keys of groups; the value keeps its kind and the \
               spelling of its first row. None is skipped; of nothing it is None. [top] shows the counts too.\n\n\
               Every different value is kept: its text and about 80 bytes.",
        examples: &[Example {
            run: "'count, mode(path) by ip' access.log",
            output: r#"
{"ip":"203.0.113.7","count":5,"mode_path":"/"}
{"ip":"198.51.100.23","count":4,"mode_path":"/api/users"}
{"ip":"192.0.2.88","count":3,"mode_path":"/api/orders"}
{"ip":"2001:db8::42","count":2,"mode_path":"/wp-login.php"}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: false,
    make: |_| each::<Mode>(Reads::Values),
};

#[derive(Clone)]
struct Mode {
    tally: Tally,
}

impl Default for Mode {
    fn default() -> Mode {
        Mode { tally: Tally::new(usize::MAX) }
    }
}

impl Law for Mode {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        self.tally.add(x, at);
    }

    fn merge(&mut self, other: Mode) {
        self.tally.merge(other.tally);
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        let most = self.tally.entries().iter().max_by_key(|e| (e.count, Reverse(e.at)));
        most.map_or(Cell::None, |e| cell::place(e.value(), heap))
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.tally.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Mode> {
        Some(Mode { tally: self.tally.load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.tally.weight()
    }
}

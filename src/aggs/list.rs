//! `list(x)`: all values, as a list.
//!
//! The first N by place are kept. Rows may come in any order, so up to as many more are kept
//! until the latest are sorted out.

use super::{Reads, each_with, list_of};
use crate::base::pack;
use crate::data::cell::{self, Owned};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, DEFAULT_MOST, Doc, Example, Law, Takes};

/// The definition of `list`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "list",
        usage: "list(x), list(x, N)",
        brief: "the values of the first rows, in the order of the input",
        text: "Gives a JSON list of the first N values, N being 100 if it is not said. A list that is cut off at 100 \
               because nothing else was said is told on standard error; `list(x, N)` cuts in silence. The values come \
               line by line, file by file as they are named, whatever the number of threads.\n\n\
               Values stand in the list as in their rows: numbers bare, text as strings, lists and objects nested. \
               None is skipped; of nothing the list is None. A group keeps up to twice N values. [values] leaves out \
               repetitions, and `explode` makes a record of each.",
        examples: &[
            Example {
                run: "'list(status) by ip' access.log",
                output: r#"
{"ip":"203.0.113.7","list_status":[200,304,403,200,201]}
{"ip":"198.51.100.23","list_status":[302,200,201,503]}
{"ip":"192.0.2.88","list_status":[500,502,200]}
{"ip":"2001:db8::42","list_status":[404,404]}
"#,
            },
            Example {
                run: "'list(msg, 2) as msgs by service' app.jsonl",
                output: r#"
{"service":"api","msgs":["request done","request done"]}
{"service":"worker","msgs":["job started","job took 730ms"]}
{"service":"auth","msgs":["login ok","permission denied"]}
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
        let most = if asked { most as usize } else { DEFAULT_MOST };
        each_with(List { rows: Vec::new(), most, bound: None, texts: 0, asked }, Reads::Values)
    },
};

#[derive(Clone)]
struct List {
    rows: Vec<(At, Owned)>,
    /// How many are wanted.
    most: usize,
    /// The place of the last value that is wanted, once more were seen.
    bound: Option<At>,
    /// The bytes of all values.
    texts: usize,
    /// Whether the user said how many.
    asked: bool,
}

impl List {
    fn push(&mut self, at: At, x: Owned) {
        self.texts += x.value().bytes().map_or(0, <[u8]>::len);
        self.rows.push((at, x));
        if self.rows.len() >= self.most.saturating_mul(2).saturating_add(1) {
            self.rows.sort_unstable_by_key(|&(at, _)| at);
            self.rows.truncate(self.most);
            self.bound = self.rows.last().map(|&(at, _)| at);
            self.texts = self.rows.iter().map(|(_, x)| x.value().bytes().map_or(0, <[u8]>::len)).sum();
        }
    }

    fn wants(&self, at: At) -> bool {
        self.bound.is_none_or(|bound| at < bound)
    }

    /// The values that are wanted, in order.
    fn first(&self) -> Vec<&(At, Owned)> {
        let mut rows: Vec<&(At, Owned)> = self.rows.iter().collect();
        rows.sort_unstable_by_key(|(at, _)| *at);
        rows.truncate(self.most);
        rows
    }

    fn is_cut(&self) -> bool {
        self.bound.is_some() || self.rows.len() > self.most
    }
}

impl Law for List {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        if self.wants(at) {
            self.push(at, Owned::from(x));
        }
    }

    fn merge(&mut self, other: List) {
        self.bound = match (self.bound, other.bound) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for (at, x) in other.rows {
            // A bound of the other's is the place of one of its own.
            if self.bound.is_none_or(|bound| at <= bound) {
                self.push(at, x);
            }
        }
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        list_of(self.first().iter().map(|(_, x)| x.value()), heap)
    }

    fn save(&self, out: &mut Vec<u8>) {
        let rows = self.first();
        out.push(u8::from(self.is_cut()));
        pack::put_uint(rows.len() as u64, out);
        for (at, x) in rows {
            at.save(out);
            cell::save(x.value(), out);
        }
    }

    fn load(mut self, bytes: &mut &[u8]) -> Option<List> {
        let cut = pack::byte(bytes).filter(|&cut| cut < 2)? == 1;
        for _ in 0..pack::count(bytes)? {
            let at = At::load(bytes)?;
            self.push(at, Owned::from(cell::load(bytes).filter(|x| !x.is_none())?));
        }
        if cut {
            self.bound = Some(self.first().last()?.0);
        }
        Some(self)
    }

    fn weight(&self) -> usize {
        self.rows.capacity() * size_of::<(At, Owned)>() + self.texts
    }

    fn cut(&self) -> bool {
        !self.asked && self.is_cut()
    }
}

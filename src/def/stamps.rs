//! Stamps in expressions: the zone of those that name none, and what is counted of them.
//!
//! A stamp can be read and still be in doubt: where clocks go back an hour comes twice, and
//! where they go forward one is left out. Such a stamp has its value, since a filter that lost
//! an hour a year would be worse than one that is off by it, but the ledger tells of it. The
//! laws know nothing of this: a doubt is looked for where a law is lifted, only in zones that
//! change their clocks, and by reading the stamp again, so that every shape and every format
//! is covered. Letting the laws answer with a mark was rejected: each of them would carry it
//! for one zone in two.

use super::scope::Scope;
use crate::base::{Shown, Zone, time};
use crate::data::{NoteId, Value};

/// How a step reads stamps, and what it counts of them.
pub struct Stamps {
    /// That of stamps which name none.
    pub zone: Zone,
    /// Counted when there is no answer.
    pub misfit: NoteId,
    /// Counted when there is none because of an abbreviation.
    abbreviated: NoteId,
    twice: NoteId,
    never: NoteId,
}

impl Stamps {
    /// What is counted of a value that was read as a time; `fits` says that it is one.
    #[inline]
    pub fn counted(&self, value: Value<'_>, fits: bool) -> Option<NoteId> {
        if fits && matches!(self.zone, Zone::Offset(_)) {
            return None;
        }
        let text = match value {
            Value::Text(text) | Value::Str(text) | Value::Number(text) => text,
            _ if fits => return None,
            _ => return Some(self.misfit),
        };
        match fits {
            true => self.doubt(|zone| time::parse(text, zone)),
            false if time::is_abbreviated(text) => Some(self.abbreviated),
            false => Some(self.misfit),
        }
    }

    /// What is counted of a stamp that names no zone, if its clocks showed it twice or never.
    pub fn doubt(&self, read: impl Fn(&Zone) -> Option<i64>) -> Option<NoteId> {
        match time::shown(&self.zone, read) {
            Shown::Once => None,
            Shown::Twice => Some(self.twice),
            Shown::Never => Some(self.never),
        }
    }
}

impl Scope<'_> {
    /// Reads stamps in the zone of `--tz`.
    pub fn stamps(&mut self, misfit: NoteId) -> Stamps {
        self.stamps_in(self.options.zone.clone(), misfit)
    }

    /// Reads stamps in a zone.
    pub fn stamps_in(&mut self, zone: Zone, misfit: NoteId) -> Stamps {
        let name = zone.name();
        let abbreviated = match zone {
            Zone::Offset(_) => "the zone of a time is an abbreviation, which has several meanings; name the zone that \
                                is meant, as `--tz America/Chicago` for CST and CDT"
                .to_string(),
            Zone::Named(_) => format!("the zone of a time is an abbreviation that {name} did not go by then"),
        };
        let twice = format!("a time occurs twice in {name}, where clocks go back; the first is taken");
        let never = format!("a time never occurs in {name}, where clocks go forward; it is read as if they did not");
        Stamps { abbreviated: self.note(abbreviated), twice: self.note(twice), never: self.note(never), zone, misfit }
    }
}

//! Input formats: what is said of one, and what an input is read in.
//!
//! An [`InputDef`] is a format that has a name. A [`Format`] is one that is ready to be bound: a
//! named one, one that was made of an argument (a server's own format string, a regex), or a list
//! of formats that are tried in turn. Everything above this floor sees only the second.

use std::sync::Arc;

use super::frames::{Join, Rule, View};
use super::{Doc, Kind};
use crate::data::lines::Frame;
use crate::data::{Cut, Want};

/// What a format sees of an input before it is bound: its name and its first bytes.
pub struct Head<'a> {
    /// The name as given, for suffixes.
    pub name: &'a str,
    /// The first bytes, whole lines where possible; empty for an empty input.
    pub sample: &'a [u8],
}

impl<'a> Head<'a> {
    /// The lines of the sample, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = &'a [u8]> {
        self.sample.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// What a cutter is told of its input.
#[derive(Clone, Copy, Default)]
pub struct Opening<'a> {
    /// The header, with its terminator; empty for a format that has none.
    pub header: &'a [u8],
    /// The instant that stamps without a year are near, in nanoseconds since 1970: when the file
    /// was last written, or the time of the run.
    pub reference: i64,
}

/// An input format.
pub struct InputDef {
    pub doc: Doc,
    /// The columns, for a format whose fields are always the same; None for an open one, and for
    /// one whose columns are in its argument.
    pub columns: Option<&'static [&'static str]>,
    /// How records end in an input that opens so.
    pub frame: fn(&Head<'_>) -> Frame,
    /// How many bytes at the start of an input are a header and no record.
    pub header: fn(&Head<'_>) -> usize,
    /// The columns that a header names (empty when the format has none).
    pub names: fn(header: &[u8]) -> Vec<String>,
    /// How `auto` knows it.
    pub tells: Tells,
    /// Binds the format.
    pub bind: Bind,
    /// The static kind of a field.
    pub kind: fn(name: &str) -> Kind,
    /// How a line is seen by what joins lines to records; None where a line is what was written.
    pub view: Option<View>,
    /// Whole records as they are found in the wild, of every kind that it reads. None only for a
    /// format that reads anything.
    pub samples: &'static [&'static str],
}

/// Whether a record may be in a format, by a look at its first bytes.
pub type Opens = fn(&[u8]) -> bool;

/// How a format is known by bytes alone.
#[derive(Clone, Copy)]
pub struct Tells {
    /// For a format that a single record is known to be in: its rank among those that are tried
    /// (the lowest first), and whether a record may be in it by a look at its first bytes.
    pub record: Option<(u8, Opens)>,
    /// The bytes that such a record starts with; empty where it may be any.
    pub first: &'static [u8],
    /// For a format that is a property of the whole input: whether one that opens so is in it.
    pub input: Option<fn(&Head<'_>) -> bool>,
}

impl Tells {
    /// It has to be named.
    pub const NOTHING: Tells = Tells { record: None, first: b"", input: None };
    /// It is tried on records that open so.
    pub const fn record(rank: u8, opens: Opens) -> Tells {
        Tells { record: Some((rank, opens)), first: b"", input: None }
    }
    /// Its records start with one of these bytes, so that others need not be looked at.
    pub const fn first(self, first: &'static [u8]) -> Tells {
        Tells { first, ..self }
    }
    /// An input that opens so is in it, too.
    pub const fn or_input(self, opens: fn(&Head<'_>) -> bool) -> Tells {
        Tells { input: Some(opens), ..self }
    }
    /// An input that opens so is in it.
    pub const fn input(opens: fn(&Head<'_>) -> bool) -> Tells {
        Tells { record: None, first: b"", input: Some(opens) }
    }
}

/// Makes a cutter of what a plan wants and what an input opens with.
pub type BindFormat = Arc<dyn Fn(&[Want], &Opening<'_>) -> Box<dyn Cut> + Send + Sync>;

/// Reads a file that an argument names.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// How a format is bound.
#[derive(Clone, Copy)]
pub enum Bind {
    /// By its name alone.
    Named(Bound),
    /// By what stands after its name and a colon.
    Argument(Make),
    /// By its name, or by what stands after it and a colon.
    Either(Bound, Make),
}

/// Makes a cutter of a format that has a name.
pub type Bound = fn(wants: &[Want], opening: &Opening<'_>) -> Box<dyn Cut>;

/// Makes a format of its argument. The error is a message for a person.
pub type Make = fn(argument: &str, read: ReadFile<'_>) -> Result<Made, String>;

/// What a format is made of that takes an argument.
pub struct Made {
    /// The columns, in their order; None for an open format.
    pub columns: Option<Vec<String>>,
    pub bind: BindFormat,
    /// The static kind of a field.
    pub kind: fn(name: &str) -> Kind,
    /// A law for its records; None where it is the definition's.
    pub frame: Option<Frame>,
}

/// A format that is ready to be bound.
#[derive(Clone)]
pub struct Format {
    pub def: &'static InputDef,
    /// As a person wrote it: `json`, `json,logfmt,lines`, `pattern:<ip> <_>`.
    pub name: String,
    /// The columns where they are known before reading.
    pub columns: Option<Vec<String>>,
    bind: BindFormat,
    kind: fn(name: &str) -> Kind,
    frame: Option<Frame>,
    view: Option<View>,
    /// Which lines start a record, when a person said so.
    rule: Option<Rule>,
}

impl Format {
    /// A format that needs no argument; None for one that does.
    pub fn named(def: &'static InputDef) -> Option<Format> {
        let (Bind::Named(bind) | Bind::Either(bind, _)) = def.bind else { return None };
        let columns = def.columns.map(|columns| columns.iter().map(|s| s.to_string()).collect());
        let name = def.doc.name.to_string();
        Some(Format {
            def,
            name,
            columns,
            bind: Arc::new(bind),
            kind: def.kind,
            frame: None,
            view: def.view,
            rule: None,
        })
    }

    /// A format that was made of an argument.
    pub fn made(def: &'static InputDef, name: String, made: Made) -> Format {
        let Made { columns, bind, kind, frame } = made;
        Format { def, name, columns, bind, kind, frame, view: def.view, rule: None }
    }

    /// The same format, whose lines are joined to records by this rule.
    pub fn joined(self, rule: Rule) -> Format {
        Format { rule: Some(rule), ..self }
    }

    /// The same format, whose lines are joined by the rule of another, if it has one.
    pub fn joined_like(self, other: &Format) -> Format {
        Format { rule: other.rule.clone(), ..self }
    }

    /// Whether a person said which lines start a record.
    pub fn is_joined(&self) -> bool {
        self.rule.is_some()
    }

    /// A cutter of these fields.
    pub fn bind(&self, wants: &[Want], opening: &Opening<'_>) -> Box<dyn Cut> {
        (self.bind)(wants, opening)
    }

    /// The static kind of a field.
    pub fn kind(&self) -> fn(&str) -> Kind {
        self.kind
    }

    /// How records end in an input that opens so.
    pub fn frame(&self, head: &Head<'_>) -> Frame {
        let own = self.frame.clone().unwrap_or_else(|| (self.def.frame)(head));
        match (&self.rule, own) {
            // A record that ends by itself (a row of CSV, a JSON value) is joined with no other.
            (Some(rule), Frame::Lines) => {
                Frame::Own(Arc::new(Join { rule: rule.clone(), view: self.view, is_whole: None }))
            }
            (Some(rule), Frame::Own(law)) if self.view.is_some() && law.is_of_lines() => {
                Frame::Own(Arc::new(Join { rule: rule.clone(), view: self.view, is_whole: None }))
            }
            (_, own) => own,
        }
    }

    /// What the ledger says of records that are not in it.
    pub fn miss(&self) -> String {
        if self.name == "auto" {
            return "not in a known format".to_string();
        }
        // A format that was written out is told by its name alone.
        let written = self.name.strip_prefix(self.def.doc.name).is_some_and(|rest| rest.starts_with(':'));
        format!("not {}", if written { self.def.doc.name } else { &self.name })
    }

    /// Whether its fields are those of each record, so that one thing has many names.
    pub fn is_open(&self) -> bool {
        self.columns.is_none()
    }
}

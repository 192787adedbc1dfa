//! Names to slots: what a pipeline's names mean at each stage.
//!
//! A scope is filled from left to right while stages are bound. A name that a record may
//! carry gets a slot when it is first read, and the reading is noted with its place, so
//! that the plan knows which fields to decode, where, and which slots must survive a step
//! that keeps rows. Edits (`set`, `drop`, `rename`, `parse`) are a list; a name is looked
//! up from the newest edit to the oldest, and whole records are rendered by applying the
//! same list in order.

use std::sync::Arc;

use super::decode::Nothing;
use super::expr::{Expr, Row};
use super::judged::Asserts;
pub use super::registry::BindOptions;
use super::step::{Map, Step};
use super::{Format, Kind, Registry};
use crate::base::{HEAP, Span, Zone, Zones};
use crate::data::{Cell, Cut, NoteId, Want};
use crate::lang::{self, Diag, nearest};

/// One change to the fields of a record, in the order of the pipeline.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The field is overwritten in place or appended.
    Set(String, usize),
    Drop(String),
    Rename(String, String),
    /// The fields of a decoder's record are added, overwriting in place.
    Parse(usize),
}

/// The fields that a row has at some point of the pipeline.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Those of the input's record, with edits.
    Open(Vec<Edit>),
    /// Just these: name and slot.
    Closed(Vec<(String, usize)>),
    /// Only `line`: after `print`.
    LineOnly,
}

/// A field that some step reads from a record.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub want: Want,
    pub slot: usize,
    /// The slot that holds the value when this record lacks the field.
    pub fallback: Option<usize>,
    /// The index of the first step that reads it.
    pub first_use: usize,
    /// How often the line had been rewritten when it was first read.
    pub rewrites: usize,
}

/// Makes the cutter of what is wanted.
pub type BindCut = Arc<dyn Fn(&[Want]) -> Box<dyn Cut> + Send + Sync>;

/// Something that cuts fields out of text.
pub struct Decoder {
    /// The slot of the text, or None for the line.
    pub from: Option<usize>,
    /// How to bind the wants; None for the base decoder, whose cutter depends on the input.
    pub bind: Option<BindCut>,
    /// The fields it is known to give, where that is known before reading.
    pub columns: Option<Vec<String>>,
    /// The static kind of a field.
    pub kind: fn(&str) -> Kind,
    /// Whether its fields may be canonical names under others.
    pub has_others: bool,
    pub wanted: Vec<Wanted>,
    /// The step that decodes, for decoders other than the base.
    pub position: usize,
    /// What is counted when the text is not in the format.
    pub miss: NoteId,
}

/// What an aggregate made, for stages that look at its groups.
#[derive(Clone, Debug)]
pub struct GroupedBy {
    /// The slot of the time buckets and their width in nanoseconds, with `every`.
    pub every: Option<(usize, i64)>,
    /// The slots of the other keys.
    pub keys: Vec<usize>,
    /// The slots of counts, which are 0 where nothing happened.
    pub counts: Vec<usize>,
}

/// A kind of data error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText {
    /// What the ledger says after the count: "lines were not combined".
    pub text: String,
}

/// Everything that binding knows.
pub struct Scope<'a> {
    pub registry: &'a dyn Registry,
    pub options: &'a BindOptions,
    /// The pipeline's text, for default names and hints.
    pub text: &'a str,
    /// The format of the input, as far as it was named.
    pub input: &'a Format,
    pub shape: Shape,
    /// Decoder 0 reads the input's records.
    pub decoders: Vec<Decoder>,
    pub steps: Vec<Step>,
    /// The stages that the one being bound stands for, each with the number of steps after it.
    pub parts: Vec<(lang::ast::Stage, usize)>,
    /// The steps that rewrite the line: what is read of a record after one is read of the new line.
    pub rewrites: Vec<usize>,
    /// By step: whether it drops rows, so that later fields are worth decoding later.
    pub filters: Vec<bool>,
    /// (step, slot): the step at this index, or a later one, reads the slot.
    pub uses: Vec<(usize, usize)>,
    pub n_slots: usize,
    /// The text of constants; stands at the start of every batch's heap.
    pub constants: Vec<u8>,
    pub notes: Vec<NoteText>,
    /// The row's own properties that are read: what, slot, first step that reads it.
    pub properties: Vec<(Row, usize, usize)>,
    /// What the last aggregate made, while its columns stand.
    pub result: Option<GroupedBy>,
    /// Whether rows are still the input's own (no aggregate before).
    pub has_line: bool,
    /// Whether a stage shows the input's own records, as the output may.
    pub walks: bool,
    /// Whether a stage does what `--save` asks for.
    pub saves: bool,
    pub asserts: Asserts,
    /// What is approximated, since the pipeline says so.
    pub approximate: Vec<String>,
    /// Whether a file that the pipeline names was read.
    pub reads_files: bool,
    /// Fields that a stage reads where they are, though nobody named them.
    pub guessed: Vec<String>,
    /// Whether a stage made columns or rewrote lines.
    pub made_columns: bool,
}

impl<'a> Scope<'a> {
    /// A scope over records of an input format.
    pub fn new(registry: &'a dyn Registry, options: &'a BindOptions, text: &'a str, input: &'a Format) -> Self {
        let columns = input.columns.clone();
        let mut scope = Scope {
            registry,
            options,
            text,
            input,
            shape: Shape::Open(Vec::new()),
            decoders: Vec::new(),
            steps: Vec::new(),
            parts: Vec::new(),
            rewrites: Vec::new(),
            filters: Vec::new(),
            uses: Vec::new(),
            n_slots: 0,
            constants: Vec::new(),
            notes: Vec::new(),
            properties: Vec::new(),
            result: None,
            has_line: true,
            walks: false,
            saves: false,
            asserts: Asserts::default(),
            approximate: Vec::new(),
            reads_files: false,
            guessed: Vec::new(),
            made_columns: false,
        };
        let miss = scope.note(input.miss());
        scope.decoders.push(Decoder {
            from: None,
            bind: None,
            columns,
            kind: input.kind(),
            has_others: input.is_open(),
            wanted: Vec::new(),
            position: 0,
            miss,
        });
        scope
    }

    /// The zones of laws that read stamps, and whose calendar is that of UTC.
    pub fn zones(&self) -> Zones {
        Zones { naive: self.options.zone.clone(), shown: Zone::UTC }
    }

    /// A new slot.
    pub fn slot(&mut self) -> usize {
        self.n_slots += 1;
        self.n_slots - 1
    }

    /// The id of a kind of data error; the same words share one.
    pub fn note(&mut self, text: impl Into<String>) -> NoteId {
        let text = NoteText { text: text.into() };
        let at = self.notes.iter().position(|n| *n == text).unwrap_or_else(|| {
            self.notes.push(text);
            self.notes.len() - 1
        });
        at.min(NoteId::MAX as usize) as NoteId
    }

    /// A string constant, as a cell that is valid in every batch.
    pub fn constant(&mut self, bytes: &[u8]) -> Cell {
        let span = Span::new(HEAP | self.constants.len() as u32, bytes.len());
        self.constants.extend_from_slice(bytes);
        Cell::Str(span)
    }

    /// Adds a step that keeps every row.
    pub fn push(&mut self, step: Step) {
        self.steps.push(step);
        self.filters.push(false);
    }

    /// Adds a step that drops rows.
    pub fn push_filter(&mut self, map: Box<dyn Map>) {
        self.steps.push(Step::Map(map));
        self.filters.push(true);
    }

    /// Notes that the next step reads a slot.
    pub fn reads(&mut self, slot: usize) {
        self.uses.push((self.steps.len(), slot));
    }

    /// The expression of a field by its name, dots stepping into nested objects.
    pub fn field(&mut self, name: &str, span: lang::Span) -> Result<Expr, Diag> {
        self.lookup(&Want::new(name), span)
    }

    /// The expression of `row["name"]`: exactly this key.
    pub fn exact_field(&mut self, name: &str, span: lang::Span) -> Result<Expr, Diag> {
        self.lookup(&Want::exact(name), span)
    }

    fn lookup(&mut self, want: &Want, span: lang::Span) -> Result<Expr, Diag> {
        match &self.shape {
            Shape::Closed(columns) => {
                if let Some((_, slot)) = columns.iter().rev().find(|(n, _)| *n == want.name) {
                    let slot = *slot;
                    self.reads(slot);
                    return Ok(Expr::slot(slot, Kind::Any, &want.name));
                }
                if want.path.len() > 1
                    && let Some((_, slot)) = columns.iter().rev().find(|(n, _)| *n == want.path[0])
                {
                    let slot = *slot;
                    self.reads(slot);
                    let object = Expr::slot(slot, Kind::Any, &want.path[0]);
                    return Ok(Expr::member(object, want.path[1..].join(".")));
                }
                let names: Vec<String> = columns.iter().map(|(n, _)| n.clone()).collect();
                Err(unknown_field(&want.name, &names, span))
            }
            Shape::LineOnly => Err(Diag::new(span, format!("no field `{}` after `print`", want.name))
                .help("only `line` exists there; put this stage before `print`")),
            Shape::Open(edits) => {
                let edits = edits.clone();
                match self.resolve(&edits, want) {
                    Found::Slot(slot, kind) => {
                        self.reads(slot);
                        Ok(Expr::slot(slot, kind, &want.name))
                    }
                    Found::Member(slot, rest) => {
                        self.reads(slot);
                        Ok(Expr::member(Expr::slot(slot, Kind::Any, &want.path[0]), rest))
                    }
                    Found::Gone(how) => Err(Diag::new(span, format!("no field `{}` here: {how}", want.name))),
                    Found::Unknown(names) => Err(unknown_field(&want.name, &names, span)),
                }
            }
        }
    }

    /// Looks a name up in the edits, newest first, and then in the input's record.
    fn resolve(&mut self, edits: &[Edit], want: &Want) -> Found {
        let mut want = want.clone();
        for (at, edit) in edits.iter().enumerate().rev() {
            match edit {
                Edit::Set(name, slot) if *name == want.name => return Found::Slot(*slot, Kind::Any),
                Edit::Set(name, slot) if want.path.len() > 1 && *name == want.path[0] => {
                    return Found::Member(*slot, want.path[1..].join("."));
                }
                Edit::Drop(name) if *name == want.name || *name == want.path[0] => {
                    return Found::Gone("it was dropped");
                }
                Edit::Rename(from, to) => {
                    if *to == want.name {
                        want = Want::new(from);
                    } else if *to == want.path[0] && want.path.len() > 1 {
                        want = Want::new(&format!("{from}.{}", want.path[1..].join(".")));
                    } else if *from == want.name || *from == want.path[0] {
                        return Found::Gone("it was renamed");
                    }
                }
                Edit::Parse(decoder) => {
                    let decoder = *decoder;
                    let known = self.decoders[decoder].columns.clone();
                    if known.as_ref().is_some_and(|c| !c.contains(&want.name)) {
                        continue;
                    }
                    // A parse of the line itself is the record's reading; only text taken out of a
                    // field leaves what the record had before.
                    if self.decoders[decoder].from.is_none() {
                        return self.wanted(decoder, &want, None);
                    }
                    let fallback = match self.resolve(&edits[..at], &want) {
                        Found::Slot(slot, _) => {
                            // The fallback is read by the decoding step.
                            let position = self.decoders[decoder].position;
                            self.uses.push((position, slot));
                            self.first_use(slot, position);
                            Some(slot)
                        }
                        _ => None,
                    };
                    return self.wanted(decoder, &want, fallback);
                }
                _ => {}
            }
        }
        if let Some(columns) = &self.decoders[0].columns
            && !columns.contains(&want.name)
        {
            return Found::Unknown(columns.clone());
        }
        self.wanted(0, &want, None)
    }

    /// The slot of a field of a decoder, made on first sight.
    fn wanted(&mut self, decoder: usize, want: &Want, fallback: Option<usize>) -> Found {
        let kind = (self.decoders[decoder].kind)(&want.name);
        let (now, rewrites) = (self.steps.len(), self.rewrites.len());
        let same = |w: &&mut Wanted| w.want == *want && w.rewrites == rewrites;
        if let Some(w) = self.decoders[decoder].wanted.iter_mut().find(same) {
            w.first_use = w.first_use.min(now);
            return Found::Slot(w.slot, kind);
        }
        let slot = self.slot();
        self.decoders[decoder].wanted.push(Wanted { want: want.clone(), slot, fallback, first_use: now, rewrites });
        Found::Slot(slot, kind)
    }

    /// Makes sure that a slot is decoded before a step.
    fn first_use(&mut self, slot: usize, position: usize) {
        for w in self.decoders.iter_mut().flat_map(|d| &mut d.wanted) {
            if w.slot == slot {
                w.first_use = w.first_use.min(position);
            }
        }
    }

    /// Adds an edit to an open record, or changes a closed one alike.
    pub fn edit(&mut self, edit: Edit) {
        self.made_columns = true;
        match (&mut self.shape, edit) {
            (Shape::Open(edits), edit) => edits.push(edit),
            (Shape::Closed(columns), Edit::Set(name, slot)) => match columns.iter_mut().find(|(n, _)| *n == name) {
                Some(column) => column.1 = slot,
                None => columns.push((name, slot)),
            },
            (Shape::Closed(columns), Edit::Drop(name)) => columns.retain(|(n, _)| *n != name),
            (Shape::Closed(columns), Edit::Rename(from, to)) => {
                columns.retain(|(n, _)| *n != to || *n == from);
                for column in columns.iter_mut().filter(|(n, _)| *n == from) {
                    column.0.clone_from(&to);
                }
            }
            (Shape::Closed(_) | Shape::LineOnly, _) => {}
        }
    }

    /// Adds a decoder at this place, whose fields join the record's.
    pub fn parse(&mut self, mut decoder: Decoder, span: lang::Span) -> Result<(), Diag> {
        decoder.position = self.steps.len();
        let known = decoder.columns.is_some();
        let index = self.decoders.len();
        self.decoders.push(decoder);
        // A step of its own keeps the places of steps apart; the plan puts the decoding here.
        self.push(Step::Map(Box::new(Nothing)));
        let columns = match &self.shape {
            Shape::Open(_) => {
                self.edit(Edit::Parse(index));
                return Ok(());
            }
            Shape::Closed(columns) => columns.clone(),
            Shape::LineOnly => Vec::new(),
        };
        if !known {
            return Err(Diag::new(
                span,
                "the fields of this format are not known in advance, and here the columns are fixed",
            )
            .help("parse before `select`, `print` or an aggregate"));
        }
        self.parse_closed(index, columns);
        Ok(())
    }

    /// Adds the fields of a decoder whose names are known to a closed record.
    fn parse_closed(&mut self, index: usize, mut columns: Vec<(String, usize)>) {
        for name in self.decoders[index].columns.clone().unwrap_or_default() {
            let fallback = columns.iter().find(|(n, _)| *n == name).map(|(_, slot)| *slot);
            let Found::Slot(slot, _) = self.wanted(index, &Want::new(&name), fallback) else { continue };
            match columns.iter_mut().find(|(n, _)| *n == name) {
                Some(column) => column.1 = slot,
                None => columns.push((name, slot)),
            }
        }
        self.close(columns);
    }

    /// An error when it is known that there is no such field.
    pub fn must_have(&self, name: &str, span: lang::Span) -> Result<(), Diag> {
        let known: Vec<String> = match &self.shape {
            Shape::Closed(columns) => columns.iter().map(|(n, _)| n.clone()).collect(),
            Shape::LineOnly => Vec::new(),
            Shape::Open(edits) => match &self.decoders[0].columns {
                Some(columns) if edits.is_empty() => columns.clone(),
                _ => return Ok(()),
            },
        };
        if known.iter().any(|n| n == name) { Ok(()) } else { Err(unknown_field(name, &known, span)) }
    }

    /// Whether a record may have a field that nobody named, but that a stage reads where it is:
    /// then it is no mistake if it never appears.
    pub fn guess(&mut self, name: &str) -> bool {
        if self.must_have(name, lang::Span::default()).is_err() || matches!(self.shape, Shape::LineOnly) {
            return false;
        }
        if !self.decoders[0].wanted.iter().any(|w| w.want.name == name) {
            self.guessed.push(name.to_string());
        }
        true
    }

    /// From here on there are just these columns.
    pub fn close(&mut self, columns: Vec<(String, usize)>) {
        self.made_columns = true;
        self.shape = Shape::Closed(columns);
    }

    /// A property of the row that a step which moves rows must carry along.
    pub fn property(&mut self, row: Row, name: &str) -> Expr {
        let now = self.steps.len();
        let slot = match self.properties.iter().find(|(r, ..)| *r == row) {
            Some((_, slot, _)) => *slot,
            None => {
                let slot = self.slot();
                self.properties.push((row, slot, now));
                slot
            }
        };
        self.reads(slot);
        let kind = if row == Row::Filename { Kind::Text } else { Kind::Number };
        Expr::slot(slot, kind, name)
    }

    /// The slot of an expression: its own, or one that a step fills here.
    pub fn slot_of(&mut self, expr: Expr) -> usize {
        if let Some(slot) = expr.as_slot() {
            return slot;
        }
        let slot = self.slot();
        self.push(Step::Map(Box::new(super::maps::Fill { slot, expr })));
        slot
    }

    /// The raw line, or an error where there is none.
    pub fn line(&mut self, span: lang::Span) -> Result<Expr, Diag> {
        if self.has_line {
            return Ok(Expr::row(Row::Line));
        }
        Err(Diag::new(span, "no `line` after an aggregate")
            .help("an aggregate's rows have just its keys and values; put this stage before it"))
    }
}

enum Found {
    Slot(usize, Kind),
    Member(usize, String),
    Gone(&'static str),
    Unknown(Vec<String>),
}

fn unknown_field(name: &str, names: &[String], span: lang::Span) -> Diag {
    let diag = Diag::new(span, format!("no field `{name}` here"));
    let diag = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => diag.label(format!("did you mean `{near}`?")),
        None => diag,
    };
    if names.is_empty() { diag } else { diag.help(format!("the fields are {}", names.join(", "))) }
}

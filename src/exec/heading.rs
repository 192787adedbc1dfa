//! The header of the input in whole-line output.
//!
//! A header goes before the first line, once; that of a section goes before the first line that
//! stands under it, so that what comes out can be read like what went in. Lines that a step has held
//! back no longer know their section: where there were several, they have none to stand under, which
//! is an error and not a guess.

use crate::base::Fault;
use crate::data::Source;

/// What has been written, and what is in force.
#[derive(Clone)]
pub(super) struct Heading {
    /// Whether whole lines come out, and with their header.
    on: bool,
    /// The header that the last lines stand under.
    under: Vec<u8>,
    /// The header of the first section, and the input in which another one was met.
    first: Option<Vec<u8>>,
    other: Option<String>,
}

impl Heading {
    pub(super) fn new(on: bool) -> Heading {
        Heading { on, under: Vec::new(), first: None, other: None }
    }

    /// Appends the header that stands before the first line.
    pub(super) fn start(&mut self, source: Option<&Source>, out: &mut Vec<u8>) {
        if let Some(source) = source.filter(|_| self.on) {
            // A header that ends with a carriage return alone gets a newline, as its records do.
            match source.header.strip_suffix(b"\r") {
                Some(bare) => out.extend_from_slice(&[bare, b"\n"].concat()),
                None => out.extend_from_slice(&source.header),
            }
            self.under.clone_from(&source.header);
        }
    }

    /// The next block is of this source.
    pub(super) fn saw(&mut self, source: &Source) {
        if !self.on || !source.is_section || self.other.is_some() {
            return;
        }
        if *self.first.get_or_insert_with(|| source.header.clone()) != source.header {
            self.other = Some(source.name.clone());
        }
    }

    /// Appends the header of lines that come next, where they stand under another.
    pub(super) fn lines_of(&mut self, source: &Source, out: &mut Vec<u8>) -> Result<(), Fault> {
        if let (Some(name), true) = (&self.other, source.is_computed()) {
            let why = "its columns change, and lines that were held back cannot stand under their own (select the \
                       columns, or use -o csv)";
            return Err(Fault::input(if name == "-" { "standard input" } else { name }, why));
        }
        if self.on && source.is_section && self.under != source.header {
            out.extend_from_slice(&source.header);
            self.under.clone_from(&source.header);
        }
        Ok(())
    }
}

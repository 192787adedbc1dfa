//! How a front end puts a [`Layout`] together: literals, fields, and what the fields are called.

use super::columns::{Escapes, Named};
use super::layout::{FIELDS, Layout, Literal, Measure, Piece, Take, Way};

/// A layout in the making.
pub struct Builder {
    /// The format's name.
    name: &'static str,
    /// The ways that are complete, and the one that is not.
    ways: Vec<Way>,
    way: Way,
    /// By slot: how the format string spells its field. Ways share slots by this.
    slots: Vec<String>,
    /// The literal text since the last field.
    lead: Vec<u8>,
    /// The last field, while it is not known where it ends.
    last: Option<String>,
    /// What the fields are called.
    pub named: Named,
    /// How the server writes bytes that would end a field.
    pub escapes: Escapes,
    /// What the server counts when it pads.
    pub measure: Measure,
    /// Whether lines may hold terminal colours.
    pub colours: bool,
}

impl Builder {
    /// Begins a layout of a format.
    pub fn new(name: &'static str, escapes: Escapes) -> Builder {
        Builder {
            name,
            ways: Vec::new(),
            way: Way::default(),
            slots: Vec::new(),
            lead: Vec::new(),
            last: None,
            named: Named::default(),
            escapes,
            measure: Measure::Characters,
            colours: false,
        }
    }

    /// Adds literal text.
    pub fn text(&mut self, text: &[u8]) {
        self.lead.extend_from_slice(text);
    }

    /// Adds one blank, if there is none yet: for servers that never write two, and none first.
    pub fn blank(&mut self) {
        let is_first = self.way.pieces.is_empty() && self.lead.is_empty();
        if !is_first && !self.lead.ends_with(b" ") {
            self.lead.push(b' ');
        }
    }

    /// Whether the text before the next field ends so.
    pub fn ends_with(&self, text: &[u8]) -> bool {
        self.lead.ends_with(text)
    }

    /// Adds a field, which is spelled so and called `what` in messages. `width` is that to which
    /// it is padded, or 0. The answer is its slot.
    pub fn field(&mut self, spelled: &str, what: &str, take: Take, width: usize) -> Result<usize, String> {
        let taken = |slot: usize| self.way.pieces.iter().any(|piece| piece.slot == slot);
        let known = (0..self.slots.len()).find(|&slot| self.slots[slot] == spelled && !taken(slot));
        let slot = known.unwrap_or(self.slots.len());
        if slot == FIELDS {
            return Err(format!("a format has at most {FIELDS} fields"));
        }
        if slot == self.slots.len() {
            self.slots.push(spelled.to_string());
        }
        if let Some(last) = self.last.take() {
            if self.lead.is_empty() {
                return Err(format!("between `{last}` and `{spelled}` must stand some text, for `{last}` to end at"));
            }
            let lead = self.lead.clone();
            self.ends_before(&lead);
        }
        self.last = (!take.ends_itself()).then(|| spelled.to_string());
        let lead = std::mem::take(&mut self.lead);
        let (what, until) = (what.to_string(), Literal::default());
        let measure = self.measure;
        self.way.pieces.push(Piece { lead, take, what, until, slot, width, measure, optional: false });
        Ok(slot)
    }

    /// The last field may be left out, and then so is the text before it.
    pub fn optional(&mut self) {
        if let Some(piece) = self.way.pieces.last_mut() {
            piece.optional = true;
        }
    }

    /// The last field ends before this text, which the next field may begin with.
    pub fn ends_before(&mut self, text: &[u8]) {
        if let Some(piece) = self.way.pieces.last_mut() {
            piece.until = Literal::new(text);
            // A quote that is escaped is no end.
            if piece.take == Take::Until && self.escapes != Escapes::None && text.starts_with(b"\"") {
                piece.take = Take::Quoted;
            }
        }
        self.last = None;
    }

    /// What was added is one way to read a line; what follows, from the start, is another one.
    pub fn otherwise(&mut self) -> Result<(), String> {
        if self.way.pieces.is_empty() {
            return Err(format!("there is no field in this {} format", self.name));
        }
        self.way.tail = std::mem::take(&mut self.lead);
        if self.last.is_some() && !self.way.tail.is_empty() {
            let tail = self.way.tail.clone();
            self.ends_before(&tail);
        }
        self.last = None;
        self.ways.push(std::mem::take(&mut self.way));
        Ok(())
    }

    /// Also reads lines whose last field, in quotes, was cut off by a limit of their length.
    pub fn torn(&mut self) {
        let torn = |way: &Way| {
            let mut way = way.clone();
            let last = way.pieces.last_mut().filter(|last| !last.take.ends_itself() && way.tail.starts_with(b"\""))?;
            (last.take, last.until) = (Take::Until, Literal::default());
            way.tail.clear();
            Some(way)
        };
        let torn: Vec<Way> = self.ways.iter().filter_map(torn).collect();
        self.ways.extend(torn);
    }

    /// The layout, of all ways that were completed.
    pub fn finish(self) -> Layout {
        let Builder { name, ways, named, escapes, colours, .. } = self;
        Layout { name, ways, columns: named.columns(), escapes, colours }
    }
}

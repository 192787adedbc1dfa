//! Sections: inputs whose columns may change from one line to the next.
//!
//! What a line of such an input means is said by directives before it, perhaps by many blocks. They
//! are taken out of the stream under the input's lock, in order, and each block goes with the source
//! that is bound to the header in force: so workers find the fields of any block on their own, and a
//! new section costs one more binding. A cutter that remembers the last directive was rejected: the
//! block before may be on its way on another thread.

use memchr::{memchr, memmem, memrchr};

use super::signal::Signals;
use super::source::{Claim, Limits};
use super::stream::Stream;
use crate::data::lines::Directives;

/// What is known of the directives of an input.
#[derive(Default)]
pub struct Sections {
    /// Those that count.
    kept: Vec<u8>,
    /// Where the bytes that were read and not given start among those that are carried.
    from: usize,
    /// Directives have passed since the last block.
    fresh: bool,
}

impl Sections {
    /// Directives that have passed.
    pub fn of(kept: Vec<u8>) -> Sections {
        Sections { kept, from: 0, fresh: true }
    }

    /// The header in force, if directives have passed since it was last asked for.
    pub fn fresh(&mut self, law: &Directives) -> Option<Vec<u8>> {
        std::mem::take(&mut self.fresh).then(|| (law.header)(&self.kept))
    }
}

impl Stream {
    /// Fills `buffer` with lines of one section. Returns false at the end, with nothing in `buffer`.
    pub(super) fn take_section(
        &mut self,
        buffer: &mut Vec<u8>,
        law: &Directives,
        limits: Limits,
        signals: &Signals,
        claim: &mut Claim,
    ) -> bool {
        buffer.clear();
        // Bytes that hold no directive, and those that hold no newline.
        let (mut searched, mut bare) = (0, 0);
        let mut sections = self.sections.take().unwrap_or_default();
        let more = loop {
            self.pass_directives(&mut sections, law, claim);
            let held = self.carry.get(sections.from..).unwrap_or_default();
            if held.is_empty() && (self.done || self.dry) {
                break false;
            }
            if !matches!(held.first(), None | Some(b'#')) {
                let directive = memmem::find(&held[searched..], b"\n#").map(|at| searched + at + 1);
                let cut = match directive {
                    Some(at) => at,
                    None if self.done => held.len(),
                    None if held.len() >= limits.block || self.is_idle(signals) => {
                        memrchr(b'\n', &held[bare..]).map_or(0, |at| bare + at + 1)
                    }
                    None => 0,
                };
                if cut > 0 {
                    // Behind a directive there may be nothing yet, and then nothing would be flushed.
                    let may_wait = self.poll.is_some() || self.grows;
                    claim.idle = may_wait && (directive.is_some() || self.is_idle(signals));
                    buffer.extend_from_slice(&held[..cut]);
                    sections.from += cut;
                    break true;
                }
                // The newline may be the last byte so far.
                searched = held.len().saturating_sub(1);
                bare = if held.len() >= limits.block { held.len() } else { 0 };
            }
            if self.dry {
                break false;
            }
            let is_long = held.len() > limits.max_line + 2 && memchr(b'\n', held).is_none();
            self.carry.drain(..std::mem::take(&mut sections.from));
            let mut carry = std::mem::take(&mut self.carry);
            if is_long {
                claim.too_long.get_or_insert(claim.offset);
                self.skip_line(&mut carry, claim);
                (searched, bare) = (0, 0);
            } else {
                let len = carry.len();
                let len = self.read_more(&mut carry, len, limits);
                carry.truncate(len);
            }
            self.carry = carry;
        };
        self.sections = Some(sections);
        more
    }

    /// Takes the directives that come next.
    fn pass_directives(&self, sections: &mut Sections, law: &Directives, claim: &mut Claim) {
        // The byte order mark belongs to no line.
        if claim.offset == 0 && self.carry.starts_with(b"\xef\xbb\xbf#") {
            (sections.from, claim.offset) = (3, 3);
        }
        loop {
            let held = self.carry.get(sections.from..).unwrap_or_default();
            let end = match memchr(b'\n', held) {
                Some(end) => end + 1,
                None if self.done => held.len(),
                None => return,
            };
            if held.first() != Some(&b'#') {
                return;
            }
            law.take_all(&mut sections.kept, &held[..end]);
            sections.fresh = true;
            sections.from += end;
            claim.offset += end as u64;
            claim.skipped += 1;
            claim.lines_before += 1;
        }
    }
}

//! A regex with named groups as a cutter.

use std::sync::{Arc, Mutex};

use regex::bytes::{CaptureLocations, Regex};

use crate::base::Span;
use crate::data::{Cell, Cut, Key, Want};

/// A regex whose named groups are fields.
pub struct RegexCut {
    regex: Arc<Regex>,
    /// By want: the group.
    groups: Vec<Option<usize>>,
    /// Buffers for group places, so that no line allocates.
    spare: Mutex<Vec<CaptureLocations>>,
}

impl RegexCut {
    /// Binds wants to groups.
    pub fn bind(regex: &Arc<Regex>, wants: &[Want]) -> RegexCut {
        let place = |want: &Want| regex.capture_names().position(|name| name == Some(&want.name));
        RegexCut { regex: regex.clone(), groups: wants.iter().map(place).collect(), spare: Mutex::new(Vec::new()) }
    }

    /// Runs `work` with the places of the groups, when the line matches.
    fn matched(&self, line: &[u8], work: impl FnOnce(&CaptureLocations)) -> bool {
        let spare = self.spare.lock().unwrap_or_else(|e| e.into_inner()).pop();
        let mut places = spare.unwrap_or_else(|| self.regex.capture_locations());
        let fits = self.regex.captures_read(&mut places, line).is_some();
        if fits {
            work(&places);
        }
        self.spare.lock().unwrap_or_else(|e| e.into_inner()).push(places);
        fits
    }
}

fn cell(places: &CaptureLocations, group: usize, at: u32) -> Cell {
    places.get(group).map_or(Cell::None, |(from, to)| Cell::Text(Span::new(at + from as u32, to - from)))
}

impl Cut for RegexCut {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        self.matched(line, |places| {
            for (out, group) in cells.iter_mut().zip(&self.groups) {
                if let Some(group) = group {
                    *out = cell(places, *group, at);
                }
            }
        })
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        self.matched(line, |places| {
            for (group, name) in self.regex.capture_names().enumerate() {
                if let Some(name) = name {
                    put(Key::Plain(name.as_bytes()), cell(places, group, at));
                }
            }
        })
    }
}

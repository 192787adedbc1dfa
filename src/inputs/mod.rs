//! Input formats: what the lines of a file mean.
//!
//! A format is a [`InputDef`] and a cutter bound to the wanted fields. A cutter answers
//! for one record at a time, from its bytes alone: whether it is in the format never
//! depends on what is wanted, on the lines around it or on timing. A sample that decides
//! for the rest of a file was rejected for that reason; the formats that are a property
//! of the whole file (csv, w3c) are chosen by its name or its first line, in [`resolve`].

mod access;
pub mod alb;
pub mod apache;
pub mod apache_error;
pub mod auditd;
pub mod auto;
mod balancer;
mod broken_json;
pub mod cef;
pub mod cloudfront;
pub mod combined;
pub mod common;
pub mod compose;
pub mod cri;
pub mod csv;
pub mod detect;
pub mod docker;
pub mod elb;
mod envelope;
mod extended;
pub mod file;
mod fixed;
pub mod grok;
pub mod haproxy;
pub mod java;
pub mod journald;
pub mod json;
mod jul;
pub mod klog;
pub mod leef;
pub mod lines;
pub mod logback;
pub mod logfmt;
pub mod ltsv;
pub mod mongodb;
pub mod mysql_error;
pub mod mysql_slow;
pub mod nginx;
pub mod nginx_error;
mod open;
pub mod pattern;
pub mod postgres;
pub mod postgres_csv;
pub mod prefixed_json;
pub mod python;
pub mod rails;
pub mod redis;
pub mod regex;
pub mod s3;
pub mod squid;
mod stamped;
mod structured;
pub mod syslog;
pub mod tsv;
pub mod vhost;
pub mod w3c;
mod web;
mod written;
pub mod zeek;

use hashbrown::HashMap;
use std::borrow::Cow;

use crate::base::json as spelled;
use crate::data::lines::{Directives, Frame};
use crate::data::{Cell, Key};
use crate::def::format::ReadFile;
use crate::def::{Bind, Format, Head, InputDef};

/// Every input format, in the order of their names.
pub static ALL: &[&InputDef] = &[
    &alb::DEF,
    &apache::DEF,
    &apache_error::DEF,
    &auditd::DEF,
    &auto::DEF,
    &cef::DEF,
    &cloudfront::DEF,
    &combined::DEF,
    &common::DEF,
    &compose::DEF,
    &cri::DEF,
    &csv::DEF,
    &docker::DEF,
    &elb::DEF,
    &file::DEF,
    &grok::DEF,
    &haproxy::DEF,
    &java::DEF,
    &journald::DEF,
    &json::DEF,
    &klog::DEF,
    &leef::DEF,
    &lines::DEF,
    &logback::DEF,
    &logfmt::DEF,
    &ltsv::DEF,
    &mongodb::DEF,
    &mysql_error::DEF,
    &mysql_slow::DEF,
    &nginx::DEF,
    &nginx_error::DEF,
    &pattern::DEF,
    &postgres::DEF,
    &postgres_csv::DEF,
    &prefixed_json::DEF,
    &python::DEF,
    &rails::DEF,
    &redis::DEF,
    &regex::DEF,
    &s3::DEF,
    &squid::DEF,
    &syslog::DEF,
    &tsv::DEF,
    &vhost::DEF,
    &w3c::DEF,
    &zeek::DEF,
];

/// The format of a name.
pub fn find(name: &str) -> Option<&'static InputDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// The names of the formats that a person's `-i` speaks of, without their arguments.
pub fn names_in(spelled: &str) -> Vec<&str> {
    parts(spelled).into_iter().map(|(name, _)| name).collect()
}

/// The formats of a list, each with its argument. An argument may hold commas, and so is the last.
fn parts(spelled: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let mut rest = spelled;
    if spelled.starts_with('@') || spelled.ends_with(".toml") && !spelled.contains([':', ',']) {
        return vec![(file::DEF.doc.name, Some(spelled))];
    }
    loop {
        if let Some((name, argument)) = rest.split_once(':')
            && find(name).is_some_and(|def| matches!(def.bind, Bind::Argument(_) | Bind::Either(..)))
        {
            let inside = ['\'', '"']
                .iter()
                .find_map(|q| argument.strip_prefix(*q)?.strip_suffix(*q).filter(|a| !a.contains(*q)));
            parts.push((name, Some(inside.unwrap_or(argument))));
            return parts;
        }
        let Some((name, after)) = rest.split_once(',') else {
            parts.push((rest, None));
            return parts;
        };
        parts.push((name, None));
        rest = after;
    }
}

/// The format that a person's `-i` asks for: a name, a name and an argument, or a list of them
/// that is tried in turn. `read` reads a file that an argument names. The error is a message for
/// a person, without the option.
pub fn format(spelled: &str, read: ReadFile<'_>) -> Result<Format, String> {
    let mut list = Vec::new();
    for (name, argument) in parts(spelled) {
        let Some(def) = find(name) else { return Err(format!("there is no input format `{name}`")) };
        list.push(match (def.bind, argument) {
            (Bind::Argument(make) | Bind::Either(_, make), Some(argument)) => {
                let shown = if def.doc.name == file::DEF.doc.name {
                    argument.to_string()
                } else {
                    format!("{name}:{argument}")
                };
                Format::made(def, shown, make(argument, read)?)
            }
            (Bind::Argument(_), None) => {
                return Err(format!("takes an argument: {}", def.doc.usage.replace('\n', " or ")));
            }
            (Bind::Named(_) | Bind::Either(..), _) => match Format::named(def) {
                Some(format) => format,
                None => unreachable!("a named format needs no argument"),
            },
        });
    }
    match list.len() {
        1 => Ok(list.remove(0)),
        _ => auto::cascade(spelled, list),
    }
}

/// The format that an input is read in: `auto` becomes a format that is a property of the whole
/// file where its name or its first line says so; every other format is itself.
pub fn resolve(format: &Format, head: &Head<'_>) -> Format {
    if format.name != auto::DEF.doc.name {
        return format.clone();
    }
    let tells = |def: &&&InputDef| def.tells.input.is_some_and(|tells| tells(head));
    let whole = ALL.iter().find(tells).and_then(|def| Format::named(def));
    whole.map_or_else(|| format.clone(), |whole| whole.joined_like(format))
}

/// Whether a sample says whether its input opens with directives, and which: it has a line that is
/// none. Any other input is known by its first line.
pub fn is_enough(sample: &[u8]) -> bool {
    let sample = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample);
    let at = if opens_with_directive(sample) { Directives::leading(sample) } else { 0 };
    memchr::memchr(b'\n', &sample[at..]).is_some()
}

/// Whether bytes open as a log does whose columns are named by directives.
fn opens_with_directive(sample: &[u8]) -> bool {
    let names: [&[u8]; 5] = [b"#Software:", b"#Version:", b"#Date:", b"#Fields:", b"#separator "];
    names.iter().any(|name| sample.starts_with(name))
}

/// Whether a name has this suffix, but for that of a codec.
fn has_suffix(name: &str, suffix: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let codec = [".gz", ".bgz", ".zst", ".bz2", ".xz", ".lz4"].iter().find_map(|s| name.strip_suffix(s));
    codec.unwrap_or(&name).strip_suffix(suffix).is_some_and(|stem| stem.ends_with('.'))
}

/// The frame of a format whose records are lines.
fn lines_frame(_: &Head<'_>) -> Frame {
    Frame::Lines
}

/// The length of the header of a format that has none.
fn no_header(_: &Head<'_>) -> usize {
    0
}

/// The names in the header of a format that has none.
fn no_names(_: &[u8]) -> Vec<String> {
    Vec::new()
}

/// Fields that are held without an allocation.
const FEW: usize = 48;

/// The fields of one record, gathered until it is known to be one. A repeated name keeps
/// its first place and takes its last value.
struct Fields<'a> {
    len: usize,
    /// A digest of each name, to find a repeated one without comparing names.
    digests: [u32; FEW],
    few: [(Key<'a>, Cell); FEW],
    /// What did not fit, and then the place of every name.
    more: Vec<(Key<'a>, Cell)>,
    places: HashMap<Cow<'a, [u8]>, usize>,
}

impl Default for Fields<'_> {
    fn default() -> Self {
        Fields {
            len: 0,
            digests: [0; FEW],
            few: [(Key::Plain(&[]), Cell::None); FEW],
            more: Vec::new(),
            places: HashMap::new(),
        }
    }
}

/// A name's text.
fn text<'a>(key: Key<'a>) -> Cow<'a, [u8]> {
    match key {
        Key::Plain(text) => Cow::Borrowed(text),
        Key::Escaped(inside) => spelled::plain(inside),
    }
}

/// Tells names apart by their length and their ends; it need not tell all.
fn digest(name: &[u8]) -> u32 {
    let end = |at: usize| name.get(at).copied().map_or(0, u32::from);
    let last = name.len().wrapping_sub(1);
    name.len() as u32 ^ end(0) << 8 ^ end(last) << 16 ^ end(last.wrapping_sub(1)) << 24 ^ end(name.len() / 2) << 4
}

impl<'a> Fields<'a> {
    /// Adds a field.
    fn add(&mut self, key: Key<'a>, cell: Cell) {
        if self.len < FEW {
            let name = text(key);
            let digest = digest(&name);
            let same = |&i: &usize| self.digests[i] == digest && text(self.few[i].0) == name;
            if let Some(first) = (0..self.len).find(same) {
                self.few[first].1 = cell;
                return;
            }
            self.digests[self.len] = digest;
            self.few[self.len] = (key, cell);
            self.len += 1;
            return;
        }
        if self.places.is_empty() {
            self.places.extend(self.few.iter().enumerate().map(|(i, (key, _))| (text(*key), i)));
        }
        let place = *self.places.entry(text(key)).or_insert(self.len);
        match place {
            _ if place == self.len => {
                self.more.push((key, cell));
                self.len += 1;
            }
            ..FEW => self.few[place].1 = cell,
            _ => self.more[place - FEW].1 = cell,
        }
    }

    /// Gives the fields in their order.
    fn give(&self, put: &mut dyn FnMut(Key<'_>, Cell)) {
        for (key, cell) in self.few[..self.len.min(FEW)].iter().chain(&self.more) {
            put(*key, *cell);
        }
    }
}

#[cfg(test)]
#[path = "inputs_tests.rs"]
mod tests;

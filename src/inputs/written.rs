//! Formats that are made of a text: a pattern, or the format string of a server.
//!
//! The text is what stands after the colon of `-i`, or `@FILE` for what stands in the server's own
//! configuration, `@FILE#NAME` where that defines several.

use std::sync::Arc;

use super::json;
use crate::data::Want;
use crate::def::cutters::Written;
use crate::def::cutters::layout::Layout;
use crate::def::format::{Made, ReadFile};
use crate::def::{Kind, Opening};

/// Finds a format string in a configuration, by the name that it has there.
pub type InConfig = fn(text: &str, name: Option<&str>) -> Result<String, String>;

/// The format string that an argument is, or names.
pub fn text(argument: &str, read: ReadFile<'_>, find: InConfig) -> Result<String, String> {
    let Some(place) = argument.strip_prefix('@') else { return Ok(argument.to_string()) };
    let (path, name) = match place.rsplit_once('#') {
        Some((path, name)) => (path, Some(name)),
        None => (place, None),
    };
    let bytes = read(path).map_err(|why| format!("{path}: {why}"))?;
    find(&String::from_utf8_lossy(&bytes), name).map_err(|why| format!("{path}: {why}"))
}

/// A format of lines that are laid out so.
pub fn laid_out(layout: Layout) -> Made {
    let columns = Some(layout.names());
    let layout = Arc::new(layout);
    Made {
        columns,
        bind: Arc::new(move |wants: &[Want], _: &Opening<'_>| Box::new(layout.bind(wants))),
        kind: Layout::kind,
        frame: None,
    }
}

/// A format of what a format string writes.
pub fn made(written: Written) -> Made {
    match written {
        Written::Lines(layout) => laid_out(layout),
        Written::Json => Made {
            columns: None,
            bind: Arc::new(|wants: &[Want], _: &Opening<'_>| json::cutter(wants)),
            kind: |_| Kind::Any,
            frame: None,
        },
    }
}

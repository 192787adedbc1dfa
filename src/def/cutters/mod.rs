//! Cutters that a user writes: a regex with named groups, a pattern of literals and names, a
//! grok expression, and the format strings of servers.
//!
//! They serve `parse` and the input formats, and stand below both, which never import each other.
//! A server's format string and a pattern become a [`layout::Layout`]; a grok expression becomes
//! a regex.

pub mod apache;
mod builder;
mod columns;
mod conf;
pub mod grok;
pub mod haproxy;
pub mod layout;
pub mod logback;
pub mod nginx;
pub mod pattern;
pub mod postgres;
pub mod pylogging;
pub mod regex;
pub mod request;
mod stamp;

pub use conf::{apache as apache_conf, haproxy as haproxy_conf, nginx as nginx_conf, postgres as postgres_conf};

/// What the lines of a format string are.
pub enum Written {
    /// Laid out so.
    Lines(layout::Layout),
    /// JSON objects: their keys say all, in whatever order and spacing they come.
    Json,
}

/// Whether a format string spells a JSON object.
fn is_object(text: &str) -> bool {
    let text = text.trim();
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    inside.is_some_and(|inside| inside.trim_start().starts_with('"') && inside.contains("\":"))
}

/// A text without the single quotes around its parts, which are put together.
fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(inside) = rest.strip_prefix('\'') {
        let Some((part, after)) = inside.split_once('\'') else { return text.to_string() };
        out.push_str(part);
        rest = after.trim_start();
    }
    if rest.is_empty() { out } else { text.to_string() }
}

#[cfg(test)]
#[path = "cutters_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "printed_tests.rs"]
mod printed;

#[cfg(test)]
#[path = "printed_web_tests.rs"]
mod printed_web;

#[cfg(test)]
#[path = "printed_app_tests.rs"]
mod printed_app;

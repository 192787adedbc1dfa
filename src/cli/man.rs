//! The man page: clap's options, then every definition and written page.
//!
//! One page holds everything, since a man page is read with `/`. It says what
//! `flitch help` says, but for the examples of single definitions, which would make it
//! twice as long. There is no date in it: the same source gives the same bytes.

use clap_mangen::Man;

use super::help::{Entry, Kind, PAGES, Topics};
use super::markup;

/// The sections made of definitions.
const SECTIONS: &[(&str, Kind)] = &[
    ("STAGES", Kind::Stage),
    ("FUNCTIONS", Kind::Function),
    ("AGGREGATES", Kind::Aggregate),
    ("FORMATS", Kind::Input),
    ("OUTPUT FORMATS", Kind::Output),
    ("CODECS", Kind::Codec),
];

/// The sections made of written pages, after the definitions.
const WRITTEN: &[(&str, &str)] = &[
    ("READING", "reading"),
    ("DETECTION", "detect"),
    ("SCRIPTS", "scripts"),
    ("SAMPLES", "test"),
    ("REPORTS", "report"),
    ("MANNERS", "manners"),
    ("EXIT STATUS", "exit-codes"),
    ("EXAMPLES", "examples"),
    ("THE LAWS", "laws"),
];

/// The man page flitch(1) as roff.
pub fn man(command: &clap::Command, topics: &Topics<'_>) -> String {
    let mut out = options(command);
    section("LANGUAGE", "language", &mut out);
    for (title, kind) in SECTIONS {
        out.push_str(&format!(".SH {}\n", title.replace(' ', "\\ ")));
        for entry in topics.entries(*kind) {
            definition(&entry, &mut out);
        }
    }
    for (title, page) in WRITTEN {
        section(title, page, &mut out);
    }
    out
}

/// Name, synopsis, description and options, as clap_mangen writes them. The
/// long help's tail stands in the sections after it and is left out. The title is
/// written here, since clap_mangen drops an empty date and shifts what follows it.
fn options(command: &clap::Command) -> String {
    let command = command.clone().after_help("").after_long_help("");
    let version = command.get_version().unwrap_or_default();
    let mut bytes = format!(".TH \"FLITCH\" \"1\" \"\" \"flitch {version}\" \"User Commands\"\n").into_bytes();
    let man = Man::new(command);
    // Writing to memory cannot fail; a page cut short would be seen by its test.
    let _ = man
        .render_name_section(&mut bytes)
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| man.render_description_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn section(title: &str, page: &str, out: &mut String) {
    let Some(page) = PAGES.iter().find(|p| p.name == page) else { return };
    out.push_str(&format!(".SH {}\n{}", title.replace(' ', "\\ "), markup::roff(page.text)));
}

fn definition(entry: &Entry<'_>, out: &mut String) {
    let doc = entry.doc;
    out.push_str(&format!(".SS {}\n", markup::roff_line(doc.name)));
    out.push_str(&markup::roff_verbatim(doc.usage.lines()));
    out.push_str(&markup::roff(&format!("{}.", capital(doc.brief))));
    out.push_str(&markup::roff(doc.text));
    out.push_str(&markup::roff(&entry.note));
}

/// A brief as a sentence.
fn capital(brief: &str) -> String {
    let mut chars = brief.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

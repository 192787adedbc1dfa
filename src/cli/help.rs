//! `flitch help`: pages for everything that has a name.
//!
//! A page is a view of a DEF, or a text in `topics/`. Nothing is said here that a DEF
//! could say: lists, pages, the man page and the completions are loops over the
//! registries. Width is fixed at 80 columns, so that a page is the same text wherever
//! it is read and its examples can be compared byte for byte.

use std::fmt::Write;

use super::markup;
use crate::aggs;
use crate::def::{AggDef, CodecDef, Doc, Effect, FuncDef, InputDef, OutputDef, StageDef};
use crate::lang::near::synonyms;
use crate::lang::nearest;

/// Columns of a page.
pub const WIDTH: usize = 80;

/// Everything that can be named, as the registries list it.
pub struct Topics<'a> {
    pub stages: &'a [&'a StageDef],
    pub funcs: &'a [&'a FuncDef],
    pub aggs: &'a [&'a AggDef],
    pub inputs: &'a [&'a InputDef],
    pub outputs: &'a [&'a OutputDef],
    pub codecs: &'a [&'a CodecDef],
}

/// What `-i` may be besides the registered formats: the choice by the bytes.
pub const AUTO: &str = "auto";

/// A written page: its name, its brief, its markup.
pub struct Page {
    pub name: &'static str,
    pub brief: &'static str,
    pub text: &'static str,
}

/// The written pages, in the order in which they are listed.
pub const PAGES: &[Page] = &[
    Page {
        name: "language",
        brief: "the language, and how it differs from Python",
        text: include_str!("topics/language.md"),
    },
    Page { name: "examples", brief: "commands to start from", text: include_str!("topics/examples.md") },
    Page { name: "scripts", brief: "pipelines in files, crontabs and CI", text: include_str!("topics/scripts.md") },
    Page { name: "reading", brief: "how inputs become records", text: include_str!("topics/reading.md") },
    Page { name: "detect", brief: "which format a file is in, and why", text: include_str!("topics/detect.md") },
    Page { name: "follow", brief: "inputs that grow and are rotated", text: include_str!("topics/follow.md") },
    Page { name: "cron", brief: "runs that go on where the last one stopped", text: include_str!("topics/cron.md") },
    Page { name: "test", brief: "samples in a script, and how they are run", text: include_str!("topics/test.md") },
    Page { name: "manners", brief: "how a run behaves beside others", text: include_str!("topics/manners.md") },
    Page { name: "from-grep", brief: "grep's commands in flitch's words", text: include_str!("topics/from-grep.md") },
    Page { name: "from-awk", brief: "awk's programs in flitch's words", text: include_str!("topics/from-awk.md") },
    Page { name: "from-jq", brief: "jq's filters in flitch's words", text: include_str!("topics/from-jq.md") },
    Page { name: "from-spl", brief: "Splunk's searches in flitch's words", text: include_str!("topics/from-spl.md") },
    Page { name: "from-sql", brief: "queries in flitch's words", text: include_str!("topics/from-sql.md") },
    Page { name: "from-kql", brief: "Kusto's queries in flitch's words", text: include_str!("topics/from-kql.md") },
    Page {
        name: "from-miller",
        brief: "Miller's verbs in flitch's words",
        text: include_str!("topics/from-miller.md"),
    },
    Page {
        name: "report",
        brief: "what a run tells programs: JSON, metrics, CI",
        text: include_str!("topics/report.md"),
    },
    Page { name: "laws", brief: "what flitch promises", text: include_str!("topics/laws.md") },
    Page { name: "exit-codes", brief: "what the exit code says", text: include_str!("topics/exit-codes.md") },
];

const OVERVIEW: &str = include_str!("topics/overview.md");

/// The lists: name, the kind of definition in it, what it is a list of.
pub const LISTS: &[(&str, Kind, &str)] = &[
    ("stages", Kind::Stage, "what a pipeline is made of"),
    ("functions", Kind::Function, "what computes a value from values of one record"),
    ("aggregates", Kind::Aggregate, "what computes a value from many records"),
    ("formats", Kind::Input, "the formats that -i reads"),
    ("outputs", Kind::Output, "the formats that -o writes"),
    ("codecs", Kind::Codec, "compression, of inputs and with -z"),
];

/// The kinds of definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Stage,
    Function,
    Aggregate,
    Input,
    Output,
    Codec,
}

impl Kind {
    /// What it is called in the first line of a page.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Stage => "stage",
            Kind::Function => "function",
            Kind::Aggregate => "aggregate",
            Kind::Input => "input format",
            Kind::Output => "output format",
            Kind::Codec => "codec",
        }
    }
}

/// A definition as the docs see it.
pub struct Entry<'a> {
    pub kind: Kind,
    pub doc: &'a Doc,
    /// What its other fields say, as sentences; perhaps empty.
    pub note: String,
}

impl Topics<'_> {
    /// The names that `-i` takes.
    pub fn input_names(&self) -> Vec<&'static str> {
        let names = self.inputs.iter().map(|d| d.doc.name);
        std::iter::once(AUTO).chain(names.filter(|name| *name != AUTO)).collect()
    }

    /// The definitions of a kind, in the order of their registry.
    pub fn entries(&self, kind: Kind) -> Vec<Entry<'_>> {
        match kind {
            Kind::Stage => self.stages.iter().map(|d| entry(kind, &d.doc, stage_note(d))).collect(),
            Kind::Function => self.funcs.iter().map(|d| entry(kind, &d.doc, method(d))).collect(),
            Kind::Aggregate => self.aggs.iter().map(|d| entry(kind, &d.doc, String::new())).collect(),
            Kind::Input => self.inputs.iter().map(|d| entry(kind, &d.doc, columns(d))).collect(),
            Kind::Output => self.outputs.iter().map(|d| entry(kind, &d.doc, String::new())).collect(),
            Kind::Codec => self.codecs.iter().map(|d| entry(kind, &d.doc, levels(d))).collect(),
        }
    }

    /// Every definition.
    pub fn all(&self) -> Vec<Entry<'_>> {
        LISTS.iter().flat_map(|(_, kind, _)| self.entries(*kind)).collect()
    }

    /// Every word that `flitch help` takes, each once: lists, pages, then definitions.
    pub fn words(&self) -> Vec<&'static str> {
        let mut out: Vec<&'static str> =
            LISTS.iter().map(|list| list.0).chain(PAGES.iter().map(|page| page.name)).collect();
        for entry in self.all() {
            if !out.contains(&entry.doc.name) {
                out.push(entry.doc.name);
            }
        }
        out
    }
}

fn entry(kind: Kind, doc: &Doc, note: String) -> Entry<'_> {
    Entry { kind, doc, note }
}

/// What a stage's fields say: its output, its order, its memory.
fn stage_note(def: &StageDef) -> String {
    let effect = match def.effect {
        Effect::Chooses => "It only chooses: lines come out as they were read.",
        Effect::RewritesLine => "It rewrites the line: the output is lines.",
        Effect::Edits => "It rewrites the line, and the output is lines; with `from` its output is records.",
        Effect::MakesColumns => "Its output is records.",
    };
    format!("{effect} Order: {}. Memory: {}.", def.order.words(), def.memory.words())
}

fn method(def: &FuncDef) -> String {
    if !def.method {
        return String::new();
    }
    let more = if def.args.1 > 1 { "..." } else { "" };
    format!("`x.{0}({more})` is another way to write it.", def.doc.name)
}

fn columns(def: &InputDef) -> String {
    match def.columns {
        Some([]) | None => String::new(),
        Some(names) => format!("Its columns: {}.", names.join(", ")),
    }
}

fn levels(def: &CodecDef) -> String {
    let (low, default, high) = def.levels;
    let suffixes: Vec<String> = def.suffixes.iter().map(|s| format!("`.{s}`")).collect();
    let suffixes = suffixes.join(", ");
    if low == high {
        return format!("It has one level. Suffixes: {suffixes}.");
    }
    format!("Levels: {low} to {high}, {default} if none is given. Suffixes: {suffixes}.")
}

/// The page of a topic, or the overview. The error is a message without a prefix.
pub fn help(topic: Option<&str>, topics: &Topics<'_>) -> Result<String, String> {
    let Some(word) = topic else { return Ok(overview(topics)) };
    if let Some((name, kind, what)) = LISTS.iter().find(|list| list.0 == word) {
        return Ok(list(name, *kind, what, topics));
    }
    let mut pages = Vec::new();
    if let Some(page) = PAGES.iter().find(|page| page.name == word) {
        pages.push(format!("{}: {}\n\n{}", page.name, page.brief, markup::text(page.text, WIDTH)));
    }
    let name = canonical(word);
    pages.extend(topics.all().iter().filter(|e| e.doc.name == name).map(definition));
    if pages.is_empty() {
        return keyword(word, topics).ok_or_else(|| unknown(word, topics));
    }
    Ok(pages.join("\n---\n\n"))
}

/// The page of the stage that a word like `every` belongs to, or the names of those stages.
fn keyword(word: &str, topics: &Topics<'_>) -> Option<String> {
    let owners = topics
        .entries(Kind::Stage)
        .into_iter()
        .filter(|entry| topics.stages.iter().any(|def| def.doc.name == entry.doc.name && def.keywords.contains(&word)));
    let owners: Vec<Entry<'_>> = owners.collect();
    match &owners[..] {
        [] => None,
        [one] => Some(format!("`{word}` is a word of `{}`.\n\n{}", one.doc.name, definition(one))),
        several => {
            let mut out = format!("`{word}` is a word of several stages; see `flitch help` for each of them.\n\n");
            for entry in several {
                out.push_str(&format!("    {:<10}{}\n", entry.doc.name, entry.doc.brief));
            }
            Some(out)
        }
    }
}

/// `p95` is documented as `p`, for the whole family.
fn canonical(word: &str) -> &str {
    aggs::find(word).map_or(word, |(def, _)| def.doc.name)
}

fn unknown(word: &str, topics: &Topics<'_>) -> String {
    let words = topics.words();
    let page = words.iter().copied().find(|name| name.strip_prefix("from-") == Some(word));
    let foreign = |word: &str| {
        let own = synonyms().find(|(name, _)| *name == word).map(|(_, own)| own)?;
        (!words.contains(&word) && words.contains(&own)).then_some(own)
    };
    if page.is_none()
        && let Some(own) = foreign(word)
    {
        return format!("no help on `{word}`; flitch's word is `{own}`: see `flitch help {own}`");
    }
    // Of words that are equally near, the one that begins alike is meant: slips come late.
    let mut candidates: Vec<&str> = words.iter().copied().chain(synonyms().map(|(name, _)| name)).collect();
    let alike = |name: &&str| name.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    candidates.sort_by_key(|name| std::cmp::Reverse(alike(name)));
    match page.or_else(|| nearest(word, candidates)) {
        Some(near) => match foreign(near) {
            Some(own) => format!("no help on `{word}`; did you mean `{near}`, which is `flitch help {own}`?"),
            None => format!("no help on `{word}`; did you mean `flitch help {near}`?"),
        },
        None => format!("no help on `{word}`; `flitch help` lists the topics"),
    }
}

fn overview(topics: &Topics<'_>) -> String {
    let mut out = markup::text(OVERVIEW, WIDTH);
    out.push('\n');
    for (name, kind, _) in LISTS {
        let names: Vec<&str> = topics.entries(*kind).iter().map(|e| e.doc.name).collect();
        columns_of(name, &names.join(" "), &mut out);
    }
    let pages: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    columns_of("pages", &pages.join(" "), &mut out);
    out.push_str("\nSee `flitch help TOPIC` for any of these words, `flitch --help` for the options.\n");
    out
}

/// A label, and words wrapped beside it.
fn columns_of(label: &str, words: &str, out: &mut String) {
    const LABEL: usize = 12;
    for (i, line) in markup::text(words, WIDTH - LABEL).lines().enumerate() {
        let label = if i == 0 { label } else { "" };
        let _ = writeln!(out, "{label:LABEL$}{line}");
    }
}

fn list(name: &str, kind: Kind, what: &str, topics: &Topics<'_>) -> String {
    let mut out = format!("{name}: {what}\n\n");
    let entries = topics.entries(kind);
    let mut rows: Vec<(&str, &str)> = entries.iter().map(|e| (e.doc.name, e.doc.brief)).collect();
    if kind == Kind::Input && !rows.iter().any(|row| row.0 == AUTO) {
        rows.insert(0, (AUTO, "chosen by the bytes of the input; the default"));
    }
    let width = rows.iter().map(|row| row.0.len()).max().unwrap_or(0);
    for (name, brief) in rows {
        let _ = writeln!(out, "    {name:width$}  {brief}");
    }
    let _ = writeln!(out, "\nSee `flitch help NAME` for each.");
    out
}

/// The page of a definition.
fn definition(entry: &Entry<'_>) -> String {
    let Entry { kind, doc, note } = entry;
    let mut out = format!("{} ({}): {}\n\n", doc.name, kind.word(), doc.brief);
    for line in doc.usage.lines() {
        let _ = writeln!(out, "    {line}");
    }
    out.push('\n');
    out.push_str(&markup::text(doc.text, WIDTH));
    if !note.is_empty() {
        out.push('\n');
        out.push_str(&markup::text(note, WIDTH));
    }
    out.push_str(if doc.examples.len() > 1 { "\nExamples:\n" } else { "\nExample:\n" });
    for example in doc.examples {
        let _ = writeln!(out, "\n    $ flitch {}", example.run.replace('\n', "\n    "));
        for line in example.output.strip_prefix('\n').unwrap_or(example.output).lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

#[cfg(test)]
#[path = "help_tests.rs"]
pub mod tests;

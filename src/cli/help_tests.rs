//! Tests of the pages, the man page and the completions, over a small set of registries.

use super::super::{complete, man, opts};
use super::*;

const CODEC: CodecDef = CodecDef {
    doc: Doc {
        name: "gzip",
        usage: "gzip[:LEVEL]",
        brief: "gzip, as `gzip` writes it",
        text: "Reads every member. See [help].",
        examples: &[crate::def::Example { run: "-z gzip 'head 1' a.log | zcat", output: "\n{\"a\": 1}\n" }],
    },
    opens: |_| crate::def::Opens::No,
    suffixes: &["gz"],
    levels: (0, 6, 9),
    reader: |inner, _| Box::new(inner),
    span: |_| crate::def::Span::Unknown,
    writer: |_, _| Err(std::io::ErrorKind::Unsupported.into()),
    pack: |_, _, _| Err(std::io::ErrorKind::Unsupported.into()),
    piece: |_| 1,
};

const JSON: OutputDef = OutputDef {
    doc: Doc { name: "json", usage: "json", brief: "JSON lines", text: "One object a line.", examples: &[] },
    suffixes: &["json"],
    closed: false,
    ordered: false,
    make: |_, _| unreachable!("never rendered here"),
};

const JSON_IN: InputDef = InputDef {
    doc: Doc { name: "json", usage: "json", brief: "JSON lines", text: "One object a line.", examples: &[] },
    columns: None,
    frame: |_| crate::data::lines::Frame::Lines,
    header: |_| 0,
    names: |_| Vec::new(),
    tells: crate::def::Tells::NOTHING,
    bind: crate::def::Bind::Named(|_, _| unreachable!("never bound here")),
    kind: |_| crate::def::Kind::Any,
    view: None,
    samples: &[],
};

/// Runs over one codec and one format each way.
pub fn with_topics<T>(f: impl FnOnce(&Topics<'_>) -> T) -> T {
    let (codec, json, json_in) = (CODEC, JSON, JSON_IN);
    f(&Topics { stages: &[], funcs: &[], aggs: &[], inputs: &[&json_in], outputs: &[&json], codecs: &[&codec] })
}

#[test]
fn a_name_gives_all_its_pages() {
    with_topics(|topics| {
        let page = help(Some("gzip"), topics).unwrap();
        assert!(page.starts_with("gzip (codec): gzip, as `gzip` writes it\n\n    gzip[:LEVEL]\n"), "{page}");
        assert!(page.contains("Levels: 0 to 9, 6 if none is given. Suffixes: `.gz`.\n\nExample:\n\n    $ flitch -z"));
        let both = help(Some("json"), topics).unwrap();
        assert!(both.contains("json (input format)") && both.contains("\n---\n\njson (output format)"), "{both}");
    });
}

#[test]
fn pages_fit_their_width_and_the_overview_a_screen() {
    with_topics(|topics| {
        for word in topics.words() {
            let page = help(Some(word), topics).unwrap();
            assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{word}");
            assert!(page.lines().all(|l| l.starts_with("    ") || l.chars().count() <= WIDTH), "{word}\n{page}");
        }
        let overview = help(None, topics).unwrap();
        assert!(overview.contains("codecs      gzip\n"), "{overview}");
        assert!(overview.lines().count() <= 40);
    });
}

#[test]
fn an_unknown_topic_names_a_near_one() {
    with_topics(|topics| {
        assert_eq!(help(Some("awk"), topics).unwrap_err(), "no help on `awk`; did you mean `flitch help from-awk`?");
        assert_eq!(
            help(Some("langage"), topics).unwrap_err(),
            "no help on `langage`; did you mean `flitch help language`?"
        );
        assert_eq!(
            help(Some("zzzzzzzz"), topics).unwrap_err(),
            "no help on `zzzzzzzz`; `flitch help` lists the topics"
        );
        assert_eq!(
            ["p95", "p", "approx_p99_9", "count", "where"].map(canonical),
            ["p", "p", "approx_p", "count", "where"]
        );
    });
}

#[test]
fn the_man_page_holds_every_section_in_order() {
    with_topics(|topics| {
        let page = man::man(&opts::definition(), topics);
        let sections =
            [".TH", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH LANGUAGE", ".SH STAGES"];
        let more = [".SH FUNCTIONS", ".SH CODECS", ".SH EXIT\\ STATUS", ".SH EXAMPLES", ".SH THE\\ LAWS"];
        let mut from = 0;
        for section in sections.iter().chain(&more) {
            from += page[from..].find(section).unwrap_or_else(|| panic!("no {section} in\n{page}"));
        }
        assert!(!page.contains("equal-hashes"));
        assert_eq!(page, man::man(&opts::definition(), topics));
    });
}

#[test]
fn completions_offer_what_the_registries_hold() {
    with_topics(|topics| {
        for (shell, _) in complete::SHELLS {
            let script = complete::completions(shell, topics).unwrap();
            // Clap's generators for fish and PowerShell know fewer places for values.
            assert!(script.contains("gzip") || *shell == "powershell", "{shell}");
            assert!(script.contains("from-awk") || matches!(*shell, "fish" | "powershell"), "{shell}");
            assert!(!script.contains("equal-hashes") && script.contains("threads"), "{shell}");
            assert_eq!(script, complete::completions(shell, topics).unwrap());
        }
        assert_eq!(complete::completions("zhs", topics).unwrap_err(), "unknown shell `zhs`; did you mean `zsh`?");
        assert_eq!(
            complete::completions("tcsh2000", topics).unwrap_err(),
            "unknown shell `tcsh2000`; there is bash, zsh, fish, powershell"
        );
    });
}

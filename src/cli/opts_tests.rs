//! Tests of the command line, over a small set of registries.

use super::super::help::tests::with_topics;
use super::*;

fn read(words: &[&str]) -> Result<Request, String> {
    with_topics(|topics| parse(words.iter().map(OsString::from).collect(), topics))
}

fn run(words: &[&str]) -> Opts {
    match read(words) {
        Ok(Request::Run(opts)) => *opts,
        other => panic!("{words:?}: {other:?}"),
    }
}

fn refused(words: &[&str]) -> String {
    match read(words) {
        Err(text) => text,
        other => panic!("{words:?}: {other:?}"),
    }
}

#[test]
fn the_definition_is_sound() {
    definition().debug_assert();
}

#[test]
fn pipeline_and_files() {
    let opts = run(&["-j2", "head 2", "a.log", "-", "-q"]);
    assert_eq!(opts.program(), Program::Text("head 2".to_string()));
    assert_eq!(opts.inputs(), [PathBuf::from("a.log"), PathBuf::from("-")]);
    assert_eq!((opts.threads, opts.quiet), (Some(2), true));
    let opts = run(&["-f", "x.flitch", "a.log", "b.log"]);
    assert_eq!(opts.program(), Program::File(PathBuf::from("x.flitch")));
    assert_eq!(opts.inputs(), [PathBuf::from("a.log"), PathBuf::from("b.log")]);
    assert_eq!(run(&[""]).program(), Program::Text(String::new()));
    assert_eq!(run(&["--", "-v"]).program(), Program::Text("-v".to_string()));
}

#[test]
fn the_last_of_an_option_counts_and_context_is_filled_in() {
    assert_eq!(run(&["-j1", "-j3", ""]).threads, Some(3));
    assert_eq!(run(&["-C2", "-A", "5", ""]).context_lines(), (2, 5));
    assert_eq!(run(&["--arg", "a=1", "--arg", "b=2", ""]).arg.len(), 2);
}

#[test]
fn commands_and_help() {
    assert!(matches!(read(&["help"]), Ok(Request::Help(None))));
    assert!(matches!(read(&["help", "head"]), Ok(Request::Help(Some(t))) if t == "head"));
    assert!(matches!(read(&["completions", "zsh"]), Ok(Request::Completions(s)) if s == "zsh"));
    assert!(matches!(read(&["man"]), Ok(Request::Man)));
    assert!(matches!(read(&["test", "a", "@b", "-"]), Ok(Request::Test(files)) if files == ["a", "@b", "-"]));
    assert!(matches!(read(&["test", "-h"]), Ok(Request::Help(Some(t))) if t == "test"));
    assert!(matches!(read(&["--print-quoted", "sh", ""]), Ok(Request::Quote(line)) if line == b"flitch ''\n"));
    for words in [&["help", "a", "b"][..], &["completions"], &["man", "x"], &["test"], &["test", "a", "-j2"]] {
        refused(words);
    }
    let (short, long) = (read(&["-h"]), read(&["--help"]));
    assert!(matches!(short, Ok(Request::Say(t)) if t.contains("--threads") && !t.contains("equal-hashes")));
    assert!(matches!(long, Ok(Request::Say(t)) if t.contains("Examples:") && t.lines().all(|l| l.len() <= 80)));
    assert!(matches!(read(&["--version"]), Ok(Request::Say(t)) if t.starts_with("flitch ")));
}

#[test]
fn messages_say_what_to_write() {
    let cases: &[(&[&str], &str)] = &[
        (&["-i", "\"text\"", ""], "`--input`: names the input format; to ignore case, use i\"text\" or r\"(?i)text\""),
        (&["-i", "jsno", ""], "unknown input format `jsno`; did you mean `json`?"),
        (
            &["-o", "\"text\"", ""],
            "`--output`: names the output format; to print only what matches, use `parse regex r\"(?P<x>...)\" | print f\"{x}\"`",
        ),
        (&["-z", "gzip:99", ""], "`gzip` has no level 99; its levels are 0 to 9"),
        (&["-j", "many", ""], "`--threads`: `many` is not a number of threads; write `4`, or leave the option out"),
        (&["--max-line", "1XB", ""], "`--max-line`: `1XB` is not a size; write `64MiB`, `64M`, `64MB` or `67108864`"),
        (&["--arg", "who", ""], "`--arg`: `who` has no `=`; write `--arg who=text`"),
        (&["--arg", "a=1", "--arg", "a=2", ""], "`--arg a=` was given twice; give each name once"),
        (&["-v", "x", "a.log"], "unknown option `-v`; for grep's, write `flitch 'not \"x\"' a.log`"),
        (&["-m5", "x"], "unknown option `-m`; for grep's, write `flitch '\"x\" | head 5'`"),
        (&["--max-count=5", "x"], "unknown option `--max-count`; for grep's, write `flitch '\"x\" | head 5'`"),
        (&["--explian", ""], "unknown option `--explian`; did you mean `--explain`?"),
        (&["", "-j"], "`--threads` needs a value: `--threads N`"),
        (&["", "--quiet=1"], "`--quiet` takes no value"),
    ];
    for (words, text) in cases {
        assert_eq!(refused(words), *text, "{words:?}");
    }
    assert!(refused(&[]).starts_with("no pipeline was given\n\n"));
}

#[test]
fn every_option_has_help_in_our_voice() {
    for arg in definition().get_arguments().filter(|arg| !arg.is_hide_set()) {
        let help = arg.get_help().map(|h| h.to_string()).unwrap_or_default();
        assert!(!help.is_empty() && !help.ends_with('.'), "{}: {help}", arg.get_id());
        assert!(help.len() <= 70, "{}: {help}", arg.get_id());
    }
}

//! Flags of grep, jq and awk that flitch does not have, and what to write instead.
//!
//! Hands remember flags. Each of them is a known unknown here: the answer is the user's
//! own command in flitch's spelling, where the flag has one. Taking the flags as aliases
//! was rejected: one spelling for each thing, and half of them mean different things in
//! the three tools (`-n`, `-s`, `-v`, `-F`), so a guess would sometimes be wrong in
//! silence.

/// What to write instead.
enum Say {
    /// A pipeline in which `{lit}` stands for the pattern as a literal, `{str}` for it as
    /// a string, `{re}` for it inside a regex, and `{value}` for the flag's own value.
    Pipe(&'static str),
    /// The same, with an option of flitch before it.
    With(&'static str, &'static str),
    /// A sentence.
    Words(&'static str),
}

/// A flag of a tool, by all its names.
struct Flag {
    tool: &'static str,
    names: &'static [&'static str],
    /// Whether the word after it is its value.
    takes: bool,
    say: Say,
}

const fn flag(tool: &'static str, names: &'static [&'static str], say: Say) -> Flag {
    Flag { tool, names, takes: false, say }
}

const fn taking(tool: &'static str, names: &'static [&'static str], say: Say) -> Flag {
    Flag { tool, names, takes: true, say }
}

use Say::{Pipe, With, Words};

/// Said of flags that ask for what flitch does anyway.
const ALREADY: &str = "that is what flitch does anyway; leave it out";
const NO_COLOUR: &str = "flitch prints no colours; leave it out";
const WALK: &str = "flitch's -r reads all files in folders but hidden ones; choose others as in `find DIR -name '*.log' -print0 | flitch --files0-from - 'PIPELINE'`";
const AWKS_OWN: &str = "that is a setting of awk's language, which flitch does not run; see `flitch help from-awk`";

const GREP: &str = "grep";
const JQ: &str = "jq";
const AWK: &str = "awk";

/// All of them, by tool.
const FLAGS: &[Flag] = &[
    flag(GREP, &["-v", "--invert-match"], Pipe("not {lit}")),
    flag(GREP, &["-c", "--count"], Pipe("{lit} | count")),
    flag(GREP, &["-n", "--line-number"], Pipe("{lit} | print f\"{line_no}:{line}\"")),
    flag(GREP, &["-b", "--byte-offset"], Pipe("{lit} | print f\"{offset}:{line}\"")),
    flag(GREP, &["-E", "-P", "-G", "--extended-regexp", "--perl-regexp", "--basic-regexp"], Pipe("r\"{re}\"")),
    flag(GREP, &["--fixed-strings"], Pipe("{str}")),
    flag(GREP, &["-w", "--word-regexp"], Pipe("r\"\\b{re}\\b\"")),
    flag(GREP, &["-x", "--line-regexp"], Pipe("where line == {str}")),
    flag(GREP, &["-y", "--ignore-case"], Pipe("i{str}")),
    flag(GREP, &["--no-ignore-case"], Words(ALREADY)),
    taking(GREP, &["--regexp"], Words("the pipeline is a word of its own: `flitch '\"text\"' FILE`")),
    taking(GREP, &["--file"], Pipe("where contains_any(line, lines({value}))")),
    taking(GREP, &["-m", "--max-count"], Pipe("{lit} | head {value}")),
    flag(GREP, &["-l", "--files-with-matches"], Pipe("{lit} | count by filename")),
    flag(GREP, &["-L", "--files-without-match"], Pipe("count where {lit} in line as n by filename | where n == 0")),
    flag(GREP, &["--only-matching"], Pipe("parse regex r\"(?P<x>{re})\" | where x is not None | print f\"{x}\"")),
    flag(GREP, &["--silent"], With("-q", "{lit}")),
    flag(GREP, &["-s", "--no-messages"], Words("messages go to standard error; write `2>/dev/null` after the command")),
    flag(GREP, &["--no-filename"], Words("file names are not printed without `-H`; leave it out")),
    flag(
        GREP,
        &["-a", "--text", "-U", "--binary", "-u", "--unix-byte-offsets"],
        Words("every input is bytes; leave it out"),
    ),
    flag(GREP, &["-I"], Words("every input is read; name only those that are text")),
    taking(GREP, &["--binary-files"], Words("every input is bytes; leave it out")),
    flag(GREP, &["-R", "--dereference-recursive"], Words(WALK)),
    taking(GREP, &["-d", "-D", "--directories", "--devices"], Words(WALK)),
    taking(GREP, &["--include", "--exclude", "--exclude-from", "--exclude-dir"], Words(WALK)),
    flag(GREP, &["--line-buffered"], Words(ALREADY)),
    flag(GREP, &["--colour"], Words(NO_COLOUR)),
    taking(GREP, &["--label"], Words("standard input is named `-`; `filename` is that")),
    flag(GREP, &["-T", "--initial-tab"], Pipe("{lit} | print f\"{filename}:\\t{line}\"")),
    flag(
        GREP,
        &["-Z", "-0", "--null", "--null-data"],
        Words("lines end in a newline; put `tr '\\0' '\\n' |` before flitch"),
    ),
    taking(GREP, &["--group-separator"], Words("groups of context lines are parted by `--`; it cannot be changed")),
    flag(GREP, &["--no-group-separator"], Words("groups of context lines are parted by `--`; it cannot be changed")),
    flag(JQ, &["-n", "--null-input"], Words("a pipeline always reads; give `/dev/null` as FILE")),
    flag(JQ, &["-R", "--raw-input"], Words("`line` is the line as read, whatever the format; leave it out")),
    flag(JQ, &["-s", "--slurp"], Words("an aggregate or `sort` takes all records together; see `flitch help from-jq`")),
    flag(
        JQ,
        &["-c", "--compact-output"],
        Words("a record is one line of JSON in a pipe; `-o json` asks for it elsewhere"),
    ),
    flag(JQ, &["--raw-output", "--join-output"], Words("write `print f\"{x}\"` as the last stage")),
    flag(
        JQ,
        &["--raw-output0"],
        Words("write `print f\"{x}\"` as the last stage, and `| tr '\\n' '\\0'` after flitch"),
    ),
    flag(JQ, &["-a", "--ascii-output"], Words("JSON is written in UTF-8; it cannot be changed")),
    flag(JQ, &["-S", "--sort-keys"], Words("keys keep the order of the input; `select a, b` sets another")),
    flag(JQ, &["-M", "--monochrome-output"], Words(NO_COLOUR)),
    flag(JQ, &["--color-output"], Words(NO_COLOUR)),
    flag(JQ, &["--tab"], Words("a record is one line of JSON; put `| jq --tab .` after flitch")),
    taking(JQ, &["--indent"], Words("a record is one line of JSON; put `| jq .` after flitch")),
    flag(JQ, &["--unbuffered"], Words(ALREADY)),
    flag(
        JQ,
        &["--stream", "--stream-errors", "--seq"],
        Words("a record is one line of JSON; put `jq -c . |` before flitch"),
    ),
    taking(
        JQ,
        &["--argjson"],
        Words("write `--arg name=text`, and `int(arg.name)` or `float(arg.name)` in the pipeline"),
    ),
    taking(
        JQ,
        &["--slurpfile", "--rawfile"],
        Words("write `lines(\"FILE\")` in the pipeline: the list of the file's lines"),
    ),
    flag(JQ, &["--args", "--jsonargs"], Words("write `--arg name=text` for each, and `arg.name` in the pipeline")),
    taking(JQ, &["--library-path", "-L"], Words("there are no modules; `-f SCRIPT` reads a pipeline from a file")),
    flag(JQ, &["--build-configuration"], Words("write `flitch --version`")),
    taking(AWK, &["-v", "--assign"], Words("write `--arg name=text`, and `arg.name` in the pipeline")),
    taking(
        AWK,
        &["--field-separator"],
        Words("write `-i csv` or `-i tsv`, or `parse regex r\"...\"` for lines of another shape"),
    ),
    flag(AWK, &["--csv"], Words("write `-i csv`")),
    taking(AWK, &["--source", "--exec"], Words("the pipeline is a word of its own; `-f SCRIPT` reads it from a file")),
    taking(
        AWK,
        &["--include", "--load", "-l"],
        Words("there are no libraries; `-f SCRIPT` reads a pipeline from a file"),
    ),
    flag(AWK, &["-b", "--characters-as-bytes"], Words("text is bytes that should be UTF-8; `len` counts code points")),
    flag(AWK, &["-M", "--bignum"], Words("sums of integers are exact; leave it out")),
    flag(AWK, &["-n", "--non-decimal-data"], Words("numbers in data are decimal; it cannot be changed")),
    flag(AWK, &["-N", "--use-lc-numeric"], Words("the locale never changes a result; it cannot be changed")),
    flag(AWK, &["-S", "--sandbox"], Words("a pipeline runs no command and writes no file; leave it out")),
    flag(
        AWK,
        &["-p", "--profile", "-d", "--dump-variables", "-D", "--debug", "-I", "--trace"],
        Words("write `--explain`"),
    ),
    flag(AWK, &["--pretty-print"], Words("write `--explain`")),
    flag(AWK, &["-g", "--gen-pot", "-k", "--optimize", "-s", "--no-optimize"], Words(AWKS_OWN)),
    flag(AWK, &["-c", "--traditional", "-P", "--posix", "--re-interval"], Words(AWKS_OWN)),
    flag(AWK, &["-t", "--lint-old", "--lint", "-L"], Words(AWKS_OWN)),
    flag(AWK, &["--copyright"], Words("write `flitch --version`")),
];

/// The answer to a flag that clap does not know. `hanging` is what hung on it (`-m5`,
/// `--max-count=5`), `rest` the words after it. None when no other tool has it either.
pub fn explain(name: &str, hanging: Option<&str>, rest: &[String]) -> Option<String> {
    let number = name.strip_prefix('-').filter(|n| n.starts_with(|c| matches!(c, '1'..='9')));
    if let Some(number) = number.filter(|n| n.bytes().all(|b| b.is_ascii_digit())) {
        let more = hanging.unwrap_or_default();
        return Some(format!("unknown option `{name}{more}`; for grep's, write `-C {number}{more}`"));
    }
    // awk's `-v name=text` is told from grep's `-v pattern` by its value.
    let value = hanging.or(rest.first().map(String::as_str)).unwrap_or_default();
    let assigns = name == "-v" && super::values::argument(value).is_ok();
    let mut flags: Vec<&Flag> = FLAGS
        .iter()
        .filter(|flag| flag.names.contains(&name) && (name != "-v" || (flag.tool == AWK) == assigns))
        .collect();
    // awk's rare settings share letters with flags that are typed every day.
    if flags.len() > 1 {
        flags.retain(|flag| !matches!(flag.say, Words(AWKS_OWN)));
    }
    let answers: Vec<String> =
        flags.iter().map(|flag| format!("for {}'s, {}", flag.tool, answer(flag, hanging, rest))).collect();
    match answers.as_slice() {
        [] => None,
        [one] => Some(format!("unknown option `{name}`; {one}")),
        many => Some(format!("unknown option `{name}`\n  {}", many.join("\n  "))),
    }
}

fn answer(flag: &Flag, hanging: Option<&str>, rest: &[String]) -> String {
    let (option, pipe) = match flag.say {
        Words(words) => return words.to_string(),
        Pipe(pipe) => ("", pipe),
        With(option, pipe) => (option, pipe),
    };
    let mut words = rest.iter().map(String::as_str);
    // What hangs on a flag without a value are more flags: `-vi`.
    let value = if flag.takes { hanging.or_else(|| words.next()) } else { None };
    let mut operands = words.filter(|word| !word.starts_with('-'));
    // A pattern that came as the value (`--file words.txt`) leaves only files behind it.
    let has_pattern = ["{lit}", "{str}", "{re}"].iter().any(|hole| pipe.contains(hole));
    let pattern = if has_pattern { operands.next() } else { None }.unwrap_or("text");
    let shown = match value {
        Some(file) if pipe.contains("lines(") => literal(file),
        Some(number) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => number.to_string(),
        _ => "10".to_string(),
    };
    let program = pipe
        .replace("{value}", &shown)
        .replace("{lit}", &pattern_literal(pattern))
        .replace("{str}", &literal(pattern))
        .replace("{re}", &unquoted(pattern));
    let mut out = "write `flitch ".to_string();
    for word in option.split(' ').filter(|word| !word.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out.push_str(&format!("'{}'", program.replace('\'', "'\\''")));
    let files: Vec<&str> = operands.collect();
    for file in files.iter().take(3) {
        out.push(' ');
        out.push_str(&shell(file));
    }
    out.push_str(if files.len() > 3 { " ...`" } else { "`" });
    out
}

/// The pattern as a literal: a regex when it holds what only a regex would.
fn pattern_literal(pattern: &str) -> String {
    if is_literal(pattern) {
        return pattern.to_string();
    }
    if pattern.contains(['*', '[', ']', '^', '$', '|', '(', ')', '+', '?', '{', '}', '\\']) {
        return format!("r\"{}\"", unquoted(pattern));
    }
    literal(pattern)
}

/// Whether the user wrote a literal of flitch already.
fn is_literal(pattern: &str) -> bool {
    pattern.len() > 1 && pattern.ends_with('"') && pattern.trim_start_matches(['r', 'i']).starts_with('"')
}

/// A string of flitch's language.
fn literal(text: &str) -> String {
    if is_literal(text) && text.starts_with('"') {
        return text.to_string();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The pattern for the inside of `r"..."`, where a quote can only be spelled as `\x22`.
fn unquoted(pattern: &str) -> String {
    let inside = match is_literal(pattern) {
        true => pattern.trim_start_matches(['r', 'i']).trim_matches('"'),
        false => pattern,
    };
    inside.replace('"', "\\x22")
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./,:@%+=".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, rest: &[&str]) -> String {
        let rest: Vec<String> = rest.iter().map(|w| w.to_string()).collect();
        explain(name, None, &rest).unwrap_or_default()
    }

    #[test]
    fn the_users_own_command_is_rewritten() {
        let text = said("-v", &["timeout", "app.log"]);
        assert_eq!(text, "unknown option `-v`; for grep's, write `flitch 'not \"timeout\"' app.log`");
        assert!(said("-m", &["5", "a.*b", "x y.log"]).contains("`flitch 'r\"a.*b\" | head 5' 'x y.log'`"));
        assert!(said("-w", &["it's"]).contains(r#"'r"\bit'\''s\b"'"#));
        assert!(said("--fixed-strings", &["say \"hi\""]).contains(r#"'"say \"hi\""'"#));
        assert!(said("-n", &["\"ERROR\""]).contains("'\"ERROR\" | print f\"{line_no}:{line}\"'"));
    }

    #[test]
    fn what_hangs_on_a_flag_is_its_value_only_if_it_takes_one() {
        let rest = ["x".to_string()];
        assert!(explain("-v", Some("i"), &rest).unwrap().contains("'not \"x\"'"));
        assert!(explain("-m", Some("5"), &rest).unwrap().contains("'\"x\" | head 5'"));
        assert!(explain("--file", None, &rest).unwrap().contains("lines(\"x\"))'`"));
        assert!(explain("-1", Some("2"), &rest).unwrap().contains("`-C 12`"));
    }

    #[test]
    fn awks_v_is_told_from_greps() {
        assert!(said("-v", &["who=bob"]).contains("awk"));
        assert!(!said("-v", &["bob"]).contains("awk"));
    }

    #[test]
    fn flags_of_two_tools_get_two_answers() {
        let text = said("-s", &[]);
        assert!(text.contains("grep's") && text.contains("jq's"), "{text}");
        assert_eq!(explain("--bogus", None, &[]), None);
        assert_eq!(explain("-", None, &[]), None);
        assert!(said("-5", &["x"]).contains("-C 5"));
    }

    #[test]
    fn no_flag_of_flitch_is_called_foreign() {
        let command = super::super::opts::definition();
        for arg in command.get_arguments() {
            let short = arg.get_short().map(|c| format!("-{c}"));
            let long = arg.get_long().map(|l| format!("--{l}"));
            for name in short.into_iter().chain(long) {
                assert_eq!(explain(&name, None, &[]), None, "{name}");
            }
        }
    }
}

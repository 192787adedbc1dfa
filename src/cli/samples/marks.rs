//! The samples of a script: lines of input and what is to come of them, in its comments.
//!
//! A sample is a run of comment lines with a mark after the `#`: options `-`, input `>`, then
//! output `=`, messages `!`, the exit code `?`. They are comments, so that a script with samples
//! is still a script, and they stand in the file that they test, so that neither is moved
//! without the other. A file of its own beside the script was rejected for that reason, and so
//! was TOML in the comments: a line of a log is pasted after `#> ` as it is.

use crate::lang::diag::quoted;

/// One sample, with the places of its lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Where it begins and ends, from 1.
    pub first: usize,
    pub last: usize,
    /// The options of the run, and the line that they stand in.
    pub options: Option<(usize, Vec<String>)>,
    pub input: Vec<u8>,
    pub output: Vec<Line>,
    pub messages: Vec<Line>,
    /// The exit code, and the line that it stands in; without one it is 0.
    pub code: Option<(usize, u8)>,
}

/// A line that is expected, with its newline unless it has none.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    pub text: Vec<u8>,
}

/// The marks, as they stand after the `#`.
const MARKS: &str = "->=!?";

const ESCAPES: &str = r"there is `\t`, `\r`, `\\`, `\xff`, and `\` at the end, and no other escape";

/// Reads the samples of a script. An error has the number of its line.
pub fn read(script: &str) -> Result<Vec<Sample>, (usize, String)> {
    let mut out: Vec<Sample> = Vec::new();
    let mut open = false;
    for (i, line) in script.lines().enumerate() {
        let number = i + 1;
        let Some(marked) = marked(line, number).map_err(|why| (number, why))? else {
            open = false;
            continue;
        };
        let begins = match out.last().filter(|_| open) {
            Some(sample) => sample.has_results() && matches!(marked.mark, '-' | '>'),
            None => true,
        };
        if begins {
            out.push(Sample { first: number, ..Sample::default() });
            open = true;
        }
        let Some(sample) = out.last_mut() else { unreachable!("one was pushed") };
        sample.last = number;
        sample.take(&marked, number).map_err(|why| (number, why))?;
    }
    match out.iter().find(|sample| sample.input.is_empty() && !sample.has_results()) {
        Some(sample) => {
            Err((sample.first, "neither input nor output follows; `#> ` and `#= ` lines stand right below".to_string()))
        }
        None => Ok(out),
    }
}

impl Sample {
    fn has_results(&self) -> bool {
        !self.output.is_empty() || !self.messages.is_empty() || self.code.is_some()
    }

    fn take(&mut self, marked: &Marked<'_>, number: usize) -> Result<(), String> {
        let text = marked.text;
        match marked.mark {
            '-' => {
                let Some(words) = shlex::split(text) else {
                    return Err("the quotes of these options are not closed".to_string());
                };
                if words.is_empty() {
                    return Err("options are wanted after `#-`: `#- -o csv`".to_string());
                }
                let (_, all) = self.options.get_or_insert((number, Vec::new()));
                all.extend(words);
            }
            '>' => {
                whole(self.input.last())?;
                self.input.extend(marked.bytes()?);
            }
            mark @ ('=' | '!') => {
                let lines = if mark == '=' { &mut self.output } else { &mut self.messages };
                whole(lines.last().and_then(|line| line.text.last()))?;
                lines.push(Line { number, text: marked.bytes()? });
            }
            _ => {
                let Ok(code) = text.trim().parse() else {
                    return Err(format!("{} is no exit code; write `#? 4`", quoted(text)));
                };
                if self.code.replace((number, code)).is_some() {
                    return Err("a sample has one exit code".to_string());
                }
            }
        }
        Ok(())
    }
}

/// Whether a line may follow one that ends in this byte.
fn whole(last: Option<&u8>) -> Result<(), String> {
    match last {
        None | Some(b'\n') => Ok(()),
        Some(_) => Err("the line before it has no newline, so that nothing can follow".to_string()),
    }
}

/// A line with a mark.
struct Marked<'a> {
    mark: char,
    /// Whether a backslash follows the mark: the text has escapes.
    escaped: bool,
    text: &'a str,
}

/// Reads a mark. A first line `#!` names what runs the script; `#----` and its like are
/// drawn lines.
fn marked(line: &str, number: usize) -> Result<Option<Marked<'_>>, String> {
    let Some(rest) = line.strip_prefix('#') else { return Ok(None) };
    let Some(mark) = rest.chars().next().filter(|c| MARKS.contains(*c)) else { return Ok(None) };
    let text = &rest[1..];
    if (mark == '!' && number == 1) || text.starts_with(|c| MARKS.contains(c)) {
        return Ok(None);
    }
    if let Some(text) = text.strip_prefix("\\ ").filter(|_| matches!(mark, '>' | '=' | '!')) {
        return Ok(Some(Marked { mark, escaped: true, text }));
    }
    match text.strip_prefix(' ') {
        Some(text) => Ok(Some(Marked { mark, escaped: false, text })),
        None if text.is_empty() => Ok(Some(Marked { mark, escaped: false, text })),
        None => Err(format!("a space is wanted after `#{mark}`: {}", quoted(&format!("#{mark} {text}")))),
    }
}

impl Marked<'_> {
    /// The bytes of the line. A backslash at the end of an escaped one says that it has no
    /// newline.
    fn bytes(&self) -> Result<Vec<u8>, String> {
        if !self.escaped {
            return Ok([self.text.as_bytes(), b"\n"].concat());
        }
        let mut out = Vec::new();
        let mut rest = self.text.as_bytes();
        while let [byte, after @ ..] = rest {
            rest = after;
            if *byte != b'\\' {
                out.push(*byte);
                continue;
            }
            match rest {
                [] => return Ok(out),
                [b'x', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    out.push(digit(*high) << 4 | digit(*low));
                    rest = after;
                }
                [c, after @ ..] => {
                    out.push(match c {
                        b't' => b'\t',
                        b'r' => b'\r',
                        b'\\' | b'\'' | b'"' => *c,
                        _ => return Err(ESCAPES.to_string()),
                    });
                    rest = after;
                }
            }
        }
        out.push(b'\n');
        Ok(out)
    }
}

/// The value of a hexadecimal digit.
fn digit(c: u8) -> u8 {
    match c {
        b'0'..=b'9' => c - b'0',
        _ => (c | 0x20) - b'a' + 10,
    }
}

/// A line as it would stand in a script, after its mark. Reading it gives the line back.
pub fn shown(mark: char, line: &[u8]) -> String {
    let (body, ended) = match line.strip_suffix(b"\n") {
        Some(body) => (body, true),
        None => (line, false),
    };
    let plain = std::str::from_utf8(body).ok().filter(|t| ended && !t.chars().any(|c| c.is_control() && c != '\t'));
    match plain {
        Some(text) => format!("#{mark} {text}"),
        None => format!("#{mark}\\ {}{}", body.escape_ascii(), if ended { "" } else { "\\" }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(lines: &[Line]) -> Vec<(usize, &str)> {
        lines.iter().map(|l| (l.number, std::str::from_utf8(&l.text).unwrap())).collect()
    }

    #[test]
    fn samples_stand_apart() {
        let script = "#!/usr/bin/env -S flitch -f\n# flitch 1\nhead 1\n\n#----\n#- -i json -o 'csv'\n#- -j 2\n#> a\n#>\n\
                      #> b # c\n#= a\n#=\n#! flitch: x\n#? 4\n#> next\n# a word\n#= nothing came in\n";
        let samples = read(script).unwrap();
        let [one, two, three] = &samples[..] else { panic!("{samples:?}") };
        assert_eq!((one.first, one.last), (6, 14));
        let words = ["-i", "json", "-o", "csv", "-j", "2"].map(str::to_string);
        assert_eq!(one.options, Some((6, words.to_vec())));
        assert_eq!(one.input, b"a\n\nb # c\n");
        assert_eq!(texts(&one.output), [(11, "a\n"), (12, "\n")]);
        assert_eq!(texts(&one.messages), [(13, "flitch: x\n")]);
        assert_eq!(one.code, Some((14, 4)));
        assert_eq!((two.first, two.last, &two.input[..], two.output.len()), (15, 15, &b"next\n"[..], 0));
        assert_eq!((three.first, three.input.len(), texts(&three.output)), (17, 0, vec![(17, "nothing came in\n")]));
    }

    #[test]
    fn no_mark_is_overlooked() {
        let wrong = |script: &str| read(script).unwrap_err();
        assert_eq!(wrong("\n#>a").0, 2);
        assert_eq!(wrong("#={}").1, "a space is wanted after `#=`: `#= {}`");
        assert!(wrong("x\n#!flitch: x").1.contains("`#! flitch: x`"));
        assert!(wrong("#> a\n#? many").1.contains("no exit code"));
        assert!(wrong("#> a\n#? 300").1.contains("no exit code"));
        assert_eq!(wrong("#> a\n#? 1\n#? 1").0, 3);
        assert_eq!(wrong("#- -o csv\n\n#> a").0, 1);
        assert!(wrong("#- -o 'csv\n#> a").1.contains("not closed"));
        assert!(wrong("#-\n#> a").1.contains("are wanted"));
        assert!(wrong("#>\\ a\\\n#> b").1.contains("no newline"));
        assert!(wrong("#>\\ \\q").1.contains(r"`\xff`"));
        assert!(wrong("#>\\ \\x4").1.contains(r"`\xff`"));
        assert_eq!(read("# a\n#-- \n#==== x\n#!/bin/sh\n").unwrap_err().0, 4);
        assert_eq!(read("#!/bin/sh\nhead 1\n#====\n#!!!\n#\n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_shown_reads_back() {
        for line in ["a\n", "\n", "", "a", "\\ a\n", "a\\", "a\\\n", "\ta\n", "\u{e9}\n", "a\u{7f}\r\n", "\"'\0\n"] {
            let script = shown('=', line.as_bytes());
            let samples = read(&script).unwrap();
            assert_eq!(samples[0].output[0].text, line.as_bytes(), "{script}");
        }
        assert_eq!(read("#> \\ \\q").unwrap()[0].input, b"\\ \\q\n");
        let bad = [0xff, b'\\', b'\n'];
        assert_eq!(read(&shown('>', &bad)).unwrap()[0].input, bad);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_line_reads_back(body in prop::collection::vec(any::<u8>(), 0..20), ended in any::<bool>()) {
            let mut line: Vec<u8> = body.into_iter().filter(|b| *b != b'\n').collect();
            if ended {
                line.push(b'\n');
            }
            let samples = read(&format!("head 1\n{}", shown('!', &line))).unwrap();
            prop_assert_eq!(&samples[0].messages[0].text, &line);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-#>=!? \\\\\\n\\PC]{0,40}") {
            let lines = text.lines().count();
            match read(&text) {
                Ok(samples) => prop_assert!(samples.iter().all(|s| s.first <= s.last && s.last <= lines)),
                Err((line, _)) => prop_assert!((1..=lines).contains(&line)),
            }
        }
    }
}

//! `--print-quoted`: the command as it arrived here, quoted for a shell that is to run it.
//!
//! Whoever has a pipeline that works pastes it into a script, a crontab or a CI file, and
//! each of those reads quotes in its own way. What is printed means the same words wherever
//! that shell reads it; a word that it cannot carry is an error, with the way round, and
//! never a guess. The words are taken as bytes from the command line and not from the parsed
//! options, so that nothing is spelled anew. One spelling for all shells was rejected: there
//! is none, since cron changes `%` within quotes and cmd has no quote that hides it.

use std::ffi::OsString;

use super::help::AUTO;
use super::opts::Opts;
use crate::lang::nearest;

/// What reads the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// A POSIX shell: dash, bash, zsh, ksh.
    Sh,
    /// A line of a crontab, which a POSIX shell gets when cron is done with it.
    Cron,
    /// PowerShell from 7.3, which hands words to programs as they are.
    Pwsh,
    /// Windows' cmd, at its prompt and in batch files.
    Cmd,
}

/// The shells by name.
pub const SHELLS: &[(&str, Shell)] =
    &[("sh", Shell::Sh), ("cron", Shell::Cron), ("pwsh", Shell::Pwsh), ("cmd", Shell::Cmd)];

/// The option that asks for this.
const OPTION: &str = "--print-quoted";

/// The longest line that cmd reads, in UTF-16 units.
const CMD_LINE: usize = 8191;

/// A way out that every shell has.
const WAY_OUT: &str = "keep the pipeline in a file, and run it with `flitch -f FILE`";

/// The shell of a name, as clap's value parser.
pub fn shell(text: &str) -> Result<Shell, String> {
    let names = || SHELLS.iter().map(|(name, _)| *name);
    if let Some((_, shell)) = SHELLS.iter().find(|(name, _)| *name == text) {
        return Ok(*shell);
    }
    let own = match text {
        "bash" | "zsh" | "dash" | "ksh" | "posix" => Some("sh"),
        "crontab" => Some("cron"),
        "powershell" | "ps" => Some("pwsh"),
        "bat" | "batch" | "cmd.exe" => Some("cmd"),
        // These read backslashes within single quotes, and `sh` is not near.
        "fish" | "csh" | "tcsh" | "nu" => None,
        _ => nearest(text, names()),
    };
    Err(match own {
        Some(own) => format!("unknown shell `{text}`; did you mean `{own}`?"),
        None => format!("unknown shell `{text}`; there is {}", names().collect::<Vec<_>>().join(", ")),
    })
}

/// The line for a shell, from the words after the program's name. The error is a message
/// without a prefix.
pub fn command(words: &[OsString], shell: Shell) -> Result<Vec<u8>, String> {
    let mut line = b"flitch".to_vec();
    for word in others(words) {
        line.push(b' ');
        match shell {
            Shell::Sh => sh(word, &mut line),
            Shell::Cron => cron(word, &mut line)?,
            Shell::Pwsh => line.extend(pwsh(utf8(word, "PowerShell")?).bytes()),
            Shell::Cmd => line.extend(cmd(utf8(word, "cmd")?)?.bytes()),
        }
    }
    if shell == Shell::Cmd && String::from_utf8_lossy(&line).encode_utf16().count() > CMD_LINE {
        return Err(format!("cmd reads at most {CMD_LINE} characters; {WAY_OUT}"));
    }
    line.push(b'\n');
    Ok(line)
}

/// The words without the option itself. After `--` a word is never an option.
fn others(words: &[OsString]) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut words = words.iter().map(|word| word.as_encoded_bytes());
    let mut options = true;
    while let Some(word) = words.next() {
        if options && word == OPTION.as_bytes() {
            words.next();
            continue;
        }
        let hangs = word.strip_prefix(OPTION.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'='));
        if options && hangs {
            continue;
        }
        options &= word != b"--";
        out.push(word);
    }
    out
}

fn utf8<'a>(word: &'a [u8], shell: &str) -> Result<&'a str, String> {
    std::str::from_utf8(word).map_err(|_| format!("`{}` is not UTF-8, and {shell} takes text", word.escape_ascii()))
}

/// Whether a POSIX shell reads a word as it stands. A `=` in front is a command's path in zsh.
fn bare(word: &[u8]) -> bool {
    let plain = |&b: &u8| b.is_ascii_alphanumeric() || b"_@+=:,./-".contains(&b);
    !word.is_empty() && word.iter().all(plain) && word[0] != b'='
}

/// Between single quotes every byte is itself but the quote, which stands outside of them.
pub fn sh(word: &[u8], line: &mut Vec<u8>) {
    if bare(word) {
        return line.extend_from_slice(word);
    }
    line.push(b'\'');
    for &byte in word {
        match byte {
            b'\'' => line.extend_from_slice(br"'\''"),
            byte => line.push(byte),
        }
    }
    line.push(b'\'');
}

/// How a run reads its input, for a command that reads it alike: the option before a pipeline, and
/// the inputs after it.
pub fn inputs(opts: &Opts) -> (Vec<u8>, Vec<u8>) {
    let (mut option, mut files) = (Vec::new(), Vec::new());
    if opts.input != AUTO {
        option.extend_from_slice(b"-i ");
        sh(opts.input.as_bytes(), &mut option);
        option.push(b' ');
    }
    for file in opts.inputs() {
        files.push(b' ');
        sh(file.as_os_str().as_encoded_bytes(), &mut files);
    }
    (option, files)
}

/// cron makes a newline of `%`, between quotes too, unless a backslash stands before it.
/// Some crons take that backslash away and some leave it to the shell, so it stands outside
/// of the quotes, where the shell removes it. Of two backslashes some crons take away one;
/// closed and opened quotes keep them apart.
fn cron(word: &[u8], line: &mut Vec<u8>) -> Result<(), String> {
    if word.iter().any(|b| matches!(b, b'\n' | b'\r')) {
        return Err(format!("an entry of a crontab is one line; join the stages with `|`, or {WAY_OUT}"));
    }
    if bare(word) {
        line.extend_from_slice(word);
        return Ok(());
    }
    line.push(b'\'');
    for &byte in word {
        match byte {
            b'%' => line.extend_from_slice(br"'\%'"),
            b'\'' => line.extend_from_slice(br"'\''"),
            b'\\' if line.last() == Some(&b'\\') => line.extend_from_slice(br"''\"),
            byte => line.push(byte),
        }
    }
    line.push(b'\'');
    Ok(())
}

/// PowerShell's single quotes, which are doubled within. It takes typographic quotes for
/// quotes as well, splits words such as `-a.b`, and computes what opens with a digit.
fn pwsh(word: &str) -> String {
    let inner = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
    let name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let bare = match inner {
        Some(option) => option.starts_with(|c: char| c.is_ascii_alphabetic()) && name(option),
        None => {
            word.starts_with(|c: char| c.is_ascii_alphabetic())
                && word.chars().all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c))
        }
    };
    if bare {
        return word.to_string();
    }
    let mut out = String::from("'");
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    out
}

/// cmd hands the whole line on, and the program takes it apart: a `"` of a word is `\"` for
/// the program, and backslashes before a quote are doubled. cmd itself sees quotes without
/// their backslashes; so a word that holds quotes has a caret before all that means something
/// to cmd, and any other word stands between quotes, where only `%` does.
fn cmd(word: &str) -> Result<String, String> {
    if word.contains(['\n', '\r']) {
        return Err(format!("a command of cmd is one line; join the stages with `|`, or {WAY_OUT}"));
    }
    if word.contains('%') {
        return Err(format!("cmd reads `%` in one way at its prompt and in another in a batch file; {WAY_OUT}"));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_+:./-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Ok(word.to_string());
    }
    let mut quoted = String::from("\"");
    let mut slashes = 0;
    for c in word.chars() {
        if c == '"' {
            quoted.extend(std::iter::repeat_n('\\', slashes + 1));
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        quoted.push(c);
    }
    quoted.extend(std::iter::repeat_n('\\', slashes));
    quoted.push('"');
    if !word.contains('"') {
        return Ok(quoted);
    }
    let mut out = String::new();
    for c in quoted.chars() {
        if "\"^&|<>()".contains(c) {
            out.push('^');
        }
        out.push(c);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[&str], shell: Shell) -> Result<String, String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        command(&words, shell)
            .map(|line| String::from_utf8(line).unwrap_or_default().trim_end_matches('\n').to_string())
    }

    fn ok(words: &[&str], shell: Shell, line: &str) {
        assert_eq!(said(words, shell).as_deref(), Ok(line), "{words:?}");
    }

    #[test]
    fn the_option_itself_is_left_out() {
        ok(&["--print-quoted", "sh", "head 1", "a.log"], Shell::Sh, "flitch 'head 1' a.log");
        ok(&["-j4", "head 1", "--print-quoted=sh"], Shell::Sh, "flitch -j4 'head 1'");
        ok(&["--print-quoted=sh", "--", "--print-quoted", "sh"], Shell::Sh, "flitch -- --print-quoted sh");
        ok(&["--print-quoted", "sh", "--print-quoted", "sh", ""], Shell::Sh, "flitch ''");
    }

    #[test]
    fn sh_and_cron() {
        ok(&["where a == 'b'"], Shell::Sh, r"flitch 'where a == '\''b'\'''");
        ok(&["a\nb", "=x", "a%b", "~"], Shell::Sh, "flitch 'a\nb' '=x' 'a%b' '~'");
        ok(&["a % b", r"\\d\%"], Shell::Cron, r"flitch 'a '\%' b' '\''\d\'\%''");
        assert!(said(&["a\nb"], Shell::Cron).is_err_and(|e| e.contains("one line") && e.contains("-f FILE")));
    }

    #[test]
    fn powershell() {
        ok(&[r#"where a == "b" | count"#, "-o", "csv"], Shell::Pwsh, r#"flitch 'where a == "b" | count' -o csv"#);
        ok(&["it's ‘so’ $x `y %z !"], Shell::Pwsh, "flitch 'it''s ‘‘so’’ $x `y %z !'");
        ok(
            &["-j", "4", "@x", "-", "--", "-A.5", "", "a\nb"],
            Shell::Pwsh,
            "flitch -j '4' '@x' '-' '--' '-A.5' '' 'a\nb'",
        );
        ok(&["--max-line=1M", "--no-header", "x/a.log"], Shell::Pwsh, "flitch '--max-line=1M' --no-header x/a.log");
    }

    #[test]
    fn cmd_hides_what_it_can() {
        ok(&["where a == 'b' | count", "-j", "4"], Shell::Cmd, "flitch \"where a == 'b' | count\" -j 4");
        ok(&[r#""x" | r"\d^2""#], Shell::Cmd, r#"flitch ^"\^"x\^" ^| r\^"\d^^2\^"^""#);
        ok(&[r#"a\"b c\"#, r"c\d e\\"], Shell::Cmd, r#"flitch ^"a\\\^"b c\\^" "c\d e\\\\""#);
        ok(&["a ! b", ""], Shell::Cmd, "flitch \"a ! b\" \"\"");
        ok(&["a&b<c>d(e)"], Shell::Cmd, "flitch \"a&b<c>d(e)\"");
    }

    #[test]
    fn what_cmd_cannot_carry_is_refused() {
        for word in ["a % b", "a\nb", "a\rb"] {
            assert!(said(&[word], Shell::Cmd).is_err_and(|e| e.contains("-f FILE")), "{word:?}");
        }
        let long = "x".repeat(CMD_LINE - "flitch ".len());
        assert!(said(&[&long], Shell::Cmd).is_ok());
        assert!(said(&[&long, "y"], Shell::Cmd).is_err_and(|e| e.contains("8191")));
    }

    #[cfg(unix)]
    #[test]
    fn text_is_wanted_where_the_shell_has_only_text() {
        use std::os::unix::ffi::OsStringExt;
        let words = [OsString::from_vec(b"a\xffb".to_vec())];
        assert_eq!(command(&words, Shell::Sh).as_deref(), Ok(&b"flitch 'a\xffb'\n"[..]));
        assert_eq!(command(&words, Shell::Cmd), Err("`a\\xffb` is not UTF-8, and cmd takes text".to_string()));
        assert!(command(&words, Shell::Pwsh).is_err());
    }

    #[test]
    fn names_of_shells() {
        assert_eq!(shell("cron"), Ok(Shell::Cron));
        assert_eq!(shell("bash"), Err("unknown shell `bash`; did you mean `sh`?".to_string()));
        assert_eq!(shell("fish"), Err("unknown shell `fish`; there is sh, cron, pwsh, cmd".to_string()));
    }
}

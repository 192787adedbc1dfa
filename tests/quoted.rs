//! `--print-quoted`: what it prints means the same words to the shell that it is for.
//!
//! For sh that is asked of sh itself, with random bytes; for a crontab, of what two kinds of
//! cron hand to sh. Where there are other POSIX shells, they are asked as well.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::process::{Command, Stdio};

use flitch::cli::quoted::{self, Shell};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::harness::Room;

/// The words that a shell hands to the program.
fn words_of(shell: &str, line: &[u8]) -> Vec<OsString> {
    let script = [b"flitch() { for word; do printf '%s\\0' \"$word\"; done; }\n", line].concat();
    let output = Command::new(shell).arg("-c").arg(OsStr::from_bytes(&script)).stdin(Stdio::null()).output();
    let output = output.expect("a shell runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{}: {output:?}", line.escape_ascii());
    let mut words: Vec<OsString> = output.stdout.split(|b| *b == 0).map(|w| OsString::from_vec(w.to_vec())).collect();
    assert_eq!(words.pop(), Some(OsString::new()));
    words
}

/// What sh gets of a crontab's line: everything to the first bare `%`. Some crons take the
/// backslash before a `%` away, some that before a backslash too, some none.
pub fn through_cron(line: &[u8], taken: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = line.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => break,
            b'\\' => match bytes.next() {
                Some(next) if taken.contains(&next) => out.push(next),
                Some(next) => out.extend([byte, next]),
                None => out.push(byte),
            },
            _ => out.push(byte),
        }
    }
    out
}

/// Bytes as they come, and those that mean something to a shell more often than others.
fn words() -> impl Strategy<Value = Vec<OsString>> {
    let special = prop::sample::select(b"'\"\\%!$`^&|<>(){}[]*?~#; \t\n\r=-".to_vec());
    let byte = prop_oneof![1 => 1u8..=255, 3 => special];
    vec(vec(byte, 0..24).prop_map(OsString::from_vec), 1..5).prop_map(|mut words| {
        // The option itself may not be drawn; that is tested beside the code.
        words.insert(0, OsString::from("--"));
        words
    })
}

/// The shells that are here; sh always is.
fn shells() -> Vec<&'static str> {
    let room = Room::new();
    ["sh", "bash", "dash", "zsh", "ksh", "mksh", "yash"].into_iter().filter(|shell| room.has(shell)).collect()
}

#[test]
fn any_bytes_come_through_sh_and_through_cron() {
    let shells = shells();
    proptest!(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() }, |(words in words())| {
        let line = quoted::command(&words, Shell::Sh).expect("sh carries any byte");
        for shell in &shells {
            prop_assert_eq!(&words_of(shell, &line), &words, "{} {}", shell, line.escape_ascii());
        }
        let broken = |word: &OsString| word.as_bytes().iter().any(|b| b"\r\n".contains(b));
        if words.iter().any(broken) {
            prop_assert!(quoted::command(&words, Shell::Cron).is_err());
        }
        // Backslashes in place of ends of lines: those that stand together are what is hard.
        let flat = |word: &OsString| {
            OsString::from_vec(word.as_bytes().iter().map(|b| if b"\r\n;".contains(b) { b'\\' } else { *b }).collect())
        };
        let words: Vec<OsString> = words.iter().map(flat).collect();
        let line = quoted::command(&words, Shell::Cron).expect("one line is carried");
        for taken in [&b""[..], b"%", b"%\\"] {
            let given = through_cron(&line, taken);
            prop_assert_eq!(&words_of("sh", &given), &words, "{}", line.escape_ascii());
        }
    });
}

/// The whole way: the binary prints a command, and sh runs it as it ran the first one.
#[test]
fn a_printed_command_does_what_the_command_did() {
    let room = Room::new();
    for command in [
        r#"flitch 'where status >= 500 | count by path' access.log"#,
        r#"flitch -o csv "where user == 'bob' and path != \"/\" | select ip, path as \"p\"" access.log"#,
        "flitch 'where level >= warn\n| print f\"{ts} $HOME `id` {ms % 7} \\x27 {msg}\" # it'\\''s' app.jsonl",
        r#"flitch --arg 'who=it'\''s %, ! and \' 'head 1 | print f"{arg.who}"' app.log"#,
        r#"flitch '' - 'no such file' < app.log"#,
    ] {
        let direct = room.sh(command);
        let option = command.replacen("flitch ", "flitch --print-quoted sh ", 1);
        let printed = room.sh(&option);
        assert_eq!((printed.code, printed.stderr.len()), (0, 0), "{option}: {printed:?}");
        let printed = String::from_utf8(printed.stdout).expect("these are UTF-8");
        let redirected = if command.ends_with("< app.log") { "< app.log" } else { "" };
        let again = room.sh(&format!("{} {redirected}", printed.trim_end_matches('\n')));
        assert_eq!((direct.stdout, direct.stderr, direct.code), (again.stdout, again.stderr, again.code), "{printed}");
        // It prints itself.
        let same = room.sh(&printed.replacen("flitch ", "flitch --print-quoted=sh ", 1));
        assert_eq!(String::from_utf8_lossy(&same.stdout), printed);
    }
}

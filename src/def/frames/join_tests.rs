//! Joined records are the same wherever a block ends.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::data::{Block, Source};

/// `stream|text`, and `stream+text` for a partial line; `^text` goes on with the line above.
fn view(line: &[u8]) -> Option<Physical<'_>> {
    if line.first() == Some(&b'^') {
        return Some(Physical { stream: ABOVE, text: Cow::Borrowed(line), partial: false });
    }
    let at = line.iter().position(|b| matches!(b, b'|' | b'+')).unwrap_or(0);
    let text = line.get(at + 1..).unwrap_or_default();
    Some(Physical { stream: &line[..at], text: Cow::Borrowed(text), partial: line.get(at) == Some(&b'+') })
}

fn records(law: &Join, text: &[u8], most: usize) -> Vec<String> {
    let source = Arc::new(Source::computed());
    let block = Block { bytes: text.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), b"constants", 0);
    let (mut at, mut all) = (0, Vec::new());
    while at < text.len() {
        batch.rows.clear();
        batch.places.clear();
        let next = law.cut(text, at, most, &mut batch);
        assert!(next > at, "cutting stands still at {at}");
        at = next;
        all.extend((0..batch.rows.len() as u32).map(|row| String::from_utf8_lossy(batch.line(row)).into_owned()));
    }
    all
}

fn traces(view: Option<View>) -> Join {
    Join { rule: Rule::Traces(Traces::ALL), view, is_whole: None }
}

#[test]
fn a_start_and_all_that_follows() {
    let law = Join { rule: Rule::Start(Regex::new("^[0-9]").unwrap()), view: None, is_whole: None };
    assert_eq!(records(&law, b"x\n1 a\n\n b\n2\r\n", 9), ["x", "1 a\n\n b", "2"]);
    assert_eq!(law.whole(b"x\n1 a\n b\n2 c"), 2);
    assert_eq!(law.whole(b"1 a\n b\n"), 0);
}

#[test]
fn streams_do_not_mix() {
    let text = b"a|1 x\nb|1 y\na|  more\nb|  more\na|2 z\n";
    assert_eq!(records(&traces(Some(view)), text, 9), ["a|1 x\na|  more", "b|1 y\nb|  more", "a|2 z"]);
    assert_eq!(records(&traces(None), b"1 x\n  more\n2\n", 9), ["1 x\n  more", "2"]);
}

#[test]
fn a_line_without_a_header_goes_on_with_the_line_above() {
    let text = b"^0\n^0\na|1 x\n^raw\nb|1 y\n^raw\na|  more\n^2 z\n";
    let all = ["^0\n^0", "a|1 x\n^raw\na|  more\n^2 z", "b|1 y\n^raw"];
    assert_eq!(records(&traces(Some(view)), text, 9), all);
    assert_eq!(traces(Some(view)).whole(b"^0\n^0\n"), 0);
}

#[test]
fn partial_lines_are_joined_by_stream() {
    let law = Join { rule: Rule::Each, view: Some(view), is_whole: None };
    assert_eq!(records(&law, b"a+one\nb|x\na+ two\na|\na|y\n", 9), ["a+one\na+ two\na|", "b|x", "a|y"]);
    assert_eq!(law.whole(b"a|x\na+one\n"), 4);
    assert_eq!(law.whole(b"a|x\na+one\na|y\n"), 14);
    assert_eq!(law.whole(b"b|x\na|"), 4);
}

#[test]
fn a_silent_stream_holds_nothing_back_for_ever() {
    let mut text = b"a|1 x\n".to_vec();
    while text.len() < 2 * REACH {
        text.extend_from_slice(b"b|1 y\n");
    }
    assert!(traces(Some(view)).whole(&text) > REACH);
    text.extend_from_slice(b"a|  more\n");
    let all = records(&traces(Some(view)), &text, 9);
    assert_eq!((all[0].as_str(), all.last().map(String::as_str)), ("a|1 x", Some("a|  more")));
}

fn lines(streams: bool) -> impl Strategy<Value = Vec<u8>> {
    let stream = if streams {
        prop_oneof![Just("a|"), Just("b|"), Just("a+"), Just("c|"), Just("^")].boxed()
    } else {
        Just("").boxed()
    };
    let text = prop_oneof![
        Just("plain"),
        Just("2024 x"),
        Just("  indented"),
        Just("\tat a.b(C.java:1)"),
        Just("java.lang.X: y"),
        Just("Caused by: z"),
        Just("Traceback (most recent call last):"),
        Just("During handling of the above exception, another"),
        Just(""),
        Just("panic: x"),
        Just("goroutine 1 [running]:"),
        Just("main.f(0x1)"),
        Just("#0 f()"),
        Just("  ^"),
        Just("INFO x\r"),
    ];
    proptest::collection::vec((stream, text), 0..14).prop_map(|lines| {
        lines.iter().map(|(stream, text)| format!("{stream}{text}\n")).collect::<String>().into_bytes()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn records_are_the_same_wherever_a_block_ends(alone in lines(false), apart in lines(true), end in any::<bool>()) {
        let each: Vec<u8> = apart.iter().map(|b| if *b == b'^' { b'|' } else { *b }).collect();
        for (law, mut text) in [(traces(None), alone), (traces(Some(view)), apart), (Join { rule: Rule::Each, view: Some(view), is_whole: None }, each)] {
            if end {
                text.pop();
            }
            let all = records(&law, &text, usize::MAX);
            prop_assert_eq!(&records(&law, &text, 1), &all);
            let mut last = 0;
            for len in 0..=text.len() {
                let whole = law.whole(&text[..len]);
                prop_assert!(whole >= last && whole <= len, "{} after {} at {}", whole, last, len);
                last = whole;
                let mut parts = records(&law, &text[..whole], usize::MAX);
                parts.extend(records(&law, &text[whole..], usize::MAX));
                prop_assert_eq!(&parts, &all, "cut at {} of {}", whole, len);
            }
        }
    }
}

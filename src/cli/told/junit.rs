//! `--junit`: the asserts of a pipeline as a test report, which every CI server reads.
//!
//! There is no standard. What is written here is valid both by the schema of Jenkins and by the
//! stricter one of Ant's reports, which is why there are elements and attributes that say little. The
//! run itself is a test case too: a file that is missing is no assert that failed, and a report
//! without any case is taken for a mistake by some servers.

use std::fmt::Write;

use super::{Ended, seconds};
use crate::base::time;
use crate::def::judged::Failed;
use crate::exec::report::Verdict;

/// One test case.
struct Case<'a> {
    name: &'a str,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Skipped(String),
    /// What was asked for is not so: a message, and what was there.
    Failed(String, String),
    /// It could not be found out.
    Broken(String, String),
}

/// The report.
pub fn page(ended: &Ended<'_>) -> String {
    let report = ended.report;
    let mut cases: Vec<Case<'_>> = Vec::new();
    for asserted in &report.asserts {
        let outcome = match &asserted.verdict {
            Verdict::Held => Outcome::Passed,
            Verdict::Open => Outcome::Skipped("the run ended before a record reached it".to_string()),
            Verdict::Failed(failed) => Outcome::Failed(failed.message.clone(), place_and_record(failed)),
        };
        cases.push(Case { name: &asserted.condition, outcome });
    }
    cases.push(Case { name: "the run ends well", outcome: of_run(ended) });
    let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    let failures = count(|outcome| matches!(outcome, Outcome::Failed(..)));
    let errors = count(|outcome| matches!(outcome, Outcome::Broken(..)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(..)));
    let mut stamp = Vec::new();
    time::write_rfc3339(ended.at.div_euclid(1_000_000_000).saturating_mul(1_000_000_000), &mut stamp);
    let stamp = String::from_utf8_lossy(&stamp);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let _ = writeln!(
        out,
        "  <testsuite name=\"flitch\" package=\"flitch\" id=\"0\" tests=\"{}\" failures=\"{failures}\" \
         errors=\"{errors}\" skipped=\"{skipped}\" time=\"{}\" timestamp=\"{}\" hostname=\"localhost\">\n    \
         <properties/>",
        cases.len(),
        seconds(report.usage.wall),
        stamp.trim_end_matches('Z'),
    );
    cases.iter().for_each(|case| write_case(case, &mut out));
    let _ = writeln!(out, "    <system-out/>");
    match &report.messages[..] {
        [] => out.push_str("    <system-err/>\n"),
        messages => {
            let _ = writeln!(out, "    <system-err>{}</system-err>", escaped(&messages.join("\n"), false));
        }
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn write_case(case: &Case<'_>, out: &mut String) {
    // Names are tokens: blanks are single, and none stands at an end.
    let name = case.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = write!(out, "    <testcase classname=\"flitch\" name=\"{}\" time=\"0\"", escaped(&name, true));
    let (element, message, text) = match &case.outcome {
        Outcome::Passed => return out.push_str("/>\n"),
        Outcome::Skipped(why) => {
            let _ = writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(why, true));
            return;
        }
        Outcome::Failed(message, text) => ("failure", message, text),
        Outcome::Broken(message, text) => ("error", message, text),
    };
    let (message, text) = (escaped(message, true), escaped(text, false));
    let _ =
        writeln!(out, ">\n      <{element} type=\"flitch\" message=\"{message}\">{text}</{element}>\n    </testcase>");
}

fn place_and_record(failed: &Failed) -> String {
    match failed.place_words() {
        Some(place) => format!("{place}: {}", failed.record),
        None => failed.record.clone(),
    }
}

/// Whether the run went as it should, apart from its asserts.
fn of_run(ended: &Ended<'_>) -> Outcome {
    let asserts_failed = ended.report.asserts.iter().any(|a| matches!(a.verdict, Verdict::Failed(_)));
    let said = || ended.report.messages.join("\n");
    match ended.code {
        0 => Outcome::Passed,
        1 if asserts_failed => Outcome::Passed,
        1 => Outcome::Failed("exit code 1: nothing was selected".to_string(), said()),
        2 => Outcome::Broken("exit code 2: the command line or the pipeline is wrong".to_string(), said()),
        3 => Outcome::Broken("exit code 3: an input was not read whole".to_string(), said()),
        4 => Outcome::Failed("exit code 4: more bad data than is allowed".to_string(), said()),
        5 => Outcome::Broken("exit code 5: a limit was reached".to_string(), said()),
        code => Outcome::Broken(format!("exit code {code}: the run was interrupted"), said()),
    }
}

/// Text as XML has it. Characters that XML 1.0 cannot hold, escaped or not, are left out.
fn escaped(text: &str, is_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader would make a blank of them.
            '\n' | '\t' if is_attribute => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let text = "a\0\x1b[2J<&>\"\n\t\r\u{85}\u{fffe}\u{1f600}";
        assert_eq!(escaped(text, false), "a[2J&lt;&amp;&gt;&quot;\n\t\u{1f600}");
        assert_eq!(escaped(text, true), "a[2J&lt;&amp;&gt;&quot;&#10;&#9;\u{1f600}");
    }
}

//! Grok expressions against the cases of logstash-patterns-core: each line, cut by the pattern of
//! its case, has the captures that the case lists, and no others.
//!
//! What is left out stands in a table with its reason, and must not hold, so that no line of the
//! table outlives it. Cases that their own project calls no verdict (`matches` is false) are run
//! for the sake of not failing, and judge nothing.

use std::collections::BTreeMap;

use flitch::data::{Cell, Cut, Key};
use flitch::def::cutters::grok::Grok;
use serde_json::Value;

use crate::harness;

/// Captures that differ on purpose: pattern, field, why.
const DIFFERS: &[(&str, &str, &str)] = &[];

/// All fields of a line that are not None.
fn captures(grok: &Grok, line: &str) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    let fits = grok.bind(&[]).walk(line.as_bytes(), 0, &mut Vec::new(), &mut |key, cell| {
        let Key::Plain(name) = key else { return };
        let text = match cell {
            Cell::None => return,
            Cell::Int(i) => i.to_string(),
            Cell::Float(f) => format!("{f}"),
            cell => cell.span().map(|s| line[s.start as usize..s.end() as usize].to_string()).unwrap_or_default(),
        };
        all.insert(String::from_utf8_lossy(name).into_owned(), text);
    });
    fits.then_some(all)
}

/// Whether two captures are the same text, or the same number.
fn equal(found: &str, wanted: &str) -> bool {
    found == wanted || matches!((found.parse::<f64>(), wanted.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
}

#[test]
fn captures_are_those_of_logstash() {
    let text = harness::read(&harness::root().join("tests/fixtures/grok/cases.jsonl"));
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (at, line) in text.lines().enumerate() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (pattern, input) = (case["pattern"].as_str().unwrap(), case["input"].as_str().unwrap());
        let wanted = case["captures"].as_object().unwrap();
        let judges = case["matches"] == true;
        let grok = Grok::parse(&format!("%{{{pattern}}}(?<whole>)"));
        let grok = grok.unwrap_or_else(|why| panic!("{pattern}: {why}"));
        let found = captures(&grok, input);
        if !judges {
            continue;
        }
        let found = found.unwrap_or_default();
        for (name, value) in wanted {
            let value = value.as_str().unwrap();
            let same = found.get(name).is_some_and(|found| equal(found, value));
            let differs = DIFFERS.iter().any(|(own, field, _)| *own == pattern && field == name);
            assert!(!(same && differs), "{pattern} {name} holds, and is in the list of what does not");
            all += 1;
            right += usize::from(same);
            if !same && !differs {
                wrong.push(format!("{}: {pattern} {name}: {:?}, not {value:?}", at + 1, found.get(name)));
            }
        }
        for name in found.keys().filter(|name| *name != "whole" && !wanted.contains_key(*name)) {
            wrong.push(format!("{}: {pattern} {name}: {:?}, not there", at + 1, found[name]));
        }
    }
    assert!(wrong.is_empty(), "{right} of {all}\n{}", wrong.join("\n"));
    eprintln!("{right} of {all} captures");
    assert!(all > 500 && right * 100 >= all * 95, "{right} of {all}");
}

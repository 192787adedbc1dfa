//! The session files below `cases/`: one folder for each subject, one file for each
//! thing said about it.

use std::fs;

use crate::harness::{self, Room};

/// Runs every file in a room of its own. `UPDATE=1` rewrites those that differ; what it
/// wrote is reviewed like code.
#[test]
fn every_session_gives_what_it_shows() {
    let files = harness::files(&harness::root().join("tests/cases"), ".t");
    let mut failures = Vec::new();
    let mut ran = 0;
    for file in &files {
        let text = harness::read(file);
        let (blocks, tail) = harness::session(&text);
        assert!(!blocks.is_empty(), "{} holds no `$ ` line", harness::short(file));
        let room = Room::new();
        let results: Vec<String> = blocks.iter().map(|block| room.sh(&block.command).session()).collect();
        ran += results.len();
        if harness::updating() {
            let new = harness::render_session(blocks.iter().zip(results), &tail);
            if new != text {
                fs::write(file, new).expect("cases can be written");
            }
            continue;
        }
        for (block, result) in blocks.iter().zip(&results).filter(|(block, result)| block.expect != **result) {
            let place = format!("{}:{}", harness::short(file), block.line);
            failures.push(format!("{place}: $ {}\n{}", block.command, harness::difference(&block.expect, result)));
        }
    }
    assert!(ran > 0, "there is no session to run");
    assert!(
        failures.is_empty(),
        "{} of {ran} differ; UPDATE=1 rewrites them\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

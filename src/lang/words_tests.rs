//! The words that this floor's tests parse with: a small catalogue without definitions.

use super::Words;

/// Some stages and aggregates.
pub struct TestWords;

/// Stages with their keywords.
const STAGES: [(&str, &[&str]); 22] = [
    ("where", &[]),
    ("set", &["="]),
    ("select", &["as"]),
    ("drop", &[]),
    ("rename", &["as"]),
    ("parse", &["from"]),
    ("print", &[]),
    ("head", &["by"]),
    ("tail", &["by"]),
    ("skip", &[]),
    ("sample", &["by"]),
    ("sort", &[]),
    ("dedup", &[]),
    ("count", &["by"]),
    ("stats", &["by", "as", "where"]),
    ("top", &["by", "as"]),
    ("replace", &["with", "from"]),
    ("redact", &["from", "hash"]),
    ("explode", &[]),
    ("lookup", &["on", "as"]),
    ("annotate", &["by", "as", "where"]),
    ("fill", &[]),
];

const AGGREGATES: [&str; 13] = [
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "first",
    "last",
    "p95",
    "count_distinct",
    "list",
    "values",
    "percentile",
    "argmax",
];

impl Words for TestWords {
    fn is_stage(&self, name: &str) -> bool {
        STAGES.iter().any(|(stage, _)| *stage == name)
    }

    fn keywords(&self, stage: &str) -> &[&str] {
        STAGES.iter().find(|(name, _)| *name == stage).map_or(&[], |(_, keywords)| keywords)
    }

    fn is_aggregate(&self, name: &str) -> bool {
        AGGREGATES.contains(&name)
    }

    fn stages(&self) -> Vec<&'static str> {
        STAGES.iter().map(|(name, _)| *name).chain(AGGREGATES).collect()
    }
}

/// Checks fixtures: blocks of a pipeline (after `$ `) and all its errors as they are shown,
/// a blank line between them.
pub fn check_errors(fixtures: &str) {
    let mut count = 0;
    for block in fixtures.trim().split("\n\n") {
        let (pipeline, want) = block.trim_start().split_once('\n').unwrap();
        let pipeline = pipeline.strip_prefix("$ ").unwrap();
        let shown: String = match super::parse(pipeline, &TestWords) {
            Ok(tree) => format!("parses: {}", super::print::pipeline(&tree)),
            Err(diags) => diags.iter().map(|diag| diag.render(pipeline, "")).collect(),
        };
        assert_eq!(shown.trim_end(), want.trim_end(), "\n$ {pipeline}\n{shown}");
        count += 1;
    }
    assert!(count > 10, "only {count} fixtures");
}

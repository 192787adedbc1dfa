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

const AGGREGATES: [&str; 12] =
    ["count", "sum", "avg", "min", "max", "first", "last", "p95", "count_distinct", "list", "values", "percentile"];

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

//! `--explain`: what a pipeline will do, as a page of aligned text.
//!
//! The plan says it, this file only sets it in columns. Nothing of the inputs is known
//! here: the format is the one asked for, and a file may resolve `auto` further.

use crate::plan::explained::Place;
use crate::plan::{Output, Plan};

/// The page.
pub fn page(plan: &Plan) -> String {
    let mut out = format!("input   {}\n", plan.input.name);
    let output = match plan.output {
        Output::Lines => "lines",
        Output::Records(_) => "records",
    };
    out.push_str(&format!("output  {output}\n"));
    if let Some(sought) = &plan.sought {
        out.push_str(&format!("search  {} over whole blocks\n", sought.shown()));
    }
    for (place, fields) in &plan.explained.decoded {
        let fields = if fields.is_empty() { "whole records".to_string() } else { fields.join(", ") };
        let place = match place {
            Place::Before(stage) => format!("before stage {}", stage + 1),
            Place::Within(stage) => format!("within stage {}", stage + 1),
            Place::BeforeOutput => "before the output".to_string(),
        };
        out.push_str(&format!("decode  {fields} {place}\n"));
    }
    let mut rows = vec![["stage", "shape", "order", "memory"].map(str::to_string)];
    let mut number = 0;
    for told in &plan.explained.stages {
        number += usize::from(!told.part);
        let text = if told.part { format!("     = {}", told.text) } else { format!("{number:>3}  {}", told.text) };
        rows.push([text, told.shape.to_string(), told.order.words().to_string(), told.memory.words().to_string()]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (stage, shape, order) = (width(0), width(1), width(2));
    out.push('\n');
    for [text, kind, mark, memory] in &rows {
        out.push_str(&format!("{text:stage$}  {kind:shape$}  {mark:order$}  {memory}\n"));
    }
    out
}

//! What a plan will do, as a value: `--explain` prints it, and nothing runs by it.
//!
//! Each stage is noted while it is bound, since only then is it known which steps it
//! pushes. Reading the finished steps back was rejected: decoding is put between them and
//! the search of the first is taken out, so that they no longer tell whose they are.

use crate::def::scope::Scope;
use crate::def::{Memory, Order, StageDef, Step, args};
use crate::lang::ast::Stage;
use crate::lang::print;

/// A stage, and what it came to.
pub struct Told {
    /// The stage as text.
    pub text: String,
    /// Whether the stage before it that is not a part is sugar, and this one of its stages.
    pub part: bool,
    pub shape: &'static str,
    pub order: Order,
    pub memory: Memory,
    /// Whether it groups by records' times as seen from the time of the run.
    pub compares: bool,
    /// Whether it is the one that ends the records: an aggregate.
    folds: bool,
    /// The number of steps that there were before it.
    start: usize,
    /// The number of steps that there were once it was bound.
    end: usize,
}

/// A pipeline, stage by stage.
#[derive(Default)]
pub struct Explained {
    pub stages: Vec<Told>,
    /// The fields of each decoding pass, and where it stands.
    pub decoded: Vec<(Place, Vec<String>)>,
}

/// Where a decoding pass stands: stages are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Before(usize),
    /// Among the steps of a stage, which reads records that it made itself.
    Within(usize),
    BeforeOutput,
}

impl Explained {
    /// Notes a stage that was just bound; the steps from `start` on are its own.
    pub fn bound(&mut self, stage: &Stage, def: &StageDef, start: usize, scope: &mut Scope<'_>) {
        self.note(stage, def, false, start, scope.steps.len(), scope);
        let mut start = start;
        for (part, end) in std::mem::take(&mut scope.parts) {
            if let Some(def) = scope.registry.stage(&part.name) {
                self.note(&part, def, true, start, end, scope);
            }
            start = end;
        }
    }

    fn note(&mut self, stage: &Stage, def: &StageDef, part: bool, start: usize, end: usize, scope: &Scope<'_>) {
        let shape = shape(scope.steps.get(start..end).unwrap_or_default());
        // The order of buckets is that of the clause, which any aggregate may have.
        let order = if args::clause(stage, "every").is_some() { Order::Time } else { def.order };
        let compares = args::clause(stage, "compare").is_some();
        let steps = scope.steps.get(start..end).unwrap_or_default();
        let folds = steps.iter().any(|step| matches!(step, Step::Fold(_)));
        let (text, memory) = (print::stage(stage), def.memory);
        self.stages.push(Told { text, part, shape, order, memory, compares, folds, start, end });
    }

    /// The stages up to the first that folds the records, as text; None if there is none.
    pub fn until_fold(&self) -> Option<String> {
        let whole = || self.stages.iter().filter(|told| !told.part);
        let at = whole().position(|told| told.folds)?;
        // An aggregate needs no word before it.
        let texts = whole().take(at + 1).map(|told| told.text.strip_prefix("stats ").unwrap_or(&told.text));
        Some(texts.collect::<Vec<_>>().join(" | "))
    }

    /// Notes a decoding pass before the step at `position`.
    pub fn decodes(&mut self, position: usize, fields: Vec<String>) {
        let mut stages = self.stages.iter().filter(|told| !told.part).enumerate();
        let place = match stages.find(|(_, told)| told.end > position) {
            Some((stage, told)) if told.start < position => Place::Within(stage),
            Some((stage, _)) => Place::Before(stage),
            None => Place::BeforeOutput,
        };
        self.decoded.push((place, fields));
    }
}

/// The shape of a stage is that of its most demanding step.
fn shape(steps: &[Step]) -> &'static str {
    let rank = |step: &Step| match step {
        Step::Map(_) => (0, "map"),
        Step::Fold(fold) if fold.is_keyed() => (1, "keyed fold"),
        Step::Scan(..) => (2, "keyed scan"),
        Step::Fold(_) => (3, "whole"),
        Step::Whole(_) => (3, "whole"),
    };
    steps.iter().map(rank).max().map_or("names only", |(_, name)| name)
}

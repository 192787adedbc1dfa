//! States that were kept from another run: any bytes are a record of a group, or are refused.

use flitch::def::step::{Cx, Flow};
use flitch::def::{FoldState, Format, Step};
use flitch::inputs;

use crate::lang::bound;

/// Pipelines whose states hold what aggregates hold, with keys of one and several parts.
const PIPELINES: &[&str] = &[
    "count, sum(x), avg(x), min(x), max(x), stddev(x)",
    "median(x), p95(x), percentile(x, 0.25), count_distinct(x) by k",
    "first(x), last(x), argmax(x, y), argmin(x, y) by k, j",
    "mode(x), values(x, 3), list(x, 4), hist(x, 50)",
    "approx_count_distinct(x), approx_median(x), approx_p90(x) by k",
    "rate(time), rate(x, time) by k",
    "count, var(x) every 1m by k",
];

/// Takes records into a state, which must be whole afterwards.
fn load(state: &mut dyn FoldState, records: &[Vec<u8>], cx: &mut Cx) -> bool {
    records.iter().all(|record| state.load(record, cx).is_some())
}

/// The first byte chooses a pipeline, the rest is a record. What is taken can be given on, and is taken
/// again as it is given back.
pub fn states(data: &[u8]) {
    let Some((which, record)) = data.split_first() else { return };
    let text = PIPELINES[usize::from(*which) % PIPELINES.len()];
    let format = Format::named(&inputs::logfmt::DEF).expect("logfmt has a name");
    let (plan, steps) = bound(text, &format).expect("the pipelines are right");
    let mut folds = steps.iter().filter_map(|step| if let Step::Fold(fold) = step { Some(fold) } else { None });
    let fold = folds.next().expect("there is an aggregate");
    let mut cx = Cx::new(plan.n_slots, plan.constants.clone());
    cx.memory = 1 << 30;
    cx.room = 1 << 30;
    let mut state = fold.state();
    if !load(&mut *state, &[record.to_vec()], &mut cx) {
        return;
    }
    let mut records = Vec::new();
    let saved = state.save(&mut cx, &mut |record| {
        records.push(record.to_vec());
        Ok(())
    });
    saved.expect("a state in memory can be saved");
    let mut again = fold.state();
    assert!(load(&mut *again, &records, &mut cx), "{text}: what was saved is damaged");
    // Where two values claim one place, as no run has them, either may stand for it; so values are not compared.
    let rows = |state: Box<dyn FoldState>, cx: &mut Cx| {
        let mut rows = 0;
        state.finish(cx, &mut |batch, _| {
            let cells = batch.cols.iter().flatten();
            cells.for_each(|cell| drop(format!("{:?}", batch.value(*cell))));
            rows += batch.rows.len();
            Flow::More
        });
        rows
    };
    let (here, there) = (rows(state, &mut cx), rows(again, &mut cx));
    assert_eq!((here, there), (records.len(), records.len()), "{text}: a group was lost");
}

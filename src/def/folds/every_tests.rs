//! The law of the watermark, over rows that are their times.

use super::*;
use crate::base::Span;
use crate::data::{Block, Source, Value};
use crate::def::folds::Agg;
use crate::def::{Aggregate, EachState, Kind, Operand};

/// Counts rows.
#[derive(Default)]
struct Count(Vec<i64>);

impl Aggregate for Count {
    fn add(&mut self, _: &[Operand<'_>], _: &Batch, _: &[u32], groups: &[u32], n: usize, _: &mut dyn FnMut(u32)) {
        self.0.resize(n, 0);
        groups.iter().for_each(|group| self.0[*group as usize] += 1);
    }
    fn merge(&mut self, _: Box<dyn Aggregate>, _: &[u32], _: usize) {}
    fn split(self: Box<Self>, _: &[u32], _: usize) -> Vec<Box<dyn Aggregate>> {
        Vec::new()
    }
    fn value(&self, group: usize, _: &mut Vec<u8>) -> Cell {
        Cell::Int(self.0[group])
    }
    fn cut(&self, _: usize) -> bool {
        false
    }
    fn save(&self, _: usize, _: &mut Vec<u8>) {}
    fn load(&mut self, _: usize, _: usize, _: &mut &[u8]) -> Option<()> {
        None
    }
    fn skip(&self, _: &mut &[u8]) -> Option<()> {
        None
    }
    fn apart(&self, _: EachState<'_>, _: usize, _: &mut Vec<u8>) -> Result<Option<(Cell, bool)>, crate::base::Fault> {
        Ok(None)
    }
    fn fresh(&self) -> Box<dyn Aggregate> {
        Box::<Count>::default()
    }
    fn copy(&self) -> Box<dyn Aggregate> {
        Box::new(Count(self.0.clone()))
    }
    fn weight(&self) -> usize {
        self.0.len() * 8
    }
    fn shared(&self, _: usize) -> Option<&dyn std::any::Any> {
        None
    }

    fn value_of(&self, _: &dyn std::any::Any) -> Option<Cell> {
        None
    }

    fn any(self: Box<Self>) -> Box<dyn std::any::Any> {
        self
    }
}

/// Slots: the time, its bucket, another key, the count.
const TIME: usize = 0;
const BUCKET: usize = 1;
const KEY: usize = 2;
const COUNT: usize = 3;
const WIDTH: i64 = 10;

fn every(late: i64, fills: bool) -> Every {
    let slot = |slot, kind| (Expr::slot(slot, kind, ""), slot);
    let count = Agg {
        make: Box::new(|| Box::<Count>::default()),
        args: Vec::new(),
        written: String::new(),
        cond: None,
        slot: COUNT,
        measures: true,
        misfit: 0,
        cut: 0,
    };
    let keys = vec![slot(BUCKET, Kind::Time), slot(KEY, Kind::Any)];
    let parts = Arc::new(Parts::new(keys, vec![count], false));
    let time = Expr::slot(TIME, Kind::Time, "");
    let mut every = Every::new(parts, Buckets { time, width: WIDTH, late, too_late: 7 });
    if fills {
        assert!(every.fills(&[KEY], &[COUNT]));
    }
    every
}

/// A row: its time, if any, and its other key.
type Row = (Option<i64>, i64);

fn batch(rows: &[Row], first_row: usize) -> Batch {
    let source = Arc::new(Source::computed());
    let block = Block { bytes: Vec::new(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), &[], 4);
    batch.first_row = first_row as u32;
    batch.rows = vec![Span::default(); rows.len()];
    for (time, key) in rows {
        batch.cols[TIME].push(time.map_or(Cell::None, Cell::Time));
        batch.cols[BUCKET].push(time.map_or(Cell::None, |time| Cell::Time(time.div_euclid(WIDTH) * WIDTH)));
        batch.cols[KEY].push(Cell::Int(*key));
    }
    batch.select_all();
    batch
}

/// What came out: bucket, key, count.
type Given = (Option<i64>, i64, i64);

fn given(batch: &Batch, into: &mut Vec<Given>) {
    for row in &batch.sel {
        let int = |slot| match batch.value(batch.cell(slot, *row)) {
            Value::Int(i) | Value::Time(i) => Some(i),
            _ => None,
        };
        into.push((int(BUCKET), int(KEY).unwrap(), int(COUNT).unwrap()));
    }
}

/// What comes out after each batch of so many rows, and the rows that came too late.
fn run(mut every: Every, rows: &[Row], size: usize) -> (Vec<Vec<Given>>, Vec<u32>) {
    let mut cx = Cx::new(4, Arc::default());
    cx.memory = usize::MAX;
    let (mut all, mut too_late) = (Vec::new(), Vec::new());
    for (at, rows) in rows.chunks(size).enumerate() {
        let mut out = Vec::new();
        let mut batch = batch(rows, at * size);
        every.push(&mut batch, &mut cx, &mut |batch, _| {
            given(batch, &mut out);
            Flow::More
        });
        too_late.extend(batch.notes.iter().map(|note| note.row));
        all.push(out);
    }
    let mut out = Vec::new();
    every.end(&mut cx, &mut |batch, _| {
        given(batch, &mut out);
        Flow::More
    });
    all.push(out);
    assert_eq!(every.weight(), every.gaps.as_ref().map_or(0, Gaps::weight), "what came out weighs nothing");
    assert!(cx.fault.is_none());
    (all, too_late)
}

#[test]
fn a_bucket_comes_out_when_the_watermark_has_passed_it() {
    let rows = [1, 9, 12, 14, 15, 8, 31].map(|time| (Some(time), 0));
    let (out, too_late) = run(every(5, false), &rows, 1);
    // The first bucket ends at 10 and waits until 15; then a record for it is too late.
    let first = vec![(Some(0), 0, 2)];
    let second = vec![(Some(10), 0, 3)];
    assert_eq!(out, [vec![], vec![], vec![], vec![], first, vec![], second, vec![(Some(30), 0, 1)]]);
    assert_eq!(too_late, [5]);
}

#[test]
fn what_is_late_but_not_too_late_counts() {
    let rows = [5, 19, 3, 24, 18, 25].map(|time| (Some(time), 0));
    let (out, too_late) = run(every(15, false), &rows, 1);
    let (all, none): (Vec<Given>, Vec<u32>) = (out.concat(), vec![]);
    assert_eq!((all, too_late), (vec![(Some(0), 0, 2), (Some(10), 0, 2), (Some(20), 0, 2)], none));
}

#[test]
fn keys_come_as_first_seen_and_what_has_no_time_comes_last() {
    let rows = [(None, 1), (Some(3), 2), (Some(1), 1), (Some(2), 2), (None, 1), (Some(20), 1)];
    let (out, _) = run(every(0, false), &rows, 6);
    let timed = vec![(Some(0), 2, 2), (Some(0), 1, 1)];
    assert_eq!(out, [timed, vec![(Some(20), 1, 1), (None, 1, 2)]]);
}

#[test]
fn blocks_change_nothing() {
    // Times that go on with leaps and come back.
    let mut state = 1u64;
    let mut dice = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut rows: Vec<Row> = Vec::new();
    for i in 0..2000i64 {
        let time = i - dice(40) as i64 + if dice(300) == 0 { 25 } else { 0 };
        rows.push(((dice(50) > 0).then_some(time), dice(3) as i64));
    }
    for fills in [false, true] {
        let (out, too_late) = run(every(8, fills), &rows, 1);
        assert!(too_late.len() > 50 && rows.len() - too_late.len() > 1000, "{} too late", too_late.len());
        let out = out.concat();
        let times: Vec<Option<i64>> = out.iter().map(|given| given.0).filter(Option::is_some).collect();
        assert!(times.is_sorted(), "buckets come by time");
        let counted: i64 = out.iter().map(|given| given.2).sum();
        assert_eq!(counted as usize + too_late.len(), rows.len(), "each row is counted once, or too late");
        for size in [2, 7, 100, 2000] {
            let (other, other_late) = run(every(8, fills), &rows, size);
            assert_eq!((&other.concat(), &other_late), (&out, &too_late), "{size} rows a batch");
        }
    }
}

#[test]
fn buckets_without_records_come_in_their_turn() {
    let rows = [(Some(1), 1), (Some(2), 2), (Some(12), 1), (Some(43), 1), (Some(44), 3)];
    let (out, _) = run(every(0, true), &rows, 1);
    assert_eq!(out[0], []);
    assert_eq!(out[2], [(Some(0), 1, 1), (Some(0), 2, 1)]);
    let gap = |start, key| (Some(start), key, 0);
    let second = [(Some(10), 1, 1), gap(10, 2), gap(20, 1), gap(20, 2), gap(30, 1), gap(30, 2)];
    assert_eq!(out[3], second, "those that were known by then");
    assert_eq!(out[5], [(Some(40), 1, 1), gap(40, 2), (Some(40), 3, 1)]);
}

#[test]
fn nothing_counts_after_the_record_that_was_enough() {
    let rows = [1, 20, 2, 40, 3].map(|time| (Some(time), 0));
    let mut cx = Cx::new(4, Arc::default());
    let mut batch = batch(&rows, 0);
    let flow = every(0, false).push(&mut batch, &mut cx, &mut |_, _| Flow::Stop);
    // The second record has closed the first bucket; the third would be too late.
    assert_eq!((flow, batch.stop, batch.notes.len()), (Flow::Stop, Some(2), 0));
}

#[test]
fn a_leap_that_would_make_too_many_records_ends_the_run() {
    let mut every = every(0, true);
    let mut cx = Cx::new(4, Arc::default());
    let rows = [(Some(0), 0), (Some(20), 0), (Some(i64::MAX), 0)];
    every.push(&mut batch(&rows, 0), &mut cx, &mut |_, _| Flow::More);
    let fault = cx.fault.expect("a fault").to_string();
    assert!(fault.starts_with("`fill`: would make 922337203685477577 records at once"), "{fault}");
}

#[test]
fn the_ends_of_time_close_nothing_by_accident() {
    for late in [0, 1, i64::MAX] {
        let rows = [i64::MIN + 8, i64::MIN + 20, 0, i64::MAX - 20, i64::MAX].map(|time| (Some(time), 0));
        let (out, _) = run(every(late, false), &rows, 2);
        assert_eq!(out.concat().iter().map(|given| given.2).sum::<i64>(), 5);
    }
}

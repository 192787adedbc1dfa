//! Whole runs in this process: a pipeline over the bytes of a file.
//!
//! Each input is run several times, on one thread in one block and on many threads in tiny
//! blocks, plain and compressed, and must give the same bytes each time: the first law.

use std::fs;

use flitch::def::{OutputDef, RenderOptions};
use flitch::exec::{self, Format, Job, Limits};
use flitch::outputs::raw::LineOptions;
use flitch::plan::Output;
use flitch::{codecs, inputs, outputs};

use crate::codecs::Shared;
use crate::lang::bound;

/// The most inputs of a process: every run leaves its signal handlers, and their pipes,
/// behind, and a process may not have many files.
pub const MOST: usize = 40;

/// Pipelines of every shape: text filters, choices, edits, folds, scans and their mixtures.
const PIPELINES: &[(&str, &str, &str)] = &[
    ("auto", "json", ""),
    ("lines", "json", "\"e\""),
    ("lines", "json", "not r\"[0-9]{2}\" | skip 1"),
    ("auto", "json", "where status >= 500 or ms > 10"),
    ("auto", "json", "where not (level >= warn)"),
    ("auto", "json", "set x = ms * 2, y = f\"{status:>5}{ms:.1f}\", z = line.upper()[1:4]"),
    ("json", "json", "select a, a.b, row[\"a.b\"], msg"),
    ("json", "csv", "drop a | head 20"),
    ("json", "json", "rename a as b | sort b, -ms"),
    ("logfmt", "json", "parse json from msg | tail 5"),
    ("logfmt", "tsv", "count, sum(ms), avg(ms), min(a), max(a) by level"),
    ("auto", "json", "count, p95(ms), median(ms), stddev(ms), count_distinct(a) where ms > 1 by status"),
    ("csv", "csv", "sort -a | head 7"),
    ("csv", "json", "dedup a, b | set n = len(a), c = a ?? b"),
    ("tsv", "json", "top 3 a"),
    ("combined", "table", "select path, bytes, time"),
    ("combined", "json", "first(path), last(path) by bin(time, 5m), ip"),
    ("common", "json", "where bytes / 1024 > 1 | print f\"{path} {time:%H:%M} {bytes:,}\""),
    ("auto", "json", "parse regex r\"(?P<w>\\w+) (?P<n>\\d+)\" | count by w | sort -count | where count > 1"),
    ("lines", "json", "dedup line | sort line"),
];

/// A pipeline of the list, chosen by the length of the input, over the input.
pub fn runs(data: &[u8]) {
    let sum = data.iter().fold(data.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let (input, output, pipeline) = PIPELINES[sum % PIPELINES.len()];
    same(input, output, pipeline, data);
}

/// The first line is the pipeline, the rest the input; most are refused when they are bound.
pub fn programs(data: &[u8]) {
    let end = data.iter().position(|b| *b == b'\n').unwrap_or(data.len());
    let pipeline = String::from_utf8_lossy(&data[..end]);
    let output = ["json", "csv", "table"][data.len() % 3];
    same("auto", output, &pipeline, data.get(end + 1..).unwrap_or_default());
}

/// How a run is made that must not change its output.
struct Way {
    threads: usize,
    block: usize,
    equal_hashes: bool,
    codec: Option<usize>,
}

/// Runs a pipeline in several ways.
fn same(input: &str, output: &str, pipeline: &str, data: &[u8]) {
    let ways = [
        Way { threads: 1, block: 1 << 20, equal_hashes: false, codec: None },
        Way { threads: 1, block: 7, equal_hashes: true, codec: None },
        Way { threads: 3, block: 64, equal_hashes: false, codec: None },
        Way { threads: 2, block: 100, equal_hashes: false, codec: Some(data.len() % codecs::ALL.len()) },
    ];
    let Some(first) = run(input, output, pipeline, data, &ways[0]) else { return };
    // What looks compressed already is unpacked once, and would be so within a codec too.
    let packs = codecs::by_magic(data).is_none();
    for way in ways[1..].iter().filter(|way| packs || way.codec.is_none()) {
        let other = run(input, output, pipeline, data, way);
        let (threads, block, codec) = (way.threads, way.block, way.codec);
        let how = format!("{pipeline:?} from {input} to {output}, -j{threads}, blocks of {block}, codec {codec:?}");
        let Some(other) = other else { panic!("{how}: is refused") };
        let text = |bytes: &[u8]| bytes.escape_ascii().to_string();
        assert!(first == other, "{how}\none block: {}\nthis way:  {}", text(&first), text(&other));
    }
}

/// The output of one run, or None when the pipeline is refused.
fn run(input: &str, output: &str, pipeline: &str, data: &[u8], way: &Way) -> Option<Vec<u8>> {
    let (Some(input), Some(output)) = (inputs::find(input), outputs::find(output)) else {
        panic!("{input} and {output} are formats");
    };
    let (plan, steps) = bound(pipeline, &flitch::def::Format::named(input)?)?;
    let dir = match tempfile::tempdir() {
        Ok(dir) => dir,
        Err(error) => panic!("a temporary directory: {error}"),
    };
    let file = dir.path().join("input");
    let shared = Shared::default();
    let packed = way.codec.map(|i| pack(codecs::ALL[i], data));
    let written = fs::write(&file, packed.as_deref().unwrap_or(data));
    let is_lines = matches!(plan.output, Output::Lines);
    let output: &'static OutputDef = output;
    let format = match is_lines {
        true => Format::Lines(LineOptions::default()),
        false => Format::Records(output, RenderOptions::default()),
    };
    let sink = exec::Sink::new("output".to_string(), Box::new(shared.clone()), None, is_lines);
    let (Ok(()), Ok(sink)) = (written, sink) else { panic!("the input can be written") };
    let own_lines = plan.own_lines;
    let report = exec::run(
        Job {
            plan,
            steps,
            files: vec![file.to_string_lossy().into_owned()],
            threads: way.threads,
            limits: Limits {
                block: way.block,
                max_line: 1 << 20,
                window: 16 << 20,
                threads: way.threads,
                keeps_all: false,
                one_header: is_lines && own_lines,
                now: 0,
                reference: None,
            },
            timing: Default::default(),
            memory: 1 << 28,
            room: None,
            equal_hashes: way.equal_hashes,
            format,
            sink,
            out_files: Default::default(),
            no_header: false,
            max_errors: None,
            rejects: None,
            follow: None,
            keeping: None,
            goes_on: false,
            reload: None,
            reopen: None,
            go_on: None,
            accounts: true,
            manners: Default::default(),
        },
        &exec::Signals::none(),
    );
    match report {
        Ok(report) => assert!(!report.reader_gone && report.signal.is_none(), "{:?}", report.messages),
        Err(error) => panic!("the run: {error}"),
    }
    Some(shared.take())
}

fn pack(codec: &flitch::def::CodecDef, data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let shared = Shared::default();
    let written = (codec.writer)(Box::new(shared.clone()), codec.levels.0).and_then(|mut writer| {
        writer.write_all(data)?;
        writer.finish()
    });
    assert!(written.is_ok(), "{written:?}");
    shared.take()
}

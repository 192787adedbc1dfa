//! No allocation for a line: in the steady state memory comes from pooled buffers.
//!
//! The library runs in this process over inputs of N and of 4N lines, and an allocator
//! that counts for each thread says what the difference cost. It must not grow with the
//! lines; what grows with the blocks is bounded by a small number for each. One thread is
//! used, since then all work is done on the thread that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

use flitch::base::Zone;
use flitch::def::RenderOptions;
use flitch::def::scope::BindOptions;
use flitch::exec::{self, Format, Job, Limits, Sink};
use flitch::outputs::raw::LineOptions;
use flitch::plan::{self, Wishes};
use flitch::{inputs, outputs};

/// The system's allocator, with a count of calls for each thread.
struct Counting;

thread_local! {
    // Const and without a destructor, so that counting allocates nothing itself.
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

fn counted() {
    // A thread that is going away may allocate when its locals are gone.
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        counted();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        counted();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        counted();
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Calls of the allocator while `work` runs.
fn calls(work: impl FnOnce()) -> u64 {
    let before = CALLS.with(Cell::get);
    work();
    CALLS.with(Cell::get) - before
}

const BLOCK: usize = 64 << 10;

/// Runs a pipeline over a file on this thread, its output going nowhere.
fn run(pipeline: &str, input: &str, output: Option<&str>, file: &Path) {
    let input = inputs::format(input, &|_| Err("nothing is read".to_string())).expect("the format is registered");
    let output = output.map(|name| outputs::find(name).expect("the format is registered"));
    let wishes = Wishes { records: output.is_some(), ..Wishes::default() };
    let Ok((plan, steps)) = plan::plan(pipeline, &input, &bind_options(), wishes) else {
        panic!("`{pipeline}` is a pipeline")
    };
    let lines = matches!(plan.output, plan::Output::Lines);
    let format = match output.or_else(|| outputs::find("json")) {
        Some(def) if !lines => Format::Records(def, RenderOptions::default()),
        _ => Format::Lines(LineOptions::default()),
    };
    let null = std::fs::OpenOptions::new().write(true).open("/dev/null").expect("there is a null device");
    let limits = Limits {
        block: BLOCK,
        max_line: 1 << 20,
        window: 1 << 20,
        threads: 1,
        keeps_all: false,
        one_header: false,
        now: 0,
        reference: None,
    };
    let job = Job {
        plan,
        steps,
        files: vec![file.to_str().expect("temporary paths are text").to_string()],
        threads: 1,
        limits,
        timing: Default::default(),
        memory: 1 << 30,
        room: None,
        equal_hashes: false,
        format,
        out_files: Default::default(),
        sink: Sink::new("output".to_string(), Box::new(null), None, lines).expect("a plain sink needs nothing"),
        no_header: false,
        max_errors: None,
        rejects: None,
        follow: None,
        keeping: None,
        goes_on: false,
        reload: None,
        reopen: None,
        go_on: None,
        accounts: false,
        manners: Default::default(),
    };
    let report = exec::run(job, &exec::Signals::none()).expect("the run ends");
    assert_eq!((report.exit as u8, report.messages), (0, Vec::<String>::new()));
    assert!(report.selected, "`{pipeline}` selects nothing");
}

fn bind_options() -> BindOptions {
    BindOptions {
        zone: Zone::UTC,
        now: 0,
        late: None,
        args: Vec::new(),
        equal_hashes: false,
        window: (None, None),
        save: None,
        until: None,
        side_file: |_| Err("no side files here".to_string()),
        env: |_| None,
    }
}

fn lines(n: usize, line: impl Fn(usize) -> String) -> Vec<u8> {
    (0..n).flat_map(|i| line(i).into_bytes()).collect()
}

fn access(i: usize) -> String {
    let status = [200, 200, 404, 500, 302][i % 5];
    format!(
        "10.0.0.{} - - [02/Mar/2026:09:{:02}:{:02} +0000] \"GET /p{} HTTP/1.1\" {status} {} \"-\" \"agent\"\n",
        i % 9,
        i / 60 % 60,
        i % 60,
        i % 7,
        i * 37 % 5000
    )
}

fn json(i: usize) -> String {
    let level = ["info", "warn", "error"][i % 3];
    format!(
        "{{\"ts\":{i},\"level\":\"{level}\",\"msg\":\"job \\\"{i}\\\" done\",\"ms\":{}.5,\"http\":{{\"status\":{}}}}}\n",
        i % 90,
        200 + i % 5
    )
}

/// A pipeline, its input format and output format, and the lines it reads.
type Case = (&'static str, &'static str, Option<&'static str>, fn(usize) -> String);

#[test]
fn nothing_is_allocated_for_a_line() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let n = 8000;
    let cases: &[Case] = &[
        ("\"404\"", "auto", None, access),
        ("not \"404\"", "auto", None, access),
        ("r\"p[0-3] HTTP\"", "auto", None, access),
        ("where status >= 500 and bytes > 100", "combined", None, access),
        ("where path == \"/p3\" or ip.startswith(\"10.0.0.1\")", "auto", None, access),
        ("where level == \"error\" and ms > 10 | select ts, msg, http.status", "json", Some("json"), json),
        ("where level == \"error\" and ms > 10 | select ts, msg, http.status", "json", Some("csv"), json),
        ("where level >= warn", "auto", None, json),
        ("set slow = ms > 50, x = ms * 2 | select x, slow, msg", "json", Some("logfmt"), json),
        ("print f\"{level:>8} {ms:8.2f} {msg}\"", "json", None, json),
        ("print f\"{level} {msg}\"", "json", None, json),
        ("count by status", "combined", None, access),
        ("count, sum(bytes), avg(bytes), max(bytes) by status, path", "auto", None, access),
        ("count by level, http.status", "json", None, json),
        ("parse regex r\"p(?P<p>\\d) HTTP\" | count by p", "auto", None, access),
        ("skip 5 | select line_no, ip", "combined", Some("json"), access),
        ("dedup status, path", "combined", None, access),
    ];
    let mut failures = Vec::new();
    for (pipeline, input, output, line) in cases {
        let write = |name: &str, n: usize| {
            let bytes = lines(n, line);
            let path = dir.path().join(name);
            std::fs::write(&path, &bytes).expect("a file can be written");
            (path, bytes.len().div_ceil(BLOCK) as u64)
        };
        let ((few, few_blocks), (many, many_blocks)) = (write("few", n), write("many", 4 * n));
        // The first run of a process fills what is made once.
        run(pipeline, input, *output, &few);
        let small = calls(|| run(pipeline, input, *output, &few));
        let large = calls(|| run(pipeline, input, *output, &many));
        let (grown, blocks) = (large.saturating_sub(small), many_blocks - few_blocks);
        // Per block: its source's handle, what is parked, a queue's slot, and doublings of
        // buffers. A hundredth of the lines would be well above that.
        let allowed = blocks * 40;
        assert!(allowed < 3 * n as u64 / 10, "the bound could hide an allocation for each tenth line");
        if grown > allowed {
            failures.push(format!(
                "`{pipeline}` as {output:?}: {grown} more allocations for {} more lines in {blocks} more blocks",
                3 * n
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A counter that did not count would let everything pass.
#[test]
fn allocations_are_counted() {
    let n = calls(|| {
        for i in 0..100 {
            std::hint::black_box(vec![i as u8; i + 1]);
        }
    });
    assert!((100..120).contains(&n), "{n}");
    assert_eq!(calls(|| ()), 0);
}

//! What goes wrong in the world: readers that go away, full disks, damaged archives,
//! bytes that are no text, lines without end, signals, limits.
//!
//! Each test runs the binary as a script would and looks at all three of what came out,
//! what was said and the exit code. Times are generous, because they only tell "at once"
//! from "not at all": what must not wait is set against inputs that never end.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::feed::{self, Feed};
use crate::harness::{self, Ran, Room};

fn run(args: &[&str], feed: Feed<'_>) -> Ran {
    feed::run(&harness::root().join("tests/samples"), args, feed)
}

fn pipe(args: &[&str], bytes: &[u8]) -> Ran {
    run(args, Feed::Pipe(bytes))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("this output is text")
}

/// Checks all of what a run left behind; `said` are texts that standard error holds, and
/// without one it must be empty.
fn expect(ran: &Ran, stdout: impl AsRef<[u8]>, code: i32, said: &[&str]) {
    let stdout = stdout.as_ref();
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.stdout == stdout, "found {}\nexpected {}\n{stderr}", feed::shown(&ran.stdout), feed::shown(stdout));
    assert_eq!(ran.code, code, "exit code; {stderr}");
    assert!(said.iter().all(|s| stderr.contains(s)), "{said:?} is not in {stderr:?}");
    assert!(!said.is_empty() || stderr.is_empty(), "{stderr}");
}

/// A run whose pipes are in the test's hands.
struct Live(Child);

impl Live {
    fn start(args: &[&str]) -> Live {
        let mut command = feed::command(&harness::root().join("tests/samples"), args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Live(command.spawn().expect("flitch runs"))
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.stdin.as_mut().expect("standard input is open").write_all(bytes).expect("flitch reads");
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).expect("a child can be signalled");
    }

    /// Waits for the end, and gathers what is left to read.
    fn end(mut self) -> Ran {
        let (stdout, stderr) = (feed::gather(self.0.stdout.take()), feed::gather(self.0.stderr.take()));
        let status = feed::wait(&mut self.0, Duration::from_secs(20)).expect("flitch ends");
        Ran { stdout: feed::taken(stdout), stderr: feed::taken(stderr), code: feed::code(status) }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `y` lines until the reader goes; how many bytes it took.
fn endless(mut to: impl Write + Send + 'static) -> std::thread::JoinHandle<u64> {
    std::thread::spawn(move || {
        let lines = b"y\n".repeat(1000);
        let mut written = 0;
        while to.write_all(&lines).is_ok() {
            written += lines.len() as u64;
        }
        written
    })
}

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// Writes a file and gives its path as text.
fn file(dir: &Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    fs::write(&path, bytes).expect("a file can be written");
    path.to_str().expect("temporary paths are text").to_string()
}

fn lines(n: usize) -> Vec<u8> {
    (0..n).flat_map(|i| format!("line {i} of many, {}\n", i * 7919 % 10_007).into_bytes()).collect()
}

// Output.

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    for (threads, pipeline) in [("1", r#""y""#), ("4", ""), ("4", "select line"), ("2", "skip 10")] {
        let mut live = Live::start(&["-j", threads, pipeline]);
        let writer = endless(live.0.stdin.take().expect("standard input is open"));
        let mut first = [0; 2];
        let mut stdout = live.0.stdout.take().expect("standard output is open");
        stdout.read_exact(&mut first).expect("a line comes out");
        drop(stdout);
        let ran = live.end();
        expect(&ran, "", 128 + 13, &[]);
        writer.join().expect("the writer ends");
    }
}

#[test]
fn a_reader_that_goes_away_ends_help_and_a_late_result_too() {
    let room = Room::new();
    for command in [
        "flitch help language | head -1",
        "seq 1 100000 | flitch 'sort -line' | head -1",
        "yes | flitch '\"y\"' | head -1",
    ] {
        let start = Instant::now();
        let ran = room.sh(command);
        assert_eq!(ran.code, 0);
        assert!(!ran.stdout.is_empty());
        assert_eq!(text(&ran.stderr), "", "{command}");
        assert!(start.elapsed() < Duration::from_secs(10), "{command} took {:?}", start.elapsed());
    }
}

#[test]
fn a_full_disk_is_told_and_exits_with_5() {
    if !Path::new("/dev/full").exists() {
        eprintln!("note: no /dev/full here");
        return;
    }
    let room = Room::new();
    for command in [
        "flitch '' access.log >/dev/full",
        "flitch 'count' access.log >/dev/full",
        "seq 1 200000 | flitch -j4 '' >/dev/full",
        "flitch -z gzip '' access.log >/dev/full",
        "flitch -z zstd '\"GET\"' access.log >/dev/full",
        "flitch -o csv '' app.jsonl >/dev/full",
        "flitch help >/dev/full",
    ] {
        let ran = room.sh(command);
        let stderr = text(&ran.stderr);
        assert_eq!(ran.code, 5, "{command}: {stderr}");
        assert!(stderr.contains("standard output: no space left"), "{command}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{command}: {stderr}");
    }
}

#[test]
fn closed_descriptors_do_no_harm() {
    let room = Room::new();
    for command in [
        "flitch '' <&-",
        "flitch 'count' access.log >&-",
        "flitch '' access.log missing 2>&-",
        "flitch '' <&- >&- 2>&-",
    ] {
        let ran = room.sh(&format!("timeout 20 sh -c \"{}\"", command.replace('"', "\\\"")));
        assert!([0, 3, 5].contains(&ran.code), "{command} exits with {}", ran.code);
    }
}

#[test]
fn compressed_output_is_whole() {
    let room = Room::new();
    let original = fs::read(room.path().join("access.log")).expect("the sample is there");
    for (codec, tool) in [
        ("gzip", "gzip -dc"),
        ("gzip:9", "gzip -dc"),
        ("zstd", "zstd -dc"),
        ("zstd:3", "zstd -dc"),
        ("bzip2", "bzip2 -dc"),
        ("xz", "xz -dc"),
        ("xz:0", "xz -dc"),
        ("lz4", "lz4 -dc"),
    ] {
        if !room.has(tool.split(' ').next().unwrap_or_default()) {
            continue;
        }
        let ran = room.sh(&format!("flitch -z {codec} '' access.log | {tool}"));
        expect(&ran, &original, 0, &[]);
        let ran = room.sh(&format!("flitch -z {codec} '\"no such line\"' access.log | {tool}"));
        expect(&ran, "", 0, &[]);
    }
    // Without those tools, flitch itself reads what it wrote.
    for codec in ["gzip", "zstd", "bzip2", "xz", "lz4"] {
        for single in [&[][..], &["--single-member"]] {
            let args = [&["-z", codec, "", "access.log"], single].concat();
            let packed = run(&args, Feed::Nothing).stdout;
            assert!(packed.len() < original.len());
            expect(&pipe(&[""], &packed), &original, 0, &[]);
        }
    }
    let ran = run(&["--single-member", "", "access.log"], Feed::Nothing);
    expect(&ran, "", 2, &["--single-member goes with compressed output"]);
}

/// Many pieces, packed by one thread or by several, are the same bytes, which any tool reads.
#[test]
fn large_compressed_output_is_the_same_for_any_j() {
    let room = Room::new();
    let original = lines(200_000);
    file(room.path(), "large", &original);
    for (codec, tool) in [("gzip:1", "gzip"), ("zstd:1", "zstd"), ("bzip2:1", "bzip2"), ("xz:0", "xz"), ("lz4", "lz4")]
    {
        let one =
            room.sh(&format!("flitch -j1 -z {codec} '' large > one && flitch -j3 -z {codec} '' large | cmp - one"));
        expect(&one, "", 0, &[]);
        expect(&room.sh("flitch '' one | cmp - large"), "", 0, &[]);
        let single =
            room.sh(&format!("flitch -z {codec} --single-member '' large > single && flitch '' single | cmp - large"));
        expect(&single, "", 0, &[]);
        if room.has(tool) {
            expect(&room.sh(&format!("{tool} -dc < one | cmp - large")), "", 0, &[]);
            expect(&room.sh(&format!("{tool} -t < one 2> told")), "", 0, &[]);
            expect(&room.sh(&format!("{tool} -dc < single | cmp - large")), "", 0, &[]);
        }
    }
}

/// Small archives are decoded before their turn, which changes neither what comes out nor what is said.
#[test]
fn many_archives_are_the_same_for_any_j() {
    let room = Room::new();
    for i in 0..24 {
        file(room.path(), &format!("{i:02}.log"), &lines(1 + 400 * i));
    }
    let pack =
        "for f in 0* 2*; do flitch -z gzip '' $f > $f.gz; done; for f in 1*; do flitch -z zstd '' $f > $f.gz; done
                head -c 900 07.log.gz > 07; mv 07 07.log.gz; cp 08.log 08.log.gz; cp 09.log 09.log.z; rm *.log";
    expect(&room.sh(pack), "", 0, &[]);
    let run = |j: i32| {
        let ran =
            room.sh(&format!("flitch -j{j} -H '\"7\"' *.gz *.z gone.gz; echo $?; flitch -j{j} 'count by filename' *"));
        (text(&ran.stdout).to_string(), text(&ran.stderr).to_string())
    };
    let one = run(1);
    assert!(one.0.contains("\n3\n") && one.0.len() > 100_000, "{}", one.0.len());
    assert!(one.1.contains("07.log.gz") && one.1.contains("ends early") && one.1.contains("gone.gz"), "{}", one.1);
    for j in 2..=5 {
        assert!(run(j) == one, "-j{j}");
    }
}

/// What was read when the input would make a reader wait is readable, whatever the codec.
#[test]
fn compressed_output_is_prompt() {
    let room = Room::new();
    std::thread::scope(|scope| {
        for codec in ["gzip", "zstd", "bzip2", "xz", "lz4"] {
            let room = &room;
            scope.spawn(move || {
                // The line is there long before the input ends.
                let script = format!(
                    "( echo first; sleep 3; echo last ) | flitch -z {codec} '' > {codec} & sleep 1; \
                     flitch '' {codec} 2> /dev/null; wait; flitch 'count' {codec}"
                );
                expect(&room.sh(&script), "first\n{\"count\":2}\n", 0, &[]);
            });
        }
    });
}

// Damaged archives.

/// All that a decoder can get out of bytes before it fails.
fn decodable(mut reader: impl Read) -> Vec<u8> {
    let mut out = Vec::new();
    let mut piece = [0; 1];
    while let Ok(1) = reader.read(&mut piece) {
        out.push(piece[0]);
    }
    out
}

#[test]
fn a_truncated_archive_gives_all_good_data_and_exits_with_3() {
    let original = lines(6000);
    let (gz, zst) = (feed::gzip(&original), feed::zstd(&original));
    for (name, packed, share) in [("gzip", &gz, 0.2), ("gzip", &gz, 0.7), ("zstd", &zst, 0.7), ("zstd", &zst, 0.95)] {
        let cut = &packed[..(packed.len() as f64 * share) as usize];
        let good = match name {
            "gzip" => decodable(flate2::read::GzDecoder::new(cut)),
            _ => decodable(zstd::stream::read::Decoder::new(cut).expect("a decoder can be made")),
        };
        assert!(original.starts_with(&good) && good.len() < original.len());
        let whole = memchr::memrchr(b'\n', &good).map_or(0, |i| i + 1);
        for threads in ["1", "4"] {
            for block in ["100", "4096", "1M"] {
                let ran = pipe(&["-j", threads, "--block-size", block, ""], cut);
                let what = format!("{name} {share} -j{threads} --block-size {block}");
                assert!(original.starts_with(&ran.stdout), "{what}: {}", feed::shown(&ran.stdout));
                assert!(ran.stdout.len() >= whole, "{what}: {} of {} bytes", ran.stdout.len(), good.len());
                let stderr = text(&ran.stderr);
                assert_eq!(ran.code, 3, "{what}: {stderr}");
                assert!(
                    stderr.starts_with("flitch: standard input: ") && stderr.lines().count() == 1,
                    "{what}: {stderr}"
                );
            }
        }
        assert!(name == "zstd" || whole > 1000, "{name} {share} gives nothing to see");
        // Aggregates say what they have, and the exit code says that it is not all.
        let ran = pipe(&["count"], cut);
        assert_eq!(ran.code, 3);
        let count: usize =
            text(&ran.stdout).trim().trim_start_matches("{\"count\":").trim_end_matches('}').parse().expect("a count");
        let least = memchr::memchr_iter(b'\n', &good).count();
        assert!((least..=least + 1).contains(&count), "{count} of {least}");
    }
}

#[test]
fn what_stands_before_and_after_a_damaged_archive_is_read() {
    let dir = temporary();
    let original = lines(3000);
    let packed = feed::gzip(&original);
    let bad = file(dir.path(), "bad.gz", &packed[..packed.len() / 2]);
    let (a, b) = (file(dir.path(), "a", b"first\n"), file(dir.path(), "b", b"last\n"));
    let ran = run(&["", &a, &bad, &b], Feed::Nothing);
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.starts_with(b"first\nline 0 of many"));
    assert!(ran.stdout.ends_with(b"\nlast\n"), "{}", feed::shown(&ran.stdout[ran.stdout.len() - 100..]));
    assert!(text(&ran.stderr).contains("bad.gz"));
}

#[test]
fn damage_is_found_by_checksums() {
    let original = lines(500);
    for (name, mut packed) in [("gzip", feed::gzip(&original)), ("zstd", feed::zstd(&original))] {
        let n = packed.len();
        packed[n - if name == "gzip" { 6 } else { 2 }] ^= 0x55;
        let ran = pipe(&[""], &packed);
        assert_eq!(ran.code, 3, "{name}");
        assert!(original.starts_with(&ran.stdout));
        assert!(!ran.stderr.is_empty());
    }
}

#[test]
fn concatenated_archives_are_one_input() {
    let (a, b) = (lines(700), lines(900));
    let joined = [a.as_slice(), &b].concat();
    for pack in [feed::gzip, feed::zstd] {
        // The cut between the parts falls into a line once, and once a part is empty.
        let (left, right) = joined.split_at(a.len() + 5);
        let packed = [pack(left), pack(b""), pack(right)].concat();
        expect(&pipe(&[""], &packed), &joined, 0, &[]);
        expect(&run(&["count", "-"], Feed::Pipe(&packed)), "{\"count\":1600}\n", 0, &[]);
    }
}

#[test]
fn garbage_after_an_archive_is_told() {
    let original = lines(300);
    for pack in [feed::gzip, feed::zstd] {
        let packed = [pack(&original).as_slice(), b"this is no archive"].concat();
        expect(&pipe(&[""], &packed), &original, 3, &["standard input"]);
    }
    for codec in ["bzip2", "xz", "lz4"] {
        let packed = [pipe(&["-z", codec, ""], &original).stdout.as_slice(), b"this is no archive"].concat();
        let told = [&format!("trailing garbage after the {codec} stream at byte")[..], "ignored (after line 300)"];
        expect(&pipe(&[""], &packed), &original, 3, &told);
    }
    // Padding with zeros is how tapes and block devices end; gzip lets it pass.
    let padded = [feed::gzip(&original).as_slice(), &[0; 512]].concat();
    expect(&pipe(&[""], &padded), &original, 0, &[]);
}

// Bytes.

fn nasty() -> Vec<PathBuf> {
    let all = harness::files(&harness::root().join("tests/fixtures/nasty"), "");
    let utf16 = |path: &Path| path.to_string_lossy().contains("utf16");
    let all: Vec<PathBuf> = all.into_iter().filter(|path| !utf16(path)).collect();
    assert!(all.len() > 18, "only {} nasty files", all.len());
    all
}

#[test]
fn a_line_that_is_only_chosen_is_never_rewritten() {
    for path in nasty() {
        let bytes = fs::read(&path).expect("a fixture can be read");
        let name = path.to_str().expect("fixtures have plain names");
        for pipeline in [
            "",
            "not \"no line holds this text\"",
            "where line != \"no line is this\"",
            "head 100000",
            "tail 100000",
            "skip 0",
        ] {
            for block in ["333", "1M"] {
                let ran = run(&["--block-size", block, pipeline, name], Feed::Nothing);
                let what = format!("{} {pipeline:?} {block}", harness::short(&path));
                assert!(
                    ran.stdout == bytes,
                    "{what}: {}",
                    harness::difference(&feed::shown(&bytes), &feed::shown(&ran.stdout))
                );
                assert_eq!((text(&ran.stderr), ran.code), ("", 0), "{what}");
            }
        }
    }
}

#[test]
fn terminators_survive_steps_that_keep_lines() {
    let input = b"b crlf\r\na lf\nc cr \r inside\n\xff bytes\r\n\0 nul\n";
    let sorted = b"\0 nul\na lf\nb crlf\r\nc cr \r inside\n\xff bytes\r\n";
    expect(&pipe(&["sort line"], input), sorted, 0, &[]);
    expect(&pipe(&["tail 2"], input), b"\xff bytes\r\n\0 nul\n", 0, &[]);
    expect(&pipe(&["dedup"], input), input, 0, &[]);
    // The key of `b` is the same with either terminator; the first of them stays.
    expect(&pipe(&["dedup"], b"b\r\nb\nc\n"), b"b\r\nc\n", 0, &[]);
}

#[test]
fn a_missing_last_newline_stays_missing_only_at_the_end() {
    let dir = temporary();
    let (a, b) = (file(dir.path(), "a", b"one\ntwo x"), file(dir.path(), "b", b"three x\nfour"));
    let out = |pipeline: &str, names: &[&str]| {
        let ran = run(&[&[pipeline], names].concat(), Feed::Nothing);
        assert_eq!(ran.code, 0);
        String::from_utf8(ran.stdout).expect("text")
    };
    assert_eq!(out("", &[&a, &b]), "one\ntwo x\nthree x\nfour");
    assert_eq!(out("", &[&b, &a]), "three x\nfour\none\ntwo x");
    assert_eq!(out("\"x\"", &[&a, &b]), "two x\nthree x\n");
    assert_eq!(out("\"x\"", &[&b, &a]), "three x\ntwo x");
    assert_eq!(out("head 3", &[&a, &b]), "one\ntwo x\nthree x\n");
    assert_eq!(out("tail 2", &[&b, &a]), "one\ntwo x");
    assert_eq!(out("sort line", &[&b]), "four\nthree x\n");
    assert_eq!(out("sort -line | head 2", &[&a, &b]), "two x\nthree x\n");
    assert_eq!(out("dedup", &[&a, &a, &b]), "one\ntwo x\nthree x\nfour");
    assert_eq!(out("print line", &[&a]), "one\ntwo x\n");
    let with_names = run(&["-H", "", &a, &b], Feed::Nothing);
    assert_eq!(text(&with_names.stdout), format!("{a}:one\n{a}:two x\n{b}:three x\n{b}:four"));
    let context = run(&["-A", "1", "\"one\" or \"four\"", &a, &b], Feed::Nothing);
    assert_eq!(text(&context.stdout), "one\ntwo x\n--\nfour");
}

#[test]
fn empty_inputs_and_empty_lines() {
    let dir = temporary();
    let (empty, newline) = (file(dir.path(), "empty", b""), file(dir.path(), "newline", b"\n"));
    expect(&run(&["", &empty], Feed::Nothing), "", 0, &[]);
    expect(&run(&["count", &empty], Feed::Nothing), "{\"count\":0}\n", 0, &[]);
    expect(&run(&["count by line", &empty], Feed::Nothing), "", 0, &[]);
    expect(&run(&["", &newline], Feed::Nothing), "\n", 0, &[]);
    expect(&run(&["count", &newline, &empty, &newline], Feed::Nothing), "{\"count\":2}\n", 0, &[]);
    expect(&run(&["where line == \"\"", &newline], Feed::Nothing), "\n", 0, &[]);
    for packed in [feed::gzip(b""), feed::zstd(b"")] {
        expect(&pipe(&["count"], &packed), "{\"count\":0}\n", 0, &[]);
    }
    let csv = file(dir.path(), "empty.csv", b"");
    expect(&run(&["-i", "csv", "count", &csv], Feed::Nothing), "{\"count\":0}\n", 0, &[]);
    let csv = file(dir.path(), "header.csv", b"a,b\n");
    expect(&run(&["-i", "csv", "count", &csv], Feed::Nothing), "{\"count\":0}\n", 0, &[]);
    expect(&run(&["where a > 1", &csv], Feed::Nothing), "a,b\n", 0, &[]);
}

// Long lines.

#[test]
fn a_line_of_60_megabytes_passes() {
    let mut input = b"first\n".to_vec();
    input.resize(60 << 20, b'x');
    input.extend_from_slice(b" needle\nlast\n");
    let dir = temporary();
    let name = file(dir.path(), "long", &input);
    for args in [&["", &name][..], &["-j", "1", "not \"no such text\"", &name]] {
        let ran = run(args, Feed::Nothing);
        assert_eq!((ran.stdout.len(), ran.code), (input.len(), 0), "{args:?} {}", text(&ran.stderr));
        assert!(ran.stdout == input);
    }
    let ran = pipe(&["\"needle\" | select len(line) as n"], &input);
    expect(&ran, format!("{{\"n\":{}}}\n", (60 << 20) - 6 + 7), 0, &[]);
    expect(&pipe(&["not \"needle\""], &feed::gzip(&input)), "first\nlast\n", 0, &[]);
}

#[test]
fn a_line_that_is_too_long_is_left_out_whole_and_told() {
    let mut input = Vec::new();
    let mut right = Vec::new();
    for (i, len) in [10, 1000, 1000, 1001, 5, 20_000, 0, 3000, 999, 7, 2500].into_iter().enumerate() {
        let line = vec![b'a' + i as u8; len];
        for to in [Some(&mut input), Some(&mut right).filter(|_| line.len() <= 1000)].into_iter().flatten() {
            to.extend_from_slice(&line);
            to.extend_from_slice(if i % 2 == 0 { b"\n" } else { b"\r\n" });
        }
    }
    // The last line is too long and has no newline.
    input.truncate(input.len() - 1);
    let dir = temporary();
    let name = file(dir.path(), "long", &input);
    let gz = feed::gzip(&input);
    let mut failures = Vec::new();
    for threads in ["1", "4"] {
        for block in ["1", "7", "500", "1000", "1003", "4096", "1M"] {
            let feeds = [
                ("a file", Feed::File(Path::new(&name))),
                ("a pipe", Feed::Pipe(&input)),
                ("a dribbling pipe", Feed::Dribble(&input)),
                ("gzip", Feed::Pipe(&gz)),
            ];
            for (way, feed) in feeds {
                for pipeline in ["", "where line_no > 0"] {
                    let ran = run(&["--max-line", "1000", "-j", threads, "--block-size", block, pipeline], feed);
                    let stderr = String::from_utf8_lossy(&ran.stderr).into_owned();
                    let told =
                        stderr.contains("4 lines: longer than --max-line") && stderr.contains("(first standard input");
                    if ran.stdout != right || ran.code != 3 || !told {
                        failures.push(format!(
                            "{way} -j{threads} --block-size {block} {pipeline:?}: exit {}, {} of {} bytes, {stderr}",
                            ran.code,
                            ran.stdout.len(),
                            right.len()
                        ));
                    }
                }
            }
        }
    }
    let some = &failures[..failures.len().min(5)];
    assert!(failures.is_empty(), "{} runs differ\n{}", failures.len(), some.join(""));
}

#[test]
fn line_numbers_count_lines_that_were_left_out() {
    let mut input = b"one\n".to_vec();
    for len in [200_000, 5000] {
        input.extend(b"x".repeat(len));
        input.push(b'\n');
    }
    input.extend_from_slice(b"four\n");
    for block in ["64", "4096", "1M"] {
        for feed in [Feed::Pipe(&input), Feed::Pipe(&feed::gzip(&input))] {
            let ran = run(&["--max-line", "1000", "--block-size", block, "print f\"{line_no} {offset} {line}\""], feed);
            let offset = input.len() - 5;
            expect(
                &ran,
                format!("1 0 one\n4 {offset} four\n"),
                3,
                &["2 lines: longer", "first standard input at byte 4)"],
            );
        }
    }
}

// Files.

#[test]
fn a_bad_file_among_good_ones_does_not_stop_them() {
    let dir = temporary();
    let (a, b) = (file(dir.path(), "a", b"a\n"), file(dir.path(), "b", b"b\n"));
    let folder = dir.path().to_str().expect("text");
    let missing = format!("{folder}/missing");
    let ran = run(&["", &a, &missing, folder, &b], Feed::Nothing);
    expect(&ran, "a\nb\n", 3, &["missing: no such file or directory", "is a directory"]);
    assert_eq!(text(&ran.stderr).lines().count(), 2);
    expect(&run(&["count", &missing, &a], Feed::Nothing), "{\"count\":1}\n", 3, &["missing"]);
    expect(&run(&["count", &missing], Feed::Nothing), "{\"count\":0}\n", 3, &["missing"]);
    // A file that opens and cannot be read.
    if Path::new("/proc/self/mem").exists() {
        expect(&run(&["", &a, "/proc/self/mem", &b], Feed::Nothing), "a\nb\n", 3, &["/proc/self/mem"]);
    }
    let secret = file(dir.path(), "secret", b"s\n");
    fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o000)).expect("modes can be set");
    // Those who may read everything read this, too.
    let (out, code) = if File::open(&secret).is_ok() { ("a\ns\nb\n", 0) } else { ("a\nb\n", 3) };
    let ran = run(&["", &a, &secret, &b], Feed::Nothing);
    assert_eq!((text(&ran.stdout), ran.code), (out, code));
}

#[test]
fn files_without_a_length_are_read() {
    // What /proc says of their length is 0.
    for name in ["/proc/self/status", "/proc/cpuinfo"] {
        if Path::new(name).exists() {
            let ran = run(&["", name], Feed::Nothing);
            assert_eq!(ran.code, 0);
            assert!(ran.stdout.len() > 100, "{name}: {}", feed::shown(&ran.stdout));
        }
    }
    let room = Room::new();
    let ran = room.sh("mkfifo fifo; cat access.log >fifo & timeout 20 flitch '' fifo");
    expect(&ran, fs::read(room.path().join("access.log")).expect("the sample is there"), 0, &[]);
}

#[test]
fn a_file_on_standard_input_is_read_from_where_it_stands() {
    let room = Room::new();
    let ran = room.sh("printf '1\\n2\\n3\\n4\\n' >n; { head -c 4 >/dev/null; flitch ''; } <n");
    expect(&ran, "3\n4\n", 0, &[]);
    let ran =
        room.sh("printf '1\\n2\\n3\\n4\\n' >n; { head -c 4 >/dev/null; flitch 'select line_no, offset, line'; } <n");
    assert_eq!(ran.code, 0);
    assert_eq!(text(&ran.stdout).lines().count(), 2, "{}", text(&ran.stdout));
}

// Signals.

#[test]
fn a_signal_ends_an_aggregate_with_what_it_has() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        for threads in ["1", "4"] {
            let mut live = Live::start(&["-j", threads, "count"]);
            live.write(b"a\nb\nc\n");
            std::thread::sleep(Duration::from_millis(300));
            // Standard input stays open: only the signal can end this.
            live.signal(signal);
            let stdin = live.0.stdin.take();
            let ran = live.end();
            expect(&ran, "{\"count\":3}\n", code, &["interrupted"]);
            drop(stdin);
        }
    }
}

#[test]
fn a_signal_ends_a_run_on_an_endless_pipe() {
    for threads in ["1", "4"] {
        let mut live = Live::start(&["-j", threads, "count by line"]);
        let writer = endless(live.0.stdin.take().expect("standard input is open"));
        std::thread::sleep(Duration::from_millis(300));
        live.signal(Signal::INT);
        let ran = live.end();
        assert_eq!(ran.code, 130);
        let out = text(&ran.stdout);
        assert!(out.starts_with("{\"line\":\"y\",\"count\":") && out.lines().count() == 1, "{out}");
        assert!(text(&ran.stderr).contains("interrupted"));
        assert!(writer.join().expect("the writer ends") > 1000);
    }
}

#[test]
fn a_signal_ends_a_line_without_end() {
    let room = Room::new();
    let run = "cat /dev/zero | timeout --preserve-status -k 30 -s INT 2 flitch --max-line 1MiB count";
    let ran = room.sh(run);
    assert_eq!(ran.code, 130, "{}", text(&ran.stderr));
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut live = Live::start(&["-j", "2", ""]);
    let writer = endless(live.0.stdin.take().expect("standard input is open"));
    // Nobody reads the output, so that the run cannot end in order.
    std::thread::sleep(Duration::from_millis(300));
    live.signal(Signal::INT);
    std::thread::sleep(Duration::from_millis(200));
    live.signal(Signal::INT);
    let status = feed::wait(&mut live.0, Duration::from_secs(5)).expect("the second signal ends it");
    assert_eq!(feed::code(status), 130);
    writer.join().expect("the writer ends");
}

/// What has left memory stands in files without names, so that none can be left behind.
#[test]
fn a_signal_leaves_no_temporary_file() {
    let rows = lines(60_000);
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::KILL, 137)] {
        let dir = temporary();
        let mut command = feed::command(dir.path(), &["--room", "1", "sort line"]);
        command.env("TMPDIR", dir.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut live = Live(command.spawn().expect("flitch runs"));
        // The pipe holds little: most of the rows have been read when all are written.
        live.write(&rows);
        std::thread::sleep(Duration::from_millis(100));
        live.signal(signal);
        let stdin = live.0.stdin.take();
        let ran = live.end();
        assert_eq!(ran.code, code, "{}", text(&ran.stderr));
        drop(stdin);
        assert_eq!(fs::read_dir(dir.path()).expect("the folder is there").count(), 0);
    }
}

// Stopping.

#[test]
fn head_on_an_endless_pipe_reads_little() {
    for (threads, pipeline) in [
        ("1", "head 3"),
        ("4", "head 3"),
        ("4", "\"y\" | head 3"),
        ("2", "select line | head 3"),
        ("4", "dedup | head 1"),
    ] {
        let start = Instant::now();
        let mut live = Live::start(&["-j", threads, pipeline]);
        let writer = endless(live.0.stdin.take().expect("standard input is open"));
        let ran = live.end();
        assert_eq!((text(&ran.stderr), ran.code), ("", 0));
        let n = if pipeline.starts_with("dedup") { 1 } else { 3 };
        assert_eq!(text(&ran.stdout).lines().count(), n);
        assert!(start.elapsed() < Duration::from_secs(5), "{pipeline} took {:?}", start.elapsed());
        let taken = writer.join().expect("the writer ends");
        assert!(taken < 16 << 20, "{pipeline} -j{threads} took {taken} bytes");
    }
    let room = Room::new();
    let start = Instant::now();
    expect(&room.sh("seq 1 100000000 | flitch 'head 3'"), "1\n2\n3\n", 0, &[]);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
fn a_run_that_has_enough_does_not_wait_for_more_input() {
    // A whole block comes at once, so that all threads are there; then nothing comes, and
    // the input stays open.
    let plenty = lines(60_000);
    for threads in ["1", "2", "4"] {
        for args in [&["head 3"][..], &["-q", "\"line 5\""], &["skip 2 | head 1"]] {
            let start = Instant::now();
            let mut live = Live::start(&[&["-j", threads], args].concat());
            let mut stdin = live.0.stdin.take().expect("standard input is open");
            let bytes = plenty.clone();
            let writer = std::thread::spawn(move || {
                let _ = stdin.write_all(&bytes);
                stdin
            });
            let status = feed::wait(&mut live.0, Duration::from_secs(10));
            assert!(status.is_some(), "-j{threads} {args:?} waits for input that it does not need");
            assert_eq!(status.map(feed::code), Some(0));
            assert!(start.elapsed() < Duration::from_secs(5));
            drop(writer.join());
        }
    }
}

#[test]
fn head_on_a_huge_file_reads_its_start() {
    let dir = temporary();
    let path = dir.path().join("huge");
    let mut file = File::create(&path).expect("a file can be made");
    // Megabytes of lines, then a hole that would take minutes to search.
    file.write_all(&lines(400_000)).expect("a file can be written");
    file.set_len(200 << 30).expect("a file may have a hole");
    let name = path.to_str().expect("text");
    for args in
        [&["head 3"][..], &["\"7 of many\" | head 3"], &["-q", "\"line 3\""], &["select line_no, line | head 3"]]
    {
        let start = Instant::now();
        let ran = run(&[args, &[name]].concat(), Feed::Nothing);
        assert_eq!((text(&ran.stderr), ran.code), ("", 0), "{args:?}");
        assert_eq!(text(&ran.stdout).lines().count(), if args[0] == "-q" { 0 } else { 3 });
        assert!(start.elapsed() < Duration::from_secs(5), "{args:?} took {:?}", start.elapsed());
    }
}

#[test]
fn output_comes_as_soon_as_its_input() {
    let json = b"{\"status\":500,\"msg\":\"a\"}\n";
    let cases: &[(&[&str], &[u8])] = &[
        (&["\"a\""], b"a\n"),
        (&["-j", "1", ""], b"a\n"),
        (&["where status >= 500"], json),
        (&["print f\"{status} {msg}\""], json),
        (&["-i", "json", "select msg"], json),
        (&["-o", "csv", "select msg"], json),
        (&["dedup"], b"a\n"),
        (&["skip 0"], b"a\n"),
        (&["-C", "1", "\"a\""], b"a\n"),
        (&["-i", "logfmt", "-o", "logfmt", ""], b"a=1\n"),
        (&["select line_no"], b"a\n"),
    ];
    for (args, input) in cases {
        assert!(comes_out(args, input), "{args:?}: nothing comes out while the input is open");
    }
}

/// Whether something comes out for this input, which stays open. How soon is for another test: a machine that is
/// busy takes its time.
fn comes_out(args: &[&str], input: &[u8]) -> bool {
    let mut live = Live::start(args);
    live.write(input);
    let mut stdout = live.0.stdout.take().expect("standard output is open");
    let (tell, told) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut byte = [0];
        let _ = tell.send(stdout.read_exact(&mut byte).is_ok());
    });
    let came = told.recv_timeout(feed::PATIENCE);
    drop(live);
    reader.join().expect("a reader does not panic");
    came == Ok(true)
}

// Exit codes and messages.

#[test]
fn exit_codes_of_quiet_runs() {
    for (args, code) in [
        (&["-q", "\"GET\"", "access.log"][..], 0),
        (&["-q", "\"no such text\"", "access.log"], 1),
        (&["-e", "\"no such text\"", "access.log"], 1),
        (&["\"no such text\"", "access.log"], 0),
        (&["-q", "\"GET\"", "missing", "access.log"], 0),
        (&["-q", "\"no such text\"", "missing", "access.log"], 3),
        (&["-e", "\"GET\"", "missing", "access.log"], 3),
        (&["-q", "count where status == 999 as n | where n > 0", "access.log"], 1),
    ] {
        let ran = run(args, Feed::Nothing);
        assert_eq!(ran.code, code, "{args:?} {}", text(&ran.stderr));
        assert!(args[0] != "-q" || ran.stdout.is_empty(), "{args:?}");
    }
    let found = run(&["-e", "\"login\"", "access.log"], Feed::Nothing);
    assert!(found.code == 0 && !found.stdout.is_empty());
}

#[test]
fn a_wrong_pipeline_exits_with_2_before_a_byte_is_read() {
    let room = Room::new();
    for pipeline in [
        "where",
        "where status = 500",
        "nonsense x",
        "count by",
        "where status >= 500 |",
        "\"a",
        "where (",
        "select",
        "head -1",
        "where status == 500 or 502",
    ] {
        let ran =
            room.sh(&format!("printf 'a\\nb\\n' >in; {{ flitch '{pipeline}' 2>err; echo $?; cat; }} <in; wc -l <err"));
        let out = text(&ran.stdout);
        if pipeline.ends_with('|') {
            // A trailing `|` is allowed, and the run reads all.
            assert!(out.starts_with("0\n"), "{out}");
            continue;
        }
        assert!(out.starts_with("2\na\nb\n"), "{pipeline}: {out}");
        let said: usize = out.lines().last().and_then(|n| n.trim().parse().ok()).expect("wc counts");
        assert!(said > 0, "{pipeline} is refused without a word");
    }
}

// The ledger.

#[test]
fn the_ledger_counts_every_line_that_did_not_fit() {
    let mut input = String::new();
    for i in 1..=1000 {
        input.push_str(&match i {
            7 | 300 | 301 => format!("broken {{ {i}\n"),
            10 | 500 => format!("{{\"ms\":\"slow {i}\"}}\n"),
            20 | 600 => "\n".to_string(),
            _ => format!("{{\"ms\":{i}}}\n"),
        });
    }
    let odd = 7 + 300 + 301 + 10 + 500 + 20 + 600;
    let sum = format!("{{\"sum_ms\":{}}}\n", 1000 * 1001 / 2 - odd);
    for threads in ["1", "3"] {
        for block in ["64", "4096", "1M"] {
            let ran = pipe(&["-i", "json", "-j", threads, "--block-size", block, "sum(ms)"], input.as_bytes());
            expect(&ran, &sum, 0, &["3 lines: ", "(first standard input:7)", "2 lines: ", "(first standard input:10)"]);
            // One line for the count, and one for each of the first that are told.
            let explained = text(&ran.stderr).lines().filter(|line| line.contains(" expects ")).count();
            assert_eq!((text(&ran.stderr).lines().count(), explained), (4, 3), "{}", text(&ran.stderr));
            let strict =
                pipe(&["-i", "json", "--strict", "-j", threads, "--block-size", block, "sum(ms)"], input.as_bytes());
            expect(&strict, &sum, 4, &["3 lines: "]);
        }
    }
    // What was not read is not counted.
    let early = pipe(&["-i", "json", "where ms > 0 | head 5"], input.as_bytes());
    expect(&early, "{\"ms\":1}\n{\"ms\":2}\n{\"ms\":3}\n{\"ms\":4}\n{\"ms\":5}\n", 0, &[]);
    let later = pipe(&["-i", "json", "--strict", "where ms > 0 | head 8 | tail 1"], input.as_bytes());
    expect(&later, "{\"ms\":9}\n", 4, &["1 line: ", "(first standard input:7)"]);
    // A pipeline that asks for no field parses nothing and has nothing to tell.
    expect(&pipe(&["--strict", "count"], input.as_bytes()), "{\"count\":1000}\n", 0, &[]);
}

#[test]
fn the_ledger_names_the_file_and_the_line_in_it() {
    let dir = temporary();
    let good = file(dir.path(), "good", b"{\"a\":1}\n{\"a\":2}\n");
    let bad = file(dir.path(), "bad", b"{\"a\":3}\n\n{\"a\":4\n");
    let ran = run(&["-i", "json", "sum(a)", &good, &bad, &good], Feed::Nothing);
    expect(&ran, "{\"sum_a\":9}\n", 0, &["1 line: ", &format!("(first {bad}:3)")]);
    let csv = file(dir.path(), "t.csv", b"a,b\n\"x\ny\",1\nz,not one\n");
    let ran = run(&["sum(b)", &csv], Feed::Nothing);
    expect(&ran, "{\"sum_b\":1}\n", 0, &[&format!("(first {csv}:4)")]);
}

#[test]
fn a_field_that_never_was_is_named() {
    let ran = run(&["where statsu == 500", "app.jsonl"], Feed::Nothing);
    expect(&ran, "", 0, &["no record had a field `statsu`", "`status`"]);
    // Where the columns are known, it is an error before reading.
    let ran = run(&["-i", "combined", "where statsu == 500", "missing.log"], Feed::Nothing);
    expect(&ran, "", 2, &["statsu", "status"]);
}

// Law 4.

#[test]
fn where_and_where_not_partition_the_input() {
    let conditions = [
        "status >= 500",
        "status == \"200\"",
        "status",
        "status != 404 and ms > 10",
        "ms > 10 or level >= warn",
        "not ms > 10",
        "ms",
        "400 <= status < 500",
        "user is None",
        "user == None",
        "user != \"bob\"",
        "nosuch",
        "nosuch > 1",
        "nosuch != 1",
        "\"bob\" in line",
        "msg =~ r\"o+\"",
        "msg.startswith((\"a\", \"q\"))",
        "ms / 0 > 1",
        "ms / nosuch != 2",
        "ms % 3 == 0 if ms > 5 else user == \"bob\"",
        "len(msg) > 10",
        "ms < msg",
        "int(status) // 100 in (2, 5)",
        "http.method == \"GET\"",
        "(user ?? \"nobody\") == \"nobody\"",
        "level == \"error\"",
        "line_no % 3 == 1",
        "not (status >= 500 and ms > 10)",
    ];
    let mut ran = 0;
    for name in ["app.jsonl", "access.log", "app.logfmt", "app.log", "users.csv"] {
        let whole = fs::read(harness::root().join("tests/samples").join(name)).expect("the sample is there");
        // Without fields a CSV file would be lines.
        let format = if name.ends_with(".csv") { "csv" } else { "auto" };
        let run = |pipeline: &str| run(&["-i", format, pipeline, name], Feed::Nothing);
        let n_records = text(&run("select line_no").stdout).lines().count();
        assert!(n_records > 3);
        for condition in conditions {
            let numbers = |pipeline: &str| -> Option<Vec<u64>> {
                let out = run(pipeline);
                // What has to be a bool and is known not to be one is refused both ways.
                let number =
                    |l: &str| l.trim_start_matches("{\"line_no\":").trim_end_matches('}').parse().expect("a number");
                (out.code == 0).then(|| text(&out.stdout).lines().map(number).collect())
            };
            let yes = numbers(&format!("where {condition} | select line_no"));
            let no = numbers(&format!("where not ({condition}) | select line_no"));
            assert_eq!(yes.is_some(), no.is_some(), "{name}: {condition}");
            let (Some(yes), Some(no)) = (yes, no) else { continue };
            ran += 1;
            let mut both = [yes.as_slice(), &no].concat();
            both.sort_unstable();
            both.dedup();
            assert_eq!(
                (both.len(), yes.len() + no.len()),
                (n_records, n_records),
                "{name}: {condition}: {yes:?} {no:?}"
            );
            assert!(yes.is_sorted() && no.is_sorted());
            // The lines themselves, with the CSV header once in each.
            let bytes = |pipeline: &str| run(pipeline).stdout.len();
            let header = if name.ends_with(".csv") { memchr::memchr(b'\n', &whole).map_or(0, |i| i + 1) } else { 0 };
            let lines = bytes(&format!("where {condition}")) + bytes(&format!("where not ({condition})"));
            assert_eq!(lines, whole.len() + header, "{name}: {condition}");
        }
    }
    assert!(ran >= 4 * conditions.len(), "only {ran} conditions ran");
}

// Limits.

#[test]
fn a_limit_of_memory_is_told_with_the_stage() {
    let input: Vec<u8> =
        (0..60_000).flat_map(|i| format!("{{\"k\":\"key number {i}\",\"v\":{i}}}\n").into_bytes()).collect();
    for threads in ["1", "4"] {
        for (args, stage) in [
            (&["values(k, 100000)"][..], "stats"),
            (&["tail 50000"], "tail"),
            (&["tail 1 by k"], "tail"),
            (&["sessions gap 1m on k by v"], "sessions"),
            (&["annotate count by k"], "annotate"),
            (&["-o", "csv", ""], "columns"),
        ] {
            let start = Instant::now();
            let ran = pipe(&[&["--memory", "1MiB", "-j", threads], args].concat(), &input);
            let stderr = text(&ran.stderr);
            assert_eq!(ran.code, 5, "{args:?} -j{threads}: {stderr}");
            assert!(stderr.contains(stage) && stderr.contains("memory"), "{args:?}: {stderr}");
            assert!(start.elapsed() < Duration::from_secs(20));
            // What fits is not refused.
            let fits = pipe(&[&["--memory", "100MiB", "-j", threads], args].concat(), &input);
            assert_eq!(fits.code, 0, "{args:?}: {}", text(&fits.stderr));
        }
    }
}

/// What can leave memory does, and nothing shows that it did, not even a file.
#[test]
fn what_does_not_fit_goes_to_files_without_names() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let row = |i: usize| format!("{{\"k\":\"key number {}\",\"v\":{i}}}\n", i * 7919 % 30_000);
    let input: Vec<u8> = (0..60_000).flat_map(|i| row(i).into_bytes()).collect();
    let file = dir.path().join("in.jsonl");
    std::fs::write(&file, &input).expect("the input can be written");
    let temporary = dir.path().join("tmp");
    std::fs::create_dir(&temporary).expect("a folder can be made");
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_flitch"))
            .args(args)
            .arg(&file)
            .env("TMPDIR", &temporary)
            .stdin(Stdio::null())
            .output()
            .expect("the binary runs");
        let left = std::fs::read_dir(&temporary).expect("the folder is there").count();
        assert_eq!(left, 0, "{args:?} leaves files");
        output
    };
    for pipeline in [
        "count, sum(v), values(v, 3) by k",
        "sort -k",
        "sort k, -v | skip 7",
        "dedup k",
        "head 1 by k",
        "running count, prev(v) by k",
        "dedup k | where v > 100 | count by v % 7 as m",
        "annotate max(v) as m",
        "count, count_distinct(k), p95(v), median(v * 0.5), max(k)",
        "count_distinct(k), p1(v), percentile(v, 1) by v % 2 as m",
    ] {
        let large = run(&["--memory", "1GiB", pipeline]);
        for threads in ["1", "3"] {
            let small = run(&["--memory", "1MiB", "-j", threads, pipeline]);
            assert_eq!((small.status.code(), text(&small.stderr)), (Some(0), ""), "{pipeline}");
            assert!(!large.stdout.is_empty() && small.stdout == large.stdout, "{pipeline} -j{threads} differs");
        }
    }
    // Where there is no place for files, the stage says so.
    std::fs::remove_dir(&temporary).expect("the folder is empty");
    let ran = Command::new(env!("CARGO_BIN_EXE_flitch"))
        .args(["--memory", "1MiB", "sort k"])
        .arg(&file)
        .env("TMPDIR", &temporary)
        .output()
        .expect("the binary runs");
    let stderr = text(&ran.stderr);
    assert_eq!(ran.status.code(), Some(5), "{stderr}");
    assert!(stderr.contains("temporary file in") && stderr.contains("TMPDIR"), "{stderr}");
}

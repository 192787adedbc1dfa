//! Fuzz targets: what holds for any bytes at all.
//!
//! A target is a function over bytes that panics when something does not hold. It is run by
//! `cargo fuzz run NAME`, which needs a nightly compiler and is guided by coverage, and by
//! the `smoke` binary, which needs neither and mutates seeds by a fixed sequence, so that
//! every machine tries the same inputs. A target checks laws and not only that nothing
//! panics: what is printed reads back, an answer does not depend on how it was asked for.

#![deny(unsafe_code)]

pub mod codecs;
pub mod drive;
pub mod functions;
pub mod inflate;
pub mod inputs;
pub mod lang;
pub mod mutate;
pub mod scalars;
pub mod states;
pub mod whole;

/// A named target.
pub struct Target {
    pub name: &'static str,
    /// Panics when something does not hold for these bytes.
    pub run: fn(&[u8]),
    /// Files and folders whose files are seeds besides `seeds/NAME`, relative to this crate.
    pub seeds: &'static [&'static str],
    /// Text that mutations put in.
    pub words: &'static [&'static str],
    /// The most inputs that one process tries.
    pub most: usize,
}

/// As many inputs as there is time for.
const ANY: usize = usize::MAX;

/// Every target.
pub static TARGETS: &[Target] = &[
    Target { name: "parser", run: lang::parser, seeds: &[], words: lang::WORDS, most: ANY },
    Target { name: "plan", run: lang::plan, seeds: &["seeds/parser"], words: lang::WORDS, most: ANY },
    Target { name: "json", run: scalars::json, seeds: &[CONFORMANCE], words: inputs::JSON_WORDS, most: ANY },
    Target { name: "scalars", run: scalars::scalars, seeds: &[], words: scalars::WORDS, most: ANY },
    Target {
        name: "functions",
        run: functions::functions,
        seeds: &["seeds/scalars"],
        words: functions::WORDS,
        most: ANY,
    },
    Target { name: "text", run: scalars::text, seeds: &[], words: scalars::WORDS, most: ANY },
    Target { name: "fstring", run: lang::fstring, seeds: &[], words: lang::SPEC_WORDS, most: ANY },
    Target { name: "frames", run: inputs::frames, seeds: &[CSV], words: inputs::CSV_WORDS, most: ANY },
    Target { name: "codecs", run: codecs::run, seeds: COMPRESSED, words: codecs::WORDS, most: ANY },
    Target { name: "inflate", run: inflate::run, seeds: &[], words: codecs::WORDS, most: ANY },
    Target { name: "input_auto", run: inputs::auto, seeds: &[SAMPLES], words: inputs::WORDS, most: ANY },
    Target { name: "input_combined", run: inputs::combined, seeds: &[ACCESS], words: inputs::ACCESS_WORDS, most: ANY },
    Target { name: "input_common", run: inputs::common, seeds: &[ACCESS], words: inputs::ACCESS_WORDS, most: ANY },
    Target { name: "input_csv", run: inputs::csv, seeds: &[CSV], words: inputs::CSV_WORDS, most: ANY },
    Target { name: "input_json", run: inputs::json, seeds: &[CONFORMANCE], words: inputs::JSON_WORDS, most: ANY },
    Target { name: "input_logfmt", run: inputs::logfmt, seeds: &[LOGFMT], words: inputs::LOGFMT_WORDS, most: ANY },
    Target { name: "input_lines", run: inputs::lines, seeds: &[], words: inputs::WORDS, most: ANY },
    Target { name: "input_tsv", run: inputs::tsv, seeds: &[CSV], words: inputs::CSV_WORDS, most: ANY },
    Target { name: "input_any", run: inputs::any, seeds: &[], words: inputs::WORDS, most: ANY },
    Target { name: "input_written", run: inputs::written, seeds: &[], words: inputs::WRITTEN_WORDS, most: ANY },
    Target { name: "states", run: states::states, seeds: &[], words: &[], most: ANY },
    Target { name: "runs", run: whole::runs, seeds: &[SAMPLES], words: inputs::WORDS, most: whole::MOST },
    Target { name: "programs", run: whole::programs, seeds: &["seeds/runs"], words: lang::WORDS, most: whole::MOST },
];

const SAMPLES: &str = "../tests/samples";
const ACCESS: &str = "../tests/samples/access.log";
const LOGFMT: &str = "../tests/samples/app.logfmt";
const CONFORMANCE: &str = "../tests/fixtures/json-conformance";
const CSV: &str = "../tests/fixtures/csv/csv-spectrum";
const COMPRESSED: &[&str] = &["../tests/samples/access.log.gz", "../tests/fixtures/compression"];

/// The target of a name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// The body of a binary in `fuzz_targets/`: libFuzzer's entry for `cargo fuzz`, else a
/// `main` that replays the files of its arguments.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            if let Some(target) = flitch_fuzz::find($name) {
                (target.run)(data);
            }
        });

        #[cfg(not(fuzzing))]
        fn main() -> std::process::ExitCode {
            flitch_fuzz::drive::replay($name, std::env::args_os().skip(1))
        }
    };
}

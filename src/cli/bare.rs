//! A command line without options: the pipeline, and files.
//!
//! To put the definition of a hundred options together, with all that their help says, takes clap longer
//! than it takes to read a small file; and where there is no option there is nothing to look up. Whatever
//! is said of an option stands in the definition alone: a test compares what nobody gave with it.

use std::ffi::OsString;
use std::path::PathBuf;

use super::keeping::Over;
use super::manners::Manners;
use super::opts::Opts;
use super::reading::Reading;
use super::told::Telling;
use crate::base::Zone;

/// A pipeline and files without any option, as clap reads them; None for any other words.
pub fn opts(words: &[OsString]) -> Option<Opts> {
    let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-") && word != "-";
    let (pipeline, files) = words.split_first()?;
    // Clap takes no file without a name.
    if words.iter().any(is_option) || files.iter().any(|file| file.is_empty()) || pipeline.to_str().is_none() {
        return None;
    }
    let files = files.iter().map(PathBuf::from).collect();
    Some(Opts { pipeline: Some(pipeline.clone()), files, ..Opts::default() })
}

impl Default for Opts {
    fn default() -> Opts {
        Opts {
            pipeline: None,
            files: Vec::new(),
            from_file: None,
            arg: Vec::new(),
            explain: false,
            print_quoted: None,
            input: "auto".to_string(),
            reading: Reading::default(),
            over: Over::default(),
            max_line: 64 << 20,
            strict: false,
            tz: Zone::UTC,
            now: None,
            output: None,
            out_file: None,
            save: None,
            no_header: false,
            compress: None,
            single_member: false,
            with_filename: false,
            after_context: None,
            before_context: None,
            context: None,
            quiet: false,
            exit_status: false,
            telling: Telling::default(),
            threads: None,
            memory: None,
            manners: Manners::default(),
            block_size: None,
            room: None,
            equal_hashes: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;

    #[test]
    fn a_command_without_options_is_what_clap_makes_of_it() {
        for words in [&["head 2"][..], &["", "a.log"], &["head 2", "-"], &["head", "a", "-", "b c"]] {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            let named = std::iter::once(OsString::from("flitch")).chain(words.iter().cloned());
            let by_clap = Opts::from_arg_matches(&Opts::command().get_matches_from(named)).unwrap();
            assert_eq!(format!("{:#?}", opts(&words).unwrap()), format!("{by_clap:#?}"));
        }
        for words in [&[][..], &["-q", "head"], &["head", "a", "-q"], &["head", "--"], &["head", ""]] {
            assert!(opts(&words.iter().map(OsString::from).collect::<Vec<_>>()).is_none(), "{words:?}");
        }
    }
}

//! The target `input_written`; see its entry in `flitch_fuzz::TARGETS`.
#![cfg_attr(fuzzing, no_main)]

flitch_fuzz::target!("input_written");

//! The target `inflate`; see its entry in `flitch_fuzz::TARGETS`.
#![cfg_attr(fuzzing, no_main)]

flitch_fuzz::target!("inflate");

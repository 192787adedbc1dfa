//! How the binary is linked: on Linux with glibc, at a fixed address.
//!
//! A program that may lie anywhere is patched whenever it starts: each of some twenty thousand pointers
//! in its tables (texts of help, places of panics, functions by name) is written anew, in ninety pages
//! that the system has to copy for it. For a filter of ten lines that is a quarter of the time, and a
//! shell loop pays it each time. What is given up is that the address of the program's own code and
//! tables is known; its stack, heap and libraries lie anywhere as before. With `FLITCH_PIE=1` in the
//! environment of the build it is linked like any other, for whoever wants that.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=FLITCH_PIE");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_static = env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.split(',').any(|one| one == "crt-static"));
    let is_glibc = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is_glibc && !is_static && env::var_os("FLITCH_PIE").is_none() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

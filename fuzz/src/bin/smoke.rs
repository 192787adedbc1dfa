//! Every target for a bounded time, on a stable compiler; see `flitch_fuzz::drive`.

fn main() -> std::process::ExitCode {
    flitch_fuzz::drive::smoke(std::env::args().skip(1).collect())
}

//! The side file of `lookup`: as the file that the binary reads, and as the table that the
//! interpreter looks into.

use std::sync::OnceLock;

/// The names of its columns. Keys are the first two of them.
pub const COLUMNS: [&str; 4] = ["b", "k", "plan", "a"];

/// Its rows: no two have the same first cell.
pub const ROWS: [[&str; 4]; 8] = [
    ["1", "x", "pro", "9"],
    ["abc", "y", "free", ""],
    ["", "z", "none", "007"],
    ["500", "x", "pro", "a,b"],
    ["true", "y", "", "1.50"],
    ["/api/x", "q", "free", "x"],
    ["10", "10", "pro", "10"],
    ["404", "\u{fc}n\u{ef}", "pro", "-1"],
];

/// Where it stands. It is written once, and lasts as long as the tests' folder.
pub fn path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let quoted = |cell: &&str| if cell.contains(',') { format!("\"{cell}\"") } else { cell.to_string() };
        let line = |cells: &[&str]| cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
        let text: String = std::iter::once(line(&COLUMNS)).chain(ROWS.iter().map(|row| line(row))).collect();
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle-side.csv");
        // Runs of other processes may read it: it is never there in part.
        let part = path.with_extension(std::process::id().to_string());
        std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &path)).expect("the side file is written");
        path.to_str().expect("the path is text").to_string()
    })
}

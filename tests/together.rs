//! Small files are claimed some at a time: whatever stands among them, what comes out is what one
//! thread gives, which takes them one by one.

use std::fs;
use std::io::Write;

use crate::feed::{self, Feed};

/// Files of all kinds, in a folder; their names in order.
fn files(dir: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for i in 0..240u32 {
        let name = format!("{i:03}.log");
        let path = dir.join(&name);
        let lines = |n: u32| (0..n).map(|line| format!("{} word {} of {i}\n", line % 7, line * i)).collect::<String>();
        match i % 12 {
            // A hole.
            3 => {}
            4 => fs::write(&path, "").expect("written"),
            5 => fs::write(&path, lines(3).trim_end()).expect("written"),
            6 => fs::write(&path, lines(2000)).expect("written"),
            7 => {
                let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gzip.write_all(lines(50).as_bytes()).expect("packed");
                fs::write(&path, gzip.finish().expect("packed")).expect("written");
            }
            8 => {
                let wide = std::iter::once(0xfeff).chain(lines(4).encode_utf16().collect::<Vec<_>>());
                fs::write(&path, wide.flat_map(u16::to_le_bytes).collect::<Vec<_>>()).expect("written");
            }
            9 if i % 24 == 9 => fs::create_dir(&path).expect("made"),
            _ => fs::write(&path, lines(i % 50 + 1)).expect("written"),
        }
        names.push(name);
    }
    names
}

#[test]
fn small_files_give_what_they_give_one_by_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let names = files(dir.path());
    let queries = [
        "",
        r#""word 1""#,
        r#"r"[2-4] word \d+5 ""#,
        "head 30",
        r#""6 word" | print f"{filename}:{line_no} {line}""#,
        "dedup",
        "skip 100 | tail 3",
        "count by filename | sort filename | head 40",
    ];
    for query in queries {
        let run = |more: &[&str]| {
            let mut args = more.to_vec();
            args.push(query);
            args.extend(names.iter().map(String::as_str));
            feed::run(dir.path(), &args, Feed::Nothing)
        };
        let one = run(&["-j1"]);
        assert!(!one.stdout.is_empty(), "{query} gives nothing");
        for more in [&["-j2"][..], &["-j5"], &["-j2", "--block-size", "700"], &["-j3", "--block-size", "20000"]] {
            let some = run(more);
            assert!(some.stdout == one.stdout, "{query} {more:?}: {}", feed::shown(&some.stdout));
            assert_eq!(some.code, one.code, "{query} {more:?}");
            assert_eq!(String::from_utf8_lossy(&some.stderr), String::from_utf8_lossy(&one.stderr), "{query} {more:?}");
        }
    }
}

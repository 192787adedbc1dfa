//! What the tests of the front ends share.

use std::sync::Arc;

use super::Written;
use super::layout::Layout;
use crate::base::HEAP;
use crate::data::{Cell, Cut, Key, Want};

/// Where the lines of the tests stand in their batch.
const AT: u32 = 1000;

/// The layout of a format string.
pub fn lines(written: Result<Written, String>) -> Layout {
    match written {
        Ok(Written::Lines(layout)) => layout,
        Ok(Written::Json) => panic!("an object"),
        Err(why) => panic!("{why}"),
    }
}

/// Whether a format string spells JSON.
pub fn object(written: Result<Written, String>) -> bool {
    matches!(written, Ok(Written::Json))
}

/// Why a format string is none.
pub fn fails(written: Result<Written, String>) -> String {
    written.err().expect("an error")
}

fn show(cell: Cell, line: &[u8], heap: &[u8]) -> String {
    let Some(span) = cell.span() else {
        return match cell {
            Cell::Int(i) => i.to_string(),
            Cell::Float(f) => f.to_string(),
            other => format!("{other:?}"),
        };
    };
    let (from, bytes) = if span.in_heap() { (span.start & !HEAP, heap) } else { (span.start - AT, line) };
    String::from_utf8_lossy(&bytes[from as usize..from as usize + span.len as usize]).into_owned()
}

/// Fields of one line; None when it is not laid out so.
pub fn cut(layout: &Layout, line: impl AsRef<[u8]>, names: &[&str]) -> Option<Vec<String>> {
    let line = line.as_ref();
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let (mut cells, mut heap) = (vec![Cell::None; wants.len()], b"constants".to_vec());
    let fits = Arc::new(layout.clone()).bind(&wants).cut(line, AT, &mut cells, &mut heap);
    assert!(fits || (cells.iter().all(|cell| *cell == Cell::None) && heap == b"constants"));
    fits.then(|| cells.into_iter().map(|cell| show(cell, line, &heap)).collect())
}

/// All fields of one line, which are what they are alone.
pub fn walk(layout: &Layout, line: impl AsRef<[u8]>) -> Option<Vec<(String, String)>> {
    let line = line.as_ref();
    let (mut heap, mut cells) = (Vec::new(), Vec::new());
    let mut put = |key: Key<'_>, cell| match key {
        Key::Plain(name) => cells.push((String::from_utf8_lossy(name).into_owned(), cell)),
        Key::Escaped(_) => panic!("plain names"),
    };
    let fits = Arc::new(layout.clone()).bind(&[]).walk(line, AT, &mut heap, &mut put);
    assert_eq!(fits, cut(layout, line, &[]).is_some());
    assert_eq!(fits, miss(layout, line).is_none());
    let all: Vec<_> = cells.into_iter().map(|(name, cell)| (name, show(cell, line, &heap))).collect();
    for (name, value) in &all {
        assert_eq!(cut(layout, line, &[name]).as_deref(), Some(&[value.clone()][..]), "{name}");
    }
    fits.then_some(all)
}

/// Where a line is missed, and what was wanted there.
pub fn miss(layout: &Layout, line: impl AsRef<[u8]>) -> Option<(usize, String)> {
    let miss = Arc::new(layout.clone()).bind(&[]).miss(line.as_ref())?;
    Some((miss.at, miss.expected))
}

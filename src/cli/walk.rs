//! The inputs of a run: what was named, what a list names, and the files of folders.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::opts::Opts;
use crate::base::fault::io_words;
use crate::exec;

/// The names of the inputs, in their order; `-` is standard input. The error is a message.
pub fn inputs(opts: &Opts) -> Result<Vec<String>, String> {
    let mut named = opts.inputs();
    if let Some(list) = &opts.reading.files0_from {
        if !named.is_empty() {
            return Err("--files0-from names the inputs, and so do the words after the pipeline; use one".to_string());
        }
        named = listed(list).map_err(|why| format!("--files0-from {}: {why}", list.display()))?;
    }
    let name = |path: PathBuf| path.to_string_lossy().into_owned();
    if !opts.reading.recursive {
        // A list that names nothing is no wish to read standard input.
        let is_stdin = named.is_empty() && opts.reading.files0_from.is_none();
        return Ok(if is_stdin { vec!["-".to_string()] } else { named.into_iter().map(name).collect() });
    }
    if named.is_empty() {
        named.push(PathBuf::from("."));
    }
    let found: Vec<String> = named.into_iter().flat_map(files_in).map(name).collect();
    if opts.over.checkpoint.is_none() {
        return Ok(found);
    }
    // What was rotated away is found through the file that it was.
    let is_rotated = |name: &&String| found.iter().any(|other| exec::is_rotated(other, name));
    Ok(found.iter().filter(|name| !is_rotated(name)).cloned().collect())
}

/// The names in a file, each with a zero byte behind it.
fn listed(list: &Path) -> Result<Vec<PathBuf>, String> {
    let mut bytes = Vec::new();
    let read = match list.as_os_str() == "-" {
        true => std::io::stdin().lock().read_to_end(&mut bytes).map(drop),
        false => std::fs::read(list).map(|all| bytes = all),
    };
    read.map_err(|e| io_words(&e))?;
    let names = bytes.strip_suffix(b"\0").unwrap_or(&bytes);
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let paths: Vec<PathBuf> = names.split(|b| *b == 0).map(|name| PathBuf::from(OsStr::from_bytes(name))).collect();
    match paths.iter().position(|path| path.as_os_str().is_empty()) {
        Some(at) => {
            Err(format!("name {} is empty; names stand before zero bytes, as `find -print0` writes them", at + 1))
        }
        None => Ok(paths),
    }
}

/// The files of a folder and of those in it, by name, without hidden ones; anything else is itself. Links
/// are followed only where they were named.
fn files_in(path: PathBuf) -> Vec<PathBuf> {
    if path.as_os_str() == "-" || !path.is_dir() {
        return vec![path];
    }
    let is_hidden = |name: &OsStr| name.as_bytes().starts_with(b".");
    let walk = WalkDir::new(&path).into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    let file = |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_file() => Some(entry.into_path()),
        Ok(_) => None,
        // It is told when it cannot be opened, as any input is.
        Err(e) => e.path().map(Path::to_path_buf),
    };
    let mut found: Vec<PathBuf> = entries.filter_map(file).collect();
    sort_by_names(&mut found);
    if !path.starts_with(".") {
        return found;
    }
    // As a person would name them: `.` was not named.
    found.into_iter().map(|file| file.strip_prefix("./").map(Path::to_path_buf).unwrap_or(file)).collect()
}

/// Sorts paths by the names on the way, where a name comes before longer ones. That is the order of the
/// bytes once no byte comes before the one between names; to take paths apart takes much longer.
fn sort_by_names(paths: &mut [PathBuf]) {
    let swapped = |path: &mut PathBuf, from: u8, to: u8| {
        let mut bytes = std::mem::take(path).into_os_string().into_vec();
        bytes.iter_mut().filter(|byte| **byte == from).for_each(|byte| *byte = to);
        *path = PathBuf::from(OsString::from_vec(bytes));
    };
    paths.iter_mut().for_each(|path| swapped(path, b'/', 0));
    paths.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    paths.iter_mut().for_each(|path| swapped(path, 0, b'/'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_its_files_by_name() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b/2.log", "b/1.log", "a.log", ".hidden", ".git/x", "b/.y", "c/d/e", "c-d", "c d/x"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        std::os::unix::fs::symlink(dir.path().join("b"), dir.path().join("link")).unwrap();
        let names: Vec<String> = files_in(dir.path().to_path_buf())
            .iter()
            .map(|file| file.strip_prefix(dir.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["a.log", "b/1.log", "b/2.log", "c/d/e", "c d/x", "c-d"]);
        assert_eq!(files_in(dir.path().join("link")).len(), 2);
        assert_eq!(files_in(dir.path().join("gone")), [dir.path().join("gone")]);
    }

    #[test]
    fn a_list_has_names_before_zero_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("list");
        let names = |bytes: &[u8]| {
            std::fs::write(&list, bytes).unwrap();
            listed(&list).map(|paths| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
        };
        assert_eq!(names(b"").unwrap(), Vec::<String>::new());
        assert_eq!(names(b"a\0b c\n\0").unwrap(), ["a", "b c\n"]);
        assert_eq!(names(b"a\0b").unwrap(), ["a", "b"]);
        assert!(names(b"a\0\0b\0").unwrap_err().starts_with("name 2 is empty"));
    }
}

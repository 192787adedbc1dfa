//! Where a pipeline's text comes from: the command line, a script, a saved pipeline.
//!
//! A saved pipeline is a script in the configuration folder that the user names, `@errors`;
//! nothing there is read unasked, so that no file of a home changes what a command gives.

use std::path::{Path, PathBuf};

use super::opts::Program;
use crate::base::fault::io_words;

/// The edition of the language that this program knows.
const EDITION: u32 = 1;

/// The suffix of saved pipelines.
const SUFFIX: &str = "flitch";

/// What a command line asks to be run.
pub enum Source {
    /// A pipeline, and the file that it stands in; empty for the command line.
    Pipeline { text: String, origin: String },
    /// `@` alone: the saved pipelines, as a page.
    List(String),
}

/// Reads the pipeline. The error is a message without a prefix.
pub fn read(program: &Program) -> Result<Source, String> {
    match program {
        Program::File(path) => pipeline(path),
        Program::Text(text) => match text.strip_prefix('@') {
            Some("") => Ok(Source::List(list()?)),
            Some(name) if is_name(name) => pipeline(&saved_path(name)?),
            _ => Ok(Source::Pipeline { text: text.clone(), origin: String::new() }),
        },
    }
}

fn pipeline(path: &Path) -> Result<Source, String> {
    Ok(Source::Pipeline { text: script(path)?, origin: path.to_string_lossy().into_owned() })
}

/// Reads a script: a byte order mark is no part of it, and its edition must be known.
pub fn script(path: &Path) -> Result<String, String> {
    let origin = path.to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{origin}: {}", io_words(&e)))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_string();
    edition(&text, &origin)?;
    Ok(text)
}

/// Reads a file that an input format names; `@NAME` is NAME.toml in the folder of saved pipelines.
pub fn format_file(path: &str) -> Result<Vec<u8>, String> {
    let path = match path.strip_prefix('@') {
        Some(name) if is_name(name) => folder()?.join(format!("{name}.toml")),
        _ => PathBuf::from(path),
    };
    std::fs::read(&path).map_err(|e| io_words(&e))
}

/// Checks the line `# flitch 1`, which may stand first, or after a `#!` line.
fn edition(text: &str, origin: &str) -> Result<(), String> {
    let skipped = usize::from(text.starts_with("#!"));
    let line = text.lines().nth(skipped).unwrap_or_default().trim_end();
    let Some(number) = line.strip_prefix("# flitch ") else { return Ok(()) };
    match number.trim().parse::<u32>() {
        Ok(n) if (1..=EDITION).contains(&n) => Ok(()),
        Ok(n) => Err(format!(
            "{origin}:{}: was written for edition {n} of the language, and this flitch knows edition {EDITION}; \
             `flitch --version` says which one it is",
            skipped + 1
        )),
        // A comment that only happens to begin like that.
        Err(_) => Ok(()),
    }
}

/// Letters, digits, `_`, `-` and dots, but none in front: a name is never a path.
fn is_name(name: &str) -> bool {
    !name.starts_with('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// The folder of saved pipelines.
fn folder() -> Result<PathBuf, String> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    let config = config.ok_or("saved pipelines need $XDG_CONFIG_HOME or $HOME, and neither is set")?;
    Ok(config.join("flitch"))
}

/// The file of a saved pipeline, which is there.
pub fn saved_path(name: &str) -> Result<PathBuf, String> {
    if !is_name(name) {
        return Err(format!("`@{name}` is no name of a saved pipeline, which has letters, digits, `_`, `-` and `.`"));
    }
    let path = folder()?.join(format!("{name}.{SUFFIX}"));
    if path.exists() {
        return Ok(path);
    }
    let names: Vec<String> = entries()?.into_iter().map(|(name, _)| format!("@{name}")).collect();
    if let Some(near) = crate::lang::nearest(name, names.iter().map(|n| &n[1..])) {
        return Err(format!("no saved pipeline `@{name}`; did you mean `@{near}`?"));
    }
    let there =
        if names.is_empty() { "there are none yet".to_string() } else { format!("there is {}", names.join(", ")) };
    Err(format!("no saved pipeline `@{name}`; {there} ({} would be it)", path.display()))
}

/// The saved pipelines by name, with the first comment of each.
fn entries() -> Result<Vec<(String, String)>, String> {
    let folder = folder()?;
    let Ok(files) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for file in files.flatten() {
        let path = file.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_string();
        if path.extension().is_none_or(|suffix| suffix != SUFFIX) || !is_name(&name) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let comments = text.lines().map_while(|line| line.strip_prefix('#'));
        // What runs it, its edition and its samples say nothing of what it does.
        let other = |line: &&str| line.starts_with(['!', '-', '>', '=', '?']) || line.starts_with(" flitch ");
        let first = comments.filter(|line| !other(line)).map(str::trim);
        out.push((name, first.into_iter().next().unwrap_or_default().to_string()));
    }
    out.sort();
    Ok(out)
}

fn list() -> Result<String, String> {
    let entries = entries()?;
    if entries.is_empty() {
        return Ok(format!(
            "No pipelines are saved. One is a file NAME.{SUFFIX} in {}, and `flitch @NAME` runs it.\n",
            folder()?.display()
        ));
    }
    let width = entries.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 1;
    let line = |(name, first): &(String, String)| {
        format!("{:<width$}  {first}", format!("@{name}")).trim_end().to_string() + "\n"
    };
    Ok(entries.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions() {
        assert!(edition("# flitch 1\nhead 1", "x").is_ok());
        assert!(edition("#!/usr/bin/env -S flitch -f\n# flitch 1\r\nhead 1", "x").is_ok());
        assert!(edition("# flitch is a tool\nhead 1", "x").is_ok());
        assert!(
            edition("#!/bin/x\n# flitch 2\nhead 1", "s")
                .is_err_and(|e| e.starts_with("s:2: ") && e.contains("edition 2"))
        );
        assert!(edition("# flitch 0", "s").is_err());
    }

    #[test]
    fn names_are_no_paths() {
        assert!(is_name("errors-5.x") && is_name("a_b"));
        assert!(!is_name("../x") && !is_name(".x") && !is_name("a/b") && !is_name("a b"));
    }
}

//! Recipes run: the lines of a crontab, the units of systemd and the steps of GitHub Actions that stand in
//! the README and in the help, each by the rules of what would run it.
//!
//! A recipe is as one would paste it, with the paths of a real machine. Here `/var/log` is a room with the
//! samples, `/var/lib` a folder in it, and `/usr/local/bin` where the binary is: nothing else is changed.

use std::fs;
use std::path::Path;

use crate::docs;
use crate::harness::{self, Ran, Room};
use crate::quoted::through_cron;

/// All blocks of a kind: where they stand, and their text.
fn recipes(kind: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for path in docs::pages() {
        docs::map_fences(&harness::read(&path), kind, |block| {
            out.push((harness::short(&path), block.to_string()));
            block.to_string()
        });
    }
    assert!(!out.is_empty(), "there is no {kind} block");
    out
}

/// A machine to run a recipe on.
fn machine() -> Room {
    let room = Room::new();
    fs::create_dir(room.path().join("lib")).expect("a folder can be made");
    room
}

/// A recipe with the paths of this machine.
fn here(recipe: &str, room: &Room) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_flitch")).parent().expect("a binary has a folder");
    let lib = room.path().join("lib");
    let mut out = recipe.to_string();
    for (there, here) in [("/usr/local/bin", bin), ("/var/lib", lib.as_path()), ("/var/log", room.path())] {
        out = out.replace(there, &here.display().to_string());
    }
    out
}

/// What a job that runs again and again must do: it says nothing, since cron would mail that; it leaves a file;
/// and the second run, which finds nothing new, does as well as the first.
fn check_job(place: &str, room: &Room, run: &dyn Fn() -> Ran) {
    let files = |room: &Room| harness::files(room.path(), "").len();
    let before = files(room);
    for time in ["first", "second"] {
        let ran = run();
        assert_eq!((ran.code, ran.session()), (0, String::new()), "{place}: the {time} run");
        assert!(files(room) > before, "{place}: leaves no file");
    }
}

/// The fields of a crontab's time: numbers, ranges, steps and lists, within their limits.
fn is_schedule(fields: &[&str]) -> bool {
    let limits = [59, 23, 31, 12, 7];
    let part = |part: &str, most: u32| {
        let (range, step) = part.split_once('/').unwrap_or((part, "1"));
        let number = |text: &str| text.parse::<u32>().is_ok_and(|n| n <= most);
        let ends = || range.split_once('-').is_some_and(|(from, to)| number(from) && number(to));
        (range == "*" || number(range) || ends()) && step.parse::<u32>().is_ok_and(|n| n > 0)
    };
    fields.len() == 5 && fields.iter().zip(limits).all(|(field, most)| field.split(',').all(|p| part(p, most)))
}

/// A variable that a crontab sets.
fn setting(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    name.chars().all(|c| c.is_ascii_uppercase() || c == '_').then_some((name, value))
}

#[test]
fn lines_of_a_crontab_do_their_work() {
    let mut ran = 0;
    for (place, block) in recipes("crontab") {
        let mut settings = Vec::new();
        for line in block.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some((name, value)) = setting(line) {
                settings.push(format!("{name}='{value}'; export {name}; "));
                continue;
            }
            let (mut fields, mut rest) = (Vec::new(), line);
            for _ in 0..5 {
                let (field, after) = rest.split_once(' ').unwrap_or((rest, ""));
                fields.push(field);
                rest = after.trim_start();
            }
            assert!(is_schedule(&fields), "{place}: {line}");
            // Some crons hand the backslash before a percent sign on to the shell, and some take it away.
            for taken in [&b""[..], b"%"] {
                let room = machine();
                let command = String::from_utf8(through_cron(rest.as_bytes(), taken)).expect("pages are UTF-8");
                let command = here(&format!("{}{command}", settings.concat()), &room);
                check_job(&format!("{place}: {line}"), &room, &|| room.sh(&command));
            }
            ran += 1;
        }
    }
    assert!(ran > 1, "only {ran} lines");
}

/// The files of a block, each after a comment with its name.
fn units(block: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("# /etc/systemd/system/") {
            Some(name) => out.push((name.to_string(), String::new())),
            None => {
                let (_, text) = out.last_mut().expect("a unit begins with its name");
                text.push_str(&format!("{line}\n"));
            }
        }
    }
    out
}

/// What a unit starts, as a line for sh: a percent sign and a dollar sign are written twice there, and words are
/// quoted as in sh as long as there is no backslash.
fn started(unit: &str) -> Option<String> {
    let command = unit.lines().find_map(|line| line.strip_prefix("ExecStart="))?;
    assert!(command.starts_with('/') && !command.contains('\\'), "{command}");
    let mut out = String::new();
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '%' || c == '$' {
            assert_eq!(chars.next(), Some(c), "{command}: a single `{c}` means something to systemd");
        }
    }
    Some(out)
}

#[test]
fn units_of_systemd_are_valid_and_do_their_work() {
    let mut ran = 0;
    for (place, block) in recipes("systemd") {
        let room = machine();
        let units = units(&here(&block, &room));
        for (name, text) in &units {
            fs::write(room.path().join(name), text).expect("a unit can be written");
            if let Some(command) = started(text) {
                check_job(&format!("{place}: {name}"), &room, &|| room.sh(&command));
                ran += 1;
            }
        }
        let timers = units.iter().filter(|(name, _)| name.ends_with(".timer"));
        for (timer, _) in timers {
            let service = timer.replace(".timer", ".service");
            assert!(units.iter().any(|(name, _)| *name == service), "{place}: {timer} starts {service}");
        }
        if !room.has("systemd-analyze") {
            eprintln!("note: no systemd-analyze here, so the units were only run");
            continue;
        }
        let names: Vec<&str> = units.iter().map(|(name, _)| name.as_str()).collect();
        let ran = room.sh(&format!("SYSTEMD_UNIT_PATH=$PWD: systemd-analyze verify {}", prefixed(&names)));
        assert_eq!((ran.code, ran.session()), (0, String::new()), "{place}");
    }
    assert!(ran > 0, "no unit starts anything");
}

fn prefixed(names: &[&str]) -> String {
    names.iter().map(|name| format!("./{name} ")).collect()
}

/// The scripts of the steps: what stands below `run: |`, or after `run:`.
fn scripts(block: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((before, after)) = line.split_once("run:") else { continue };
        if after.trim() != "|" {
            out.push(format!("{}\n", after.trim()));
            continue;
        }
        let depth = before.len();
        let deeper = |line: &&str| line.is_empty() || line.len() - line.trim_start().len() > depth;
        let mut script = String::new();
        while let Some(line) = lines.next_if(deeper) {
            script.push_str(&format!("{}\n", line.trim_start()));
        }
        out.push(script);
    }
    out
}

/// A step of GitHub Actions is a file that bash runs with `-e`. It must succeed with the samples, and fail when
/// their logs are empty: a gate that lets nothing through is worth something only if it lets something through.
#[test]
fn steps_of_actions_say_yes_and_no() {
    let mut ran = 0;
    for (place, block) in recipes("yaml") {
        let room = machine();
        if !room.has("bash") {
            eprintln!("note: no bash here, so no step was run");
            return;
        }
        let step = |script: &str| {
            fs::write(room.path().join("step.sh"), here(script, &room)).expect("a script can be written");
            room.sh("bash -e step.sh")
        };
        let scripts = scripts(&block);
        for script in &scripts {
            let yes = step(script);
            assert_eq!(yes.code, 0, "{place}: {script}{}", yes.session());
            ran += 1;
        }
        assert!(!scripts.is_empty(), "{place}: no step runs anything");
        assert_eq!(room.sh("for file in *.log *.jsonl; do : > $file; done").code, 0);
        let no = scripts.iter().map(|script| step(script).code).max();
        assert_eq!(no, Some(1), "{place}: no step minds that there is nothing");
    }
    assert!(ran > 1, "only {ran} steps");
}

#[test]
fn the_readers_of_recipes_read() {
    assert!(is_schedule(&["*/5", "0", "1-15", "*", "1,3,5"]));
    for bad in
        [["60", "*", "*", "*", "*"], ["*", "24", "*", "*", "*"], ["*/0", "*", "*", "*", "*"], ["", "*", "*", "*", "*"]]
    {
        assert!(!is_schedule(&bad), "{bad:?}");
    }
    assert_eq!(setting("PATH=/bin:/usr/bin"), Some(("PATH", "/bin:/usr/bin")));
    assert_eq!(setting("* * * * * x --a=b"), None);
    let found = units("# /etc/systemd/system/a.service\n[Unit]\n# /etc/systemd/system/a.timer\n[Timer]\n");
    assert_eq!(found, [("a.service", "[Unit]\n"), ("a.timer", "[Timer]\n")].map(|(a, b)| (a.into(), b.into())));
    assert_eq!(started("[Service]\nExecStart=/x 'a %%d $$b'\n").as_deref(), Some("/x 'a %d $b'"));
    assert_eq!(started("[Timer]\n"), None);
    let steps = "- name: a\n  run: |\n    one\n\n    two\n- run: three\n";
    assert_eq!(scripts(steps), ["one\n\ntwo\n", "three\n"]);
}

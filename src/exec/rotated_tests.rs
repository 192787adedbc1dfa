//! Tests of what is found after rotations of every kind.

use std::fs;
use std::io::Write;

use super::*;
use tempfile::TempDir;

struct Room(TempDir);

impl Room {
    fn new() -> Room {
        Room(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn pack(&self, from: &str, to: &str) {
        let text = fs::read(self.path(from)).unwrap();
        let file = File::create(self.path(to)).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(&text).unwrap();
        let file = packed.finish().unwrap();
        let old = fs::metadata(self.path(from)).unwrap().modified().unwrap();
        file.set_modified(old).unwrap();
        fs::remove_file(self.path(from)).unwrap();
    }

    /// When a file was last written, in seconds.
    fn aged(&self, name: &str, seconds: u64) {
        let file = File::options().append(true).open(self.path(name)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    }

    fn place(&self, name: &str, offset: u64) -> Place {
        let path = self.path(name).display().to_string();
        place_of(&path, &File::open(&path).unwrap(), offset).unwrap()
    }

    /// The files by name with their offsets, and whether something is lost.
    fn since(&self, place: &Place) -> (Vec<(String, u64)>, bool) {
        let since = since(place).unwrap();
        let name = |piece: &Piece| piece.path.file_name().unwrap().to_str().unwrap().to_string();
        assert!(since.pieces.last().unwrap().is_last);
        (since.pieces.iter().map(|piece| (name(piece), piece.from)).collect(), since.is_lost)
    }
}

const OLD: &str = "the first line of a log\nand the second\n";

fn files(list: &[(&str, u64)]) -> Vec<(String, u64)> {
    list.iter().map(|(name, from)| (name.to_string(), *from)).collect()
}

#[test]
fn a_file_that_grew_goes_on() {
    let room = Room::new();
    room.write("log", OLD);
    let place = room.place("log", 24);
    room.write("log", &format!("{OLD}more\n"));
    assert_eq!(room.since(&place), (files(&[("log", 24)]), false));
}

#[test]
fn a_renamed_file_is_read_to_its_end_first() {
    let room = Room::new();
    room.write("log", OLD);
    let place = room.place("log", 24);
    room.rename("log", "log.1");
    assert_eq!(room.since(&place), (files(&[("log.1", 24), ("log", 0)]), false));
    room.write("log", "another file\n");
    assert_eq!(room.since(&place), (files(&[("log.1", 24), ("log", 0)]), false));
}

#[test]
fn files_between_are_read_in_their_order() {
    let room = Room::new();
    room.write("log", OLD);
    room.aged("log", 5);
    let place = room.place("log", 24);
    room.rename("log", "log.3");
    room.write("log.2", "a second file of some length\n");
    room.write("log.1", "a third file of some length\n");
    room.write("log", "a fourth file of some length\n");
    for (name, age) in [("log.3", 10), ("log.2", 20), ("log.1", 20), ("log", 30)] {
        room.aged(name, age);
    }
    let all = files(&[("log.3", 24), ("log.2", 0), ("log.1", 0), ("log", 0)]);
    assert_eq!(room.since(&place), (all, false));
    // Compressed since, with its time kept.
    room.pack("log.3", "log.3.gz");
    let all = files(&[("log.3.gz", 24), ("log.2", 0), ("log.1", 0), ("log", 0)]);
    assert_eq!(room.since(&place), (all, false));
}

#[test]
fn a_copy_is_found_when_the_file_was_cut_off() {
    let room = Room::new();
    room.write("log", OLD);
    room.aged("log", 5);
    let place = room.place("log", 24);
    room.write("log.1", &format!("{OLD}a last line\n"));
    room.write("log", "new\n");
    assert_eq!(room.since(&place), (files(&[("log.1", 24), ("log", 0)]), false));
    // It is there twice while it is being compressed.
    fs::copy(room.path("log.1"), room.path("log.9")).unwrap();
    room.aged("log.1", 10);
    room.aged("log.9", 20);
    assert_eq!(room.since(&place), (files(&[("log.1", 24), ("log", 0)]), false));
}

#[test]
fn what_is_not_there_any_more_is_lost() {
    let room = Room::new();
    room.write("log", OLD);
    let place = room.place("log", 24);
    room.write("log", "other bytes, and enough of them to be longer than what was there before\n");
    room.write("log2", OLD);
    room.write("other.log", OLD);
    assert_eq!(room.since(&place), (files(&[("log", 0)]), true));
}

#[test]
fn an_inode_that_was_used_again_is_another_file() {
    let room = Room::new();
    room.write("log", OLD);
    let mut place = room.place("log", 24);
    room.write("log", &OLD.replace("first", "other"));
    assert_eq!(room.since(&place), (files(&[("log", 0)]), true));
    // Nothing was read of it yet: any file may be it, but only one with its inode is.
    place = room.place("log", 0);
    assert_eq!(room.since(&place), (files(&[("log", 0)]), false));
    room.rename("log", "log.1");
    room.write("log", "new\n");
    assert_eq!(room.since(&place), (files(&[("log.1", 0), ("log", 0)]), false));
}

#[test]
fn logs_that_begin_alike_are_told_apart() {
    const HEADER: &str = "time,level,message of the service\n";
    let room = Room::new();
    room.write("log.2.gz", "");
    room.write("older", &format!("{HEADER}1,info,older\n"));
    room.pack("older", "log.2.gz");
    room.aged("log.2.gz", 1_000_000);
    // Only the header was there when it was read last.
    room.write("log", HEADER);
    let place = room.place("log", HEADER.len() as u64);
    room.write("log", &format!("{HEADER}2,info,the rest\n"));
    room.rename("log", "log.1");
    room.write("log", &format!("{HEADER}3,info,new\n"));
    let from = HEADER.len() as u64;
    assert_eq!(room.since(&place), (files(&[("log.1", from), ("log", 0)]), false));
    room.pack("log.1", "log.1.gz");
    assert_eq!(room.since(&place), (files(&[("log.1.gz", from), ("log", 0)]), false));
    // Another log that begins so was never read.
    room.write("other", &format!("{HEADER}4,info,{}\n", "x".repeat(2000)));
    assert!(!is_same(&room.path("other"), &room.place("log", 0)).unwrap());
}

#[test]
fn an_inode_that_was_used_again_is_another_file_however_it_begins() {
    let room = Room::new();
    room.write("log", OLD);
    let mut place = room.place("log", 24);
    if place.times.made.is_none() {
        return;
    }
    place.times.made = Some(1);
    room.write("log.1", &format!("{OLD}and the rest\n"));
    assert_eq!(room.since(&place), (files(&[("log.1", 24), ("log", 0)]), false));
}

#[test]
fn a_file_that_was_empty_is_known_by_what_was_before_it() {
    for (has_old, head) in [(true, ""), (true, "tiny\n"), (false, "")] {
        let room = Room::new();
        if has_old {
            room.write("a.log.1", OLD);
            room.aged("a.log.1", 1);
        }
        room.write("a.log", head);
        let mut place = room.place("a.log", head.len() as u64);
        // It is written, rotated twice and compressed: nothing is left of its inode, which another file may have.
        let held = File::open(room.path("a.log")).unwrap();
        room.write("a.log.2", &format!("{head}then it was written\n"));
        fs::remove_file(room.path("a.log")).unwrap();
        if has_old {
            room.rename("a.log.1", "a.log.3");
        }
        room.write("a.log.1", "and what came next\n");
        room.write("a.log", head);
        room.aged("a.log.2", 2);
        room.aged("a.log.1", 3);
        let at = head.len() as u64;
        let expected = [("a.log.2".to_string(), at), ("a.log.1".to_string(), 0), ("a.log".to_string(), 0)];
        assert_eq!(room.since(&place), (expected.to_vec(), false), "{has_old} {head:?}");
        let inode = place.inode;
        place.inode = Inode::of(&fs::metadata(room.path("a.log")).unwrap());
        assert_eq!(room.since(&place), (expected.to_vec(), false), "{has_old} {head:?}");
        // Without what was before it nobody can tell.
        place.inode = inode;
        if has_old {
            fs::remove_file(room.path("a.log.3")).unwrap();
            assert!(room.since(&place).1);
        }
        drop(held);
    }
}

//! What a checkpoint's file says: JSON, an input a line, so that a person can read it as well.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use super::place::{After, Head, Inode, Place, Times};
use super::state;
use crate::base::json;

/// The format of the file.
const VERSION: u64 = 1;

/// The output that the places belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub path: PathBuf,
    pub inode: Inode,
    pub length: u64,
}

/// What a checkpoint says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub places: Vec<Place>,
    pub output: Option<Written>,
    /// Files that were about to get their names: what they are called until then, and their names.
    pub naming: Vec<(PathBuf, PathBuf)>,
    /// What an aggregate has counted up to the places.
    pub state: Option<state::Saved>,
}

fn text(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    out.extend_from_slice(format!("\"{name}\":").as_bytes());
    // A path may hold any bytes: those that are no UTF-8 are kept in hexadecimal.
    match std::str::from_utf8(bytes) {
        Ok(text) => json::write_string(text.as_bytes(), out),
        Err(_) => out.extend_from_slice(format!("{{\"hex\":\"{}\"}}", hex(bytes)).as_bytes()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
    text.chunks(2).map(|two| Some(digit(two.first()?)? << 4 | digit(two.get(1)?)?)).collect()
}

/// The bytes of the file: JSON, an input a line.
pub(super) fn spelled(saved: &Saved) -> Vec<u8> {
    let mut out = format!("{{\"flitch_checkpoint\":{VERSION},\n\"inputs\":[").into_bytes();
    for (at, place) in saved.places.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",\n{" } else { b"\n{" });
        text(&mut out, "name", place.name.as_bytes());
        let Inode { device, inode } = place.inode;
        let Head { len, hash } = &place.head;
        let (offset, hash) = (place.offset, hex(hash));
        let rest = format!(
            ",\"offset\":{offset},\"device\":{device},\"inode\":{inode},\"head_bytes\":{len},\"head_sha256\":\"{hash}\""
        );
        out.extend_from_slice(rest.as_bytes());
        match &place.after {
            After::Unknown => {}
            After::Nothing => out.extend_from_slice(b",\"after\":null"),
            After::File(Head { len, hash }) => {
                let hash = hex(hash);
                let after = format!(",\"after\":{{\"head_bytes\":{len},\"head_sha256\":\"{hash}\"}}");
                out.extend_from_slice(after.as_bytes());
            }
        }
        for (name, time) in [("made", place.times.made), ("written", place.times.written)] {
            if let Some(time) = time {
                out.extend_from_slice(format!(",\"{name}\":{time}").as_bytes());
            }
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"],\n\"output\":");
    match &saved.output {
        None => out.extend_from_slice(b"null"),
        Some(Written { path, inode: Inode { device, inode }, length }) => {
            out.push(b'{');
            text(&mut out, "path", path.as_os_str().as_bytes());
            let rest = format!(",\"length\":{length},\"device\":{device},\"inode\":{inode}}}");
            out.extend_from_slice(rest.as_bytes());
        }
    }
    out.extend_from_slice(b",\n\"naming\":[");
    for (at, (partial, name)) in saved.naming.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",{" } else { b"{" });
        text(&mut out, "partial", partial.as_os_str().as_bytes());
        out.push(b',');
        text(&mut out, "path", name.as_os_str().as_bytes());
        out.push(b'}');
    }
    out.extend_from_slice(b"],\n\"state\":");
    match &saved.state {
        None => out.extend_from_slice(b"null"),
        Some(state::Saved { pipeline, is_second, length, groups, blocks }) => {
            out.push(b'{');
            text(&mut out, "pipeline", pipeline.as_bytes());
            let file = if *is_second { 2 } else { 1 };
            let rest = format!(",\"file\":{file},\"length\":{length},\"groups\":{groups},\"blocks\":{blocks}}}");
            out.extend_from_slice(rest.as_bytes());
        }
    }
    out.extend_from_slice(b"}\n");
    out
}

/// A JSON object that is read.
struct Object<'a>(&'a [u8]);

impl<'a> Object<'a> {
    fn get(&self, name: &str) -> Option<&'a [u8]> {
        json::member(self.0, name.as_bytes()).map(|value| &self.0[value])
    }

    fn number(&self, name: &str) -> Option<u64> {
        std::str::from_utf8(self.get(name)?).ok()?.parse().ok()
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let value = self.get(name)?;
        match value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")) {
            Some(inside) => Some(json::plain(inside).into_owned()),
            None => unhex(&Object(value).bytes("hex")?),
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.bytes(name).map(|bytes| PathBuf::from(OsStr::from_bytes(&bytes)))
    }

    fn inode(&self) -> Option<Inode> {
        Some(Inode { device: self.number("device")?, inode: self.number("inode")? })
    }

    fn head(&self) -> Option<Head> {
        let hash = unhex(&self.bytes("head_sha256")?)?.try_into().ok()?;
        Some(Head { len: usize::try_from(self.number("head_bytes")?).ok()?, hash })
    }

    fn list(&self, name: &str) -> Option<Vec<Object<'a>>> {
        let list = self.get(name)?;
        let mut all = Vec::new();
        let mut at = json::skip_blanks(list, 1);
        while *list.get(at)? != b']' {
            let end = json::skip_value(list, at)?;
            all.push(Object(&list[at..end]));
            at = json::skip_blanks(list, end);
            if list.get(at) == Some(&b',') {
                at = json::skip_blanks(list, at + 1);
            }
        }
        Some(all)
    }
}

fn state_of(one: &Object<'_>) -> Option<state::Saved> {
    Some(state::Saved {
        pipeline: String::from_utf8(one.bytes("pipeline")?).ok()?,
        is_second: one.number("file")? == 2,
        length: one.number("length")?,
        groups: one.number("groups")?,
        blocks: one.number("blocks")?,
    })
}

/// What the bytes of a file say. The error is a message for a person.
pub(super) fn understood(bytes: &[u8]) -> Result<Saved, String> {
    const DAMAGED: &str = "is no checkpoint, or damaged; name another file to start anew";
    let object = Object(bytes);
    let whole = json::skip_value(bytes, json::skip_blanks(bytes, 0)).is_some();
    match object.number("flitch_checkpoint").filter(|_| whole) {
        Some(VERSION) => {}
        Some(other) => return Err(format!("is a checkpoint of version {other}, and this flitch knows {VERSION}")),
        None => return Err(DAMAGED.to_string()),
    }
    let place = |one: Object<'_>| {
        let after = match one.get("after") {
            None => After::Unknown,
            Some(b"null") => After::Nothing,
            Some(file) => After::File(Object(file).head()?),
        };
        let name = String::from_utf8(one.bytes("name")?).ok()?;
        let times = Times { made: one.number("made"), written: one.number("written") };
        Some(Place { name, inode: one.inode()?, times, head: one.head()?, offset: one.number("offset")?, after })
    };
    let saved = || {
        let output = match object.get("output")? {
            b"null" => None,
            value => {
                let one = Object(value);
                Some(Written { path: one.path("path")?, inode: one.inode()?, length: one.number("length")? })
            }
        };
        let places = object.list("inputs")?.into_iter().map(place).collect::<Option<_>>()?;
        let naming = object.list("naming")?.into_iter().map(|one| Some((one.path("partial")?, one.path("path")?)));
        let state = match object.get("state") {
            None | Some(b"null") => None,
            Some(value) => Some(state_of(&Object(value))?),
        };
        Some(Saved { places, output, naming: naming.collect::<Option<_>>()?, state })
    };
    saved().ok_or_else(|| DAMAGED.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved() -> Saved {
        let place = |name: &str, offset, after| Place {
            name: name.to_string(),
            inode: Inode { device: 1, inode: u64::MAX },
            times: Times { made: Some(u64::MAX), written: (offset > 0).then_some(0) },
            head: Head::of(name.as_bytes()),
            offset,
            after,
        };
        let odd = PathBuf::from(OsStr::from_bytes(b"odd \xff\n\"name"));
        Saved {
            places: vec![
                place("a.log", 17, After::File(Head::of(b"what was before"))),
                place("b \"c\"\\.log", 0, After::Nothing),
                place("c.log", 3, After::Unknown),
            ],
            output: Some(Written { path: odd.clone(), inode: Inode { device: 2, inode: 3 }, length: 99 }),
            naming: vec![(odd, PathBuf::from("out")), (PathBuf::from("x.partial"), PathBuf::from("x"))],
            state: Some(state::Saved {
                pipeline: "where a == \"b\" | count".to_string(),
                is_second: true,
                length: u64::MAX,
                groups: 5,
                blocks: 6,
            }),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for saved in [Saved::default(), saved()] {
            let bytes = spelled(&saved);
            assert_eq!(understood(&bytes).unwrap(), saved, "{}", String::from_utf8_lossy(&bytes));
            for end in 0..bytes.len() - 1 {
                assert!(understood(&bytes[..end]).is_err(), "cut at {end}");
            }
        }
        let other = understood(b"{\"flitch_checkpoint\":2}").unwrap_err();
        assert!(other.contains("version 2"), "{other}");
        assert!(understood(b"{\"flitch_checkpoint\":1}").is_err());
    }
}

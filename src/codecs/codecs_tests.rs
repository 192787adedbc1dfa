//! Tests of the codecs over good, joined, cut off and corrupt archives.

use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::*;

/// A reader that gives at most `step` bytes at a time.
struct Dribble {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Dribble {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.step.min(out.len()).min(self.bytes.len() - self.at);
        out[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// The bytes that a window may take: what `zstd` itself takes unasked.
const MEMORY: usize = 128 << 20;

/// What a reader gives when it is asked for `room` bytes at a time, and its error.
fn decode_by(def: &CodecDef, bytes: &[u8], step: usize, room: usize) -> (Vec<u8>, Option<String>) {
    let from = Dribble { bytes: bytes.to_vec(), at: 0, step };
    let mut reader = (def.reader)(Box::new(BufReader::with_capacity(8192, from)), Start { memory: MEMORY, at: 0 });
    let (mut all, mut some) = (Vec::new(), vec![0; room]);
    loop {
        match reader.read(&mut some) {
            Ok(0) => return (all, None),
            Ok(n) => all.extend_from_slice(&some[..n]),
            Err(e) => {
                let again = reader.read(&mut some).expect_err("an error is not followed by an end");
                assert_eq!((again.kind(), again.to_string()), (e.kind(), e.to_string()));
                return (all, Some(e.to_string()));
            }
        }
    }
}

/// What a codec makes of some bytes, which does not depend on how they are read.
fn decode(def: &CodecDef, bytes: &[u8]) -> (Vec<u8>, Option<String>) {
    let whole = decode_by(def, bytes, usize::MAX, 1 << 18);
    assert_eq!(decode_by(def, bytes, 7, 1 << 18), whole);
    assert_eq!(decode_by(def, bytes, usize::MAX, 333), whole);
    whole
}

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(fixture(path)).unwrap()
}

/// The log that the fixtures hold.
fn shop() -> Vec<u8> {
    let (log, error) = decode(&gzip::DEF, &read("compression-logs/gzip/shop.log.gz"));
    assert_eq!((log.len(), error), (308_554, None));
    log
}

/// A writer whose bytes can be looked at.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);
impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn encode(def: &CodecDef, level: i32, bytes: &[u8]) -> Vec<u8> {
    let out = Shared::default();
    let mut encoder = (def.writer)(Box::new(out.clone()), level).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap();
    let bytes = out.0.lock().unwrap();
    bytes.clone()
}

/// Bytes and whole lines to be had from each file, and what its error says.
#[test]
fn archives_give_all_their_good_data() {
    let log = shop();
    for (name, bytes, error) in [
        ("gzip/empty-payload.log.gz", 0, ""),
        ("gzip/zero-length.log.gz", 0, ""),
        ("gzip/shop.badcrc.log.gz", 308_554, "corrupt near byte 32560: the checksum of the data does not match"),
        ("gzip/shop.badisize.log.gz", 308_554, "corrupt near byte 32564: the length of the data does not match"),
        ("gzip/shop.emptymember.log.gz", 308_554, ""),
        ("gzip/shop.fname.log.gz", 308_554, ""),
        ("gzip/shop.multimember-midline.log.gz", 308_554, ""),
        ("gzip/shop.multimember.log.gz", 308_554, ""),
        ("gzip/shop.second-member-truncated.log.gz", 108_053, "the gzip stream ends early, at byte "),
        ("gzip/shop.trailing-garbage.log.gz", 308_554, "trailing garbage after the gzip stream at byte 32568, ignored"),
        ("gzip/shop.trailing-zeros.log.gz", 308_554, ""),
        ("gzip/shop.truncated-trailer.log.gz", 308_554, "the gzip stream ends early, at byte "),
        ("gzip/shop.truncated.log.gz", 150_731, "the gzip stream ends early, at byte "),
        ("shop.disguised.log", 308_554, ""),
        ("zstd/shop.log.zst", 308_554, ""),
        ("zstd/shop.long27.log.zst", 308_554, ""),
        ("zstd/shop.multiframe.log.zst", 308_554, ""),
        ("zstd/shop.skippable.log.zst", 308_554, ""),
        ("bzip2/shop.log.bz2", 308_554, ""),
        ("bzip2/shop.multistream.log.bz2", 308_554, ""),
        ("bzip2/shop.truncated.log.bz2", 0, "the bzip2 stream ends early, at byte 10523"),
        ("xz/shop.log.xz", 308_554, ""),
        ("xz/shop.multistream.log.xz", 308_554, ""),
        ("xz/shop.truncated.log.xz", 134_400, "the xz stream ends early, at byte 11050"),
        ("lz4/shop.log.lz4", 308_554, ""),
        ("zstd/shop.checksum-bad.log.zst", 308_554, "the zstd stream is corrupt near byte 29662"),
        ("zstd/shop.truncated.log.zst", 131_072, "the zstd stream ends early, at byte 14832"),
    ] {
        let raw = read(&format!("compression-logs/{name}"));
        let def = by_magic(&raw).unwrap_or(&gzip::DEF);
        assert!(name.starts_with(def.doc.name) || name.starts_with("shop"), "{name}: {}", def.doc.name);
        let (got, why) = decode(def, &raw);
        assert_eq!(got.len(), bytes, "{name}: {why:?}");
        assert!(log.starts_with(&got), "{name}");
        assert_eq!(why.is_none(), error.is_empty(), "{name}: {why:?}");
        assert!(why.unwrap_or_default().contains(error), "{name}");
    }
}

#[test]
fn data_after_damage_is_told_by_the_checksum() {
    let raw = read("compression-logs/gzip/shop.corrupt-middle.log.gz");
    let (got, why) = decode(&gzip::DEF, &raw);
    assert_eq!(got.len(), 308_582);
    assert!(why.unwrap().contains("checksum"));
    assert!(by_magic(&read("compression-logs/shop.not-really.log.gz")).is_none());
    assert_eq!(decode(&gzip::DEF, b"plain text").1.unwrap(), "this is not a gzip stream");
    assert_eq!(decode(&zstd::DEF, b"plain text").1.unwrap(), "this is not a zstd stream");
}

#[test]
fn conformance_files() {
    let good = decode(&gzip::DEF, &read("compression/gzip/flate2-good-file.gz"));
    assert_eq!(good, (read("compression/gzip/flate2-good-file.txt"), None));
    assert_eq!(decode(&gzip::DEF, &read("compression/gzip/flate2-hello_world.txt.gz")).1, None);
    let (mut good, mut bad, mut rejected) = (0, 0, 0);
    for entry in std::fs::read_dir(fixture("compression/zstd")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "zst") {
            continue;
        }
        let (got, why) = decode(&zstd::DEF, &std::fs::read(&path).unwrap());
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("bad") || name.starts_with("error") {
            bad += 1;
            rejected += usize::from(why.is_some());
            continue;
        }
        good += 1;
        assert_eq!(why, None, "{name}");
        if let Ok(expected) = std::fs::read(path.with_extension("expected")) {
            assert_eq!(got, expected, "{name}");
        }
    }
    assert_eq!((good, bad), (9, 17));
    assert!(rejected >= 15, "only {rejected} of 17 were rejected");
}

/// What the suite of xz says of its files; what belongs to its other formats is none of xz.
#[test]
fn conformance_files_of_xz() {
    let (mut good, mut bad) = (0, 0);
    for entry in std::fs::read_dir(fixture("compression/xz")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (_, why) = decode(&xz::DEF, &std::fs::read(&path).unwrap());
        let is_good = name.starts_with("good");
        *if is_good { &mut good } else { &mut bad } += 1;
        assert_eq!(why.is_none(), is_good, "{name}: {why:?}");
    }
    assert_eq!((good, bad), (12, 26));
    let (_, why) = decode(&xz::DEF, &read("compression/xz/bad-0catpad-empty.xz"));
    assert!(why.unwrap().contains("no multiple of four bytes"));
    let (_, why) = decode(&xz::DEF, &read("compression/xz/bad-0cat-alone.xz"));
    assert_eq!(why.unwrap(), "trailing garbage after the xz stream at byte 32, ignored");
}

#[test]
fn every_level_reads_back() {
    let log = shop()[..60_000].to_vec();
    for def in ALL {
        let (low, default, high) = def.levels;
        for level in [low - 9, default, high + 99] {
            let packed = encode(def, level, &log);
            assert_eq!(by_magic(&packed).unwrap().doc.name, def.doc.name);
            assert!(packed.len() < log.len() / 4);
            assert_eq!(encode(def, level, &log), packed, "the same input gives the same bytes");
            let mut joined = Vec::new();
            let (one, two) = log.split_at(20_001);
            (def.pack)(one, level, &mut joined).unwrap();
            (def.pack)(two, level, &mut joined).unwrap();
            assert!(decode(def, &joined) == (log.clone(), None), "{} {level}", def.doc.name);
            assert!((def.piece)(level) > 90_000);
            assert!(decode(def, &packed) == (log.clone(), None));
            let mut twice = packed.clone();
            twice.extend_from_slice(&packed);
            assert!(decode(def, &twice) == (log.repeat(2), None));
        }
        let nothing = encode(def, default, b"");
        assert_eq!(by_magic(&nothing).unwrap().doc.name, def.doc.name);
        assert_eq!(decode(def, &nothing), (Vec::new(), None));
        let garbage = [&nothing[..], b"more text"].concat();
        let place = format!("trailing garbage after the {} stream at byte {}, ignored", def.doc.name, nothing.len());
        assert_eq!(decode(def, &garbage), (Vec::new(), Some(place)));
    }
}

#[test]
fn names_and_suffixes() {
    let name = |def: Option<&CodecDef>| def.map(|d| d.doc.name);
    assert_eq!(name(by_suffix("a/b.log.GZ")), Some("gzip"));
    assert_eq!(name(by_suffix("b.zst")), Some("zstd"));
    assert_eq!(name(by_suffix("gz")), None);
    assert_eq!(name(by_suffix("a.bz2")), Some("bzip2"));
    assert_eq!(name(find("zstd")), Some("zstd"));
    assert_eq!(name(find("gz")), None);
    // A skippable frame may be the first one of a file (pzstd writes them so).
    let skippable = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];
    assert_eq!(name(by_magic(&skippable[..4])), Some("zstd"));
    assert_eq!(name(by_magic(&[&skippable[..], &encode(&zstd::DEF, 1, b"a")].concat())), Some("zstd"));
    let packed = [&skippable[..], &encode(&lz4::DEF, 1, b"a"), &skippable].concat();
    assert_eq!(name(by_magic(&packed)), Some("lz4"));
    assert_eq!(decode(&lz4::DEF, &packed), (b"a".to_vec(), None));
    assert_eq!(name(by_magic(b"BZhello, this is text")), None);
}

/// The first bytes tell the same codec however few of them come at a time.
#[test]
fn a_codec_is_told_by_enough_bytes() {
    let skippable = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];
    for def in ALL {
        for start in [&skippable[..], &[]] {
            let packed = [start, &encode(def, 1, b"some text")].concat();
            let enough = (0..packed.len()).find(|n| !wants_more(&packed[..*n])).unwrap();
            assert_eq!(by_magic(&packed[..enough]).unwrap().doc.name, by_magic(&packed).unwrap().doc.name);
        }
    }
    assert!(!wants_more(b"a") && !wants_more(b"BZhe") && wants_more(b"BZh9"));
}

/// What `lz4` can write beside what we do: linked blocks, sums of blocks, sizes, legacy frames.
#[test]
fn lz4_frames() {
    let text: Vec<u8> = (0..9000_u32).flat_map(|i| format!("line {} of the log\n", i % 977).into_bytes()).collect();
    let block = |bytes: &[u8], dict: &[u8]| {
        let packed = lz4_flex::block::compress_with_dict(bytes, dict);
        [&(packed.len() as u32).to_le_bytes()[..], &packed].concat()
    };
    let sum = |bytes: &[u8]| twox_hash::XxHash32::oneshot(0, bytes).to_le_bytes();
    // Linked blocks of 64 KiB with sums, the size, and one sum at the end.
    let mut frame = vec![0x04, 0x22, 0x4d, 0x18];
    let descriptor = [&[0x5c, 0x40][..], &(text.len() as u64).to_le_bytes()].concat();
    frame.extend_from_slice(&descriptor);
    frame.push(sum(&descriptor)[1]);
    for (i, part) in text.chunks(64 << 10).enumerate() {
        let before = &text[..i * (64 << 10)];
        let packed = block(part, &before[before.len().saturating_sub(64 << 10)..]);
        frame.extend_from_slice(&packed);
        frame.extend_from_slice(&sum(&packed[4..]));
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(&sum(&text));
    assert!(decode(&lz4::DEF, &frame) == (text.clone(), None));
    let legacy = [&[0x02, 0x21, 0x4c, 0x18][..], &block(&text, b""), &block(b"and more\n", b"")].concat();
    let whole = [&text[..], b"and more\n"].concat();
    assert!(decode(&lz4::DEF, &legacy) == (whole.clone(), None));
    let joined = [&legacy[..], &frame, &legacy].concat();
    assert!(decode(&lz4::DEF, &joined) == ([&whole[..], &text, &whole].concat(), None));
    let at = frame.len() - 1;
    frame[at] ^= 1;
    let (got, why) = decode(&lz4::DEF, &frame);
    assert!(got == text && why.unwrap().contains("the checksum of the data does not match"));
    frame[40] ^= 1;
    let (got, why) = decode(&lz4::DEF, &frame);
    assert!(got.is_empty() && why.unwrap().contains("near byte 15: the checksum of a block does not match"));
    frame[6] ^= 1;
    assert!(decode(&lz4::DEF, &frame).1.unwrap().contains("the header's checksum does not match"));
}

/// A flush makes readable what was written, and what comes after it still follows.
#[test]
fn what_was_flushed_can_be_read() {
    for def in ALL {
        let out = Shared::default();
        let mut encoder = (def.writer)(Box::new(out.clone()), def.levels.1).unwrap();
        let mut all = Vec::new();
        for line in [&b"first\n"[..], b"", b"second\n", b"third\n"] {
            encoder.write_all(line).unwrap();
            encoder.flush().unwrap();
            all.extend_from_slice(line);
            let so_far = out.0.lock().unwrap().clone();
            assert_eq!(decode_by(def, &so_far, usize::MAX, 1 << 16).0, all, "{}", def.doc.name);
        }
        encoder.finish().unwrap();
        let packed = out.0.lock().unwrap().clone();
        assert_eq!(decode(def, &packed), (all, None), "{}", def.doc.name);
    }
}

/// A header with every optional part.
#[test]
fn gzip_headers() {
    let packed = encode(&gzip::DEF, 6, b"hello");
    let mut full = vec![0x1f, 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 255, 2, 0, b'x', b'y'];
    full.extend_from_slice(b"name\0comment\0");
    full.extend_from_slice(&packed[10..]);
    assert_eq!(decode(&gzip::DEF, &full), (b"hello".to_vec(), None));
    for cut in 1..full.len() {
        let (got, why) = decode(&gzip::DEF, &full[..cut]);
        assert!(b"hello".starts_with(&got[..]), "cut at {cut}");
        assert!(why.is_some(), "cut at {cut}");
    }
    full[3] = 0x80;
    assert!(decode(&gzip::DEF, &full).1.unwrap().contains("unknown flags"));
    full[2] = 7;
    assert!(decode(&gzip::DEF, &full).1.unwrap().contains("unknown method"));
    assert!(decode(&gzip::DEF, &[&packed[..], &[0, 0, 1]].concat()).1.unwrap().contains("trailing garbage"));
}

#[test]
fn a_window_that_is_too_large_is_refused_with_the_way_out() {
    // A frame header that asks for 2^28 bytes: no single segment, no content size.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 18 << 3, 0x01, 0x00, 0x00];
    let why = decode(&zstd::DEF, &frame).1.unwrap();
    let expected = "the zstd window of 256 MiB is larger than the 128 MiB that --memory allows; raise it, as in \
                    `--memory 256MiB`";
    assert_eq!(why, expected);
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x01, 0x00, 0x00];
    assert_eq!(decode(&zstd::DEF, &frame), (Vec::new(), None));
    let garbage = [&frame[..], b"more text"].concat();
    assert_eq!(decode(&zstd::DEF, &garbage).1.unwrap(), "trailing garbage after the zstd stream at byte 9, ignored");
    // What the message asks for is enough.
    let packed = read("compression-logs/xz/shop.log.xz");
    let read = |memory: usize| {
        let mut all = Vec::new();
        let read =
            (xz::DEF.reader)(Box::new(io::Cursor::new(packed.clone())), Start { memory, at: 0 }).read_to_end(&mut all);
        read.map(|_| all).map_err(|e| e.to_string())
    };
    let why = read(1 << 20).unwrap_err();
    assert!(why.starts_with("the xz window of 9 MiB is larger than the 1 MiB that --memory allows"), "{why}");
    assert!(why.ends_with("as in `--memory 9MiB`"), "{why}");
    assert_eq!(read(9 << 20).unwrap().len(), 308_554);
}

/// The first bytes of a stream, which a decoder takes without a word.
fn opening(def: &CodecDef) -> Vec<u8> {
    let mut packed = encode(def, 1, b"some text");
    packed.truncate(if def.doc.name == "gzip" { 4 } else { 10 });
    packed
}

/// Where a stream is said to end, it ends: what is decoded apart is what is decoded in one go.
#[test]
fn spans_are_whole_streams() {
    let log = shop();
    for def in [&gzip::DEF, &zstd::DEF, &lz4::DEF] {
        let mut packed = Vec::new();
        (def.pack)(&log, def.levels.1, &mut packed).unwrap();
        let len = packed.len();
        packed.extend_from_slice(b"and more");
        assert_eq!((def.span)(&packed), Span::Ends(len), "{}", def.doc.name);
        let mut want = 0;
        while let Span::Wants(more) = (def.span)(&packed[..want]) {
            assert!(more > want && more <= len, "{}", def.doc.name);
            want = more;
        }
        assert_eq!((def.span)(b"some text that is long enough"), Span::Unknown, "{}", def.doc.name);
    }
    for name in ["shop.log.zst", "shop.long27.log.zst", "shop.checksum-bad.log.zst"] {
        let packed = read(&format!("compression-logs/zstd/{name}"));
        assert_eq!((zstd::DEF.span)(&packed), Span::Ends(packed.len()), "{name}");
    }
    let packed = read("compression-logs/lz4/shop.log.lz4");
    assert_eq!((lz4::DEF.span)(&packed), Span::Ends(packed.len()));
    let bgzf = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, b'B', b'C', 2, 0, 27, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!((gzip::DEF.span)(&bgzf), Span::Ends(28));
    assert_eq!(decode(&gzip::DEF, &bgzf.repeat(3)), (Vec::new(), None));
    assert_eq!((gzip::DEF.span)(&read("compression-logs/gzip/shop.log.gz")), Span::Unknown);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damage anywhere neither panics nor loops, and what stands before it comes out.
    #[test]
    fn damage_is_survived(codec in 0usize..ALL.len(), at in any::<u32>(), with in 1u8..=255, cut in any::<bool>()) {
        let def = ALL[codec];
        let line = |i: u32| format!("{} line\n", i.wrapping_mul(2_654_435_761)).into_bytes();
        let text: Vec<u8> = (0..2_000).flat_map(line).collect();
        let mut packed = encode(def, 3, &text);
        let at = at as usize % packed.len();
        if cut {
            packed.truncate(at);
        } else {
            packed[at] ^= with;
        }
        let (got, why) = decode_by(def, &packed, 1000, 1 << 16);
        if cut {
            prop_assert!(text.starts_with(&got));
            prop_assert_eq!(why.is_some(), at > 0);
        } else if why.is_none() {
            // Bits of the header that mean nothing: a name's or a system's.
            prop_assert!(got == text);
        }
    }

    #[test]
    fn no_bytes_panic(codec in 0usize..ALL.len(), bytes in prop::collection::vec(any::<u8>(), 0..200), start in any::<bool>()) {
        let def = ALL[codec];
        let bytes = if start { [&opening(def), &bytes[..]].concat() } else { bytes };
        let _ = decode(def, &bytes);
    }
}

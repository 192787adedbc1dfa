//! Inflating, with zlib as the oracle: arbitrary bytes as deflate data, and good data that were damaged.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use flitch::base::inflate::{Inflate, Stop};

/// The most that is inflated: a small stream may hold gigabytes.
const MOST: usize = 1 << 20;

/// Inflates the bytes, and the bytes packed and then damaged where the first of them say.
pub fn run(data: &[u8]) {
    same(data);
    let Some(([level, at, how], text)) = data.split_first_chunk::<3>() else { return };
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(u32::from(*level % 10)));
    // Repeated, so that matches go as far back as they may.
    let written = (0..1 + usize::from(*how % 4) * 5).try_for_each(|_| encoder.write_all(text));
    let Ok(mut packed) = written.and_then(|()| encoder.finish()) else { return };
    same(&packed);
    let at = usize::from(*at) * packed.len() / 256;
    if let Some(byte) = packed.get_mut(at) {
        *byte ^= how;
        same(&packed);
    }
    packed.truncate(at);
    same(&packed);
}

/// Ours gives what zlib gives, and the same however it is called.
fn same(packed: &[u8]) {
    let whole = ours(packed, usize::MAX / 2, MOST);
    let (mut expected, mut ended) = zlib(packed);
    if (whole.2, ended) == (Stop::Corrupt, Stop::Input) {
        // zlib may look at the last bits only once there are more.
        (expected, ended) = zlib(&[packed, &[0; 64]].concat());
    }
    assert_eq!((whole.1.len(), whole.2), (expected.len(), ended));
    assert!(whole.1 == expected, "the same bytes");
    let odd = packed.len() % 41;
    for (step, room) in [(1 + odd, 700), (100 + odd, 1 + odd), (5000, 300 + odd)] {
        assert!(ours(packed, step, room) == whole, "the same by {step} into {room}");
    }
}

fn zlib(packed: &[u8]) -> (Vec<u8>, Stop) {
    let mut zlib = Decompress::new(false);
    let mut out = vec![0; MOST];
    let stop = match zlib.decompress(packed, &mut out, FlushDecompress::None) {
        Ok(Status::StreamEnd) => Stop::End,
        Err(_) => Stop::Corrupt,
        Ok(_) if zlib.total_out() == MOST as u64 => Stop::Full,
        Ok(_) => Stop::Input,
    };
    out.truncate(zlib.total_out() as usize);
    (out, stop)
}

/// The bytes taken and given, in steps of so many into rooms of so many.
fn ours(packed: &[u8], step: usize, room: usize) -> (usize, Vec<u8>, Stop) {
    let mut inflate = Inflate::new();
    let (mut at, mut all) = (0, Vec::new());
    let mut out = vec![0; room];
    loop {
        let room = room.min(MOST - all.len());
        let (read, written, stop) = inflate.run(&packed[at..packed.len().min(at + step)], &mut out[..room]);
        at += read;
        all.extend_from_slice(&out[..written]);
        match stop {
            Stop::Input if at < packed.len() => {}
            Stop::Full if all.len() < MOST => {}
            // What was loaded of a symbol that had no room depends on the steps.
            Stop::Full => return (0, all, stop),
            _ => return (at, all, stop),
        }
    }
}

//! Tests of inflating, with zlib as the oracle.

use std::io::{Read, Write};

use proptest::prelude::*;

use super::*;

/// What a decoder makes of deflate data: how much it takes, what it gives, and how it ends.
type Made = (usize, Vec<u8>, Stop);

fn zlib(packed: &[u8]) -> Made {
    let mut zlib = flate2::Decompress::new(false);
    let mut out = vec![0; 1 << 20];
    let result = zlib.decompress(packed, &mut out, flate2::FlushDecompress::None);
    out.truncate(zlib.total_out() as usize);
    let stop = match result {
        Ok(flate2::Status::StreamEnd) => Stop::End,
        Ok(_) => Stop::Input,
        Err(_) => Stop::Corrupt,
    };
    (zlib.total_in() as usize, out, stop)
}

/// What ours makes of it, given so many bytes at a time, and room for so many.
fn ours(packed: &[u8], step: usize, room: usize) -> Made {
    let mut inflate = Inflate::new();
    let (mut at, mut all, mut out) = (0, Vec::new(), vec![0; room]);
    loop {
        let (read, written, stop) = inflate.run(&packed[at..packed.len().min(at + step)], &mut out);
        at += read;
        all.extend_from_slice(&out[..written]);
        match stop {
            Stop::Full => assert_eq!(written, room),
            Stop::Input if at < packed.len() => {}
            _ => return (at, all, stop),
        }
    }
}

/// Equal to zlib in what it gives and refuses, and to itself however it is called.
fn same_as_zlib(packed: &[u8]) {
    let whole = ours(packed, usize::MAX >> 1, 1 << 20);
    for (step, room) in [(1, 1 << 20), (7, 300), (100, 1), (5000, 700), (1 << 20, 40_000), (1 << 20, 319)] {
        assert!(ours(packed, step, room) == whole, "by {step} into {room}");
    }
    let zlib = zlib(packed);
    assert_eq!(whole.2, zlib.2);
    assert!(whole.1 == zlib.1, "{} and {} bytes", whole.1.len(), zlib.1.len());
    match whole.2 {
        Stop::Corrupt => assert!(whole.0.abs_diff(zlib.0) <= 8, "{} and {}", whole.0, zlib.0),
        _ => assert_eq!(whole.0, zlib.0),
    }
}

fn deflate(level: u32, bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn log() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/compression-logs/gzip/shop.log.gz");
    let mut log = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut log).unwrap();
    log
}

#[test]
fn inflating_is_what_zlib_does() {
    let log = log();
    for level in 0..=9 {
        let packed = deflate(level, &log);
        same_as_zlib(&packed);
        same_as_zlib(&[&packed[..], b"what comes after"].concat());
        same_as_zlib(&packed[..packed.len() / 2]);
        assert_eq!(ours(&packed, 1 << 20, 1 << 16).1, log);
    }
    let noise: Vec<u8> = (0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for text in [vec![b'a'; 500_000], b"ab".repeat(200_000), b"abcdefghijk".repeat(30_000), noise, Vec::new()] {
        [0, 1, 6].into_iter().for_each(|level| same_as_zlib(&deflate(level, &text)));
    }
    // Matches that refer back as far as they may, and one byte farther.
    let far: Vec<u8> = (0..40_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 20) as u8).collect();
    same_as_zlib(&deflate(9, &[&far[..32_768], &far[..32_768]].concat()));
    // Blocks of every kind that make no sense: a kind that is none, a length and its check, codes.
    for blocks in [&[7][..], &[1, 5, 0, 5, 0], &[5, 0, 0], &[0xfd; 40], &[4, 0xff, 0xff, 0xff, 0xff], &[3, 0]] {
        same_as_zlib(blocks);
    }
}

#[test]
fn a_decoder_begins_anew() {
    let mut inflate = Inflate::new();
    let mut out = [0; 1000];
    for text in [&b"first first first"[..], b"second"] {
        assert_eq!(inflate.run(&deflate(6, text), &mut out).1, text.len());
        assert_eq!(&out[..text.len()], text);
        inflate.reset();
    }
    // A match must not reach into the stream before.
    let (_, written, stop) = inflate.run(&[0x4b, 0x04, 0x42, 0, 0, 0, 0, 0], &mut out);
    assert_eq!((written, stop), (1, Stop::Corrupt));
}

#[test]
fn any_damage_is_what_zlib_says() {
    let packed = deflate(6, &log()[..3000]);
    for at in 0..packed.len() {
        let mut bad = packed.clone();
        bad[at] ^= 1 << (at % 8);
        same_as_zlib(&bad);
        same_as_zlib(&packed[..at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_data_is_inflated_as_zlib_does(
        words in prop::collection::vec("[a-e]{1,9}", 1..200),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..3000),
        level in 0_u32..10,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let text: Vec<u8> = picks.iter().flat_map(|pick| pick.get(&words).bytes().chain(*b" ")).collect();
        let mut packed = deflate(level, &text);
        for (at, with) in damage {
            let at = at.index(packed.len());
            packed[at] ^= with;
        }
        same_as_zlib(&packed);
    }
}

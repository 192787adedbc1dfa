//! Mutations by a fixed sequence: the same seeds and the same number give the same inputs
//! on every machine, so that what one run finds the next one finds too.

/// The longest input, in bytes: long enough for several blocks and batches of whole runs.
const MOST: usize = 4096;

/// A source of numbers that only look random (splitmix64).
pub struct Dice(u64);

impl Dice {
    /// The sequence of a number.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `n`; 0 when there is none.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.roll() % n as u64) as usize }
    }
}

/// Bytes that stand at the edges of something.
const EDGES: &[u8] = b"\0\x01\t\n\r \"'\\,:={}[]()|%-+.09aA\x1b\x7f\x80\xbf\xc0\xe2\xf0\xff";

/// An input made from one of the seeds by a few changes.
pub fn mutate(seeds: &[Vec<u8>], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let Some(seed) = seeds.get(dice.below(seeds.len())) else { return Vec::new() };
    let start = if seed.len() > MOST { dice.below(seed.len() - MOST) } else { 0 };
    let mut input = seed[start..seed.len().min(start + MOST)].to_vec();
    // Most inputs are changed a little, a few beyond recognition.
    let most = 2 << dice.below(5);
    let changes = 1 + dice.below(most);
    for _ in 0..changes {
        change(&mut input, seeds, words, dice);
    }
    input.truncate(MOST);
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&str], dice: &mut Dice) {
    let at = dice.below(input.len() + 1);
    let to = at + dice.below((input.len() - at).min(64) + 1);
    match dice.below(10) {
        0 if at < input.len() => input[at] ^= 1 << dice.below(8),
        1 if at < input.len() => input[at] = EDGES[dice.below(EDGES.len())],
        2 if at < input.len() => input[at] = dice.roll() as u8,
        3 => input.insert(at, EDGES[dice.below(EDGES.len())]),
        4 => drop(input.drain(at..to)),
        5 => input.truncate(at),
        6 => {
            let piece = input[at..to].to_vec();
            let most = 1 << dice.below(6);
            let times = 1 + dice.below(most);
            let piece = piece.repeat(times);
            let to = dice.below(input.len() + 1);
            input.splice(to..to, piece.into_iter().take(MOST));
        }
        7 => {
            let other = &seeds[dice.below(seeds.len())];
            let from = dice.below(other.len() + 1);
            let len = dice.below((other.len() - from).min(512) + 1);
            input.splice(at..to, other[from..from + len].iter().copied());
        }
        _ if !words.is_empty() => {
            let word = words[dice.below(words.len())].bytes();
            let to = if dice.below(2) == 0 { at } else { to };
            input.splice(at..to, word);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_inputs() {
        let seeds = [b"one two".to_vec(), b"three".to_vec()];
        let inputs = |seed| {
            let mut dice = Dice::new(seed);
            (0..500).map(|_| mutate(&seeds, &["word"], &mut dice)).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
        let different: std::collections::BTreeSet<_> = inputs(1).into_iter().collect();
        assert!(different.len() > 400, "{}", different.len());
    }
}

//! Numbers that look random and are the same for the same seed: a session can be played again.

use sha2::{Digest, Sha256};

/// See the module.
#[derive(Clone, Debug)]
pub struct Dice {
    seed: String,
    thrown: u32,
}

impl Dice {
    pub fn new(seed: &str) -> Self {
        Self { seed: seed.to_owned(), thrown: 0 }
    }

    /// From 0 to below 1.
    pub fn fraction(&mut self) -> f64 {
        self.thrown += 1;
        let hash = Sha256::digest(format!("{} {}", self.seed, self.thrown));
        let bits = hash.iter().take(4).fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }

    /// Between two numbers.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.fraction()
    }

    /// In another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            // Truncated on purpose: a fraction of the items before and including the last.
            let other = (self.fraction() * (last + 1) as f64) as usize;
            items.swap(other.min(last), last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_one_another() {
        let throw = |seed: &str| {
            let mut dice = Dice::new(seed);
            let mut items: Vec<u32> = (0..8).collect();
            dice.shuffle(&mut items);
            (items, dice.fraction().to_bits())
        };
        assert_eq!(throw("a"), throw("a"));
        assert_ne!(throw("a"), throw("b"));
        let mut sorted = throw("a").0;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn throws_are_spread_over_the_whole_range() {
        let mut dice = Dice::new("spread");
        let throws: Vec<f64> = (0..1000).map(|_| dice.between(2.0, 4.0)).collect();
        assert!(throws.iter().all(|it| (2.0..4.0).contains(it)));
        for part in 0..4 {
            let from = 2.0 + 0.5 * f64::from(part);
            let count = throws.iter().filter(|it| (from..from + 0.5).contains(*it)).count();
            assert!((200..300).contains(&count), "{count} from {from}");
        }
    }
}

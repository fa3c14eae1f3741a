//! Choices that a seed repeats.

/// The seed of this run: the one ordered, else a new one.
pub fn seed() -> u64 {
    let ordered = std::env::var("KYC_CRASH_SEED").ok();
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    ordered.map_or_else(|| u64::from(clock.subsec_nanos()), |seed| seed.parse().unwrap())
}

/// A generator of numbers (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not begin alike.
        let mut dice = Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            dice.roll();
        }
        dice
    }

    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }
}

//! A tiny seeded generator (SplitMix64): the same seed draws the same pictures on every machine and release,
//! which no general-purpose random crate promises across versions.

/// Deterministic random values.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The generator of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number of 64 bits.
    #[expect(clippy::should_implement_trait, reason = "a generator never ends, so it is no iterator")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number in `low..high`.
    pub fn range(&mut self, low: u32, high: u32) -> u32 {
        low + (self.next() % u64::from(high.saturating_sub(low).max(1))) as u32
    }

    /// A number in 0..1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// One of the items.
    pub fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        let [first, ..] = items.as_slice() else { unreachable!("lists are written out and never empty") };
        items.get(self.next() as usize % N).copied().unwrap_or(*first)
    }

    /// `count` random digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.range(0, 10) as u8)).collect()
    }
}

/// Smooth random field in 0..1 at a point: the same for the same seed.
#[must_use]
#[inline]
pub fn value_noise(seed: u64, x: f32, y: f32) -> f32 {
    let (left, top) = (floor(x), floor(y));
    let (fx, fy) = (ease(x - left), ease(y - top));
    let at = |dx: f32, dy: f32| lattice(seed, (left + dx) as i32, (top + dy) as i32);
    let upper = at(0.0, 0.0) * (1.0 - fx) + at(1.0, 0.0) * fx;
    let lower = at(0.0, 1.0) * (1.0 - fx) + at(1.0, 1.0) * fx;
    upper * (1.0 - fy) + lower * fy
}

/// `f32::floor` is a library call without SSE4.1, and noise is asked for millions of times.
fn floor(value: f32) -> f32 {
    let cut = value as i32 as f32;
    if cut > value { cut - 1.0 } else { cut }
}

fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// A hash of a grid point in 0..1.
#[must_use]
#[inline]
pub fn lattice(seed: u64, x: i32, y: i32) -> f32 {
    let mut mixed = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77) ^ seed as u32;
    mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
    mixed = (mixed ^ (mixed >> 12)).wrapping_mul(0x297A_2D39);
    ((mixed ^ (mixed >> 15)) >> 8) as f32 / (1_u32 << 24) as f32
}

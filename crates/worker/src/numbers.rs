//! Writing and reading a list of numbers, one after the other.

use kyc_vision::{Area, Point};

use crate::VERSION;

/// The longest list; longer ones are nobody's.
const MOST_ITEMS: u32 = 64;

/// Writes values as numbers.
#[derive(Default)]
pub struct Writer(pub Vec<f64>);

impl Writer {
    /// What is no number counts as 0: the rest of the message is still worth reading.
    pub fn number(&mut self, value: impl Into<f64>) {
        let value = value.into();
        self.0.push(if value.is_finite() { value } else { 0.0 });
    }

    pub fn size(&mut self, (width, height): (u32, u32)) {
        self.0.extend([f64::from(width), f64::from(height)]);
    }

    /// In two halves: a float holds 53 bits exactly.
    pub fn hash(&mut self, hash: u64) {
        self.0.extend([(hash >> 32) as f64, (hash & 0xffff_ffff) as f64]);
    }

    pub fn point(&mut self, Point { x, y }: Point) {
        self.number(x);
        self.number(y);
    }

    pub fn area(&mut self, Area { x, y, width, height }: Area) {
        for value in [x, y, width, height] {
            self.number(value);
        }
    }

    /// The length, then every item. A crowd is cut off: what would not be read would be no answer at all.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let items = items.get(..MOST_ITEMS as usize).unwrap_or(items);
        self.number(items.len() as u32);
        for item in items {
            write(self, item);
        }
    }

    /// A list of one or none.
    pub fn option<T>(&mut self, item: Option<T>, mut write: impl FnMut(&mut Self, &T)) {
        self.list(item.as_slice(), &mut write);
    }
}

/// Reads numbers as values. What is not there or makes no sense reads as nothing and is remembered: one question at the
/// end instead of one at every number is a fifth of the code, which is loaded before the welcome screen.
pub struct Reader<'a> {
    numbers: &'a [f64],
    is_broken: bool,
}

impl<'a> Reader<'a> {
    /// Reads a message of this version.
    pub fn new(numbers: &'a [f64]) -> Self {
        let mut from = Self { numbers, is_broken: false };
        let version = from.whole();
        from.expect((version == VERSION).then_some(()));
        from
    }

    /// Remembers that there is no value.
    pub fn expect<T>(&mut self, value: Option<T>) -> Option<T> {
        self.is_broken |= value.is_none();
        value
    }

    #[inline(never)]
    pub fn float(&mut self) -> f64 {
        let split = self.numbers.split_first().filter(|(first, _)| first.is_finite());
        match self.expect(split) {
            Some((first, rest)) => {
                self.numbers = rest;
                *first
            }
            None => 0.0,
        }
    }

    /// A number beyond what 32 bits hold is none.
    pub fn single(&mut self) -> f32 {
        let value = self.float() as f32;
        self.expect(value.is_finite().then_some(()));
        value
    }

    #[inline(never)]
    pub fn whole(&mut self) -> u32 {
        let value = self.float();
        let whole = value as u32;
        self.expect((f64::from(whole) == value).then_some(()));
        whole
    }

    pub fn size(&mut self) -> (u32, u32) {
        (self.whole(), self.whole())
    }

    pub fn hash(&mut self) -> u64 {
        u64::from(self.whole()) << 32 | u64::from(self.whole())
    }

    pub fn point(&mut self) -> Point {
        Point { x: self.single(), y: self.single() }
    }

    pub fn area(&mut self) -> Area {
        Area { x: self.single(), y: self.single(), width: self.single(), height: self.single() }
    }

    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = self.whole();
        self.expect((length <= MOST_ITEMS).then_some(()));
        let mut items = Vec::new();
        while !self.is_broken && items.len() < length as usize {
            items.push(read(self));
        }
        items
    }

    pub fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let count = self.whole();
        self.expect((count <= 1).then_some(()));
        (count == 1).then(|| read(self))
    }

    /// What was read, if all of it made sense and nothing is left.
    pub fn done<T>(self, value: T) -> Option<T> {
        (!self.is_broken && self.numbers.is_empty()).then_some(value)
    }
}

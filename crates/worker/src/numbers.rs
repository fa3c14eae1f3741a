//! Writing and reading a list of numbers, one after the other.

use kyc_vision::{Area, Point};

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

    /// The length, then every item.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
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

/// Reads numbers as values; `None` for what is not there or makes no sense.
pub struct Reader<'a>(pub &'a [f64]);

impl Reader<'_> {
    /// Longer lists are nobody's.
    const MOST_ITEMS: u32 = 64;

    pub fn float(&mut self) -> Option<f64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        first.is_finite().then_some(*first)
    }

    pub fn single(&mut self) -> Option<f32> {
        Some(self.float()? as f32).filter(|value| value.is_finite())
    }

    pub fn whole(&mut self) -> Option<u32> {
        let value = self.float()?;
        let whole = value as u32;
        (f64::from(whole) == value).then_some(whole)
    }

    pub fn size(&mut self) -> Option<(u32, u32)> {
        Some((self.whole()?, self.whole()?))
    }

    pub fn hash(&mut self) -> Option<u64> {
        Some(u64::from(self.whole()?) << 32 | u64::from(self.whole()?))
    }

    pub fn point(&mut self) -> Option<Point> {
        Some(Point { x: self.single()?, y: self.single()? })
    }

    pub fn area(&mut self) -> Option<Area> {
        let [x, y, width, height] = [self.single()?, self.single()?, self.single()?, self.single()?];
        Some(Area { x, y, width, height })
    }

    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.whole().filter(|length| *length <= Self::MOST_ITEMS)?;
        (0..length).map(|_| read(self)).collect()
    }

    pub fn option<T>(&mut self, read: impl FnMut(&mut Self) -> Option<T>) -> Option<Option<T>> {
        Some(self.list(read)?.pop())
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

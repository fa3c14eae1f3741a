//! Numbers as they come, and as they are wrong.

use arbitrary::{Arbitrary, Result, Unstructured};
use kyc_vision::{Point, Quad};

/// A place or a size: mostly one of a picture, now and then any bits at all.
pub fn float(u: &mut Unstructured<'_>) -> Result<f32> {
    Ok(match u.arbitrary::<u8>()? {
        0 => f32::from_bits(u.arbitrary()?),
        1 => *u.choose(&[
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::MAX,
            f32::MIN,
            f32::MIN_POSITIVE,
            -0.0,
        ])?,
        _ => f32::from(u.arbitrary::<i16>()?) / 16.0,
    })
}

/// Four corners, in any order.
pub fn quad(u: &mut Unstructured<'_>) -> Result<Quad> {
    let mut corners = [Point::default(); 4];
    for corner in &mut corners {
        *corner = Point::new(float(u)?, float(u)?);
    }
    Ok(Quad(corners))
}

/// Up to `most` of something.
pub fn several<'a, T>(
    u: &mut Unstructured<'a>,
    most: usize,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=most)?).map(|_| one(u)).collect()
}

/// One of something, or nothing.
pub fn maybe<'a, T>(
    u: &mut Unstructured<'a>,
    one: impl FnOnce(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if bool::arbitrary(u)? { one(u).map(Some) } else { Ok(None) }
}

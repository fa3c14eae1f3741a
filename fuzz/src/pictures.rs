//! Pictures: drawn by a few bytes, so that there is something to find on them, or bytes as they come.

use arbitrary::{Result, Unstructured};
use kyc_vision::Quad;
use kyc_worker::Pixels;

use crate::numbers::{quad, several};

/// Edges that a drawn picture may have; larger ones are only slower.
const EDGES: [u32; 8] = [1, 2, 3, 31, 64, 160, 317, 400];

/// A picture, owned.
pub struct Picture {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    stride: u32,
    is_studio_range: bool,
}

impl Picture {
    /// As a browser hands it over.
    pub fn pixels(&self) -> Pixels<'_> {
        let Self { bytes, width, height, stride, is_studio_range } = self;
        Pixels { bytes, width: *width, height: *height, stride: *stride, is_studio_range: *is_studio_range }
    }

    /// Size and bytes that fit each other or not.
    fn raw(u: &mut Unstructured<'_>) -> Result<Self> {
        let is_studio_range = u.arbitrary()?;
        let edge = |u: &mut Unstructured<'_>| match u.arbitrary()? {
            0_u8 => u.arbitrary(),
            small => Ok(u32::from(small) % 40),
        };
        let (width, height, stride) = (edge(u)?, edge(u)?, edge(u)?);
        let bytes = u.bytes(u.len())?.to_vec();
        Ok(Self { bytes, width, height, stride, is_studio_range })
    }

    /// Sheets on a ground with grain.
    fn drawn(u: &mut Unstructured<'_>) -> Result<Self> {
        let (width, height) = (*u.choose(&EDGES)?, *u.choose(&EDGES)?);
        let (ground, grain, gap): (u8, u8, bool) = u.arbitrary()?;
        let sheets = several(u, 4, |u| Ok((quad(u)?, u.arbitrary::<u8>()?)))?;
        // Bytes behind each row, as in video frames; 0 for four bytes a pixel.
        let stride = if u.arbitrary()? { 0 } else { width + u32::from(gap) * 5 };
        let mut seed = 1_u32;
        let mut level = |x: u32, y: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let sheet = sheets.iter().rev().find(|(quad, _)| holds(quad, x as f32, y as f32));
            let noise = (seed >> 24) % (u32::from(grain) / 8 + 1);
            sheet.map_or(ground, |(_, level)| *level).saturating_add(noise as u8)
        };
        let mut bytes = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let level = level(x, y);
                match stride {
                    0 => bytes.extend([level, level, level, 255]),
                    _ => bytes.push(level),
                }
            }
            bytes.resize(bytes.len() + stride.saturating_sub(width) as usize, 0);
        }
        Ok(Self { bytes, width, height, stride, is_studio_range: u.arbitrary()? })
    }

    /// Either.
    pub fn any(u: &mut Unstructured<'_>) -> Result<Self> {
        if u.arbitrary()? { Self::raw(u) } else { Self::drawn(u) }
    }
}

fn holds(Quad([a, b, c, d]): &Quad, x: f32, y: f32) -> bool {
    [(a, b), (b, c), (c, d), (d, a)]
        .iter()
        .all(|(from, to)| (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0.0)
}

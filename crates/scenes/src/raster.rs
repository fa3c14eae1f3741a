//! A picture of floating point values and the one operation that blurs it: a weighted sum of shifted copies.

/// Rows of `channels` values per pixel.
#[derive(Clone, Debug)]
pub struct Raster {
    pub width: usize,
    pub height: usize,
    channels: usize,
    pub values: Vec<f32>,
}

/// A copy shifted by so many pixels, and its weight.
type Tap = (isize, isize, f32);

impl Raster {
    pub fn new(width: usize, height: usize, channels: usize) -> Self {
        Self { width, height, channels, values: vec![0.0; width * height * channels] }
    }

    /// Out of focus by a Gaussian of `sigma` pixels.
    pub fn blurred(&self, sigma: f32) -> Self {
        if sigma < 0.05 {
            return self.clone();
        }
        let reach = (sigma * 3.0).ceil() as isize;
        let weight = |at: isize| (-0.5 * (at as f32 / sigma).powi(2)).exp();
        let sum: f32 = (-reach..=reach).map(weight).sum();
        let taps = |along: fn(isize) -> (isize, isize)| -> Vec<Tap> {
            let tap = |at: isize| (along(at).0, along(at).1, weight(at) / sum);
            (-reach..=reach).map(tap).collect()
        };
        self.summed(&taps(|at| (at, 0))).summed(&taps(|at| (0, at)))
    }

    /// Smeared along a line of `length` pixels in the direction of `angle` (radians).
    pub fn smeared(&self, length: f32, angle: f32) -> Self {
        let steps = (length * 2.0).ceil().max(1.0);
        let (sin, cos) = angle.sin_cos();
        let tap = |step: usize| {
            let along = (step as f32 / steps - 0.5) * length;
            ((along * cos).round() as isize, (along * sin).round() as isize, 1.0 / (steps + 1.0))
        };
        let taps: Vec<Tap> = (0..=steps as usize).map(tap).collect();
        self.summed(&taps)
    }

    /// The border is repeated.
    fn summed(&self, taps: &[Tap]) -> Self {
        let pad = taps.iter().map(|tap| tap.0.unsigned_abs()).max().unwrap_or(0);
        let row = self.width * self.channels;
        let mut sum = Self::new(self.width, self.height, self.channels);
        if row == 0 {
            return sum;
        }
        let padded: Vec<Vec<f32>> = self.values.chunks_exact(row).map(|row| self.padded(row, pad)).collect();
        let last = self.height as isize - 1;
        for (y, out) in sum.values.chunks_exact_mut(row).enumerate() {
            for &(dx, dy, weight) in taps {
                let source = padded.get((y as isize + dy).clamp(0, last) as usize);
                let start = (pad as isize + dx) as usize * self.channels;
                let source = source.and_then(|source| source.get(start..start + row)).unwrap_or(&[]);
                for (out, value) in out.iter_mut().zip(source) {
                    *out += weight * value;
                }
            }
        }
        sum
    }

    fn padded(&self, row: &[f32], pad: usize) -> Vec<f32> {
        let first = row.get(..self.channels).unwrap_or(&[]);
        let last = row.len().checked_sub(self.channels).and_then(|start| row.get(start..)).unwrap_or(&[]);
        let mut padded = first.repeat(pad);
        padded.extend_from_slice(row);
        padded.extend(last.repeat(pad));
        padded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot() -> Raster {
        let mut raster = Raster::new(21, 21, 1);
        raster.values[10 * 21 + 10] = 1.0;
        raster
    }

    #[test]
    fn blur_keeps_the_light_and_has_the_deviation_it_was_asked_for() {
        let soft = dot().blurred(2.0);
        assert!((soft.values.iter().sum::<f32>() - 1.0).abs() < 1e-3);
        let spread: f32 =
            soft.values.iter().enumerate().map(|(at, value)| (at as f32 % 21.0 - 10.0).powi(2) * value).sum();
        assert!((spread.sqrt() - 2.0).abs() < 0.1, "{spread}");
    }

    #[test]
    fn motion_smears_along_its_direction_only() {
        let moved = dot().smeared(6.0, 0.0);
        let lit: Vec<usize> = (0..441).filter(|&at| moved.values[at] > 0.0).collect();
        assert!(lit.iter().all(|at| at / 21 == 10) && (5..=8).contains(&lit.len()), "{lit:?}");
    }
}

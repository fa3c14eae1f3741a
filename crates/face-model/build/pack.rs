//! Packs the model: every table of weights becomes bytes that are multiples of one step. What the parts of the result
//! are is told where they are read, in `kyc_vision`'s `faces/packed.rs`.
//!
//! How coarse: the detector answers the same on the photograph's 29 faces and on drawn people, as a test shows; what
//! changes is less than one level of noise in the picture changes.

use std::error::Error;

/// Largest multiple of the step in a table of the first classifiers, 300 KB of floats that compress to 80 KB.
const BOOSTED_LEVELS: f32 = 31.0;
/// The same of each neural network, from the first to the last. The last is the largest, 690 KB, and least sensitive.
const NETWORK_LEVELS: [f32; 3] = [63.0, 63.0, 31.0];

type Packed<T> = Result<T, Box<dyn Error>>;

/// The packed form of SeetaFace's model.
pub fn pack(model: &[u8]) -> Packed<Vec<u8>> {
    let mut packer = Packer { rest: model, plain: Vec::new(), body: Vec::new() };
    let mut networks = NETWORK_LEVELS.iter();
    for _ in 0..packer.count()? {
        for _ in 0..packer.count()? {
            for _ in 0..packer.count()? {
                match packer.count()? {
                    0 => packer.boosted()?,
                    1 => packer.network(*networks.next().ok_or("more networks than levels")?)?,
                    _ => return Err("a classifier of a kind that is not known".into()),
                }
            }
            let sources = packer.count()?;
            packer.keep(sources)?;
        }
    }
    if !packer.rest.is_empty() {
        return Err("the model is longer than it says".into());
    }
    packer.weights(0, 1.0)?;
    let checksum = fnv1a(&packer.body);
    Ok([b"SFD1", checksum.to_le_bytes().as_slice(), &packer.body].concat())
}

struct Packer<'a> {
    rest: &'a [u8],
    /// What goes as it is before the next table.
    plain: Vec<u8>,
    body: Vec<u8>,
}

impl Packer<'_> {
    fn take(&mut self, bytes: usize) -> Packed<&[u8]> {
        self.rest.split_off(..bytes).ok_or_else(|| "the model is shorter than it says".into())
    }

    /// A number that is kept and needed: less than nothing means nothing.
    fn count(&mut self) -> Packed<usize> {
        let bytes: [u8; 4] = self.take(4)?.try_into()?;
        self.plain.extend(bytes);
        Ok(usize::try_from(i32::from_le_bytes(bytes)).unwrap_or(0))
    }

    /// So many numbers that are kept.
    fn keep(&mut self, numbers: usize) -> Packed<()> {
        let bytes = self.take(numbers * 4)?.to_vec();
        self.plain.extend(bytes);
        Ok(())
    }

    /// Places of the features and thresholds, then a table of weights.
    fn boosted(&mut self) -> Packed<()> {
        let (features, bins) = (self.count()?, self.count()?);
        self.keep(features * 3)?;
        self.weights(features * (bins + 1), BOOSTED_LEVELS)
    }

    /// Which features it takes and its threshold, then weights and biases of every layer.
    fn network(&mut self, levels: f32) -> Packed<()> {
        let (layers, features) = (self.count()?, self.count()?);
        self.keep(features + 1)?;
        let mut inputs = self.count()?;
        for _ in 1..layers {
            let outputs = self.count()?;
            self.weights(inputs * outputs, levels)?;
            self.keep(outputs)?;
            inputs = outputs;
        }
        Ok(())
    }

    /// Writes what was kept, and so many weights.
    fn weights(&mut self, count: usize, levels: f32) -> Packed<()> {
        let floats: Vec<f32> =
            self.take(count * 4)?.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let greatest = floats.iter().fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
        let step = greatest / levels;
        self.body.extend(u32::try_from(self.plain.len())?.to_le_bytes());
        self.body.append(&mut self.plain);
        self.body.extend(u32::try_from(count)?.to_le_bytes());
        self.body.extend(step.to_le_bytes());
        self.body.extend(floats.iter().map(|weight| ((weight / step).round() as i8).cast_unsigned()));
        Ok(())
    }
}

fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

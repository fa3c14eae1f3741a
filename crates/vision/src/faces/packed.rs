//! The detector's model as it travels: weights of one byte in place of four.
//!
//! After the four letters `SFD1` and a checksum of the rest (FNV-1a, 32 bits) come parts, each in two halves: a count
//! and that many bytes to be taken as they are; a count, a step and that many signed bytes, each a multiple of the step.
//! All numbers are little-endian, 32 bits wide. Written by the build script of `kyc-face-model`.

const MAGIC: &[u8; 4] = b"SFD1";

/// The model in the format of its authors; `None` unless it is whole and has `length` bytes.
pub(super) fn unpack(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let (magic, rest) = packed.split_first_chunk::<4>()?;
    let (checksum, mut rest) = rest.split_first_chunk::<4>()?;
    if magic != MAGIC || u32::from_le_bytes(*checksum) != fnv1a(rest) {
        return None;
    }
    let mut model = Vec::with_capacity(length);
    while !rest.is_empty() {
        let plain = taken(&mut rest)?;
        let plain = rest.split_off(..plain)?;
        let weights = taken(&mut rest)?;
        let step = f32::from_le_bytes(*rest.split_off(..4)?.as_array()?);
        let weights = rest.split_off(..weights)?;
        if model.len() + plain.len() + weights.len() * 4 > length {
            return None;
        }
        model.extend_from_slice(plain);
        model.extend(weights.iter().flat_map(|&byte| (f32::from(byte.cast_signed()) * step).to_le_bytes()));
    }
    (model.len() == length).then_some(model)
}

/// A count from the front of `rest`.
fn taken(rest: &mut &[u8]) -> Option<usize> {
    let (count, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    usize::try_from(u32::from_le_bytes(*count)).ok()
}

fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(body: &[u8]) -> Vec<u8> {
        [MAGIC.as_slice(), &fnv1a(body).to_le_bytes(), body].concat()
    }

    /// Two bytes as they are, then the weights -1 and 1.5 in steps of a half.
    fn part() -> Vec<u8> {
        let halves: [&[u8]; 5] = [&[2, 0, 0, 0, 7, 9], &[2, 0, 0, 0], &0.5_f32.to_le_bytes(), &[254, 3], &[]];
        packed(&halves.concat())
    }

    #[test]
    fn plain_bytes_stay_and_weights_are_multiples_of_the_step() {
        let expected = [&[7, 9][..], &(-1.0_f32).to_le_bytes(), &1.5_f32.to_le_bytes()].concat();
        assert_eq!(unpack(&part(), 10), Some(expected));
    }

    #[test]
    fn anything_else_is_refused() {
        let good = part();
        assert_eq!(unpack(&good, 9), None);
        assert_eq!(unpack(&good, 11), None);
        assert_eq!(unpack(b"<!doctype html><title>Not found</title>", 10), None);
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert_eq!(unpack(&bad, 10), None, "byte {at}");
            assert_eq!(unpack(&good[..at], 10), None, "{at} bytes");
        }
        // The sums are right here, the counts are not.
        assert_eq!(unpack(&packed(&[255, 255, 255, 255, 1]), 10), None);
        assert_eq!(unpack(&packed(&[0; 11]), 10), None);
    }
}

//! What is seen of every figure in every scene, written to a file for the fitting.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::Path;

use kyc_vision::{Candidate, Frame, Rgba, Side, Study, study};

use crate::drawn::Drawn;
use crate::truth::Worth;
use crate::{Outcome, Stage, on_every_core};

/// The figures of one scene.
pub struct Gathered {
    pub kind: u8,
    pub is_grey: bool,
    pub figures: Vec<Noted>,
}

/// One figure.
pub struct Noted {
    pub worth: Worth,
    pub is_whole: bool,
    pub numbers: Vec<f32>,
}

/// Draws the scenes and notes their figures, with colours and without.
pub fn gather(stage: Stage, out: &Path, folder: &Path, seeds: Range<u64>) -> Outcome {
    let mut to = BufWriter::new(File::create(out)?);
    let scenes = on_every_core(seeds, |seed| {
        let drawn = Drawn::of(seed, folder);
        drawn.counts.then(|| [false, true].map(|is_grey| noted(stage, &drawn, is_grey)))
    });
    for scene in scenes.into_iter().flatten().flatten() {
        to.write_all(&scene)?;
    }
    Ok(to.flush()?)
}

/// What is considered, with colours or without.
pub fn studied(drawn: &Drawn, is_grey: bool, is_deep: bool) -> Study {
    let (width, height) = drawn.picture.dimensions();
    let pixels = drawn.rgba();
    let Some(rgba) = Rgba::new(&pixels, width, height) else { return Study::default() };
    let luma = rgba.to_luma(u32::MAX);
    let frame = if is_grey { Frame::Luma(luma.as_luma()) } else { Frame::Rgba(rgba) };
    study(&frame, drawn.target, is_deep)
}

/// Kind of scene, numbers of each, how many; then of each its worth, whether it is whole, and the numbers.
fn noted(stage: Stage, drawn: &Drawn, is_grey: bool) -> Vec<u8> {
    let Study { lines, glanced, figures } = studied(drawn, is_grey, stage != Stage::Figures);
    let of_figures = |figures: Vec<Candidate>| -> Vec<Noted> {
        let noted = |Candidate { quad, sides, numbers }| Noted {
            worth: Worth::of(&quad, &sides, drawn),
            is_whole: sides.is_empty(),
            numbers,
        };
        figures.into_iter().map(noted).collect()
    };
    let of_line =
        |Side { ends, numbers }| Noted { worth: Worth::of_line(ends, drawn), is_whole: true, numbers };
    let figures = match stage {
        Stage::Lines => lines.into_iter().map(of_line).collect(),
        Stage::Glance => of_figures(glanced),
        Stage::Figures => of_figures(figures),
    };
    let each = figures.first().map_or(0, |figure| figure.numbers.len());
    let kind = u8::from(drawn.is_whole()) + 2 * u8::from(drawn.is_cut()) + 4 * u8::from(is_grey);
    let mut bytes = vec![kind, each as u8];
    bytes.extend((figures.len() as u16).to_le_bytes());
    for Noted { worth, is_whole, numbers } in &figures {
        bytes.extend([*worth as u8, u8::from(*is_whole)]);
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
    bytes
}

/// Reads what was gathered.
pub fn read(path: &Path) -> std::io::Result<Vec<Gathered>> {
    let mut from = BufReader::new(File::open(path)?);
    let (mut scenes, mut head) = (Vec::new(), [0; 4]);
    while from.read_exact(&mut head).is_ok() {
        let [kind, each, low, high] = head;
        let count = u16::from_le_bytes([low, high]);
        let mut figures = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (mut flags, mut bytes) = ([0; 2], vec![0; usize::from(each) * 4]);
            from.read_exact(&mut flags)?;
            from.read_exact(&mut bytes)?;
            let worth = match flags[0] {
                0 => Worth::Right,
                1 => Worth::Close,
                _ => Worth::Wrong,
            };
            let numbers = bytes.as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
            figures.push(Noted { worth, is_whole: flags[1] == 1, numbers });
        }
        scenes.push(Gathered { kind: kind % 4, is_grey: kind >= 4, figures });
    }
    Ok(scenes)
}

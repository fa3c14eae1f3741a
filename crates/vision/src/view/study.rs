//! What the search considers, with the numbers by which it chooses: for the fitting of its weights.

use super::edges::Edges;
use super::features::Evidence;
use super::figures::{Figure, MOST, figures};
use super::lines::{MAX_LINES, straight_lines};
use super::promise::{line_numbers, parallels};
use super::{SEARCH_EDGE, cut_sides, planes};
use crate::print::PrintMap;
use crate::{ANALYSIS_EDGE, Frame, PictureSide, Point, Quad, Target};

/// Of what is chosen from, so many times as much is shown as is chosen.
const SLACK: usize = 20;

/// A line that may be a side.
#[derive(Clone, Debug)]
pub struct Side {
    /// Two points of it, in pixels of the frame.
    pub ends: [Point; 2],
    /// What speaks for it.
    pub numbers: Vec<f32>,
}

/// A figure that may be the document.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its corners in pixels of the frame.
    pub quad: Quad,
    /// The sides of the picture beyond which it goes; empty if it is whole.
    pub sides: Vec<PictureSide>,
    /// What speaks for it.
    pub numbers: Vec<f32>,
}

/// What the search considers in a frame.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// Lines.
    pub lines: Vec<Side>,
    /// Figures at first sight.
    pub glanced: Vec<Candidate>,
    /// Figures that are looked at closely.
    pub figures: Vec<Candidate>,
}

/// All that is considered; `is_deep` shows more of what is chosen from.
#[must_use]
pub fn study(frame: &Frame<'_>, target: Target, is_deep: bool) -> Study {
    let planes = planes::planes(frame, SEARCH_EDGE);
    let small = frame.to_luma(ANALYSIS_EDGE);
    let print = PrintMap::of(&small.as_luma());
    let print = (&print, frame.width() as f32 / small.width().max(1) as f32);
    let edges = Edges::of(&planes);
    let size = (edges.width as f32, edges.height as f32);
    let scale = frame.width() as f32 / size.0.max(1.0);
    let mut study = Study::default();
    if is_deep {
        let all = straight_lines(&edges, usize::MAX);
        for (line, beside) in all.iter().zip(parallels(&all)) {
            let ends = [line.point(line.start), line.point(line.start + 100.0)];
            let numbers = line_numbers(line, beside).to_vec();
            study.lines.push(Side { ends: ends.map(|end| end.scaled(scale)), numbers });
        }
    }
    let lines = straight_lines(&edges, MAX_LINES);
    let candidate = |figure: &Figure, numbers: &[f32]| Candidate {
        quad: figure.quad.scaled(scale),
        sides: if figure.is_whole() { Vec::new() } else { cut_sides(&figure.quad, size.0, size.1) },
        numbers: numbers.to_vec(),
    };
    if is_deep {
        let glanced = figures(&lines, size, MOST.map(|most| most * SLACK));
        study.glanced = glanced.iter().map(|figure| candidate(figure, &figure.glance)).collect();
    }
    let chosen = figures(&lines, size, MOST);
    let evidence = Evidence { planes: &planes, frame, edges: &edges, lines: &lines, print, target };
    study.figures = chosen.iter().map(|figure| candidate(figure, &evidence.of(figure, &chosen))).collect();
    study
}

//! What the weights that are compiled in make of scenes, by kind.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use kyc_vision::{DocumentView, Frame, Rgba, document_view};

use crate::drawn::Drawn;
use crate::gather::studied;
use crate::marks::write_marked;
use crate::truth::{RIGHT, Worth, corner_error};
use crate::{Outcome, on_every_core};

/// Scenes of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    of: u32,
    /// Among the figures looked at.
    among: u32,
    right: u32,
    /// A whole document claimed where there is none, or elsewhere.
    wrong: u32,
    /// Cut off where it is, whatever the sides; and where it is not.
    cut: u32,
    cut_wrong: u32,
}

/// Prints a table, and writes pictures of the scenes judged wrong.
pub fn measure(folder: &Path, seeds: Range<u64>, is_grey: bool, misses: Option<&Path>) -> Outcome {
    if let Some(misses) = misses {
        std::fs::create_dir_all(misses)?;
    }
    let mut table: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut whole, mut without, mut time, mut count) =
        (Tally::default(), Tally::default(), Duration::ZERO, 0);
    let judged = on_every_core(seeds, |seed| {
        let drawn = Drawn::of(seed, folder);
        let (view, took) = seen(&drawn, is_grey);
        let tally = judge(&drawn, &view, is_grey);
        let is_bad = tally.right == 0 || tally.wrong + tally.cut_wrong > 0;
        if let Some(misses) = misses.filter(|_| drawn.counts && is_bad) {
            let name = format!("{}-{seed}{}.png", drawn.kind, if tally.among > 0 { "" } else { "-never" });
            let _ = write_marked(&misses.join(name), &drawn, &view);
        }
        (drawn.kind, drawn.counts.then_some(drawn.is_whole()), tally, took)
    });
    for (kind, is_whole, tally, took) in judged {
        table.entry(kind).or_default().add(&tally);
        match is_whole {
            Some(true) => whole.add(&tally),
            Some(false) => without.add(&tally),
            None => {}
        }
        (time, count) = (time + took, count + 1);
    }
    println!("{:9} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6}", "", "", "among", "right", "wrong", "cut", "cut?");
    for (kind, Tally { of, among, right, wrong, cut, cut_wrong }) in &table {
        println!("{kind:9} {of:5} {among:6} {right:6} {wrong:6} {cut:6} {cut_wrong:6}");
    }
    let share = |part: u32, of: u32| f64::from(part) * 100.0 / f64::from(of.max(1));
    println!("whole documents: corners right in {:.2} % of {}", share(whole.right, whole.of), whole.of);
    println!(
        "no whole document: none claimed in {:.2} % of {}",
        100.0 - share(without.wrong, without.of),
        without.of
    );
    println!("{:.1} ms a scene", time.as_secs_f64() * 1000.0 / f64::from(count.max(1)));
    Ok(())
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.of += other.of;
        self.among += other.among;
        self.right += other.right;
        self.wrong += other.wrong;
        self.cut += other.cut;
        self.cut_wrong += other.cut_wrong;
    }
}

fn seen(drawn: &Drawn, is_grey: bool) -> (DocumentView, Duration) {
    let (width, height) = drawn.picture.dimensions();
    let pixels = drawn.rgba();
    let Some(rgba) = Rgba::new(&pixels, width, height) else {
        return (DocumentView::NotFound, Duration::ZERO);
    };
    let luma = rgba.to_luma(u32::MAX);
    let frame = if is_grey { Frame::Luma(luma.as_luma()) } else { Frame::Rgba(rgba) };
    let start = Instant::now();
    let view = document_view(&frame, drawn.target);
    (view, start.elapsed())
}

fn judge(drawn: &Drawn, view: &DocumentView, is_grey: bool) -> Tally {
    let size = (drawn.picture.width() as f32, drawn.picture.height() as f32);
    let truth = drawn.outline.filter(|_| drawn.is_whole());
    let is_right = match view {
        DocumentView::Whole { quad, .. } => {
            truth.is_some_and(|truth| corner_error(quad, &truth, size) < RIGHT)
        }
        DocumentView::Cut { sides, .. } => *sides == drawn.cut,
        DocumentView::NotFound => drawn.outline.is_none(),
    };
    let is_cut = matches!(view, DocumentView::Cut { .. });
    let is_whole = matches!(view, DocumentView::Whole { .. });
    let is_among =
        |found: &kyc_vision::Candidate| Worth::of(&found.quad, &found.sides, drawn) == Worth::Right;
    let among = drawn.outline.is_none() || studied(drawn, is_grey, false).figures.iter().any(is_among);
    Tally {
        of: 1,
        among: u32::from(among),
        right: u32::from(is_right),
        wrong: u32::from(is_whole && !is_right),
        cut: u32::from(is_cut && drawn.is_cut()),
        cut_wrong: u32::from(is_cut && !drawn.is_cut()),
    }
}

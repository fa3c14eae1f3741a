//! The fitting: of all figures of a scene, and that there is none, the right ones are to be the likeliest.

use std::fmt::Write as _;
use std::path::Path;

use kyc_specimen::Rng;

use crate::gather::{Gathered, Noted, read};
use crate::net::{Net, Shape, Trace};
use crate::truth::Worth;
use crate::{Outcome, Stage};

/// Rounds over all scenes, and scenes before each step.
const ROUNDS: usize = 20;
const BATCH: usize = 16;
/// Length of the first steps; it falls in a line to a fiftieth.
const PACE: f32 = 0.004;
/// Numbers about a side, as in `view::sides`.
const SIDE: usize = 16;
/// Holds weights back: each step takes this share of its length off them. With 0.1 they are too small to tell cut documents apart.
const DECAY: f32 = 0.02;
/// Of all scenes one in so many (a prime, so of every kind) is kept back to see how the weights do on others.
const KEPT_BACK: usize = 11;
/// Slope of a figure that is nearly right.
const MILD: f32 = 0.3;
/// As `view::weights::UNIT`.
const UNIT: f32 = 1024.0;

/// Fits and writes the weights.
pub fn train(stage: Stage, out: &Path, files: &[&str]) -> Outcome {
    let mut scenes = Vec::new();
    for file in files {
        scenes.extend(read(Path::new(file))?);
    }
    let inputs =
        scenes.iter().flat_map(|scene| scene.figures.first()).map(|figure| figure.numbers.len()).max();
    let inputs = inputs.ok_or("no figures")?;
    let rounds = setting("FIT_ROUNDS", ROUNDS);
    let shape = shape(stage, inputs);
    let mut net = Net::new(shape, 12345);
    // Every scene is there twice, with colours and without.
    let is_kept = |at: usize| (at / 2).is_multiple_of(KEPT_BACK);
    let mut order: Vec<usize> = (0..scenes.len()).filter(|&at| !is_kept(at)).collect();
    let mut rng = Rng::new(77);
    for round in 0..rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, rng.range(0, at as u32 + 1) as usize);
        }
        let pace = PACE * (1.0 - round as f32 / rounds as f32).max(0.02);
        let mut loss = 0.0;
        for batch in order.chunks(BATCH) {
            for scene in batch.iter().filter_map(|&at| scenes.get(at)) {
                loss +=
                    if stage == Stage::Lines { learn_each(&mut net, scene) } else { learn(&mut net, scene) };
            }
            net.step(batch.len(), pace, DECAY);
        }
        if round % 5 == 4 || round + 1 == rounds {
            let kept = scenes.iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, scene)| scene);
            let (sum, count) =
                kept.fold((0.0, 0), |(sum, count), scene| (sum + loss_of(&net, scene), count + 1));
            let kept = sum / count.max(1) as f32;
            println!(
                "round {}: loss {:.4}, of those kept back {kept:.4}",
                round + 1,
                loss / order.len() as f32
            );
        }
    }
    for (name, is_grey) in [("colours", false), ("brightness", true)] {
        let kept = scenes.iter().enumerate().filter(|(at, one)| is_kept(*at) && one.is_grey == is_grey);
        let kept: Vec<&Gathered> = kept.map(|(_, scene)| scene).collect();
        match stage {
            Stage::Lines => report_ranks(name, &net, &kept, &[40, 48, 56, 64, 72, 80]),
            Stage::Glance => report_ranks(name, &net, &kept, &[8, 16, 24, 32, 48, 64]),
            Stage::Figures => report(name, &net, &kept),
        }
    }
    let text = if stage == Stage::Figures { written(&net, scenes.len()) } else { sum_written(&net) };
    Ok(std::fs::write(out, text)?)
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Figures have a perceptron that looks at their sides first, all else is a weighted sum.
fn shape(stage: Stage, inputs: usize) -> Shape {
    if stage != Stage::Figures {
        return Shape { plain: inputs, ..Shape::default() };
    }
    Shape {
        plain: inputs - 4 * SIDE,
        part: SIDE,
        part_hidden: 12,
        part_out: 6,
        hidden: setting("FIT_HIDDEN", 48),
    }
}

/// One scene's part in a step; how far the right answer is from certain.
fn learn(net: &mut Net, scene: &Gathered) -> f32 {
    let mut trace = Trace::default();
    let (none, shares) = shares(net, scene);
    let answers = Answers::of(scene);
    let wanted = answers.share(scene, none, &shares);
    for (figure, &share) in scene.figures.iter().zip(&shares) {
        let goal = if answers.has(figure) { share / wanted } else { 0.0 };
        // What is nearly right is neither asked for nor held against it much.
        let by = (share - goal) * if figure.worth == Worth::Close { MILD } else { 1.0 };
        if by.abs() > 1e-5 {
            net.score(&figure.numbers, &mut trace);
            net.blame(&figure.numbers, &trace, by);
        }
    }
    -wanted.ln()
}

/// How far the right answer is from certain.
fn loss_of(net: &Net, scene: &Gathered) -> f32 {
    let (none, shares) = shares(net, scene);
    -Answers::of(scene).share(scene, none, &shares).ln()
}

/// What is a right answer to a scene.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// The figures that meet the document.
    Right,
    /// Nothing: there is no document, or no figure meets it.
    Nothing,
    /// Nothing, or that it is cut off: it is, but no figure says so at the right sides.
    Cut,
}

impl Answers {
    fn of(scene: &Gathered) -> Self {
        let has_right = scene.figures.iter().any(|figure| figure.worth == Worth::Right);
        match scene.kind {
            _ if has_right => Self::Right,
            2 => Self::Cut,
            _ => Self::Nothing,
        }
    }

    fn has(self, figure: &Noted) -> bool {
        match self {
            Self::Right => figure.worth == Worth::Right,
            Self::Nothing => false,
            Self::Cut => !figure.is_whole,
        }
    }

    fn share(self, scene: &Gathered, none: f32, shares: &[f32]) -> f32 {
        let figures = scene.figures.iter().zip(shares).filter(|(figure, _)| self.has(figure));
        let figures: f32 = figures.map(|(_, share)| share).sum();
        (figures + if self == Self::Right { 0.0 } else { none }).max(1e-9)
    }
}

/// Every right one is to stand above all wrong ones.
fn learn_each(net: &mut Net, scene: &Gathered) -> f32 {
    let mut trace = Trace::default();
    let scores: Vec<f32> = scene.figures.iter().map(|one| net.score(&one.numbers, &mut trace)).collect();
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let each = || scene.figures.iter().zip(&scores).map(|(one, score)| (one, (score - highest).exp()));
    let wrong: f32 = each().filter(|(one, _)| one.worth == Worth::Wrong).map(|(_, share)| share).sum();
    let (mut loss, mut blame) = (0.0, 0.0);
    let mut changes = Vec::new();
    for (one, share) in each().filter(|(one, _)| one.worth == Worth::Right) {
        let sure = share / (share + wrong);
        loss -= sure.max(1e-9).ln();
        blame += 1.0 / (share + wrong);
        changes.push((one, sure - 1.0));
    }
    let wrongs = each().filter(|(one, _)| one.worth == Worth::Wrong);
    changes.extend(wrongs.map(|(one, share)| (one, share * blame)));
    for (one, by) in changes.into_iter().filter(|(_, by)| by.abs() > 1e-5) {
        net.score(&one.numbers, &mut trace);
        net.blame(&one.numbers, &trace, by);
    }
    loss
}

/// How many of the right ones are among the first so many.
fn report_ranks(name: &str, net: &Net, scenes: &[&Gathered], most: &[usize]) {
    let mut trace = Trace::default();
    for is_first in [true, false] {
        let mut counts = vec![0; most.len()];
        let mut of = 0;
        for scene in scenes {
            for is_whole in [true, false] {
                let mut scored: Vec<(f32, Worth)> = scene
                    .figures
                    .iter()
                    .filter(|one| one.is_whole == is_whole)
                    .map(|one| (net.score(&one.numbers, &mut trace), one.worth))
                    .collect();
                scored.sort_by(|one, other| other.0.total_cmp(&one.0));
                let ranks =
                    scored.iter().enumerate().filter(|(_, one)| one.1 == Worth::Right).map(|(at, _)| at);
                for rank in ranks.take(if is_first { 1 } else { usize::MAX }) {
                    of += 1;
                    for (count, &most) in counts.iter_mut().zip(most) {
                        *count += usize::from(rank < most);
                    }
                }
            }
        }
        let shares: Vec<String> = counts
            .iter()
            .zip(most)
            .map(|(&count, most)| format!("{most}: {:.4}", count as f32 / of.max(1) as f32))
            .collect();
        println!(
            "{name} {} among the first {}",
            if is_first { "the best of the right" } else { "right" },
            shares.join(", ")
        );
    }
}

fn sum_written(net: &Net) -> String {
    let values: Vec<String> = net.weights.iter().map(|weight| format!("{weight:.3}")).collect();
    format!("[{}]\n", values.join(", "))
}

/// How likely it is that there is none, and each figure.
fn shares(net: &Net, scene: &Gathered) -> (f32, Vec<f32>) {
    let mut trace = Trace::default();
    let scores: Vec<f32> =
        scene.figures.iter().map(|figure| net.score(&figure.numbers, &mut trace)).collect();
    let highest = scores.iter().copied().fold(0.0, f32::max);
    let none = (-highest).exp();
    let each: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let all = none + each.iter().sum::<f32>();
    (none / all, each.into_iter().map(|share| share / all).collect())
}

/// What the weights make of scenes they were not fitted on.
fn report(name: &str, net: &Net, scenes: &[&Gathered]) {
    let (mut of, mut found, mut right, mut claimed) = ([0_u32; 3], [0_u32; 3], [0_u32; 3], [0_u32; 3]);
    for scene in scenes {
        let group = usize::from(scene.kind).min(2);
        let (_, shares) = shares(net, scene);
        let whole: f32 =
            scene.figures.iter().zip(&shares).filter(|(f, _)| f.is_whole).map(|(_, share)| share).sum();
        let cut: f32 =
            scene.figures.iter().zip(&shares).filter(|(f, _)| !f.is_whole).map(|(_, share)| share).sum();
        let best = scene.figures.iter().zip(&shares).max_by(|(_, a), (_, b)| a.total_cmp(b));
        let is_right = best.is_some_and(|(figure, _)| figure.worth == Worth::Right);
        let has_right = scene.figures.iter().any(|figure| figure.worth == Worth::Right);
        let add = |counts: &mut [u32; 3], is: bool| {
            if let Some(count) = counts.get_mut(group) {
                *count += u32::from(is);
            }
        };
        add(&mut of, true);
        add(&mut found, has_right);
        add(&mut right, is_right && whole.max(cut) > 0.65);
        add(&mut claimed, whole > 0.65);
    }
    for (at, group) in ["without", "whole", "cut"].iter().enumerate() {
        let share = |counts: &[u32; 3]| {
            let count = |counts: &[u32; 3]| counts.get(at).copied().unwrap_or_default() as f32;
            count(counts) / count(&of).max(1.0)
        };
        let (found, right, claimed) = (share(&found), share(&right), share(&claimed));
        println!("{name:10} {group:8} among figures {found:.3} right {right:.3} claimed whole {claimed:.3}");
    }
}

/// The file of the weights.
fn written(net: &Net, scenes: usize) -> String {
    let whole = |weight: &f32| (weight * UNIT).round().clamp(-32767.0, 32767.0) as i16;
    let Shape { part_hidden, part_out, hidden, .. } = net.shape;
    let mut text = format!(
        "//! The perceptron of [`super::judge`], written by `kyc-scenes`' example `fit`, not by hand; fitted on {scenes} scenes, half of\n\
         //! them without colours. Seeds from 1,000,000 are used for fitting and from 2,000,000 for tuning: prove with others.\n\n\
         /// The weights are whole numbers of this part of 1: half the bytes, and no decision changes.\n\
         pub(super) const UNIT: f32 = {UNIT:.1};\n"
    );
    let [first, second, third, last] = net.layers();
    for (name, told, layer, units) in [
        (
            "SIDE_HIDDEN",
            "Per number about a side its weights in the units that look at sides",
            first,
            part_hidden,
        ),
        (
            "SIDE_OUT",
            "Per such unit its weights in what is handed on, summed over the sides",
            second,
            part_out,
        ),
        (
            "HIDDEN",
            "Per number about a figure, then of what is handed on, its weights in the hidden units; their biases",
            third,
            hidden,
        ),
    ] {
        let rows = layer.len() / units.max(1);
        let _ = writeln!(
            text,
            "\n/// {told}.\n#[rustfmt::skip]\npub(super) const {name}: [[i16; {units}]; {rows}] = ["
        );
        for row in layer.chunks_exact(units.max(1)) {
            // A row that fits stands on one line.
            let inner = lines(row.iter().map(whole), 8);
            let _ = match inner.trim().trim_end_matches(',') {
                short if !short.contains('\n') => writeln!(text, "    [{short}],"),
                _ => writeln!(text, "    [\n{inner}    ],"),
            };
        }
        text += "];\n";
    }
    let _ = writeln!(
        text,
        "\n/// Weights of the hidden units, and the bias.\n#[rustfmt::skip]\n\
         pub(super) const OUTPUT: [i16; {}] = [\n{}];",
        last.len(),
        lines(last.iter().map(whole), 4)
    );
    text
}

fn lines(values: impl Iterator<Item = i16>, indent: usize) -> String {
    let (mut text, mut line) = (String::new(), " ".repeat(indent));
    for value in values {
        let word = format!("{value}, ");
        if line.len() + word.len() > 110 {
            let _ = writeln!(text, "{}", line.trim_end());
            line = " ".repeat(indent);
        }
        line += &word;
    }
    let _ = writeln!(text, "{}", line.trim_end());
    text
}

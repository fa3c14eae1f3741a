//! What is said of scenes whose faults are known: `cargo xtask bench scenes` runs a thousand of each and prints the table.
//! The thresholds were found on seeds below 300; these begin at 10,000.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::LazyLock;

use kyc_scenes::{DocumentKind, Recipe, Scene, Truth};
use kyc_vision::{Analysis, FaceDetector, FindingCode as Code, Frame, Question, Rgba, Target, analyze};

static DETECTOR: LazyLock<FaceDetector> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL).unwrap());

/// First of the seeds that no threshold has seen.
const UNSEEN: u64 = 10_000;

/// One kind of scene, and what is to be said of it.
struct Trial {
    name: &'static str,
    recipe: Recipe,
    /// Nothing of clean ones.
    codes: &'static [Code],
    /// Per mille of the scenes of which it must be said, and of which anything must be: a customer who hears that there is no
    /// document when it is only seen too much from the side takes another picture all the same.
    least: [u64; 2],
}

const fn trial(name: &'static str, recipe: Recipe, codes: &'static [Code], least: [u64; 2]) -> Trial {
    Trial { name, recipe, codes, least }
}

/// Clean scenes first.
fn trials() -> Vec<Trial> {
    let large = Recipe { frame: (1600, 1200), ..Recipe::clean_document() };
    vec![
        trial("clean", Recipe::clean_document(), &[], [990, 0]),
        trial("clean, 1600 x 1200", large, &[], [990, 0]),
        trial("out of focus", Recipe::blurred(), &[Code::Blurred], [970, 970]),
        trial("moved", Recipe::moved(), &[Code::MotionBlurred], [950, 970]),
        trial("reflection", Recipe::glaring(), &[Code::Glare], [970, 970]),
        trial("dark", Recipe::dark(), &[Code::TooDark], [970, 970]),
        trial("washed out", Recipe::bright(), &[Code::TooBright], [970, 970]),
        trial("fog", Recipe::faint(), &[Code::LowContrast, Code::Blank], [970, 970]),
        trial(
            "empty sheet",
            Recipe::blank(),
            &[Code::Blank, Code::LowContrast, Code::NoDocument],
            [900, 970],
        ),
        trial("no document", Recipe::without_document(), &[Code::NoDocument], [900, 970]),
        trial("cut off", Recipe::cut(), &[Code::CutOff, Code::TooClose], [700, 960]),
        trial(
            "much too close",
            Recipe::too_close(),
            &[Code::CutOff, Code::TooClose, Code::NoDocument],
            [900, 950],
        ),
        trial("far away", Recipe::far(), &[Code::TooFar], [700, 970]),
        trial("tilted", Recipe::tilted(), &[Code::Tilted], [900, 970]),
        trial("face", Recipe::face(), &[Code::FaceInstead], [970, 970]),
    ]
}

fn seen(scene: &Scene, with_faces: bool, previous: Option<u64>) -> Analysis {
    let (width, height) = scene.picture.dimensions();
    let opaque = |pixel: &[u8; 3]| [pixel[0], pixel[1], pixel[2], 255];
    let pixels: Vec<u8> = scene.picture.as_raw().as_chunks::<3>().0.iter().flat_map(opaque).collect();
    let frame = Frame::Rgba(Rgba::new(&pixels, width, height).unwrap());
    let target = Target::of_name(scene.truth.target).unwrap();
    let question = Question { previous, ..Question::about(target) };
    let detector: &FaceDetector = &DETECTOR;
    analyze(&frame, &if with_faces { Question { faces: Some(detector), ..question } } else { question })
}

fn told(analysis: &Analysis, truth: &Truth) -> String {
    let findings = analysis.findings.iter();
    let codes: Vec<String> =
        findings.map(|finding| format!("{} {:.3}", finding.code.as_str(), finding.value)).collect();
    let Analysis { view, sharpness, glare, exposure, .. } = analysis;
    format!("{codes:?} sharpness {sharpness:.3} glare {glare:.3} {view:?} {exposure:?}; {truth:?}")
}

/// Draws and judges `count` scenes on every core: of how many the right thing was said, of how many anything, and of which not.
fn judged(trial: &Trial, count: u64) -> ([u64; 2], Vec<String>) {
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let part = &|worker: u64| {
        let (mut right, mut wrong) = ([0, 0], Vec::new());
        for seed in (worker..count).step_by(workers as usize) {
            let scene = Scene::draw(UNSEEN + seed, &trial.recipe);
            let analysis = seen(&scene, scene.truth.is_face, None);
            let is_told = match trial.codes {
                [] => analysis.findings.is_empty(),
                codes => analysis.findings.iter().any(|finding| codes.contains(&finding.code)),
            };
            right[0] += u64::from(is_told);
            right[1] += u64::from(!analysis.findings.is_empty());
            if !is_told {
                wrong.push(format!("{} {}: {}", trial.name, UNSEEN + seed, told(&analysis, &scene.truth)));
            }
        }
        (right, wrong)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|worker| scope.spawn(move || part(worker))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).fold(
            ([0, 0], Vec::new()),
            |([told, any], mut all), ([more, anything], wrong)| {
                all.extend(wrong);
                ([told + more, any + anything], all)
            },
        )
    })
}

/// Pairs of scenes: the same side again, from another place and in other light, and the other side of the same card.
fn right_about_sides(count: u64) -> [u64; 2] {
    let card = |kinds, person, seed| {
        let recipe = Recipe { kinds: Some(kinds), person: Some(person), ..Recipe::clean_document() };
        Scene::draw(UNSEEN + seed, &recipe)
    };
    let (mut same, mut other) = (0, 0);
    for seed in 0..count {
        let front = seen(&card(&[DocumentKind::IdFront], seed, seed), false, None);
        let is_same = |kinds| {
            let next = seen(&card(kinds, seed, seed + count), false, Some(front.hash));
            next.findings.iter().any(|finding| finding.code == Code::SameSide)
        };
        same += u64::from(is_same(&[DocumentKind::IdFront]));
        other += u64::from(!is_same(&[DocumentKind::IdBack]));
    }
    [same, other]
}

#[test]
fn findings_are_right_on_scenes_that_no_threshold_has_seen() {
    let (mut of, mut sum, mut wrong) = (0, 0, Vec::new());
    for (at, trial) in trials().iter().enumerate() {
        let count = if at == 0 { 40 } else { 8 };
        let ([right, _], told) = judged(trial, count);
        (of, sum) = (of + count, sum + right);
        wrong.extend(told);
    }
    let refused = wrong.iter().filter(|line| line.starts_with("clean")).count();
    assert!(sum * 100 >= of * 90 && refused <= 2, "{sum} of {of}: {wrong:#?}");
}

#[test]
#[ignore = "takes minutes; cargo xtask bench scenes runs it"]
fn a_thousand_scenes() {
    let setting = |name: &str| std::env::var(name).unwrap_or_default();
    let count: u64 = setting("KYC_SCENES").parse().unwrap_or(1000);
    let (only, is_wordy) = (setting("KYC_SCENES_ONLY"), !setting("KYC_SCENES_WRONG").is_empty());
    let share = |part: u64, of: u64| part as f64 * 100.0 / of.max(1) as f64;
    let mut missed = Vec::new();
    println!("{:20} {:>6} {:>8} {:>9}", "scenes", "", "right", "refused");
    for trial in trials().into_iter().filter(|trial| trial.name.starts_with(&only)) {
        let (sums, wrong) = judged(&trial, count);
        println!(
            "{:20} {count:>6} {:>6.1} % {:>7.1} %",
            trial.name,
            share(sums[0], count),
            share(sums[1], count)
        );
        if is_wordy {
            wrong.iter().for_each(|line| println!("  {line}"));
        }
        if sums.iter().zip(trial.least).any(|(sum, least)| sum * 1000 < least * count) {
            missed.push(trial.name);
        }
    }
    let pairs = count / 10;
    let [same, other] = right_about_sides(pairs);
    println!("{:20} {pairs:>6} {:>6.1} %", "same side again", share(same, pairs));
    println!("{:20} {pairs:>6} {:>6.1} %", "the other side", share(other, pairs));
    assert!(missed.is_empty() && other * 100 >= pairs * 99, "{missed:?}");
}

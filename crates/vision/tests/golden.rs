//! Golden values: what is measured on twenty scenes, as numbers in `golden.tsv` beside this file. A change of the analysis that is
//! meant changes them: `KYC_GOLDEN=write cargo test -p kyc-vision --test golden` writes the file anew, and the difference is for the
//! eyes of whoever reviews it.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;

use kyc_scenes::{Recipe, Scene};
use kyc_vision::{Analysis, DocumentView, Frame, Question, Rgba, Target, analyze};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.tsv");
const HEAD: &str = "scene\tview\tcorners or sides\tsharpness\tglare\tmean\thighlight\tfindings";

fn scenes() -> Vec<(&'static str, Recipe)> {
    vec![
        ("clean", Recipe::clean_document()),
        ("whole", Recipe::whole_document()),
        ("none", Recipe::without_document()),
        ("cut", Recipe::cut()),
        ("close", Recipe::too_close()),
        ("tilted", Recipe::tilted()),
        ("blurred", Recipe::blurred()),
        ("moved", Recipe::moved()),
        ("glaring", Recipe::glaring()),
        ("dark", Recipe::dark()),
    ]
}

fn line(name: &str, seed: u64, scene: &Scene) -> String {
    let (width, height) = scene.picture.dimensions();
    let opaque = |pixel: &[u8; 3]| [pixel[0], pixel[1], pixel[2], 255];
    let pixels: Vec<u8> = scene.picture.as_raw().as_chunks::<3>().0.iter().flat_map(opaque).collect();
    let target = Target::of_name(scene.truth.target).unwrap();
    let frame = Frame::Rgba(Rgba::new(&pixels, width, height).unwrap());
    let Analysis { view, sharpness, glare, exposure, findings, .. } =
        analyze(&frame, &Question::about(target));
    let (view, place) = match view {
        DocumentView::Whole { quad, .. } => {
            let corners = quad.0.map(|corner| format!("{:.0} {:.0}", corner.x, corner.y));
            ("whole", corners.join(" "))
        }
        DocumentView::Cut { sides, .. } => ("cut", format!("{sides:?}")),
        DocumentView::NotFound => ("none", String::new()),
    };
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    let (mean, highlight, codes) = (exposure.mean, exposure.highlight, codes.join(" "));
    format!("{name} {seed}\t{view}\t{place}\t{sharpness:.3}\t{glare:.3}\t{mean:.1}\t{highlight:.0}\t{codes}")
}

/// Words must be the same, numbers nearly: another compiler may round otherwise.
fn is_near(golden: &str, seen: &str) -> bool {
    let slack = [0.0, 0.0, 3.0, 0.004, 0.004, 0.5, 1.0, 0.0];
    let (golden, seen): (Vec<&str>, Vec<&str>) = (golden.split('\t').collect(), seen.split('\t').collect());
    let is_near = |golden: &str, seen: &str, slack: f64| {
        let (golden, seen): (Vec<&str>, Vec<&str>) = (golden.split(' ').collect(), seen.split(' ').collect());
        golden.len() == seen.len()
            && golden.iter().zip(seen).all(|(golden, seen)| {
                match (golden.parse::<f64>(), seen.parse::<f64>()) {
                    (Ok(golden), Ok(seen)) => (golden - seen).abs() <= slack,
                    _ => *golden == seen,
                }
            })
    };
    golden.len() == slack.len()
        && seen.len() == slack.len()
        && golden.iter().zip(seen).zip(slack).all(|((golden, seen), slack)| is_near(golden, seen, slack))
}

#[test]
fn what_is_measured_on_known_scenes_stays_the_same() {
    let mut lines = vec![HEAD.to_owned()];
    for (name, recipe) in scenes() {
        lines.extend([40, 41].map(|seed| line(name, seed, &Scene::draw(seed, &recipe))));
    }
    if std::env::var("KYC_GOLDEN").is_ok_and(|how| how == "write") {
        std::fs::write(Path::new(FILE), lines.join("\n") + "\n").unwrap();
    }
    let golden = std::fs::read_to_string(FILE).unwrap();
    let golden: Vec<&str> = golden.lines().collect();
    assert_eq!(golden.len(), lines.len());
    let other: Vec<String> = golden
        .iter()
        .zip(&lines)
        .filter(|(golden, seen)| !is_near(golden, seen))
        .map(|(golden, seen)| format!("golden {golden}\nseen   {seen}"))
        .collect();
    assert!(
        other.is_empty(),
        "{}\nmeant? KYC_GOLDEN=write cargo test -p kyc-vision --test golden",
        other.join("\n")
    );
}

//! The ground truth is true: scenes come out the same, documents are where they are said to be, faults show.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_scenes::{DocumentKind, Ground, Recipe, RgbImage, Scene, Truth};

fn grey(picture: &RgbImage, x: f32, y: f32) -> f32 {
    let pixel = picture.get_pixel_checked(x as u32, y as u32).unwrap().0;
    pixel.iter().map(|&value| f32::from(value)).sum::<f32>() / 3.0
}

/// Mean of the steps from one pixel to the next inside the document.
fn detail(scene: &Scene) -> f32 {
    let [a, _, c, _] = scene.truth.quad.unwrap();
    let (x, y) = ((a.0 + c.0) / 2.0, (a.1 + c.1) / 2.0);
    let steps = (-40..40).flat_map(|dy| (-40..40).map(move |dx| (x + dx as f32, y + dy as f32)));
    steps.map(|(x, y)| (grey(&scene.picture, x, y) - grey(&scene.picture, x + 1.0, y)).abs()).sum::<f32>()
        / 6400.0
}

fn mean(picture: &RgbImage) -> f32 {
    let sum: u64 = picture.as_raw().iter().map(|&value| u64::from(value)).sum();
    sum as f32 / picture.as_raw().len() as f32
}

fn truths(recipe: &Recipe) -> Vec<Truth> {
    (0..12).map(|seed| Scene::draw(seed, recipe).truth).collect()
}

#[test]
fn a_seed_draws_the_same_scene_again_and_another_seed_another_one() {
    let [first, again, other] = [3, 3, 4].map(|seed| Scene::draw(seed, &Recipe::any()));
    assert!(first.picture == again.picture && first.truth == again.truth);
    assert!(first.picture != other.picture);
}

#[test]
fn white_paper_on_black_begins_at_the_true_edge() {
    let recipe = Recipe {
        ground: Some(Ground::Dark),
        kinds: Some(&[DocumentKind::Letter]),
        ..Recipe::clean_document()
    };
    // Where a finger lies on the edge there is none to be seen.
    let scenes = (0..16).map(|seed| (seed, Scene::draw(seed, &recipe)));
    for (seed, scene) in scenes.filter(|(_, scene)| !scene.truth.has_fingers) {
        let quad = scene.truth.quad.unwrap();
        let middle =
            quad.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0));
        for (at, next) in quad.iter().zip(quad.iter().cycle().skip(1)) {
            let side = ((at.0 + next.0) / 2.0, (at.1 + next.1) / 2.0);
            let far = ((side.0 - middle.0).powi(2) + (side.1 - middle.1).powi(2)).sqrt();
            let off = |pixels: f32| {
                (side.0 + (side.0 - middle.0) / far * pixels, side.1 + (side.1 - middle.1) / far * pixels)
            };
            let (inside, outside) = (off(-2.5), off(2.5));
            let step = grey(&scene.picture, inside.0, inside.1) - grey(&scene.picture, outside.0, outside.1);
            // In a dim picture, with a shadow on the paper, it is a small one; beside the edge there would be none.
            assert!(step > 8.0, "seed {seed}: {step} {:?}", scene.truth);
        }
    }
}

#[test]
fn only_whole_documents_have_a_quad_and_only_cut_ones_sides() {
    for truth in truths(&Recipe::whole_document()) {
        let quad = truth.quad.unwrap();
        assert!(quad.iter().all(|&(x, y)| (0.0..640.0).contains(&x) && (0.0..480.0).contains(&y)));
        assert!(truth.cut.is_empty() && truth.tilt <= 35.0 && (0.25..1.0).contains(&truth.fill), "{truth:?}");
    }
    for truth in truths(&Recipe::cut()).into_iter().chain(truths(&Recipe::too_close())) {
        assert!(truth.quad.is_none() && !truth.cut.is_empty() && truth.outline.is_some());
    }
    for truth in truths(&Recipe::without_document()).into_iter().chain(truths(&Recipe::face())) {
        assert!(truth.quad.is_none() && truth.outline.is_none() && truth.kind.is_none());
    }
}

#[test]
fn faults_are_as_strong_as_they_are_said_to_be() {
    for seed in 0..6 {
        let [clean, blurred, dark, bright] =
            [Recipe::clean_document(), Recipe::blurred(), Recipe::dark(), Recipe::bright()]
                .map(|recipe| Scene::draw(seed, &Recipe { fill: (0.7, 0.8), noise: (0.0, 0.1), ..recipe }));
        let (sharp, soft) = (detail(&clean), detail(&blurred));
        assert!(soft < sharp * 0.75, "seed {seed}: {soft} {sharp}");
        let [clean, dark, bright] = [clean, dark, bright].map(|scene| mean(&scene.picture));
        assert!(dark < clean * 0.45 && bright > clean + 25.0, "seed {seed}: {dark} {clean} {bright}");
        let glare = Scene::draw(seed, &Recipe::glaring()).truth.glare.unwrap();
        assert!((0.01..0.25).contains(&glare.share), "{glare:?}");
    }
}

#[test]
fn any_size_is_drawn() {
    for frame in [(1, 1), (33, 70), (1280, 720)] {
        let scene = Scene::draw(1, &Recipe { frame, ..Recipe::clean_document() });
        assert_eq!(scene.picture.dimensions(), frame);
    }
}

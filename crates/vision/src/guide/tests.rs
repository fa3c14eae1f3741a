//! The guide in stories, and in laws over random looks.

use proptest::prelude::*;

use super::*;
use crate::{Exposure, Finding, FindingCode, Point};

/// A look at a card whose upper left corner is `at`, with this wrong.
fn look(at: (f32, f32), wrong: &[FindingCode]) -> Analysis {
    let corner = |x: f32, y: f32| Point::new(at.0 + x, at.1 + y);
    let quad = Quad([corner(0.0, 0.0), corner(400.0, 0.0), corner(400.0, 250.0), corner(0.0, 250.0)]);
    Analysis {
        width: 640,
        height: 480,
        view: DocumentView::Whole { quad, confidence: 1.0 },
        sharpness: 0.5,
        glare: 0.0,
        exposure: Exposure::default(),
        hash: 0,
        faces: Vec::new(),
        findings: wrong.iter().map(|&code| Finding::new(code, 0.0, 1.0)).collect(),
    }
}

/// Looks every 100 ms from `from` until before `to`; answers the last advice.
fn looks(guide: &mut Guide, from: u32, to: u32, wrong: &[FindingCode]) -> Advice {
    let see = |guide: &mut Guide, at: u32| guide.observe(f64::from(at), &look((100.0, 100.0), wrong));
    let mut advice = see(guide, from);
    for at in (from + 100..to).step_by(100) {
        advice = see(guide, at);
    }
    advice
}

#[test]
fn a_good_and_still_document_is_taken_after_the_wait_and_only_once() {
    let mut guide = Guide::new(Target::Card, true);
    let almost = looks(&mut guide, 0, 700, &[]);
    assert!(!almost.is_shot && almost.progress > 0.7, "{almost:?}");
    let shot = guide.observe(700.0, &look((100.0, 100.0), &[]));
    assert!(shot.is_shot && shot.hint == Hint::Good, "{shot:?}");
    assert!(!looks(&mut guide, 800, 3000, &[]).is_shot);
    guide.restart();
    looks(&mut guide, 3000, 3700, &[]);
    assert!(guide.observe(3700.0, &look((100.0, 100.0), &[])).is_shot);
}

#[test]
fn a_clock_that_tells_no_time_is_no_wait() {
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut guide = Guide::new(Target::Card, true);
        let still = look((100.0, 100.0), &[]);
        for now in [odd, odd, 0.0, 100.0, odd, 200.0] {
            let advice = guide.observe(now, &still);
            assert!(!advice.is_shot && (0.0..0.5).contains(&advice.progress), "{now}: {advice:?}");
        }
        assert!(!looks(&mut guide, 300, 900, &[]).is_shot);
        assert!(guide.observe(900.0, &still).is_shot, "from then on it counts as ever");
    }
}

#[test]
fn corners_that_are_nowhere_do_not_stand_still() {
    for odd in [f32::NAN, f32::INFINITY] {
        let mut guide = Guide::new(Target::Card, true);
        for at in (0..3000).step_by(100) {
            let advice = guide.observe(f64::from(at), &look((odd, 100.0), &[]));
            assert!(!advice.is_shot && advice.progress == 0.0, "{advice:?}");
        }
    }
}

#[test]
fn a_moving_document_is_asked_to_hold_still_and_is_not_taken() {
    let mut guide = Guide::new(Target::Card, true);
    let mut advice = looks(&mut guide, 0, 100, &[]);
    for step in 1..30_u8 {
        let x = 100.0 + f32::from(step) * 12.0;
        advice = guide.observe(f64::from(step) * 100.0, &look((x, 100.0), &[]));
        assert!(!advice.is_shot);
    }
    assert_eq!(advice.hint, Hint::HoldStill);
    assert_eq!(advice.progress, 0.0);
}

#[test]
fn a_short_tremor_does_not_begin_the_wait_anew_and_a_long_one_does() {
    let mut guide = Guide::new(Target::Card, true);
    let before = looks(&mut guide, 0, 400, &[]).progress;
    let during = guide.observe(400.0, &look((100.0, 100.0), &[FindingCode::Blurred]));
    assert!(!during.is_shot && during.progress >= before && during.rating == 0.0);
    assert!(guide.observe(700.0, &look((100.0, 100.0), &[])).progress < 0.1, "300 ms without a good look");
}

#[test]
fn without_the_automatic_shutter_nothing_is_taken() {
    let mut guide = Guide::new(Target::Card, true);
    looks(&mut guide, 0, 600, &[]);
    guide.set_automatic(false);
    let advice = looks(&mut guide, 600, 5000, &[]);
    assert!(!advice.is_shot && advice.progress == 0.0 && advice.hint == Hint::Good);
    guide.set_automatic(true);
    assert!(!guide.observe(5000.0, &look((100.0, 100.0), &[])).is_shot, "it waits anew");
}

#[test]
fn a_hint_stays_until_it_is_read_and_only_that_all_is_well_does_not_wait() {
    let mut guide = Guide::new(Target::Card, true);
    assert_eq!(looks(&mut guide, 0, 200, &[FindingCode::TooDark]).hint, Hint::MoreLight);
    assert_eq!(looks(&mut guide, 200, 900, &[FindingCode::Glare]).hint, Hint::MoreLight);
    assert_eq!(looks(&mut guide, 900, 1200, &[FindingCode::Glare]).hint, Hint::Glare);
    assert_eq!(looks(&mut guide, 1200, 2000, &[FindingCode::SameSide]).hint, Hint::Glare);
    assert_eq!(looks(&mut guide, 2000, 2400, &[FindingCode::SameSide]).hint, Hint::TurnOver);
    // The ring begins to close: the words are with it.
    let advice = looks(&mut guide, 2400, 2700, &[]);
    assert!(advice.hint == Hint::Good && advice.progress > 0.0 && !advice.is_shot, "{advice:?}");
    assert_eq!(looks(&mut guide, 2700, 3300, &[FindingCode::TooDark]).hint, Hint::Good);
}

#[test]
fn what_is_lost_again_is_searched_for_a_second() {
    let mut guide = Guide::new(Target::Card, true);
    looks(&mut guide, 0, 500, &[FindingCode::NoDocument]);
    assert_eq!(
        looks(&mut guide, 500, 900, &[FindingCode::TooDark]).hint,
        Hint::MoreLight,
        "nothing was there"
    );
    looks(&mut guide, 900, 2500, &[FindingCode::NoDocument]);
    assert_eq!(looks(&mut guide, 2500, 2600, &[FindingCode::TooDark]).hint, Hint::Search);
}

#[test]
fn what_flickers_is_not_shown() {
    let mut guide = Guide::new(Target::Card, true);
    looks(&mut guide, 0, 2000, &[FindingCode::TooDark]);
    for at in (2000..6000_u32).step_by(200) {
        let one = guide.observe(f64::from(at), &look((100.0, 100.0), &[FindingCode::Tilted]));
        let other = guide.observe(f64::from(at + 100), &look((100.0, 100.0), &[FindingCode::TooDark]));
        assert_eq!((one.hint, other.hint), (Hint::MoreLight, Hint::MoreLight));
    }
}

#[test]
fn help_is_offered_to_those_without_luck() {
    let mut guide = Guide::new(Target::Card, true);
    assert!(!looks(&mut guide, 0, 20_000, &[FindingCode::TooDark]).is_stuck);
    assert!(looks(&mut guide, 20_000, 20_200, &[FindingCode::TooDark]).is_stuck);
}

#[test]
fn a_page_that_was_hidden_begins_anew() {
    let mut guide = Guide::new(Target::Card, true);
    looks(&mut guide, 0, 600, &[]);
    assert_eq!(guide.observe(60_000.0, &look((100.0, 100.0), &[])).progress, 0.0);
}

#[test]
fn nothing_in_view_is_searched_for() {
    let nothing = Analysis { view: DocumentView::NotFound, ..look((0.0, 0.0), &[]) };
    for target in Target::ALL {
        let mut guide = Guide::new(target, true);
        let seen: Vec<_> = (0..20_u32).map(|at| guide.observe(f64::from(at) * 100.0, &nothing)).collect();
        assert!(seen.iter().all(|advice| advice.hint == Hint::Search && !advice.is_shot), "{target:?}");
    }
}

#[test]
fn a_document_that_stands_on_its_corner_is_still_whichever_corner_counts_first() {
    let [a, b, c, d] = [
        Point::new(320.0, 60.0),
        Point::new(500.0, 240.0),
        Point::new(320.0, 420.0),
        Point::new(140.0, 240.0),
    ];
    let mut guide = Guide::new(Target::Page, true);
    let shots = (0..10_u32).filter(|at| {
        let quad = if at % 2 == 0 { Quad([a, b, c, d]) } else { Quad([d, a, b, c]) };
        let seen = Analysis { view: DocumentView::Whole { quad, confidence: 1.0 }, ..look((0.0, 0.0), &[]) };
        guide.observe(f64::from(*at) * 100.0, &seen).is_shot
    });
    assert_eq!(shots.count(), 1);
}

const CODES: [FindingCode; 6] = [
    FindingCode::TooDark,
    FindingCode::Glare,
    FindingCode::Tilted,
    FindingCode::CutOff,
    FindingCode::SameSide,
    FindingCode::NoDocument,
];

proptest! {
    #[test]
    fn hints_are_steady_and_pictures_are_taken_of_good_looks_only(
        steps in prop::collection::vec((30..400_u32, prop::option::weighted(0.4, 0..CODES.len()), 0..4_u8), 1..120),
    ) {
        let mut guide = Guide::new(Target::Card, true);
        let (mut now, mut changed, mut shown) = (0_u32, 0_u32, None);
        let (mut shots, mut good_for, mut has_begun) = (0, 0_u32, false);
        for (pause, wrong, shift) in steps {
            now += pause;
            let wrong: Vec<_> = wrong.and_then(|index| CODES.get(index).copied()).into_iter().collect();
            let advice = guide.observe(f64::from(now), &look((100.0 + f32::from(shift), 100.0), &wrong));
            good_for = if wrong.is_empty() { good_for + pause } else { 0 };
            prop_assert!((0.0..=1.0).contains(&advice.progress));
            if advice.is_shot {
                shots += 1;
                prop_assert!(wrong.is_empty());
            }
            if shown != Some(advice.hint) {
                let at_once = !has_begun || advice.hint == Hint::Good;
                prop_assert!(at_once || now - changed >= 1000, "{shown:?} -> {:?} after {}", advice.hint, now - changed);
                has_begun |= advice.hint != Hint::Search;
                (changed, shown) = (now, Some(advice.hint));
            }
            // Half a second more than the wait of good looks without a break is always enough.
            prop_assert!(good_for < 1500 || shots == 1);
        }
        prop_assert!(shots <= 1);
    }
}

use proptest::prelude::*;

use super::*;

fn colour(colour: u8, downscroll: u32, flat: u32) -> ColourSequence {
    ColourSequence { colour: Rgb([colour; 3]), downscroll, flat }
}

fn three() -> Vec<ColourSequence> {
    vec![colour(1, 300, 100), colour(2, 200, 0), colour(3, 200, 100)]
}

/// Previous colour, current one, number and moment of every stage, with a tick at these moments.
fn told(colours: &mut Colours, ticks: impl IntoIterator<Item = u64>) -> Vec<(u8, u8, u8, u64)> {
    let told = ticks.into_iter().filter_map(|now| colours.tick(now).told);
    told.map(|told| match told {
        Told::Colour { current, previous, number, at } => (previous.0[0], current.0[0], number, at),
        other => panic!("{other:?}"),
    })
    .collect()
}

#[test]
fn each_colour_comes_over_the_one_before_and_stands_for_its_time() {
    let mut colours = Colours::new(three());
    let expected = [(1, 1, 0, 1000), (1, 2, 1, 1100), (2, 3, 2, 1300), (3, 3, 2, 1500)];
    assert_eq!(told(&mut colours, (1000..1600).step_by(10)), expected);
    assert!(!colours.is_over());
    assert_eq!(colours.tick(1600), Tick { picture: None, told: None });
    assert!(colours.is_over());
    assert_eq!(colours.tick(9000), Tick { picture: None, told: None });
    assert_eq!(colours.millis(), 600);
}

#[test]
fn the_upper_colour_moves_down() {
    let mut colours = Colours::new(three());
    colours.tick(0);
    let picture = |colours: &mut Colours, now| colours.tick(now).picture.unwrap();
    let (one, two) = (Rgb([1; 3]), Rgb([2; 3]));
    assert_eq!(picture(&mut colours, 50), Picture { previous: one, current: one, reach: 1.0 });
    assert_eq!(picture(&mut colours, 100), Picture { previous: one, current: two, reach: 0.0 });
    assert_eq!(picture(&mut colours, 150), Picture { previous: one, current: two, reach: 0.25 });
}

#[test]
fn late_ticks_leave_nothing_out_and_tell_when_it_was_really_seen() {
    let mut colours = Colours::new(three());
    let expected = [(1, 1, 0, 0), (1, 2, 1, 5000), (2, 3, 2, 5250), (3, 3, 2, 9000)];
    assert_eq!(told(&mut colours, [0, 5000, 5010, 5250, 9000, 9050]), expected);
    colours.tick(9100);
    assert!(colours.is_over());
}

#[test]
fn without_colours_it_is_over_at_once() {
    let mut colours = Colours::new(Vec::new());
    assert_eq!(colours.tick(5), Tick { picture: None, told: None });
    assert!(colours.is_over());
}

proptest! {
    #[test]
    fn every_stage_is_told_once_and_shown_for_its_time(
        lengths in prop::collection::vec((0..400_u32, prop_oneof![Just(0), 1..300_u32]), 0..12),
        steps in prop::collection::vec(0..900_u64, 1..40),
    ) {
        let sequence: Vec<_> =
            lengths.iter().zip(0_u8..).map(|((downscroll, flat), number)| colour(number, *downscroll, *flat)).collect();
        let stands = sequence.iter().skip(1).filter(|colour| colour.flat > 0).count();
        let mut colours = Colours::new(sequence.clone());
        let mut now = 1_700_000_000_000;
        let moments = steps.into_iter().chain(std::iter::repeat_n(300, 80)).map(|step| { now += step; now });
        let all = told(&mut colours, moments.collect::<Vec<_>>());
        prop_assert!(colours.is_over());
        prop_assert_eq!(all.len(), sequence.len() + stands);
        for pair in all.windows(2) {
            let ((_, _, number, since), (previous, _, next, until)) = (pair[0], pair[1]);
            let of = &sequence[usize::from(number)];
            let is_standing = pair[0].0 == pair[0].1;
            let least = if is_standing { of.flat } else { of.downscroll };
            prop_assert!(until - since >= u64::from(least));
            prop_assert!(next == number || next == number + 1);
            prop_assert_eq!(previous, number);
        }
    }
}

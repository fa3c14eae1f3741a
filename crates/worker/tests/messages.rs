//! What is written is read again, and nothing else is.

use kyc_vision::{Advice, Area, Face, Finding, FindingCode, Hint, Oval, PictureSide, Point, Quad, Target};
use kyc_worker::{Answer, Ask, Guidance, Look, Skills, VERSION, What};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn float() -> impl Strategy<Value = f32> {
    -1e6_f32..1e6
}

fn area() -> impl Strategy<Value = Area> {
    [float(), float(), float(), float()].prop_map(|[x, y, width, height]| Area { x, y, width, height })
}

fn quad() -> impl Strategy<Value = Quad> {
    let point = || (float(), float()).prop_map(|(x, y)| Point { x, y });
    [point(), point(), point(), point()].prop_map(Quad)
}

fn side() -> impl Strategy<Value = PictureSide> {
    use PictureSide as P;
    prop_oneof![Just(P::Top), Just(P::Right), Just(P::Bottom), Just(P::Left)]
}

fn face() -> impl Strategy<Value = Face> {
    (any::<[u32; 4]>(), float()).prop_map(|([x, y, width, height], score)| Face {
        x,
        y,
        width,
        height,
        score,
    })
}

fn finding() -> impl Strategy<Value = Finding> {
    let code = proptest::sample::select(&FindingCode::ALL[..]);
    (code, float(), float(), option::of(area())).prop_map(|(code, value, threshold, place)| Finding {
        code,
        value,
        threshold,
        place,
    })
}

fn advice() -> impl Strategy<Value = Advice> {
    let hint = proptest::sample::select(&Hint::ALL[..]);
    (hint, 0.0..1.0_f32, any::<[bool; 2]>(), float()).prop_map(
        |(hint, progress, [is_shot, is_stuck], rating)| Advice {
            hint,
            outline: None,
            progress,
            is_shot,
            rating,
            is_stuck,
        },
    )
}

fn look() -> impl Strategy<Value = Look> {
    let size = (any::<u32>(), any::<u32>());
    let places = (option::of(quad()), vec(side(), 0..4), option::of(vec(face(), 0..9)), vec(finding(), 0..9));
    (size, places, [float(), float(), float(), float()], any::<u64>(), option::of(advice())).prop_map(
        |(
            (width, height),
            (quad, cut, faces, findings),
            [confidence, sharpness, glare, millis],
            hash,
            advice,
        )| {
            let advice = advice.map(|advice| Advice { outline: quad, ..advice });
            Look {
                width,
                height,
                quad,
                cut,
                confidence,
                sharpness,
                glare,
                hash,
                faces,
                findings,
                advice,
                millis,
            }
        },
    )
}

fn what() -> impl Strategy<Value = What> {
    let target = proptest::sample::select(&Target::ALL[..]);
    let guidance = proptest::sample::select(vec![Guidance::None, Guidance::Hints, Guidance::Shutter]);
    (target, any::<Option<u64>>(), guidance, any::<bool>()).prop_map(
        |(target, previous, guidance, is_from_viewfinder)| What {
            target,
            previous,
            guidance,
            is_from_viewfinder,
        },
    )
}

fn ask() -> impl Strategy<Value = Ask> {
    let oval = [float(), float(), float(), float()].prop_map(|[x, y, width, height]| Oval {
        centre: Point { x, y },
        width,
        height,
    });
    (any::<[u32; 3]>(), 0.0..1e12, any::<(u32, u32)>(), option::of(oval), what()).prop_map(
        |([id, watch, edge], now, source, oval, what)| Ask { id, watch, now, edge, source, oval, what },
    )
}

proptest! {
    #[test]
    fn a_question_is_read_as_it_was_written(ask in ask()) {
        prop_assert_eq!(Ask::decode(&ask.encode()), Some(ask));
        prop_assert_eq!(What::decode(&ask.what.encode()), Some(ask.what));
    }

    #[test]
    fn an_answer_is_read_as_it_was_written(id in 1..u32::MAX, look in option::of(look())) {
        let answer = Answer::Seen { id, look };
        prop_assert_eq!(Answer::decode(&answer.encode()), Some(answer));
    }

    #[test]
    fn a_part_of_an_answer_is_none(look in look(), share in 0.0..1.0) {
        let whole = Answer::Seen { id: 1, look: Some(look) }.encode();
        let part = &whole[..(whole.len() as f64 * share) as usize];
        prop_assert_eq!(Answer::decode(part), None);
    }

    #[test]
    fn any_numbers_are_survived(numbers in vec(prop_oneof![any::<f64>(), (0..70_u32).prop_map(f64::from)], 0..90)) {
        let mut numbers = numbers;
        for version in [None, Some(f64::from(VERSION))] {
            if let (Some(first), Some(version)) = (numbers.first_mut(), version) {
                *first = version;
            }
            let _ = (Answer::decode(&numbers), Ask::decode(&numbers), What::decode(&numbers));
        }
    }
}

#[test]
fn another_version_is_not_understood() {
    let mut ready = Answer::Ready(Skills { draws: true, is_wide: false }).encode();
    assert_eq!(Answer::decode(&ready), Some(Answer::Ready(Skills { draws: true, is_wide: false })));
    ready[0] += 1.0;
    assert_eq!(Answer::decode(&ready), None);
}

#[test]
fn a_number_beyond_32_bits_is_no_place() {
    let place = |x: f32| Oval { centre: Point { x, y: 1.0 }, width: 1.0, height: 1.0 };
    let what = What::for_target(Target::Face, None);
    let ask = Ask { id: 1, watch: 0, now: 0.0, edge: 640, source: (640, 480), oval: Some(place(2.5)), what };
    let mut numbers = ask.encode();
    assert_eq!(Ask::decode(&numbers), Some(ask));
    let at = numbers.iter().position(|number| *number == 2.5).unwrap();
    numbers[at] = 1e300;
    assert_eq!(Ask::decode(&numbers), None);
}

#[test]
fn of_a_crowd_the_largest_faces_are_told() {
    let face = |width| Face { x: 0, y: 0, width, height: width, score: 1.0 };
    let faces: Vec<Face> = (0..200).rev().map(face).collect();
    let answer = Answer::Seen { id: 1, look: Some(Look { faces: Some(faces.clone()), ..plain() }) };
    let Some(Answer::Seen { look: Some(look), .. }) = Answer::decode(&answer.encode()) else {
        panic!("it does not read")
    };
    assert_eq!(look.faces.as_deref(), faces.get(..64));
}

fn plain() -> Look {
    Look {
        width: 640,
        height: 480,
        quad: None,
        cut: Vec::new(),
        confidence: 0.0,
        sharpness: 0.5,
        glare: 0.0,
        hash: 7,
        faces: None,
        findings: vec![
            Finding::new(FindingCode::Blurred, 0.1, 0.2),
            Finding::new(FindingCode::TooDark, 1.0, 2.0),
        ],
        advice: None,
        millis: 1.0,
    }
}

#[test]
fn a_finding_that_this_app_has_no_word_for_is_left_out() {
    let mut numbers = Answer::Seen { id: 1, look: Some(plain()) }.encode();
    // The last finding: its code, value, threshold and the number of its places; then that of advice.
    let code = numbers.len() - 5;
    numbers[code] = 63.0;
    let Some(Answer::Seen { look: Some(look), .. }) = Answer::decode(&numbers) else {
        panic!("it does not read")
    };
    assert_eq!(look.findings, [Finding::new(FindingCode::Blurred, 0.1, 0.2)]);
}

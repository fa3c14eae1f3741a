//! Looking at pictures as the browser hands them over.

use std::cell::Cell;
use std::rc::Rc;

use kyc_vision::{Face, FindFaces, FindingCode, Luma, Oval, Point, Target};
use kyc_worker::{Answer, Ask, Finders, Guidance, Look, Pixels, Session, What};

const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;

fn ask(target: Target) -> Ask {
    Ask {
        id: 4,
        watch: 1,
        now: 0.0,
        edge: 640,
        source: (WIDTH * 2, HEIGHT * 2),
        oval: None,
        what: What::for_target(target, None),
    }
}

/// A light sheet with print on a dark table.
fn sheet() -> Vec<u8> {
    (0..WIDTH * HEIGHT)
        .map(|at| match (at % WIDTH, at / WIDTH) {
            (x, y) if (40..280).contains(&x) && (40..200).contains(&y) => {
                if x % 7 < 2 && y % 12 < 5 {
                    40
                } else {
                    220
                }
            }
            (x, y) => 60 + ((x + y) % 5) as u8,
        })
        .collect()
}

fn luma(bytes: &[u8]) -> Pixels<'_> {
    Pixels { bytes, width: WIDTH, height: HEIGHT, stride: WIDTH, is_studio_range: false }
}

fn seen(pixels: Pixels<'_>) -> Look {
    let Some(look) = Session::default().look(&ask(Target::Page), pixels, || 0.0) else { panic!("no look") };
    assert_eq!((look.width, look.height), (WIDTH * 2, HEIGHT * 2));
    look
}

#[test]
fn places_are_in_pixels_of_the_picture_that_was_asked_about() {
    let corners = seen(luma(&sheet())).quad.expect("a document").0;
    assert!((corners[0].x - 80.0).abs() < 8.0 && (corners[2].x - 560.0).abs() < 8.0, "{corners:?}");
}

#[test]
fn colours_brightness_gaps_and_range_make_no_difference() {
    let sheet = sheet();
    let plain = seen(luma(&sheet));
    let rgba: Vec<u8> = sheet.iter().flat_map(|&level| [level, level, level, 255]).collect();
    assert_eq!(seen(Pixels { bytes: &rgba, stride: 0, ..luma(&[]) }).quad, plain.quad);
    let gaps: Vec<u8> = sheet.chunks(WIDTH as usize).flat_map(|row| [row, &[255; 32]].concat()).collect();
    assert_eq!(seen(Pixels { bytes: &gaps, stride: WIDTH + 32, ..luma(&[]) }), plain);
    let studio: Vec<u8> =
        sheet.iter().map(|&level| (16.0 + f32::from(level) * 219.0 / 255.0).round() as u8).collect();
    let look = seen(Pixels { is_studio_range: true, ..luma(&studio) });
    assert!((look.sharpness - plain.sharpness).abs() < 0.02, "{} {}", look.sharpness, plain.sharpness);
    assert_eq!(look.findings, plain.findings);
}

#[test]
fn too_few_bytes_are_no_picture() {
    let short = [0; 100];
    for stride in [0, WIDTH, WIDTH + 1, 1] {
        let look = Session::default().look(
            &ask(Target::Page),
            Pixels { bytes: &short, stride, ..luma(&[]) },
            || 0.0,
        );
        assert_eq!(look, None, "{stride}");
    }
}

#[test]
fn the_answer_has_the_number_of_the_question() {
    let sheet = sheet();
    let answer = Session::default().answer(&ask(Target::Page).encode(), luma(&sheet), || 0.0);
    assert!(matches!(Answer::decode(&answer), Some(Answer::Seen { id: 4, look: Some(_) })));
    let none = Session::default().answer(&ask(Target::Page).encode(), luma(&[]), || 0.0);
    assert_eq!(Answer::decode(&none), Some(Answer::Seen { id: 4, look: None }));
    assert!(Session::default().answer(&[1.0, 2.0], luma(&sheet), || 0.0).is_empty());
}

#[test]
fn the_same_side_is_known_again() {
    let sheet = sheet();
    let previous = Some(seen(luma(&sheet)).hash);
    let question = Ask { what: What::for_target(Target::Page, previous), ..ask(Target::Page) };
    let look = Session::default().look(&question, luma(&sheet), || 0.0).expect("a look");
    assert!(look.findings.iter().any(|finding| finding.code == FindingCode::SameSide));
}

/// Sees a face of this score everywhere.
struct Somebody(f32);

impl FindFaces for Somebody {
    fn find(&self, _: &Luma<'_>) -> Vec<Face> {
        vec![Face { x: 10, y: 10, width: 50, height: 50, score: self.0 }]
    }
}

#[test]
fn faces_are_looked_for_where_they_belong_and_by_whom_it_suits() {
    let sheet = sheet();
    let faces = |session: &mut Session, watch: u32, target| {
        let ask = Ask { watch, ..ask(target) };
        session.look(&ask, luma(&sheet), || 0.0).expect("a look").faces
    };
    let mut session = Session::default();
    assert_eq!(faces(&mut session, 1, Target::Face), None, "nobody can");
    session.set_faces(Finders { still: Box::new(Somebody(1.0)), live: Box::new(Somebody(2.0)) });
    assert_eq!(faces(&mut session, 1, Target::Card), None);
    let live = faces(&mut session, 1, Target::Face).expect("a search");
    assert_eq!((live[0].x, live[0].score), (20, 2.0));
    assert_eq!(faces(&mut session, 0, Target::Face).expect("a search")[0].score, 1.0);
}

#[test]
fn a_head_is_measured_by_the_oval_that_the_customer_sees() {
    let sheet = sheet();
    let mut session = Session::default();
    session.set_faces(Finders { still: Box::new(Somebody(1.0)), live: Box::new(Somebody(2.0)) });
    let mut told = |oval| {
        let look = session.look(&Ask { oval, ..ask(Target::Face) }, luma(&sheet), || 0.0).expect("a look");
        let about_place = [FindingCode::TooFar, FindingCode::TooClose, FindingCode::OffCentre];
        look.findings.iter().map(|it| it.code).filter(|code| about_place.contains(code)).collect::<Vec<_>>()
    };
    // In pixels of the picture that was asked about, as which the frame is half as large.
    let around = |x, y, height: f32| Some(Oval { centre: Point::new(x, y), width: height * 0.75, height });
    assert_eq!(told(around(70.0, 63.0, 150.0)), []);
    assert_eq!(told(around(70.0, 63.0, 100.0)), [FindingCode::TooClose]);
    assert_eq!(told(around(70.0, 63.0, 300.0)), [FindingCode::TooFar]);
    assert_eq!(told(around(110.0, 63.0, 150.0)), [FindingCode::OffCentre]);
    assert_eq!(told(None), [FindingCode::TooFar, FindingCode::OffCentre], "the middle of the frame");
}

#[test]
fn a_picture_that_is_taken_is_not_refused_for_its_place() {
    let mut session = Session::default();
    session.set_faces(Finders { still: Box::new(Somebody(1.0)), live: Box::new(Somebody(1.0)) });
    let aside = Oval { centre: Point::new(110.0, 63.0), width: 112.0, height: 150.0 };
    let mut is_told = |watch, is_from_viewfinder| {
        let what = What { is_from_viewfinder, ..What::for_target(Target::Face, None) };
        let ask = Ask { watch, oval: Some(aside), what, ..ask(Target::Face) };
        let look = session.look(&ask, luma(&sheet()), || 0.0).expect("a look");
        look.findings.iter().any(|finding| finding.code == FindingCode::OffCentre)
    };
    assert!(is_told(1, true), "while it can be moved");
    assert!(!is_told(0, true), "once it is taken");
}

/// Sees a face that fills half of the picture, and counts how often it was asked.
#[derive(Clone, Default)]
struct Portrait(Rc<Cell<u32>>);

impl FindFaces for Portrait {
    fn find(&self, picture: &Luma<'_>) -> Vec<Face> {
        self.0.set(self.0.get() + 1);
        let width = picture.height() as u32 / 2;
        vec![Face { x: 0, y: 0, width, height: width, score: 9.0 }]
    }
}

#[test]
fn a_face_where_a_document_belongs_is_told_and_not_looked_for_in_every_frame() {
    let (grey, sheet) = (vec![128; (WIDTH * HEIGHT) as usize], sheet());
    let portrait = Portrait::default();
    let mut session = Session::default();
    session.set_faces(Finders { still: Box::new(portrait.clone()), live: Box::new(Somebody(2.0)) });
    let mut first = |bytes: &[u8], watch: u32, now: f64| {
        let ask = Ask { watch, now, ..ask(Target::Page) };
        session.look(&ask, luma(bytes), || 0.0).expect("a look").findings.into_iter().next()
    };
    for at in 0..10_u32 {
        let finding = first(&grey, 1, f64::from(at) * 60.0).expect("a finding");
        assert_eq!(finding.code, FindingCode::FaceInstead);
        assert!((finding.place.expect("a place").width - HEIGHT as f32).abs() < 2.0, "{finding:?}");
    }
    assert_eq!(portrait.0.get(), 2, "at 0 and at 540 ms");
    assert!(first(&sheet, 1, 2_000.0).is_none_or(|finding| finding.code != FindingCode::FaceInstead));
    assert_eq!(portrait.0.get(), 2, "a document is seen");
    first(&grey, 0, 2_000.0).expect("a finding");
    first(&grey, 0, 2_000.0).expect("a finding");
    assert_eq!(portrait.0.get(), 4, "each still is another picture");
}

#[test]
fn a_watched_page_is_taken_once_and_another_watch_begins_anew() {
    let sheet = sheet();
    let mut session = Session::default();
    let mut advised = |watch: u32, now: f64, guidance: Guidance| {
        let what = What { guidance, ..What::for_target(Target::Page, None) };
        let ask = Ask { watch, now, what, ..ask(Target::Page) };
        session.look(&ask, luma(&sheet), || 0.0).expect("a look").advice
    };
    assert_eq!(advised(1, 0.0, Guidance::None), None);
    let mut shots = |watch: u32, guidance: Guidance| {
        let advices = (0..12_u32).map(|at| advised(watch, f64::from(at) * 100.0, guidance).expect("advice"));
        advices.filter(|advice| advice.is_shot).count()
    };
    assert_eq!(shots(2, Guidance::Hints), 0);
    assert_eq!(shots(3, Guidance::Shutter), 1);
    assert_eq!(shots(3, Guidance::Shutter), 0, "it was taken");
    assert_eq!(shots(4, Guidance::Shutter), 1);
}

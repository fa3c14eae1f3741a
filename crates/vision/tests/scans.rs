//! Documents that fill the picture to its edges, as scanners and screenshots give them, and films of documents as the browser
//! tests play them to the camera: nothing is wrong with them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_specimen::{
    DriverLicense, IdCard, Letter, Passport, Person, Receipt, RgbImage, Statement, document_frames,
    restless_frames,
};
use kyc_vision::{Analysis, DocumentView, Frame, Luma, Question, Rgba, Target, analyze};

fn seen(picture: &RgbImage, target: Target) -> Analysis {
    let (width, height) = picture.dimensions();
    let opaque = |pixel: &[u8; 3]| [pixel[0], pixel[1], pixel[2], 255];
    let pixels: Vec<u8> = picture.as_raw().as_chunks::<3>().0.iter().flat_map(opaque).collect();
    analyze(&Frame::Rgba(Rgba::new(&pixels, width, height).unwrap()), &Question::about(target))
}

#[test]
fn scans_are_whole_and_good() {
    for seed in [1, 4, 7] {
        let person = Person::sample(seed);
        for (name, target, picture) in [
            ("id front", Target::Card, IdCard(&person).front()),
            ("id back", Target::Card, IdCard(&person).back()),
            ("licence front", Target::Card, DriverLicense(&person).front()),
            ("licence back", Target::Card, DriverLicense(&person).back()),
            ("card for a passport", Target::PassportPage, IdCard(&person).front()),
            ("passport", Target::PassportPage, Passport(&person).photo_page()),
            ("utility bill", Target::Page, Letter(&person).utility_bill()),
            ("bank letter", Target::Page, Letter(&person).bank_letter()),
            ("statement", Target::Page, Statement(&person).bank(1)),
            ("salary slip", Target::Page, Statement(&person).salary_slip()),
        ] {
            let analysis = seen(&picture, target);
            assert_eq!(analysis.findings, [], "{name} of {seed}");
            let DocumentView::Whole { quad, .. } = analysis.view else {
                panic!("{name} of {seed}: {analysis:?}")
            };
            let size = picture.width() as f32 * picture.height() as f32;
            assert!(quad.area() > size * 0.7, "{name} of {seed}: {quad:?}");
        }
    }
}

#[test]
fn a_page_of_any_shape_that_fills_the_picture_is_not_refused() {
    for seed in [1, 4, 7] {
        let analysis = seen(&Receipt(&Person::sample(seed)).paper(), Target::Page);
        assert_eq!(analysis.findings, [], "{seed}");
    }
}

#[test]
fn a_table_before_a_camera_that_has_the_shape_of_a_card_is_no_card() {
    // 16:10, with planks.
    let luma: Vec<u8> = (0..640 * 400).map(|at| if at / 640 % 97 < 3 { 70 } else { 150 }).collect();
    let frame = Frame::Luma(Luma::new(&luma, 640, 400).unwrap());
    let question = Question { is_from_camera: true, ..Question::about(Target::Card) };
    let analysis = analyze(&frame, &question);
    assert!(!matches!(analysis.view, DocumentView::Whole { .. }), "{analysis:?}");
    assert!(!analysis.findings.is_empty());
    // A file of this shape is given the benefit of the doubt.
    let chosen = analyze(&frame, &Question::about(Target::Card));
    assert!(matches!(chosen.view, DocumentView::Whole { .. }), "{chosen:?}");
}

#[test]
fn a_document_held_still_is_filmed_well_and_a_restless_one_is_not() {
    let person = Person::sample(4);
    let (card, passport) = (IdCard(&person).front(), Passport(&person).photo_page());
    for (document, target) in [(&card, Target::Card), (&passport, Target::PassportPage)] {
        for frame in document_frames(document, 3) {
            let analysis = seen(&frame, target);
            assert!(
                matches!(analysis.view, DocumentView::Whole { .. }) && analysis.findings.is_empty(),
                "{analysis:?}"
            );
        }
        for frame in restless_frames(document, 3) {
            assert_ne!(seen(&frame, target).findings, [], "{target:?}");
        }
    }
}

//! A real face detector takes the drawn faces for faces, and nothing else for one.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kyc_specimen::{
    DriverLicense, IdCard, Letter, Passport, Person, Receipt, RgbImage, Selfie, Statement, Surface,
    blank_page, document_frames, on_table, photocopied, selfie_frames, to_jpeg,
};
use kyc_vision::{Face, FaceDetector, Luma};
use std::sync::LazyLock;

static DETECTOR: LazyLock<FaceDetector> = LazyLock::new(|| FaceDetector::new(kyc_face_model::MODEL).unwrap());

fn faces(picture: &RgbImage) -> Vec<Face> {
    let sent = image::load_from_memory(&to_jpeg(picture, 80).unwrap()).unwrap().to_luma8();
    DETECTOR.detect(&Luma::new(sent.as_raw(), sent.width(), sent.height()).unwrap())
}

/// Every picture of the person that shows a face, as scanned, on a table and as filmed.
fn with_face(person: &Person) -> Vec<(&'static str, RgbImage)> {
    let (card, page) = (IdCard(person).front(), Passport(person).photo_page());
    let licence = DriverLicense(person).front();
    let film = |frames: Vec<RgbImage>| frames.into_iter().next().unwrap();
    vec![
        ("card on wood", on_table(&card, Surface::Wood, 0.74, 3.0)),
        ("filmed card", film(document_frames(&card, 1))),
        ("copied card", photocopied(&card)),
        ("card", card),
        ("passport on dark", on_table(&page, Surface::Dark, 0.6, -3.0)),
        ("passport", page),
        ("licence on light", on_table(&licence, Surface::Light, 0.7, 2.0)),
        ("licence", licence),
        ("selfie", Selfie(person).portrait()),
        ("filmed selfie", film(selfie_frames(person, 1))),
    ]
}

/// How many of the pictures of these people show exactly one face, and how many there are.
fn found(seeds: impl Iterator<Item = u64>) -> (usize, usize) {
    let mut counts = (0, 0);
    for seed in seeds {
        for (name, picture) in with_face(&Person::sample(seed)) {
            let faces = faces(&picture);
            counts.1 += 1;
            counts.0 += usize::from(faces.len() == 1);
            if faces.len() != 1 {
                println!("seed {seed}, {name}: {faces:?}");
            }
        }
    }
    counts
}

#[test]
fn faces_on_documents_and_selfies_are_found() {
    let (right, total) = found([1, 4, 11].into_iter());
    assert_eq!(right, total);
}

#[test]
#[ignore = "takes minutes; the figure in the documentation"]
fn faces_of_sixty_people_are_found() {
    let (right, total) = found(100..160);
    println!("{right} of {total}");
    assert!(right * 100 >= total * 98, "{right} of {total}");
}

#[test]
fn nothing_else_is_taken_for_a_face() {
    let person = Person::sample(4);
    let pictures = [
        ("card back", IdCard(&person).back()),
        ("licence back", DriverLicense(&person).back()),
        ("bill", Letter(&person).utility_bill()),
        ("bank letter", Letter(&person).bank_letter()),
        ("statement", Statement(&person).bank(1)),
        ("card statement", Statement(&person).card()),
        ("salary slip", Statement(&person).salary_slip()),
        ("receipt", Receipt(&person).paper()),
        ("blank", blank_page()),
    ];
    for (name, picture) in pictures {
        assert_eq!(faces(&picture), [], "{name}");
        if name.contains("back") {
            assert_eq!(faces(&on_table(&picture, Surface::Wood, 0.74, 3.0)), [], "{name} on wood");
        }
    }
}

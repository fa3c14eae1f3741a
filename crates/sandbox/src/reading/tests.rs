//! Readings of every kind of specimen, as drawn and as customers hand them in.

use image::imageops::{FilterType, resize, rotate90};
use kyc_specimen::{
    Date, DriverLicense, Flaw, IdCard, Letter, Passport, Person, Receipt, RgbImage, Selfie, Statement,
    Surface, blank_page, damaged_jpeg, document_frames, on_table, paper_data, pdf as pdf_of, photocopied,
    to_jpeg, to_png, with_exif_gps_and_orientation,
};
use kyc_specimen_data::Side;
use kyc_vision::DocumentView;
use kyc_wire::DocumentSubtype;

use super::*;

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    to_jpeg(picture, quality).unwrap()
}

fn half(picture: &RgbImage) -> RgbImage {
    resize(picture, picture.width() / 2, picture.height() / 2, FilterType::Triangle)
}

fn read_picture(picture: &RgbImage, quality: u8) -> (Option<SpecimenData>, Picture) {
    let reading = read(&jpeg(picture, quality), Format::Jpeg);
    assert_eq!(reading.condition, Condition::Sound);
    (reading.data, reading.picture.unwrap())
}

/// The sides of identity documents, what stands on them, and whether they show a portrait.
fn identity(person: &Person) -> [(&'static str, RgbImage, SpecimenData, bool); 5] {
    let (card, licence, passport) = (IdCard(person), DriverLicense(person), Passport(person));
    [
        ("card front", card.front(), card.data(Side::Front), true),
        ("card back", card.back(), card.data(Side::Back), false),
        ("licence front", licence.front(), licence.data(Side::Front), true),
        ("licence back", licence.back(), licence.data(Side::Back), false),
        ("passport", passport.photo_page(), passport.data(), true),
    ]
}

#[test]
fn identity_documents_are_read_however_they_are_sent() {
    for (name, side, data, has_face) in identity(&Person::sample(1)) {
        let ways = [
            ("compressed", side.clone(), 70, 0),
            ("half as large", half(&side), 85, 0),
            ("on its side", rotate90(&side), 80, 3),
            ("on a table", on_table(&side, Surface::Wood, 0.7, 3.0), 80, 0),
            ("filmed", document_frames(&side, 1).remove(0), 88, 0),
        ];
        for (way, picture, quality, quarter_turns) in ways {
            let (found, seen) = read_picture(&picture, quality);
            assert_eq!(found.as_ref(), Some(&data), "{name}, {way}");
            assert_eq!(seen.faces.len(), usize::from(has_face), "{name}, {way}: {:?}", seen.faces);
            assert!(
                !has_face || seen.quarter_turns == quarter_turns,
                "{name}, {way}: {}",
                seen.quarter_turns
            );
            assert_eq!((seen.width, seen.height), picture.dimensions());
            assert!(!seen.is_grey, "{name}, {way}");
        }
    }
}

#[test]
fn papers_are_read_as_scans_and_from_a_table() {
    let person = Person::sample(4).with_papers_of(Date { year: 2024, month: 2, day: 28 });
    let (letter, statement) = (Letter(&person), Statement(&person));
    let paper = |subtype| paper_data(&person, subtype);
    let papers = [
        (letter.utility_bill(), paper(DocumentSubtype::UtilityBill)),
        (letter.bank_letter(), paper(DocumentSubtype::Other)),
        (statement.bank(2), paper(DocumentSubtype::BankStatement)),
        (statement.card(), paper(DocumentSubtype::CreditCardStatement)),
        (statement.salary_slip(), paper(DocumentSubtype::SalarySlip)),
        (Receipt(&person).paper(), Receipt(&person).data()),
    ];
    for (picture, data) in papers {
        assert_eq!(data.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-02-28"));
        assert_eq!(data.address.is_none(), picture.width() < 1000, "only the receipt has no address");
        for picture in [on_table(&picture, Surface::Dark, 0.5, 2.0), picture] {
            let (found, seen) = read_picture(&picture, 70);
            assert_eq!(found.as_ref(), Some(&data));
            assert_eq!(seen.faces, [], "{:?}", data.subtype);
        }
    }
}

#[test]
fn a_scanned_pdf_is_read_by_its_first_page() {
    let person = Person::sample(2);
    let pages = [jpeg(&Statement(&person).bank(1), 80), jpeg(&Statement(&person).bank(2), 80)];
    let reading = read(&pdf_of(&pages).unwrap(), Format::Pdf);
    assert_eq!(reading.condition, Condition::Sound);
    assert_eq!(reading.data, Some(paper_data(&person, DocumentSubtype::BankStatement)));
    assert_eq!(reading.picture.map(|page| (page.width, page.height)), Some((1654, 2339)));
}

#[test]
fn a_selfie_shows_a_face_and_no_data() {
    let (data, seen) = read_picture(&Selfie(&Person::sample(3)).portrait(), 80);
    assert_eq!((data, seen.faces.len(), seen.quarter_turns), (None, 1, 0));
    let face = seen.faces[0];
    assert!(face.width > 300 && face.x > 200 && face.x + face.width < 880, "{face:?}");
}

#[test]
fn what_is_wrong_with_a_document_is_read() {
    let today = Date { year: 2026, month: 11, day: 22 };
    let data_of = |person: Person| read_picture(&Passport(&person).photo_page(), 85).0.unwrap();
    let sound = data_of(Person::sample(6));
    assert_eq!((sound.is_tampered, sound.is_mrz_valid()), (false, Some(true)));
    assert_eq!((sound.nationality.as_deref(), sound.issuance_country()), (Some("UTO"), Some("XU")));
    let altered = data_of(Person::sample(6).flawed(Flaw::Altered));
    assert_eq!((altered.is_tampered, altered.is_mrz_valid()), (true, Some(true)));
    let miscounted = data_of(Person::sample(6).flawed(Flaw::WrongCheckDigit));
    assert_eq!((miscounted.is_tampered, miscounted.is_mrz_valid()), (false, Some(false)));
    assert!(data_of(Person::sample(6).expired()).expiry_date.unwrap() < today);
    assert!(data_of(Person::sample(6).underage()).birth_date.unwrap().age_on(today) < 18);
    let named = data_of(Person::sample(6).named("Zoë", "O'Hara"));
    assert_eq!((named.first_name.as_str(), named.last_name.as_str()), ("ZOË", "O'HARA"));
}

#[test]
fn a_copy_without_colour_is_told_from_the_original() {
    let card = IdCard(&Person::sample(5)).front();
    let (data, copy) = read_picture(&photocopied(&card), 80);
    assert!(copy.is_grey && data.is_some() && copy.faces.len() == 1);
    assert!(!read_picture(&card, 80).1.is_grey);
}

#[test]
fn pictures_are_seen_the_way_up_their_metadata_says() {
    let page = Passport(&Person::sample(1)).photo_page();
    let stored = with_exif_gps_and_orientation(&jpeg(&image::imageops::rotate270(&page), 85), 6);
    let seen = read(&stored, Format::Jpeg).picture.unwrap();
    assert_eq!((seen.width, seen.height, seen.quarter_turns), (1600, 1126, 0));
}

#[test]
fn what_is_no_document_gives_no_data() {
    let (data, seen) = read_picture(&blank_page(), 80);
    assert_eq!((data, seen.faces, seen.document), (None, Vec::new(), DocumentView::NotFound));
    assert!(!seen.findings.is_empty() && seen.is_grey);
}

#[test]
fn damaged_pictures_are_unreadable() {
    let card = IdCard(&Person::sample(1)).front();
    let whole = jpeg(&card, 80);
    assert_eq!(read(&damaged_jpeg(&whole), Format::Jpeg).condition, Condition::Unreadable);
    assert_eq!(read(&whole, Format::Png).condition, Condition::Unreadable);
    assert_eq!(read(b"", Format::Jpeg).condition, Condition::Unreadable);
    let png = to_png(&card).unwrap();
    assert!(read(&png, Format::Png).data.is_some());
    assert_eq!(read(&png[..png.len() / 2], Format::Png).condition, Condition::Unreadable);
}

/// A PNG that says to be 30,000 pixels wide and high.
#[test]
fn a_bomb_of_a_picture_is_not_unpacked() {
    let mut bomb = to_png(&RgbImage::new(1, 1)).unwrap();
    // Width and height follow the signature, the length and the name of the first chunk.
    for at in [16, 20] {
        bomb[at..at + 4].copy_from_slice(&30_000_u32.to_be_bytes());
    }
    assert_eq!(read(&bomb, Format::Png).condition, Condition::Unreadable);
}

#[test]
fn documents_on_a_table_and_scans_are_whole() {
    for (name, side, ..) in identity(&Person::sample(1)).into_iter().step_by(2) {
        let (_, seen) = read_picture(&side, 80);
        assert!(matches!(seen.document, DocumentView::Whole { .. }), "{name}: {:?}", seen.document);
        let (_, seen) = read_picture(&on_table(&side, Surface::Dark, 0.7, 3.0), 80);
        let DocumentView::Whole { quad, .. } = seen.document else { panic!("{name}: {:?}", seen.document) };
        assert!(quad.0[2].x > 1200.0 && quad.0[0].x < 400.0, "in pixels of the picture: {quad:?}");
    }
}

/// What one reading costs; `cargo test -p kyc-sandbox --release -- --ignored --nocapture reading_times`.
#[test]
#[ignore = "prints measurements"]
fn reading_times() {
    let person = Person::sample(1);
    let card = IdCard(&person).front();
    let large = resize(&card, 2560, 1614, FilterType::CatmullRom);
    let noise = RgbImage::from_fn(2560, 1920, |x, y| {
        let value =
            (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0x2C1B_3C6D) >> 24;
        image::Rgb([value as u8; 3])
    });
    let pictures = [
        ("card", card.clone()),
        ("card, 2560 px", large),
        ("card back", IdCard(&person).back()),
        ("on a table", on_table(&card, Surface::Wood, 0.7, 3.0)),
        ("bill", Letter(&person).utility_bill()),
        ("selfie", Selfie(&person).portrait()),
        ("noise, 2560 px", noise),
    ];
    for (name, picture) in pictures {
        let bytes = jpeg(&picture, 85);
        let start = std::time::Instant::now();
        let reading = read(&bytes, Format::Jpeg);
        let view = reading.picture.map(|picture| picture.document);
        println!("{name:16} {:5} ms {view:?}", start.elapsed().as_millis());
    }
}

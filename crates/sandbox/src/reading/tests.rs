//! Readings of every kind of specimen, as drawn and as customers hand them in.

use kyc_specimen::{Passport, Person, to_jpeg};

use super::*;

#[test]
fn a_passport_shows_a_face() {
    let page = to_jpeg(&Passport(&Person::sample(1)).photo_page(), 80).unwrap();
    let reading = read(&page, Format::Jpeg);
    assert_eq!((reading.condition, reading.data), (Condition::Sound, None));
    let picture = reading.picture.unwrap();
    assert_eq!(
        (picture.width, picture.height, picture.is_grey, picture.quarter_turns),
        (1600, 1126, false, 0)
    );
    assert_eq!(picture.faces.len(), 1, "{:?} {:?}", picture.faces, picture.document);
}

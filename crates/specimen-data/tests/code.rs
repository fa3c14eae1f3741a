//! What a specimen's code carries comes back, and what is not ours is not taken for it.

use kyc_specimen_data::{Address, Date, Sex, Side, SpecimenData};
use kyc_wire::DocumentSubtype;
use proptest::prelude::*;

fn word() -> impl Strategy<Value = String> {
    "[A-ZÄÖÜ0-9 .,'/-]{0,20}"
}

fn date() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((1900_u32..2100, 1_u32..13, 1_u32..29).prop_map(|(year, month, day)| Date {
        year,
        month,
        day,
    }))
}

fn optional() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("[A-Z0-9-]{1,12}")
}

fn zone() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        Just(Vec::new()),
        proptest::collection::vec("[A-Z][A-Z0-9<]{29}", 3),
        proptest::collection::vec("[A-Z][A-Z0-9<]{43}", 2),
    ]
}

prop_compose! {
    fn any_data()(
        subtype in proptest::sample::select(DocumentSubtype::ALL),
        side in proptest::sample::select(vec![Side::Front, Side::Back, Side::Page]),
        names in (word(), word()),
        dates in (date(), date(), date()),
        sex in proptest::option::of(proptest::sample::select(vec![Sex::Female, Sex::Male])),
        words in (optional(), optional(), optional()),
        address in ("[A-Z0-9 ]{1,20}", word(), word()),
        mrz in zone(),
        is_tampered: bool,
    ) -> SpecimenData {
        let (line1, postal_code, city) = address;
        SpecimenData {
            first_name: names.0,
            last_name: names.1,
            birth_date: dates.0,
            sex,
            nationality: words.0,
            document_number: words.1,
            issue_date: dates.1,
            expiry_date: dates.2,
            address: Some(Address { line1, postal_code, city, region: words.2 }),
            mrz,
            is_tampered,
            ..SpecimenData::new(subtype, side)
        }
    }
}

proptest! {
    #[test]
    fn every_code_reads_back(data in any_data()) {
        prop_assert_eq!(SpecimenData::from_code(&data.to_code()), Some(data));
    }

    #[test]
    fn json_reads_back(data in any_data()) {
        let json = serde_json::to_string(&data).unwrap();
        prop_assert_eq!(serde_json::from_str::<SpecimenData>(&json).unwrap(), data);
    }

    #[test]
    fn a_changed_field_breaks_the_seal(data in any_data(), name in "[A-Z]{3,9}") {
        let intact = SpecimenData { is_tampered: false, ..data };
        let altered = SpecimenData { first_name: format!("{}{name}", intact.first_name), ..intact.clone() };
        let (code, other) = (intact.to_code(), altered.to_code());
        let forged = format!("{}*{}", other.rsplit_once('*').unwrap().0, code.rsplit_once('*').unwrap().1);
        prop_assert!(SpecimenData::from_code(&forged).unwrap().is_tampered);
    }

    #[test]
    fn foreign_codes_never_panic(text in "(KYC1)?[*A-Z0-9$/ä]{0,80}") {
        let _ = SpecimenData::from_code(&text);
    }
}

#[test]
fn foreign_codes_are_not_ours() {
    for text in ["", "https://example.com", "KYC1", "KYC2*ID-CARD", "KYC1*ID-CARD*F*A*B"] {
        assert_eq!(SpecimenData::from_code(text), None, "{text}");
    }
    let ours = SpecimenData::new(DocumentSubtype::Passport, Side::Front).to_code();
    assert!(SpecimenData::from_code(&ours).is_some());
    assert_eq!(SpecimenData::from_code(&ours.replace("KYC1", "KYC2")), None);
}

#[test]
fn small_letters_come_back_in_capitals_and_separators_as_spaces() {
    let data = SpecimenData {
        first_name: "Zoë*".into(),
        ..SpecimenData::new(DocumentSubtype::IdCard, Side::Front)
    };
    assert_eq!(SpecimenData::from_code(&data.to_code()).unwrap().first_name, "ZOË ");
}

//! Documents against records, without pictures.

use kyc_wire::{DocumentStatus, DocumentSubtype, RejectionType};
use proptest::prelude::*;

use super::checks::status;
use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn record() -> Record {
    Record {
        first_name: Some("Anna".into()),
        last_name: Some("Sample".into()),
        birth_date: Some(date("1990-01-31")),
        line1: Some("12 Mill Lane".into()),
        city: Some("Amaurot".into()),
        postal_code: Some("12345".into()),
        ..Record::default()
    }
}

fn case(record: &Record) -> Case<'_> {
    Case {
        subtype: Some(DocumentSubtype::Passport),
        record,
        level: Level::Strict,
        today: date("2026-11-22"),
        filed: date("2026-11-20"),
    }
}

fn passport() -> IdentityData {
    IdentityData {
        contains_image: true,
        is_identity_document: true,
        first_name: Some("ANNA".into()),
        last_name: Some("SAMPLE".into()),
        date_of_birth: Some(date("1990-01-31")),
        expiration_date: Some(date("2030-05-01")),
        issue_date: Some(date("2020-05-01")),
        nationality: Some("UTO".into()),
        issuance_country: Some("XU".into()),
        mrz_checksum_valid: Some(true),
        document_subtype: Some(DocumentSubtype::Passport),
        ..IdentityData::default()
    }
}

fn bill() -> AddressData {
    AddressData {
        first_name: Some("ANNA".into()),
        last_name: Some("SAMPLE".into()),
        line1: Some("12 MILL LANE".into()),
        city: Some("AMAUROT".into()),
        postal_code: Some("12345".into()),
        date: Some(date("2026-10-03")),
        document_subtype: Some(DocumentSubtype::UtilityBill),
        ..AddressData::default()
    }
}

/// What becomes of the data with the default settings: the score, and the type of a rejection.
fn judged(data: IdentityData, case: &Case<'_>) -> (u8, DocumentStatus, Option<RejectionType>) {
    told(identity(data, &IdentitySettings::default(), case))
}

fn judged_bill(data: AddressData, record: &Record) -> (u8, DocumentStatus, Option<RejectionType>) {
    let case = Case { subtype: Some(DocumentSubtype::UtilityBill), ..case(record) };
    told(address(data, &AddressSettings::default(), &case))
}

fn told(outcome: Outcome) -> (u8, DocumentStatus, Option<RejectionType>) {
    let rejection = outcome.verdict.rejection.map(|rejection| rejection.rejection_type);
    (outcome.matches.score.unwrap(), outcome.verdict.status, rejection)
}

const ACCEPTED: (u8, DocumentStatus, Option<RejectionType>) = (100, DocumentStatus::Accepted, None);

#[test]
fn the_right_document_is_accepted_with_and_without_a_record() {
    assert_eq!(judged(passport(), &case(&record())), ACCEPTED);
    assert_eq!(judged(passport(), &case(&Record::default())), ACCEPTED);
    assert_eq!(judged_bill(bill(), &record()), ACCEPTED);
    assert_eq!(judged_bill(bill(), &Record::default()), ACCEPTED);
}

#[test]
fn what_cannot_be_read_is_left_to_a_person() {
    let worst =
        IdentityData { has_matching_face_proof: Some(false), is_photocopy: true, ..IdentityData::default() };
    for known in [record(), Record::default()] {
        let face = IdentityData { contains_image: true, ..IdentityData::default() };
        assert_eq!(judged(face, &case(&known)), (85, DocumentStatus::Pending, None));
        assert_eq!(judged(worst.clone(), &case(&known)), (40, DocumentStatus::Pending, None));
        assert_eq!(judged_bill(AddressData::default(), &known), (85, DocumentStatus::Pending, None));
    }
}

#[test]
fn each_contradiction_of_an_identity_proof_has_its_reason() {
    use RejectionType as Type;
    type Change = fn(&mut IdentityData);
    let changes: [(Change, Type); 12] = [
        (
            |it| (it.first_name, it.last_name) = (Some("MIRA".into()), Some("NOVAK".into())),
            Type::NameMismatch,
        ),
        (|it| it.date_of_birth = Some(date("1980-01-31")), Type::DobMismatch),
        (
            |it| {
                it.date_of_birth = Some(date("1980-01-31"));
                it.first_name = Some("MIRA".into());
            },
            Type::NameAndDobMismatch,
        ),
        (|it| it.date_of_birth = None, Type::CriticalInfoMissing),
        (|it| it.date_of_birth = Some(date("2010-01-31")), Type::UnderagePerson),
        (|it| it.expiration_date = Some(date("2026-11-19")), Type::DocumentExpired),
        (|it| it.expiration_date = Some(date("2026-11-21")), Type::DocumentWasValidButExpired),
        (|it| it.expiration_date = None, Type::ExpirationDateMissing),
        (|it| it.is_tampered = true, Type::TamperedDocument),
        (|it| drop(it.others.insert("isDigitallyTampered".into(), true.into())), Type::TamperedDocument),
        (|it| it.mrz_checksum_valid = Some(false), Type::DocumentInvalid),
        (
            |it| (it.issue_date, it.nationality, it.last_name) = (None, None, Some("X".into())),
            Type::NameMismatch,
        ),
    ];
    for (change, expected) in changes {
        let mut data = passport();
        change(&mut data);
        let (score, status, rejection) = judged(data, &case(&record()));
        assert_eq!((status, rejection), (DocumentStatus::Rejected, Some(expected)), "{score}");
    }
}

#[test]
fn each_contradiction_of_an_address_proof_has_its_reason() {
    use RejectionType as Type;
    let moved = || AddressData {
        line1: Some("1 LINDEN AVENUE".into()),
        city: Some("EASTMERE".into()),
        postal_code: Some("54321".into()),
        ..bill()
    };
    let others = AddressData { first_name: Some("MIRA".into()), last_name: Some("NOVAK".into()), ..bill() };
    let card = AddressData { document_subtype: Some(DocumentSubtype::IdCard), ..moved() };
    let undated = AddressData { date: None, first_name: None, ..bill() };
    let future = AddressData { date: Some(date("2027-01-01")), is_tampered: true, ..bill() };
    for (data, expected) in [
        (others, Type::ThirdPartyOrMismatch),
        (moved(), Type::ThirdPartyOrMismatch),
        (card, Type::OldAddressOnId),
        (undated, Type::IssueDateMissing),
        (future, Type::TamperedDocument),
    ] {
        let (score, status, rejection) = judged_bill(data, &record());
        assert_eq!((status, rejection), (DocumentStatus::Rejected, Some(expected)), "{score}");
    }
}

#[test]
fn what_weighs_nothing_is_no_reason() {
    let mut settings = IdentitySettings::default();
    settings.weights.is_tampered = 0;
    settings.thresholds = settings::Thresholds { reject_below: 100, accept_above: 100 };
    let data = IdentityData { is_tampered: true, is_photocopy: true, ..passport() };
    let (score, _, rejection) = told(identity(data, &settings, &case(&record())));
    assert_eq!((score, rejection), (85, Some(RejectionType::DocumentInvalid)));
    settings.weights.is_photocopy = 0;
    settings.weights.document_subtype = 100;
    let data = IdentityData { document_subtype: Some(DocumentSubtype::IdCard), ..passport() };
    let (_, _, rejection) = told(identity(data, &settings, &case(&record())));
    assert_eq!(rejection, Some(RejectionType::DocumentNotMatching));
}

#[test]
fn the_level_says_what_a_difference_is() {
    let data =
        || IdentityData { first_name: Some("SAMPLE".into()), last_name: Some("ANNE".into()), ..passport() };
    let born = || IdentityData { date_of_birth: Some(date("1991-01-31")), ..data() };
    let known = record();
    let score = |level, data| judged(data, &Case { level, ..case(&known) }).0;
    assert_eq!(
        [Level::Strict, Level::Moderate, Level::Basic].map(|level| score(level, data())),
        [20, 100, 100]
    );
    assert_eq!([Level::Moderate, Level::Basic].map(|level| score(level, born())), [20, 100]);
    let nameless = IdentityData { first_name: None, ..passport() };
    assert_eq!(score(Level::Basic, nameless), 60);
}

#[test]
fn a_birth_certificate_never_ends() {
    let known = record();
    let case = Case { subtype: Some(DocumentSubtype::BirthCertificate), ..case(&known) };
    let data = IdentityData {
        document_subtype: Some(DocumentSubtype::BirthCertificate),
        expiration_date: None,
        mrz_checksum_valid: None,
        ..passport()
    };
    assert_eq!(judged(data, &case), ACCEPTED);
}

#[test]
fn days_are_written_as_times() {
    let json = serde_json::to_value(passport()).unwrap();
    assert_eq!(json["dateOfBirth"], "1990-01-31T00:00:00Z");
    assert_eq!(json.get("hasMatchingFaceProof"), None);
    assert_eq!(serde_json::from_value::<IdentityData>(json).unwrap(), passport());
    let bill_json = serde_json::to_value(bill()).unwrap();
    assert_eq!(serde_json::from_value::<AddressData>(bill_json).unwrap(), bill());
}

fn day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((1950..2040u32, 1..=12u32, 1..=28u32).prop_map(|(year, month, day)| Date {
        year,
        month,
        day,
    }))
}

fn name() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(vec!["ANNA", "SAMPLE", "ANNE", "NOVAK"]).prop_map(str::to_owned))
}

prop_compose! {
    fn identities()(
        flags: [bool; 4], first_name in name(), last_name in name(), dates in [day(), day(), day()],
        optional: [Option<bool>; 2], is_another: bool,
    ) -> IdentityData {
        let [contains_image, is_identity_document, is_tampered, is_photocopy] = flags;
        let [date_of_birth, expiration_date, issue_date] = dates;
        let [mrz_checksum_valid, has_matching_face_proof] = optional;
        let document_subtype = is_another.then_some(DocumentSubtype::IdCard);
        IdentityData {
            contains_image, is_identity_document, is_tampered, is_photocopy, first_name, last_name, date_of_birth,
            expiration_date, issue_date, mrz_checksum_valid, has_matching_face_proof, document_subtype,
            ..IdentityData::default()
        }
    }
}

proptest! {
    #[test]
    fn every_identity_proof_scores_what_its_failed_checks_leave(data in identities(), has_record: bool) {
        let known = if has_record { record() } else { Record::default() };
        let settings = IdentitySettings::default();
        let outcome = identity(data, &settings, &case(&known));
        let list = outcome.matches.check_list.unwrap();
        let lost: u32 = list.iter().filter(|check| check.failed).map(|check| u32::from(check.score)).sum();
        let score = outcome.matches.score.unwrap();
        prop_assert_eq!(u32::from(score), 100u32.saturating_sub(lost));
        prop_assert_eq!(outcome.verdict.status, status(score, settings.thresholds));
        prop_assert!(list.iter().all(|check| check.failed == check.reason.is_some()));
    }

    #[test]
    fn a_worse_document_never_scores_better(data in identities(), which in 0..4usize) {
        let known = record();
        let mut worse = data.clone();
        match which {
            0 => worse.contains_image = false,
            1 => worse.is_tampered = true,
            2 => worse.is_photocopy = true,
            _ => worse.mrz_checksum_valid = Some(false),
        }
        prop_assert!(judged(worse, &case(&known)).0 <= judged(data, &case(&known)).0);
    }

    #[test]
    fn a_record_never_raises_a_score(data in identities()) {
        let (known, unknown) = (record(), Record::default());
        prop_assert!(judged(data.clone(), &case(&known)).0 <= judged(data, &case(&unknown)).0);
    }
}

use std::collections::BTreeMap;

use kyc_flow::{Ending, Side};
use kyc_wire::{Code, DocumentSubtype, DocumentType, Info, RejectionType, RequestStatus};

use super::*;
use crate::i18n::{Message, keys};

fn assert_known(found: impl IntoIterator<Item = WordKey>) {
    let english: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../locales/en.json")).unwrap();
    let unknown: Vec<_> = found.into_iter().filter(|key| !english.contains_key(key.key())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_problem_has_words() {
    assert_known(Code::ALL.iter().flat_map(|code| [error_title(*code), error_body(*code)]));
}

#[test]
fn every_problem_of_the_camera_and_of_a_check_has_words_without_a_file() {
    let cameras = Code::ALL.iter().filter(|code| code.as_str().starts_with("camera-"));
    assert_known(cameras.map(|code| camera_body(*code, false)));
    assert_known(Code::ALL.iter().flat_map(|code| [check_title(*code), check_body(*code)]));
}

#[test]
fn every_rejection_has_words_and_a_next_step() {
    let all = RejectionType::ALL.iter();
    assert_known(
        all.flat_map(|reason| [rejection_title(*reason), rejection_body(*reason), rejection_next(*reason)]),
    );
}

#[test]
fn every_document_and_subtype_has_words() {
    assert_known(DocumentType::ALL.iter().flat_map(|kind| [document_name(*kind), document_why(*kind)]));
    let gathered = DocumentType::ALL.iter().filter(|kind| kind.is_gathered());
    assert_known(gathered.flat_map(|kind| [subtype_title(*kind), subtype_intro(*kind)]));
    assert_known(DocumentSubtype::ALL.iter().map(|kind| subtype(*kind)));
}

#[test]
fn every_side_of_every_document_has_words() {
    for kind in DocumentSubtype::ALL {
        for side in [Side::Front, Side::Back, Side::Selfie, Side::Page(0)] {
            let subject = Subject::of(side, *kind);
            assert_known(subject.tips());
            assert_known([subject.tips_title(), subject.alt()]);
            assert_known([subject.camera_title(), subject.camera_hint(), subject.file_title()]);
        }
    }
}

#[test]
fn every_ending_has_words() {
    for info in Info::ALL {
        for ending in [Ending::Finished, Ending::Back, Ending::Expired] {
            assert_known([ending_title(ending, *info), ending_body(ending, *info)]);
        }
    }
    let already = RequestStatus::ALL.iter().map(|status| Ending::Already(*status));
    assert_known(
        already.flat_map(|ending| [ending_title(ending, Info::Manual), ending_body(ending, Info::Manual)]),
    );
}

#[test]
fn the_camera_help_knows_the_browser() {
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 CriOS/130 Mobile Safari/604";
    let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";
    let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18.0 Safari/605";
    let android = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";
    let firefox = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
    assert_eq!(camera_help(iphone), keys::CAMERA_HELP_IOS);
    assert_eq!(camera_help(chrome), keys::CAMERA_HELP_CHROMIUM);
    assert_eq!(camera_help(safari), keys::CAMERA_HELP_MACOS_SAFARI);
    assert_eq!(camera_help(android), keys::CAMERA_HELP_ANDROID);
    assert_eq!(camera_help(firefox), keys::CAMERA_HELP_FIREFOX);
    assert_eq!(camera_help("something new"), keys::CAMERA_HELP_GENERAL);
}

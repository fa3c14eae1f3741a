//! What the readings of the files say together, in the fields of the API.

use std::collections::BTreeSet;

use kyc_specimen_data::{Address, Side, SpecimenData};
use kyc_wire::{DocumentType, FileTag};

use crate::reading::Reading;
use crate::record::StoredFile;
use crate::scoring::{AddressData, IdentityData};

/// A file of the document with what was read from it.
pub(super) struct Part<'a> {
    pub file: &'a StoredFile,
    pub reading: Reading,
}

impl Part<'_> {
    /// Counted as the customer's own device does before it is sent.
    fn people(&self) -> usize {
        self.reading.picture.as_ref().map_or(0, |picture| kyc_vision::people(&picture.faces))
    }
}

/// `KycIdentityMatches` as far as the files tell; the front before the back.
pub(super) fn identity(parts: &[Part<'_>], has_completed_face_liveness: bool) -> IdentityData {
    let side = |tag| parts.iter().find(|part| part.file.has_tag(tag));
    let (front, back) = (side(FileTag::IdFront), side(FileTag::IdBack));
    let read: Vec<&SpecimenData> =
        [front, back].into_iter().flatten().filter_map(|part| part.reading.data.as_ref()).collect();
    let contains_image = front.is_some_and(|front| front.people() > 0);
    let zones: Vec<bool> = read.iter().filter_map(|data| data.is_mrz_valid()).collect();
    IdentityData {
        contains_image,
        is_identity_document: read.iter().any(|data| is_of_identity_document(data)),
        first_name: first(&read, |data| filled(&data.first_name)),
        last_name: first(&read, |data| filled(&data.last_name)),
        date_of_birth: first(&read, |data| data.birth_date),
        expiration_date: first(&read, |data| data.expiry_date),
        issue_date: first(&read, |data| data.issue_date),
        has_minimal_age: None,
        nationality: first(&read, |data| data.nationality.clone()),
        issuance_country: first(&read, |data| data.issuance_country().map(str::to_owned)),
        issuance_region: None,
        document_number: first(&read, |data| data.document_number.clone()),
        sex: first(&read, |data| data.sex.map(|sex| sex.letter().to_string())),
        mrz_checksum_valid: (!zones.is_empty()).then(|| zones.iter().all(|is_valid| *is_valid)),
        document_subtype: first(&read, |data| Some(data.subtype)),
        // Faces are counted, not compared: nothing here can tell one person from another.
        has_matching_face_proof: side(FileTag::FaceProof)
            .map(|selfie| selfie.people() == 1 && contains_image),
        is_tampered: read.iter().any(|data| data.is_tampered),
        is_photocopy: is_grey(front),
        has_completed_face_liveness,
        others: serde_json::Map::new(),
    }
}

/// `KycAddressMatches` as far as the pages tell.
pub(super) fn address(parts: &[Part<'_>]) -> AddressData {
    let read: Vec<&SpecimenData> = parts.iter().filter_map(|part| part.reading.data.as_ref()).collect();
    let place = |part: fn(&Address) -> String| {
        first(&read, |data| data.address.as_ref().and_then(|address| filled(&part(address))))
    };
    let words: Vec<String> = read.iter().flat_map(|data| words(data)).collect();
    let unique: BTreeSet<&String> = words.iter().collect();
    AddressData {
        first_name: first(&read, |data| filled(&data.first_name)),
        last_name: first(&read, |data| filled(&data.last_name)),
        line1: place(|address| address.line1.clone()),
        city: place(|address| address.city.clone()),
        region: place(|address| address.region.clone().unwrap_or_default()),
        postal_code: place(|address| address.postal_code.clone()),
        word_count: count(words.len()),
        unique_words: count(unique.len()),
        date: first(&read, |data| data.issue_date),
        phone: None,
        document_subtype: first(&read, |data| Some(data.subtype)),
        is_tampered: read.iter().any(|data| data.is_tampered),
        others: serde_json::Map::new(),
    }
}

fn is_of_identity_document(data: &SpecimenData) -> bool {
    data.side != Side::Page && DocumentType::IdentityProof.subtypes().contains(&data.subtype)
}

fn is_grey(front: Option<&Part<'_>>) -> bool {
    front.and_then(|front| front.reading.picture.as_ref()).is_some_and(|picture| picture.is_grey)
}

fn first<T>(read: &[&SpecimenData], field: impl Fn(&SpecimenData) -> Option<T>) -> Option<T> {
    read.iter().find_map(|data| field(data))
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Only what was read counts: the words of name, address and date.
fn words(data: &SpecimenData) -> Vec<String> {
    let address = data.address.clone().unwrap_or_default();
    let date = data.issue_date.map(|date| date.to_string()).unwrap_or_default();
    let region = address.region.unwrap_or_default();
    let texts = [
        &data.first_name,
        &data.last_name,
        &address.line1,
        &address.postal_code,
        &address.city,
        &region,
        &date,
    ];
    texts.into_iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
}

fn count(words: usize) -> u32 {
    u32::try_from(words).unwrap_or(u32::MAX)
}

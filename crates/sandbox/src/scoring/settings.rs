//! `KycSettings`: what each failed check costs and where the thresholds lie.
//!
//! The defaults follow one rule. What the sandbox cannot tell costs [`UNSURE`] a check, and all of that together stays
//! at or above `rejectBelow`, so that a person decides. What it read and what contradicts costs so much that one
//! ([`FATAL`]), or two that belong together ([`HALF`]), end below it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const UNSURE: u8 = 15;
const HALF: u8 = 40;
const FATAL: u8 = 80;

/// `KycSettings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// For identity proofs.
    pub identity_proof: IdentitySettings,
    /// For address proofs.
    pub address_proof: AddressSettings,
    /// Which interface the merchant's reviewers use; the sandbox keeps it and has only one.
    pub ui_version: UiVersion,
}

/// Text on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum UiVersion {
    #[default]
    #[serde(rename = "1")]
    One,
    #[serde(rename = "2")]
    Two,
}

/// `KycSettingsIdentity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentitySettings {
    pub weights: IdentityWeights,
    pub thresholds: Thresholds,
    pub minimum_age_settings: MinimumAge,
}

/// What the failed checks of an identity proof cost, 0 to 100 each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityWeights {
    pub contains_image: u8,
    pub is_identity_document: u8,
    pub is_published_online: u8,
    pub first_name: u8,
    pub last_name: u8,
    pub expiration_date: u8,
    pub date_of_birth: u8,
    pub issue_date: u8,
    pub has_minimal_age: u8,
    pub has_matching_face_proof: u8,
    pub nationality: u8,
    pub document_subtype: u8,
    pub is_tampered: u8,
    pub is_photocopy: u8,
    pub mrz_checksum: u8,
}

impl Default for IdentityWeights {
    fn default() -> Self {
        Self {
            contains_image: UNSURE,
            is_identity_document: UNSURE,
            is_published_online: HALF,
            first_name: HALF,
            last_name: HALF,
            expiration_date: FATAL,
            date_of_birth: FATAL,
            issue_date: HALF,
            has_minimal_age: 100,
            has_matching_face_proof: UNSURE,
            nationality: UNSURE,
            document_subtype: UNSURE,
            is_tampered: FATAL,
            is_photocopy: UNSURE,
            mrz_checksum: FATAL,
        }
    }
}

/// `KycSettingsAddress`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AddressSettings {
    pub weights: AddressWeights,
    pub thresholds: Thresholds,
}

/// What the failed checks of an address proof cost, 0 to 100 each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AddressWeights {
    pub first_name: u8,
    pub last_name: u8,
    pub line1: u8,
    pub city: u8,
    pub region: u8,
    pub postal_code: u8,
    pub date: u8,
    pub phone: u8,
    pub document_subtype: u8,
    pub is_tampered: u8,
}

impl Default for AddressWeights {
    fn default() -> Self {
        Self {
            first_name: HALF,
            last_name: HALF,
            line1: HALF,
            city: HALF / 2,
            region: UNSURE,
            postal_code: HALF / 2,
            date: HALF,
            phone: UNSURE,
            document_subtype: UNSURE,
            is_tampered: FATAL,
        }
    }
}

/// Where a person begins and ends to be needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Thresholds {
    /// A lower score is a rejection.
    pub reject_below: u8,
    /// This score or a higher one is an acceptance.
    pub accept_above: u8,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { reject_below: 25, accept_above: 90 }
    }
}

/// From which age on a customer may do business, by where the customer lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MinimumAge {
    pub default_minimum_age: u8,
    pub location_overrides: Vec<LocationOverride>,
}

impl Default for MinimumAge {
    fn default() -> Self {
        Self { default_minimum_age: 18, location_overrides: Vec::new() }
    }
}

/// Another minimum age for a country or one state of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LocationOverride {
    pub country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub minimum_age: u8,
}

impl MinimumAge {
    /// The state's own age before its country's, before the default.
    pub fn at(&self, country: Option<&str>, state: Option<&str>) -> u8 {
        let is_there =
            |it: &&LocationOverride| country.is_some_and(|code| code.eq_ignore_ascii_case(&it.country));
        let is_same = |own: &str| state.is_some_and(|state| state.trim().eq_ignore_ascii_case(own.trim()));
        let mut here = self.location_overrides.iter().filter(is_there);
        let of_state = here.clone().find(|it| it.state.as_deref().is_some_and(is_same));
        of_state
            .or_else(|| here.find(|it| it.state.is_none()))
            .map_or(self.default_minimum_age, |it| it.minimum_age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_override_counts() {
        let entry = |country: &str, state: Option<&str>, minimum_age| LocationOverride {
            country: country.into(),
            state: state.map(str::to_owned),
            minimum_age,
        };
        let ages = MinimumAge {
            default_minimum_age: 18,
            location_overrides: vec![
                entry("US", Some("NV"), 21),
                entry("US", None, 19),
                entry("CA", Some("ON"), 20),
            ],
        };
        assert_eq!(ages.at(Some("US"), Some("nv")), 21);
        assert_eq!(ages.at(Some("US"), Some("TX")), 19);
        assert_eq!(ages.at(Some("us"), None), 19);
        assert_eq!(ages.at(Some("CA"), None), 18);
        assert_eq!(ages.at(None, Some("ON")), 18);
    }

    #[test]
    fn what_cannot_be_told_leaves_an_identity_proof_to_a_person() {
        let (weights, thresholds) = (IdentityWeights::default(), Thresholds::default());
        let unsure = [
            weights.contains_image,
            weights.is_identity_document,
            weights.has_matching_face_proof,
            weights.document_subtype,
            weights.is_photocopy,
        ];
        assert!(100 - unsure.iter().sum::<u8>() >= thresholds.reject_below);
        assert!(unsure.iter().all(|weight| 100 - weight < thresholds.accept_above));
        for fatal in
            [weights.date_of_birth, weights.expiration_date, weights.is_tampered, weights.mrz_checksum]
        {
            assert!(100 - fatal < thresholds.reject_below);
        }
        assert!(100 - weights.first_name - weights.last_name < thresholds.reject_below);
    }
}

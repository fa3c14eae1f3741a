//! What a client reads from the customer's JWT. It cannot verify it and does not try; the server does.

use serde::Deserialize;

use crate::DocumentType;
use crate::resource::RequestedDocument;

/// The claims the app needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Claims {
    /// End of the token, unix seconds.
    pub exp: Option<u64>,
    /// Permissions; only the organization is of interest here.
    #[serde(deserialize_with = "lenient")]
    pub acl: Vec<AclEntry>,
    /// The KYC part.
    #[serde(deserialize_with = "lenient")]
    pub custom_claims: CustomClaims,
}

/// The KYC part of the claims: the current form names a request, the older one carries what is asked in itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CustomClaims {
    /// The request to gather for.
    pub kyc_request_id: Option<String>,
    /// Older form: what is asked for; types, or objects like those of a request.
    #[serde(deserialize_with = "documents")]
    pub documents: Vec<RequestedDocument>,
    /// Older form: where to return to.
    pub redirect_url: Option<String>,
}

/// One permission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AclEntry {
    /// What it covers.
    pub scope: Scope,
}

/// What a permission covers; only the organization is of interest here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Scope {
    /// The organizations.
    pub organization_id: Vec<String>,
}

/// Parts that do not fit read as absent: a token of a newer server must not lock the customer out.
fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + serde::de::DeserializeOwned,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// An entry of the older form's list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Asked {
    Type(DocumentType),
    Whole(RequestedDocument),
}

fn documents<'de, D>(deserializer: D) -> Result<Vec<RequestedDocument>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let list: Vec<Asked> = lenient(deserializer)?;
    let whole = |asked| match asked {
        Asked::Type(document_type) => RequestedDocument::new(document_type),
        Asked::Whole(document) => document,
    };
    Ok(list.into_iter().map(whole).collect())
}

impl Claims {
    /// Reads the claims of a compact JWT; `None` when it is not one.
    #[must_use]
    pub fn read(token: &str) -> Option<Self> {
        serde_json::from_slice(&payload(token)?).ok()
    }

    /// The organization the token is for.
    #[must_use]
    pub fn organization_id(&self) -> Option<&str> {
        self.acl.first()?.scope.organization_id.first().map(String::as_str)
    }
}

/// The middle part of a compact JWT: JSON, if the token is well-formed. `None` when there are not three parts.
#[must_use]
pub fn payload(token: &str) -> Option<Vec<u8>> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() { None } else { decode_base64url(payload) }
}

/// Base64url without padding (RFC 4648, section 5); padding is tolerated.
fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut buffer, mut bits) = (0u32, 0u32);
    for symbol in text.trim_end_matches('=').bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // {"alg":"none"} . {"exp":1790000000,"acl":[{"scope":{"organizationId":["acme"]},"permissions":[]}],"customClaims":{"kycRequestId":"kyc_req_1"}}
    const CURRENT: &str = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTAwMDAwMDAsImFjbCI6W3sic2NvcGUiOnsib3JnYW5pemF0aW9uSWQiOlsiYWNtZSJdfSwicGVybWlzc2lvbnMiOltdfV0sImN1c3RvbUNsYWltcyI6eyJreWNSZXF1ZXN0SWQiOiJreWNfcmVxXzEifX0.";

    #[test]
    fn the_current_form_names_the_request() {
        let claims = Claims::read(CURRENT).unwrap();
        assert_eq!(claims.exp, Some(1_790_000_000));
        assert_eq!(claims.organization_id(), Some("acme"));
        assert_eq!(claims.custom_claims.kyc_request_id.as_deref(), Some("kyc_req_1"));
    }

    #[test]
    fn what_is_no_token_reads_as_none() {
        for text in ["", "a.b", "a.b.c.d", "a.!!.c", "e30.MQ.x", "e30.bm90IGpzb24.x"] {
            assert_eq!(Claims::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_older_form_asks_for_types_or_for_more() {
        let text =
            r#"{"customClaims":{"documents":["identity-proof",{"type":"address-proof","maxAttempts":1}]}}"#;
        let claims: Claims = serde_json::from_str(text).unwrap();
        let address =
            RequestedDocument { max_attempts: 1, ..RequestedDocument::new(DocumentType::AddressProof) };
        assert_eq!(
            claims.custom_claims.documents,
            [RequestedDocument::new(DocumentType::IdentityProof), address]
        );
        let text = r#"{"customClaims":{"kycRequestId":"r","documents":["unheard-of"]}}"#;
        let claims: Claims = serde_json::from_str(text).unwrap();
        assert_eq!(
            claims.custom_claims.kyc_request_id.as_deref(),
            Some("r"),
            "odd documents harm nothing else"
        );
        assert!(claims.custom_claims.documents.is_empty());
    }

    #[test]
    fn odd_parts_read_as_absent() {
        let claims: Claims = serde_json::from_str(r#"{"acl":7,"customClaims":[],"exp":null}"#).unwrap();
        assert_eq!(claims, Claims::default());
    }

    proptest! {
        #[test]
        fn hostile_tokens_never_panic(text in ".{0,200}") {
            let _ = Claims::read(&text);
        }
    }
}

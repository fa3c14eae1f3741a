//! Customer tokens: JWTs signed with HS256. Only that algorithm is taken, whatever a token's header says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::problem::{ApiError, ApiResult};

/// The claims of a customer token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    /// Unix seconds.
    pub exp: i64,
    pub acl: Vec<Grant>,
    pub custom_claims: CustomClaims,
}

/// What the token permits, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub scope: Scope,
    pub permissions: Vec<String>,
}

/// The organizations a grant is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    pub organization_id: Vec<String>,
}

/// The KYC part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomClaims {
    pub kyc_request_id: String,
    pub customer_id: String,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: String,
}

const ALGORITHM: &str = "HS256";
const PERMISSIONS: [&str; 5] = [
    "PostFile",
    "StorefrontGetKycRequest",
    "StorefrontPostKycDocument",
    "StorefrontGetKycDocument",
    "StorefrontPatchKycDocument",
];

impl Claims {
    /// The claims for the customer of one request; the token ends when the request does.
    pub fn for_request(organization: &str, customer_id: &str, request_id: &str, expires_ms: i64) -> Self {
        Self {
            exp: expires_ms.div_euclid(1000) + i64::from(expires_ms.rem_euclid(1000) > 0),
            acl: vec![Grant {
                scope: Scope { organization_id: vec![organization.to_owned()] },
                permissions: PERMISSIONS.map(str::to_owned).to_vec(),
            }],
            custom_claims: CustomClaims {
                kyc_request_id: request_id.to_owned(),
                customer_id: customer_id.to_owned(),
            },
        }
    }

    /// Whether some grant covers the organization.
    pub fn covers(&self, organization: &str) -> bool {
        self.acl.iter().any(|grant| grant.scope.organization_id.iter().any(|id| id == organization))
    }
}

/// Signs the claims.
pub fn sign(claims: &Claims, secret: &[u8]) -> ApiResult<String> {
    let header = Header { alg: ALGORITHM.into(), typ: "JWT".into() };
    let signed = format!("{}.{}", encode(&header)?, encode(claims)?);
    let signature = mac(secret, &signed)?.finalize().into_bytes();
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The claims of a token that this server signed and that has not expired; else a 401.
pub fn verify(token: &str, secret: &[u8], now_ms: i64) -> ApiResult<Claims> {
    let claims = authentic(token, secret).ok_or_else(|| ApiError::unauthorized("The token is not valid."))?;
    if now_ms >= claims.exp.saturating_mul(1000) {
        return Err(expired());
    }
    Ok(claims)
}

/// The 401 of a token whose time is over.
pub fn expired() -> ApiError {
    ApiError::unauthorized("The token has expired.")
}

/// The claims of a token that this server signed, expired or not.
pub fn authentic(token: &str, secret: &[u8]) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header: Header = decode(header)?;
    if header.alg != ALGORITHM {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    // Compares in constant time.
    mac(secret, signed).ok()?.verify_slice(&signature).ok()?;
    decode(payload)
}

fn mac(secret: &[u8], text: &str) -> ApiResult<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(ApiError::internal)?;
    mac.update(text.as_bytes());
    Ok(mac)
}

fn encode(part: &impl Serialize) -> ApiResult<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(part)?))
}

fn decode<T: serde::de::DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7515, appendix A.1: the published key, header, payload and signature.
    #[test]
    fn the_signature_is_the_published_one() {
        let key = URL_SAFE_NO_PAD
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
            .unwrap();
        let signed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature = mac(&key, signed).unwrap().finalize().into_bytes();
        assert_eq!(URL_SAFE_NO_PAD.encode(signature), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    #[test]
    fn only_its_own_unexpired_tokens_pass() {
        let claims = Claims::for_request("acme", "ann", "kyc_req_1", 5_000);
        let token = sign(&claims, b"secret").unwrap();
        assert_eq!(verify(&token, b"secret", 4_999).unwrap(), claims);
        assert!(verify(&token, b"secret", 5_000).is_err());
        assert!(verify(&token, b"other", 0).is_err());
        let none = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), encode(&claims).unwrap());
        assert!(verify(&none, b"secret", 0).is_err());
    }
}

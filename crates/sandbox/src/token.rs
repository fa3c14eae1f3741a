//! Customer tokens: JWTs signed with HS256. Only that algorithm is taken, whatever a token's header says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::access;
use crate::problem::{ApiError, ApiResult};
use crate::record::Owner;

/// The claims of a customer token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    /// The token's own id. `None`: made from a request whenever that is read, and the same each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// The customer.
    pub sub: String,
    /// Unix seconds.
    pub exp: i64,
    pub acl: Vec<Grant>,
    /// What the merchant had written into it; of interest here is `kycRequestId`.
    pub custom_claims: Map<String, Value>,
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
    #[serde(default)]
    pub organization_id: Vec<String>,
    /// Other bounds that the API knows. They are kept, and bound nothing here.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

impl Grant {
    /// Everything a customer may do, in one organization.
    pub fn everything(organization: &str) -> Self {
        let scope = Scope { organization_id: vec![organization.to_owned()], others: Map::new() };
        Self { scope, permissions: access::permissions() }
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: String,
}

const ALGORITHM: &str = "HS256";

impl Claims {
    /// The claims for the customer of one request; the token ends when the request does.
    pub fn for_request(organization: &str, customer_id: &str, request_id: &str, expires_ms: i64) -> Self {
        Self {
            jti: None,
            sub: customer_id.to_owned(),
            exp: seconds(expires_ms),
            acl: vec![Grant::everything(organization)],
            custom_claims: Map::from_iter([("kycRequestId".to_owned(), request_id.into())]),
        }
    }

    /// Whose things the token is for.
    pub fn owner(&self) -> Owner {
        let request_id = self.request_id().map(str::to_owned);
        let token_id = if request_id.is_some() { None } else { self.jti.clone() };
        Owner { customer_id: self.sub.clone(), request_id, token_id }
    }

    /// The request that the token names.
    pub fn request_id(&self) -> Option<&str> {
        self.custom_claims.get("kycRequestId").and_then(Value::as_str)
    }

    /// What is permitted in the organization; `None` when no grant is for it.
    pub fn permissions(&self, organization: &str) -> Option<Vec<String>> {
        let mut granted = None;
        for grant in &self.acl {
            if grant.scope.organization_id.iter().any(|id| id == organization) {
                granted.get_or_insert_with(Vec::new).extend(grant.permissions.iter().cloned());
            }
        }
        granted
    }
}

/// The first whole unix second that is not before `ms`.
pub const fn seconds(ms: i64) -> i64 {
    ms.div_euclid(1000) + (ms.rem_euclid(1000) > 0) as i64
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

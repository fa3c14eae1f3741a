//! Who is calling: the merchant's server with the API key, or a customer with a token. What each may call is in
//! `access`, which leaves the caller in the call's extensions.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::app::Shared;
use crate::problem::{ApiError, ApiResult};
use crate::record::Owner;
use crate::token;

/// The merchant's server. Extracting it refuses everybody else.
#[derive(Clone, Copy, Debug)]
pub struct Merchant;

/// What a customer's token is for. Extracting it refuses everybody else.
#[derive(Clone, Debug)]
pub struct Customer(pub Owner);

/// Either of them.
#[derive(Clone, Debug)]
pub enum Caller {
    Merchant,
    Customer {
        owner: Owner,
        /// What the token permits in this organization.
        permissions: Vec<String>,
    },
}

impl Caller {
    /// Reads the credentials; 401 when there are none or they are not valid.
    pub fn identify(headers: &HeaderMap, app: &Shared) -> ApiResult<Self> {
        if let Some(key) = headers.get("reb-apikey") {
            // Hashed first, so that the comparison's time tells nothing of the key.
            let is_key = Sha256::digest(key.as_bytes()) == Sha256::digest(app.config.api_key.as_bytes());
            return if is_key {
                Ok(Self::Merchant)
            } else {
                Err(ApiError::unauthorized("The API key is not valid."))
            };
        }
        let token = bearer(headers).ok_or_else(|| ApiError::unauthorized("There are no credentials."))?;
        let claims = token::verify(token, &app.secret, app.clock.now_ms())?;
        if app.faults.has_expired(token) {
            return Err(token::expired());
        }
        let permissions = claims
            .permissions(&app.config.organization)
            .ok_or_else(|| ApiError::forbidden("The token is for another organization."))?;
        Ok(Self::Customer { owner: claims.owner(), permissions })
    }

    /// The customer, if it is one.
    pub fn into_owner(self) -> Option<Owner> {
        match self {
            Self::Merchant => None,
            Self::Customer { owner, .. } => Some(owner),
        }
    }
}

/// The token that the call carries, valid or not.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Without it nobody has looked at the credentials, so that nobody is let in.
fn admitted(parts: &Parts) -> ApiResult<Caller> {
    let caller = parts.extensions.get::<Caller>().cloned();
    caller.ok_or_else(|| ApiError::unauthorized("There are no credentials."))
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        admitted(parts)
    }
}

impl<S: Sync> FromRequestParts<S> for Merchant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        match admitted(parts)? {
            Caller::Merchant => Ok(Self),
            Caller::Customer { .. } => Err(ApiError::forbidden("A customer's token does not permit this.")),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Customer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let owner = admitted(parts)?.into_owner();
        owner.map(Self).ok_or_else(|| ApiError::forbidden("This is for the customer's token only."))
    }
}

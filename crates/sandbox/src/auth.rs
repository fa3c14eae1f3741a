//! Who is calling: the merchant's server with the API key, or a customer with a token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::app::{App, Shared};
use crate::problem::{ApiError, ApiResult};
use crate::record::Owner;
use crate::token;

/// The merchant's server. Extracting it refuses everybody else.
#[derive(Clone, Copy, Debug)]
pub struct Merchant;

/// The customer of one request. Extracting it refuses everybody else.
#[derive(Clone, Debug)]
pub struct Customer(pub Owner);

/// Either of them.
#[derive(Clone, Debug)]
pub enum Caller {
    Merchant,
    Customer(Owner),
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
        if !claims.covers(&app.config.organization) {
            return Err(ApiError::forbidden("The token is for another organization."));
        }
        let custom = claims.custom_claims;
        Ok(Self::Customer(Owner { customer_id: custom.customer_id, request_id: Some(custom.kyc_request_id) }))
    }

    /// The customer, if it is one.
    pub fn into_owner(self) -> Option<Owner> {
        match self {
            Self::Merchant => None,
            Self::Customer(owner) => Some(owner),
        }
    }
}

/// The token that the call carries, valid or not.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        Self::identify(&parts.headers, app)
    }
}

impl FromRequestParts<App> for Merchant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        match Caller::identify(&parts.headers, app)? {
            Caller::Merchant => Ok(Self),
            Caller::Customer(_) => Err(ApiError::forbidden("A customer's token does not permit this.")),
        }
    }
}

impl FromRequestParts<App> for Customer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        match Caller::identify(&parts.headers, app)? {
            Caller::Customer(owner) => Ok(Self(owner)),
            Caller::Merchant => Err(ApiError::forbidden("This is for the customer's token only.")),
        }
    }
}

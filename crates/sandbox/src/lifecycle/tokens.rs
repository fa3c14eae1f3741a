//! A customer's tokens: the opaque one that the merchant had issued, and the JWT it is exchanged for.

use super::Act;
use crate::problem::{ApiError, ApiResult};
use crate::record::{AuthenticationToken, CustomerToken};
use crate::store::tokens;

/// The second factor of every token that demands one: the sandbox has nobody to send another one to.
pub const ONE_TIME_PASSWORD: &str = "123456";

/// Stores a token for the customer.
pub fn issue(act: &Act<'_>, token: &AuthenticationToken) -> ApiResult<()> {
    tokens::insert(act.tx, token)
}

/// The token, if it can still be exchanged: 404 when there is none, 401 when it is used or its time is over.
pub fn load_valid(act: &Act<'_>, token: &str) -> ApiResult<AuthenticationToken> {
    let token = tokens::load(act.tx, token)?;
    if token.used_at.is_some() {
        return Err(ApiError::unauthorized("The authentication token has been used."));
    }
    if act.now >= token.expires_at {
        return Err(ApiError::unauthorized("The authentication token has expired."));
    }
    Ok(token)
}

/// What an exchange is asked to do beside making a JWT.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Whether the token is good for this one exchange only.
    pub invalidates: bool,
    pub one_time_password: Option<String>,
}

/// Exchanges the token; `claimed` is what the new JWT asks for by itself. Racing calls come one after the other, so
/// that only the first of them succeeds.
pub fn exchange(
    act: &Act<'_>,
    token: &AuthenticationToken,
    terms: &Terms,
    claimed: Option<&CustomerToken>,
) -> ApiResult<()> {
    if token.otp_required && terms.one_time_password.as_deref() != Some(ONE_TIME_PASSWORD) {
        return Err(ApiError::unauthorized("The one-time password is missing or wrong."));
    }
    if terms.invalidates {
        tokens::mark_used(act.tx, &token.token, act.now)?;
    }
    claimed.map_or(Ok(()), |claimed| tokens::insert_claimed(act.tx, claimed))
}

//! Tokens, as the merchant's server and whoever exchanges them see them.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Link, Links, link, render};
use crate::api::tokens::Acl;
use crate::clock::to_rfc3339;
use crate::record;
use crate::token::{Claims, Grant};

/// A token to be exchanged for a customer's JWT.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationToken<'a> {
    username: &'a str,
    customer_id: &'a str,
    token: &'a str,
    otp_required: bool,
    #[schema(format = DateTime)]
    expired_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// The JWT that a customer's browser carries.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerJwt<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
    token: &'a str,
    customer_id: &'a str,
    #[schema(value_type = Vec<Acl>)]
    acl: &'a [Grant],
    #[schema(value_type = Object)]
    custom_claims: &'a Map<String, Value>,
    #[schema(format = DateTime)]
    expired_time: String,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// [`AuthenticationToken`].
pub fn authentication_token(links: &Links, token: &record::AuthenticationToken) -> Value {
    render(&AuthenticationToken {
        username: &token.username,
        customer_id: &token.customer_id,
        token: &token.token,
        otp_required: token.otp_required,
        expired_time: to_rfc3339(token.expires_at),
        links: vec![link("self", links.api(&format!("authentication-tokens/{}", token.token)))],
    })
}

/// [`CustomerJwt`], just made from these claims.
pub fn customer_token(links: &Links, claims: &Claims, token: &str, now: i64) -> Value {
    render(&CustomerJwt {
        id: claims.jti.as_deref(),
        kind: "customer",
        token,
        customer_id: &claims.sub,
        acl: &claims.acl,
        custom_claims: &claims.custom_claims,
        expired_time: to_rfc3339(claims.exp.saturating_mul(1000)),
        created_time: to_rfc3339(now),
        updated_time: to_rfc3339(now),
        links: vec![link("customer", links.api(&format!("customers/{}", claims.sub)))],
    })
}

//! `POST /authentication-tokens/{token}/exchange`: makes the customer's JWT. Who knows the token may exchange it.

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Map, Value};

use super::claims::{self, Claimed};
use super::shapes::NewCustomerJwt;
use crate::api::body::{JsonBody, created_at, end_time, flag, present};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::ids;
use crate::lifecycle::{Act, tokens as lifecycle};
use crate::problem::{ApiResult, InvalidFields};
use crate::record::{AuthenticationToken, CustomerToken};
use crate::token::{self, Claims, Grant, Scope};
use crate::view::{self, CustomerJwt};

/// The most entries of an access list, of its lists, and characters of a text in it: bounds on what a header holds.
const MAX_ENTRIES: usize = 100;
/// The most bytes of `customClaims`: in base64, with the rest of a JWT, they fit into what servers take as headers (16 KB),
/// and they hold the most documents with everything that can be said of each.
const MAX_CLAIMS: usize = 8 * 1024;

/// Exchanges a token for the JWT that the customer's browser carries.
///
/// Who knows the token may do so: the call needs no key.
#[utoipa::path(
    post, path = "/authentication-tokens/{token}/exchange", operation_id = "PostAuthenticationTokenExchange", tag = "Authentication tokens",
    request_body = NewCustomerJwt, responses((status = 201, body = CustomerJwt), (status = 401))
)]
pub async fn exchange(
    State(app): State<App>,
    headers: axum::http::HeaderMap,
    Path((_, token)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    // The key is not needed; a wrong one is still a mistake that its sender wants to hear of.
    if headers.contains_key("reb-apikey") {
        Caller::identify(&headers, &app)?;
    }
    let organization = app.config.organization.clone();
    let work = move |act: &Act<'_>| {
        let token = lifecycle::load_valid(act, &token)?;
        let order = Order::parse(act, &token, &body, &organization)?;
        let claimed = order.claimed(act.now);
        lifecycle::exchange(act, &token, &order.terms, claimed.as_ref())?;
        Ok((order.claims, act.now))
    };
    let (claims, now) = app.act(work).await?;
    answer(&app, &claims, now)
}

fn answer(app: &Shared, claims: &Claims, now: i64) -> ApiResult<Response> {
    let signed = token::sign(claims, &app.secret)?;
    // A JWT has no address of its own; what can be read is the customer it is for.
    let location = app.links.api(&format!("customers/{}", claims.sub));
    Ok(created_at(location, view::customer_token(&app.links, claims, &signed, now)))
}

/// `CustomerJWT` as it is asked for.
struct Order {
    claims: Claims,
    asked: Option<Claimed>,
    terms: lifecycle::Terms,
    expires_at: i64,
}

impl Order {
    fn parse(
        act: &Act<'_>,
        token: &AuthenticationToken,
        body: &Value,
        organization: &str,
    ) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        let terms = terms(body, &mut fields);
        let acl = acl(body, &mut fields).unwrap_or_else(|| vec![Grant::everything(organization)]);
        let end = end_time(body, "expiredTime", act.now, &mut fields);
        let custom_claims = custom_claims(body, &mut fields);
        let claimed = claims::parse(act, &custom_claims, &token.customer_id, &mut fields)?;
        fields.check()?;
        let expires_at = end.or(claimed.end).unwrap_or(act.now + super::DEFAULT_LIFETIME_MS);
        let claims = Claims {
            jti: Some(ids::customer_token()),
            sub: token.customer_id.clone(),
            exp: token::seconds(expires_at),
            acl,
            custom_claims,
        };
        Ok(Self { claims, asked: claimed.asked, terms, expires_at })
    }

    /// What the JWT asks for by itself.
    fn claimed(&self, now: i64) -> Option<CustomerToken> {
        let asked = self.asked.clone()?;
        Some(CustomerToken {
            id: self.claims.jti.clone()?,
            customer_id: self.claims.sub.clone(),
            documents: asked.documents,
            reason: asked.reason,
            match_level: asked.match_level,
            expires_at: self.expires_at,
            created_at: now,
        })
    }
}

fn terms(body: &Value, fields: &mut InvalidFields) -> lifecycle::Terms {
    let invalidates = flag(body, "invalidate", true, fields);
    let is_code = |text: &&str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let one_time_password = body.get("oneTimePassword").map(|value| value.as_str().filter(is_code));
    if one_time_password == Some(None) {
        fields.add("oneTimePassword", "Must be six digits.");
    }
    lifecycle::Terms { invalidates, one_time_password: one_time_password.flatten().map(str::to_owned) }
}

fn custom_claims(body: &Value, fields: &mut InvalidFields) -> Map<String, Value> {
    let Some(value) = body.get("customClaims") else { return Map::new() };
    let claims = value.as_object().filter(|_| value.to_string().len() <= MAX_CLAIMS);
    if claims.is_none() {
        fields.add("customClaims", format!("Must be an object of at most {MAX_CLAIMS} bytes as JSON."));
    }
    claims.cloned().unwrap_or_default()
}

/// `acl`; `None` when it is left out. Permissions that the sandbox does not know are kept: the API has more of them.
fn acl(body: &Value, fields: &mut InvalidFields) -> Option<Vec<Grant>> {
    let value = body.get("acl")?;
    let Some(list) = value.as_array().filter(|list| list.len() <= MAX_ENTRIES) else {
        fields.add("acl", format!("Must be a list of at most {MAX_ENTRIES} grants."));
        return None;
    };
    let grants = list.iter().enumerate();
    Some(grants.map(|(index, item)| grant(item, &format!("acl.{index}"), fields)).collect())
}

fn grant(item: &Value, path: &str, fields: &mut InvalidFields) -> Grant {
    let mut others = present(item, "scope").and_then(Value::as_object).cloned();
    if others.is_none() {
        fields.add(format!("{path}.scope"), "Must be an object.");
    }
    let place = format!("{path}.scope.organizationId");
    let organizations = others.as_mut().and_then(|scope| scope.remove("organizationId"));
    let organization_id = organizations.map(|list| texts(&list, &place, 50, fields)).unwrap_or_default();
    let permissions = item.get("permissions").unwrap_or(&Value::Null);
    let permissions = texts(permissions, &format!("{path}.permissions"), 255, fields);
    Grant { scope: Scope { organization_id, others: others.unwrap_or_default() }, permissions }
}

/// A list of texts, each of 1 to `max` characters.
fn texts(value: &Value, path: &str, max: usize, fields: &mut InvalidFields) -> Vec<String> {
    let Some(list) = value.as_array().filter(|list| list.len() <= MAX_ENTRIES) else {
        fields.add(path, format!("Must be a list of at most {MAX_ENTRIES} texts."));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for (index, item) in list.iter().enumerate() {
        match item.as_str().filter(|text| (1..=max).contains(&text.chars().count())) {
            Some(text) => texts.push(text.to_owned()),
            None => fields.add(format!("{path}.{index}"), format!("Must be text of 1 to {max} characters.")),
        }
    }
    texts
}

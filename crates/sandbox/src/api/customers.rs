//! `PUT/GET /customers/{id}`: names, birth date, address; other fields are kept as they come.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::body::{JsonBody, created};
use crate::app::App;
use crate::auth::Merchant;
use crate::clock;
use crate::ids;
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::store::customers;
use crate::view::{self, Customer};

const TEXT_FIELDS: [&str; 10] = [
    "firstName",
    "lastName",
    "email",
    "phone",
    "address",
    "address2",
    "city",
    "region",
    "country",
    "postalCode",
];

/// Says who a customer is.
///
/// Fields that are not described are kept and shown as they came.
#[utoipa::path(
    put, path = "/customers/{id}", operation_id = "PutCustomer", tag = "Customers",
    request_body = Customer, responses((status = 200, body = Customer), (status = 201, body = Customer))
)]
pub async fn put(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    if !ids::is_resource_id(&id) {
        return Err(ApiError::invalid("id", ids::FORM));
    }
    let Value::Object(mut data) = body else {
        return Err(ApiError::invalid("", "The body is not an object."));
    };
    data.retain(|name, _| {
        !matches!(name.as_str(), "id" | "revision" | "createdTime" | "updatedTime" | "_links")
    });
    let mut fields = InvalidFields::default();
    check_record(&data, "", &mut fields);
    fields.check()?;
    let now = app.clock.now_ms();
    let (is_new, customer) = app
        .store
        .run(move |tx| Ok((customers::put(tx, &id, &data, now)?, customers::load(tx, &id)?)))
        .await?;
    let view = view::customer(&app.links, &customer);
    Ok(if is_new { created(view) } else { Json(view).into_response() })
}

/// Reads what is known of a customer.
#[utoipa::path(
    get, path = "/customers/{id}", operation_id = "GetCustomer", tag = "Customers", responses((status = 200, body = Customer))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let customer = app.store.run(move |tx| customers::load(tx, &id)).await?;
    Ok(Json(view::customer(&app.links, &customer)))
}

/// Adds the refused fields of a record, `prefix` before each.
pub fn check_record(data: &Map<String, Value>, prefix: &str, fields: &mut InvalidFields) {
    check(data, prefix, fields);
    match data.get("primaryAddress") {
        None | Some(Value::Null) => {}
        Some(Value::Object(address)) => check(address, &format!("{prefix}primaryAddress."), fields),
        Some(_) => fields.add(format!("{prefix}primaryAddress"), "Must be an object."),
    }
}

fn check(data: &Map<String, Value>, prefix: &str, fields: &mut InvalidFields) {
    for (name, value) in data {
        let is_bad_text = |value: &Value| value.as_str().is_none_or(|text| text.chars().count() > 255);
        if TEXT_FIELDS.contains(&name.as_str()) && !value.is_null() && is_bad_text(value) {
            fields.add(format!("{prefix}{name}"), "Must be text of at most 255 characters.");
        }
        if name == "dob" && !value.is_null() && !value.as_str().is_some_and(is_date) {
            fields.add(format!("{prefix}dob"), "Must be a date such as 1990-01-31.");
        }
    }
}

fn is_date(text: &str) -> bool {
    let has_form = text.len() == 10 && text.is_ascii();
    has_form && clock::from_rfc3339(&format!("{text}T00:00:00Z")).is_some()
}

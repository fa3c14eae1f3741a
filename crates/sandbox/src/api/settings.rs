//! `/kyc-settings`: weights, thresholds and minimum ages of the scoring.

use axum::Json;
use axum::extract::State;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::body::JsonBody;
use crate::app::App;
use crate::auth::Merchant;
use crate::problem::{ApiResult, InvalidFields};
use crate::scoring::Settings;
use crate::store::settings;

/// The longest name of a state.
const MAX_STATE: usize = 45;

/// Reads how documents are scored.
#[utoipa::path(
    get, path = "/kyc-settings", operation_id = "GetKycSettings", tag = "KYC settings", responses((status = 200, body = Settings))
)]
pub async fn read(_: Merchant, State(app): State<App>) -> ApiResult<Json<Settings>> {
    Ok(Json(app.store.run(settings::load).await?))
}

/// Changes how documents are scored.
///
/// What is left out is at its default again.
#[utoipa::path(
    put, path = "/kyc-settings", operation_id = "PutKycSettings", tag = "KYC settings",
    request_body = Settings, responses((status = 200, body = Settings))
)]
pub async fn put(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Json<Settings>> {
    let wanted = parse(&body)?;
    let stored = wanted.clone();
    app.store.run(move |tx| settings::put(tx, &stored)).await?;
    Ok(Json(wanted))
}

fn parse(body: &Value) -> ApiResult<Settings> {
    let mut fields = InvalidFields::default();
    let mut settings = json!({});
    let defaults = serde_json::to_value(Settings::default())?;
    for section in ["identityProof", "addressProof"] {
        let default = defaults.get(section).unwrap_or(&Value::Null);
        if let Some(given) = object(body, "", section, &mut fields) {
            let parsed = parse_section(given, default, section, &mut fields);
            set(&mut settings, section, Value::Object(parsed));
        }
    }
    if let Some(version) = body.get("uiVersion") {
        if version.as_str().is_none_or(|version| !["1", "2"].contains(&version)) {
            fields.add("uiVersion", "Must be \"1\" or \"2\".");
        }
        set(&mut settings, "uiVersion", version.clone());
    }
    // What was refused may not fit the types; it is told before it is read.
    fields.check()?;
    read_as(settings)
}

fn parse_section(
    given: &Value,
    default: &Value,
    path: &str,
    fields: &mut InvalidFields,
) -> Map<String, Value> {
    let mut section = Map::new();
    for group in ["weights", "thresholds"] {
        let Some(given) = object(given, path, group, fields) else { continue };
        let path = format!("{path}.{group}");
        let names = default.get(group).and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let mut numbers = Map::new();
        for name in names {
            if let Some(number) = number(given, &path, name, 0, fields) {
                numbers.insert(name.clone(), number.into());
            }
        }
        section.insert(group.into(), Value::Object(numbers));
    }
    check_order(&section, default, path, fields);
    let name = "minimumAgeSettings";
    if default.get(name).is_some()
        && let Some(given) = object(given, path, name, fields)
    {
        section.insert(name.into(), parse_ages(given, &format!("{path}.{name}"), fields));
    }
    section
}

/// The thresholds as they will be, defaults included.
fn check_order(section: &Map<String, Value>, default: &Value, path: &str, fields: &mut InvalidFields) {
    let given = section.get("thresholds");
    let of = |name: &str| {
        let own = given.and_then(|given| given.get(name));
        own.or_else(|| default.get("thresholds")?.get(name)).and_then(Value::as_u64)
    };
    if of("rejectBelow") > of("acceptAbove") {
        fields.add(format!("{path}.thresholds.rejectBelow"), "Must not be above acceptAbove.");
    }
}

fn parse_ages(given: &Value, path: &str, fields: &mut InvalidFields) -> Value {
    let mut ages = json!({});
    if let Some(age) = number(given, path, "defaultMinimumAge", 1, fields) {
        set(&mut ages, "defaultMinimumAge", age.into());
    }
    let Some(overrides) = given.get("locationOverrides") else { return ages };
    let path = format!("{path}.locationOverrides");
    let Some(entries) = overrides.as_array() else {
        fields.add(path, "Must be a list.");
        return ages;
    };
    for (at, entry) in entries.iter().enumerate() {
        check_override(entry, &format!("{path}.{at}"), fields);
    }
    set(&mut ages, "locationOverrides", overrides.clone());
    ages
}

fn check_override(entry: &Value, path: &str, fields: &mut InvalidFields) {
    if !entry.is_object() {
        return fields.add(path, "Must be an object.");
    }
    let country = entry.get("country").and_then(Value::as_str).unwrap_or_default();
    if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        fields.add(format!("{path}.country"), "Must be two capital letters.");
    }
    let is_state = |state: &Value| state.as_str().is_some_and(|state| state.chars().count() <= MAX_STATE);
    if entry.get("state").is_some_and(|state| !is_state(state)) {
        fields.add(format!("{path}.state"), "Must be text of at most 45 characters.");
    }
    if entry.get("minimumAge").is_none() {
        fields.add(format!("{path}.minimumAge"), "Must be a whole number from 1 to 100.");
    }
    number(entry, path, "minimumAge", 1, fields);
}

fn object<'a>(body: &'a Value, path: &str, name: &str, fields: &mut InvalidFields) -> Option<&'a Value> {
    let value = body.get(name)?;
    if !value.is_object() {
        fields.add(joined(path, name), "Must be an object.");
    }
    Some(value).filter(|value| value.is_object())
}

/// A whole number from `least` to 100.
fn number(body: &Value, path: &str, name: &str, least: u64, fields: &mut InvalidFields) -> Option<u64> {
    let value = body.get(name)?;
    let number = value.as_u64().filter(|number| (least..=100).contains(number));
    if number.is_none() {
        fields.add(joined(path, name), format!("Must be a whole number from {least} to 100."));
    }
    number
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn read_as<T: DeserializeOwned>(value: Value) -> ApiResult<T> {
    Ok(serde_json::from_value(value)?)
}

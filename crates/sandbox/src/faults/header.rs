//! `Sandbox-Fault: kind; key=value; …`: a fault for the one call that carries it.

use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::parse::{ORDER_FIELDS, parse};
use crate::problem::{ApiError, ApiResult};

/// The header's name.
pub const HEADER: &str = "sandbox-fault";
const TEXTS: [&str; 2] = ["detail", "expires"];

/// The faults that the call asks for; 400 when one cannot be read. The header may come several times.
pub fn read(headers: &HeaderMap) -> ApiResult<Vec<Fault>> {
    let mut faults = Vec::new();
    for value in headers.get_all(HEADER) {
        let text = value.to_str().map_err(|_| refusal("the value is not plain text"))?;
        let body = to_json(text)?;
        let fault = parse(&body).map_err(|fields| {
            let named: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", field.field, field.message)).collect();
            refusal(&named.join(" "))
        })?;
        faults.push(fault);
    }
    if faults.iter().filter(|fault| !fault.kind.is_condition()).count() > 1 {
        return Err(refusal("one call can go wrong in one way only, beside bandwidth and clock-skew"));
    }
    Ok(faults)
}

fn refusal(what: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, format!("Header Sandbox-Fault: {what}"))
}

fn to_json(text: &str) -> ApiResult<Value> {
    let mut parts = text.split(';').map(str::trim);
    let mut body = Map::new();
    body.insert("kind".into(), parts.next().unwrap_or_default().into());
    for part in parts.filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            return Err(refusal(&format!("{part} is not of the form key=value")));
        };
        let (name, value) = (name.trim(), value.trim());
        if ORDER_FIELDS.contains(&name) || name == "kind" {
            return Err(refusal(&format!("{name} has no place here; the fault is for this call")));
        }
        if body.insert(name.to_owned(), to_value(name, value)).is_some() {
            return Err(refusal(&format!("{name} is given twice")));
        }
    }
    Ok(Value::Object(body))
}

fn to_value(name: &str, value: &str) -> Value {
    if name == "invalidFields" {
        let named = value.split(',').map(str::trim);
        return named
            .map(|field| json!({ "field": field, "message": "This was refused on order." }))
            .collect();
    }
    let number = value.parse::<i64>().ok().filter(|_| !TEXTS.contains(&name));
    number.map_or_else(|| value.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::super::fault::Kind;
    use super::*;

    fn read_one(text: &str) -> ApiResult<Vec<Fault>> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(text.as_bytes()).unwrap());
        read(&headers)
    }

    #[test]
    fn a_header_says_what_the_json_says() {
        let faults =
            read_one("status; status=422; invalidFields=documentType, fileIds.0; detail=12;").unwrap();
        let body = json!({
            "kind": "status", "status": 422, "detail": "12",
            "invalidFields": [
                { "field": "documentType", "message": "This was refused on order." },
                { "field": "fileIds.0", "message": "This was refused on order." },
            ],
        });
        assert_eq!(faults, [parse(&body).unwrap()]);
        assert!(matches!(read_one(" delay ;delayMs = 5 ").unwrap().remove(0).kind, Kind::Delay));
    }

    #[test]
    fn a_header_that_cannot_be_read_is_refused() {
        for text in [
            "",
            "explode",
            "status; status",
            "status; status=abc",
            "status; status=200",
            "delay; times=2",
            "delay; delayMs=1; delayMs=2",
            "delay; path=files",
            "bandwidth",
            "status; kind=delay",
            "st\u{e4}tus",
        ] {
            assert!(read_one(text).is_err(), "{text}");
        }
    }
}

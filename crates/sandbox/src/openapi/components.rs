//! What several operations refer to: refusals, headers, credentials.

use serde_json::{Map, Value, json};

/// What calls can be refused with.
pub const REFUSALS: [(u16, &str); 7] = [
    (400, "The body is not a JSON object, or a fault was ordered that cannot be read."),
    (401, "The credentials are missing, not valid or expired."),
    (403, "The credentials do not permit this."),
    (404, "There is no such resource, or not for these credentials."),
    (413, "The file is too large."),
    (422, "Fields were refused, all of them named; or the resource's state forbids it."),
    (429, "There were too many calls in this minute."),
];

/// `responses`, `headers` and `securitySchemes`.
pub fn all() -> Map<String, Value> {
    let refusals = REFUSALS.map(|(status, description)| {
        let mut answer = Map::from_iter([("description".to_owned(), description.into())]);
        answer.insert("content".into(), problem());
        if status == 429 {
            answer.insert("headers".into(), references(&["X-RateLimit-Retry-After", "Retry-After"]));
        }
        (status.to_string(), Value::Object(answer))
    });
    let all = [
        ("responses", Map::from_iter(refusals).into()),
        ("headers", headers()),
        ("securitySchemes", credentials()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The content of a refusal.
pub fn problem() -> Value {
    json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } })
}

/// References to headers by their names.
pub fn references(names: &[&str]) -> Value {
    let refer = |name: &&str| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    names.iter().map(refer).collect::<Map<_, _>>().into()
}

fn header(schema: &str, description: &str) -> Value {
    json!({ "schema": { "type": schema }, "description": description })
}

fn headers() -> Value {
    json!({
        "Location": header("string", "The resource's address."),
        "Pagination-Total": header("integer", "How many there are in all."),
        "Pagination-Limit": header("integer", "How many one page has at most."),
        "Pagination-Offset": header("integer", "How many come before this page."),
        "X-RateLimit-Limit": header("integer", "How many writing calls a minute has room for."),
        "X-RateLimit-Remaining": header("integer", "How many of them are left."),
        "X-RateLimit-Retry-After": header("integer", "When to retry, in Unix seconds."),
        "Retry-After": header("integer", "In how many seconds to retry."),
    })
}

fn credentials() -> Value {
    json!({
        "SecretApiKey": {
            "type": "apiKey", "in": "header", "name": "REB-APIKEY",
            "description": "The merchant's server. It never goes into a browser, but for this sandbox's.",
        },
        "SubscriberBasicAuth": {
            "type": "http", "scheme": "basic",
            "description": "What the sandbox sends to a subscriber, if the subscription names it (`basicAuth`).",
        },
        "CustomerJWT": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "The customer's browser: the token of the gatherer's link, good for one request.",
        },
    })
}

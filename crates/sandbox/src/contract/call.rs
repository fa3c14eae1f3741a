//! Judging a call that the sandbox accepted: bad ones are sent on purpose, and refusing them is right.

use axum::extract::Query;

use super::exchange::{Exchange, Seen, media_type};
use super::findings::Findings;
use super::operation::{Body, Operation};
use super::template::Parameters;

/// Operations that take a form too, by the contract's words and not by the file.
const FORMS: [&str; 1] = ["POST /files"];

/// Parameters of ours: the customer's twin of this operation has it, and its answer has `_embedded` for it.
const EXTENSIONS: [(&str, &str); 1] = [("GET /kyc-requests/{id}", "expand")];

pub fn judge(
    operation: &Operation,
    parameters: &Parameters<'_>,
    exchange: &Exchange<'_>,
    found: &mut Findings,
) {
    for parameter in &operation.path_parameters {
        let value = parameters.iter().find(|(name, _)| *name == parameter.name);
        if let Some((name, value)) = value {
            found.judge_text(&format!("path {name}"), &parameter.rule, value);
        }
    }
    judge_query(operation, exchange, found);
    if let Some(body) = &operation.body {
        judge_body(operation, body, exchange, found);
    }
}

fn judge_query(operation: &Operation, exchange: &Exchange<'_>, found: &mut Findings) {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(exchange.uri) else {
        return found.add("query", "it cannot be read");
    };
    for (name, value) in &pairs {
        match operation.query.iter().find(|parameter| parameter.name == *name) {
            Some(parameter) => found.judge_text(&format!("query {name}"), &parameter.rule, value),
            None if EXTENSIONS.contains(&(operation.label().as_str(), name.as_str())) => {}
            None => found.add(format!("query {name}"), "the parameter is not documented"),
        }
    }
    for parameter in operation.query.iter().filter(|parameter| parameter.is_required) {
        if !pairs.iter().any(|(name, _)| *name == parameter.name) {
            found.add(format!("query {}", parameter.name), "the parameter is missing");
        }
    }
}

fn judge_body(operation: &Operation, body: &Body, exchange: &Exchange<'_>, found: &mut Findings) {
    let bytes = match exchange.call_body {
        Seen::Nothing if body.is_required => return found.add("call", "the body is missing"),
        Seen::Nothing => return,
        Seen::Unread => None,
        Seen::Bytes(bytes) => Some(bytes),
    };
    let media_type = media_type(exchange.call_headers);
    if media_type == "multipart/form-data" && FORMS.contains(&operation.label().as_str()) {
        return;
    }
    match (body.content.get(&media_type), bytes) {
        (Some(Some(rule)), Some(bytes)) => found.judge_json("call", rule, bytes),
        (Some(_), _) => {}
        (None, _) => found.add("call", format!("the content type “{media_type}” is not documented")),
    }
}

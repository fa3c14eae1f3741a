//! Judging an answer: its status, its headers, its media type, its body.

use axum::http::{HeaderMap, Method};
use serde_json::Value;

use super::exchange::{Exchange, Seen, media_type};
use super::findings::Findings;
use super::operation::{Answer, Operation, is_json};

/// Refusals that any call may meet: they need not be listed with each operation, but must be problems.
const ALWAYS_POSSIBLE: [u16; 8] = [400, 401, 403, 404, 405, 413, 415, 429];
const PROBLEM: &str = "application/problem+json";

pub fn judge(operation: &Operation, exchange: &Exchange<'_>, found: &mut Findings) {
    let status = exchange.status.as_u16();
    let answer = operation.answer(status);
    if answer.is_none() && !is_possible_anyway(operation, exchange) {
        found.add("status", format!("{status} is not documented"));
    }
    if status >= 400 {
        judge_problem(exchange, found);
    }
    if let Some(answer) = answer {
        let are_headers_due = status < 400;
        judge_headers(answer, exchange.headers, are_headers_due, found);
        judge_body(answer, exchange, found);
    }
}

/// An answer of a path that the file does not know: our own, or none at all.
pub fn judge_undocumented(exchange: &Exchange<'_>, found: &mut Findings) {
    if exchange.status.as_u16() >= 400 {
        judge_problem(exchange, found);
    }
}

fn is_possible_anyway(operation: &Operation, exchange: &Exchange<'_>) -> bool {
    let status = exchange.status.as_u16();
    // The file lists no 422 for queries nor for the settings; one that names what it refuses is right there too.
    let has_input = operation.body.is_some() || exchange.uri.query().is_some();
    let names_input = || has_input && names_fields(exchange.body);
    exchange.is_ordered
        || status >= 500
        || ALWAYS_POSSIBLE.contains(&status)
        || (status == 422 && names_input())
}

fn names_fields(body: Seen<'_>) -> bool {
    let Seen::Bytes(bytes) = body else { return false };
    let problem = serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    problem.get("invalidFields").and_then(Value::as_array).is_some_and(|fields| !fields.is_empty())
}

fn judge_headers(answer: &Answer, headers: &HeaderMap, are_due: bool, found: &mut Findings) {
    for header in &answer.headers {
        let place = format!("header {}", header.name);
        match headers.get(header.name.as_str()).map(|value| value.to_str()) {
            Some(Ok(text)) => found.judge_text(&place, &header.rule, text),
            Some(Err(_)) => found.add(place, "it is not text"),
            // The length is set when the answer is sent, after this check.
            None if header.name.eq_ignore_ascii_case("content-length") => {}
            None if are_due || header.is_required => found.add(place, "the header is missing"),
            None => {}
        }
    }
}

fn judge_body(answer: &Answer, exchange: &Exchange<'_>, found: &mut Findings) {
    if answer.content.is_empty() {
        if !matches!(exchange.body, Seen::Nothing) {
            found.add("answer", "no body is documented");
        }
        return;
    }
    let media_type = media_type(exchange.headers);
    // The contract has problems as plain JSON, though they are sent under their own type; our own description has that.
    let is_problem = exchange.status.as_u16() >= 400 && media_type == PROBLEM;
    let documented = if is_problem { "application/json" } else { documented_name(&media_type) };
    let rule = answer.content.get(&media_type).or_else(|| answer.content.get(documented));
    let Some(rule) = rule else {
        return found.add("answer", format!("the content type “{media_type}” is not documented"));
    };
    match (exchange.body, rule) {
        (Seen::Bytes(bytes), Some(rule)) => found.judge_json("answer", rule, bytes),
        (Seen::Nothing, _) if exchange.method != Method::HEAD => found.add("answer", "the body is missing"),
        (Seen::Unread, Some(_)) => found.add("answer", "the JSON could not be read to its end"),
        _ => {}
    }
}

/// The file writes `image/jpg` for what is registered as `image/jpeg`.
fn documented_name(media_type: &str) -> &str {
    if media_type == "image/jpeg" { "image/jpg" } else { media_type }
}

/// RFC 7807, with the two members that clients rely on.
fn judge_problem(exchange: &Exchange<'_>, found: &mut Findings) {
    let media_type = media_type(exchange.headers);
    if media_type != PROBLEM {
        return found.add("answer", format!("a refusal must be {PROBLEM}, not “{media_type}”"));
    }
    let Seen::Bytes(bytes) = exchange.body else { return };
    let Ok(problem) = serde_json::from_slice::<Value>(bytes) else {
        return found.add("answer", "this is not JSON");
    };
    if problem.get("title").and_then(Value::as_str).is_none_or(str::is_empty) {
        found.add("answer#/title", "a problem has a title");
    }
    if problem.get("status") != Some(&exchange.status.as_u16().into()) {
        found.add("answer#/status", "it is not the answer's status");
    }
}

/// Whether the check wants to read the body of an answer with these headers.
pub fn is_read(headers: &HeaderMap) -> bool {
    is_json(&media_type(headers))
}

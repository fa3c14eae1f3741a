//! What holds for every operation, so that no annotation repeats it: credentials, the refusals of the layers around
//! the handlers, the headers of creations, collections and rate limits.

use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::components::{self, REFUSALS};
use crate::access;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The fields of an object.
pub fn entries_mut(object: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    object.and_then(Value::as_object_mut).into_iter().flatten()
}

/// Whether a path is one of the sandbox's own switches.
pub fn is_switch(path: &str) -> bool {
    path.starts_with("/sandbox/")
}

/// Adds the paths and schemas of `other`.
pub fn merge(document: &mut Value, mut other: Value) {
    for pointer in ["/paths", "/components/schemas"] {
        let added = other.pointer_mut(pointer).and_then(Value::as_object_mut).map(std::mem::take);
        if let Some(own) = document.pointer_mut(pointer).and_then(Value::as_object_mut) {
            own.extend(added.unwrap_or_default());
        }
    }
}

/// Adds a schema and those it refers to.
pub fn add_schemas<T: ToSchema>(document: &mut Value) -> serde_json::Result<()> {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    for (name, schema) in schemas {
        let schema = serde_json::to_value(schema)?;
        if let Some(own) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
            own.insert(name, schema);
        }
    }
    Ok(())
}

/// Completes every operation, and declares the components that they refer to.
pub fn complete(document: &mut Value) {
    for (path, item) in entries_mut(document.get_mut("paths")) {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                Completer { path, method, operation }.run();
            }
        }
    }
    if let Some(own) = document.get_mut("components").and_then(Value::as_object_mut) {
        own.extend(components::all());
    }
}

struct Completer<'a> {
    path: &'a str,
    method: &'a str,
    operation: &'a mut Map<String, Value>,
}

impl Completer<'_> {
    fn run(&mut self) {
        self.add_path_parameters();
        let credentials = self.credentials();
        let is_open = credentials.is_empty();
        let list: Vec<Value> = credentials.iter().map(|name| json!({ *name: [] })).collect();
        let list = if is_open { json!([{}]) } else { list.into() };
        self.operation.insert("security".into(), list);
        let (is_write, is_api) = (self.method != "get", !is_switch(self.path));
        let takes_json = self.operation.contains_key("requestBody");
        let has_query = self.parameters().any(|it| it.get("in") == Some(&"query".into()));
        let refusals = [
            (400, takes_json),
            (401, !is_open),
            (403, !is_open || !is_api),
            (404, self.path.contains('{')),
            (422, takes_json || has_query),
            (429, is_write && is_api),
        ];
        let answers = self.operation.entry("responses").or_insert_with(|| json!({}));
        for (status, _) in refusals.into_iter().filter(|(_, is_possible)| *is_possible) {
            refuse(answers, &status.to_string());
        }
        for (status, answer) in entries_mut(Some(answers)) {
            complete_answer(status, answer, is_write, is_api);
        }
    }

    /// The switches are for this machine, whoever it is.
    fn credentials(&self) -> &'static [&'static str] {
        let method = Method::from_bytes(self.method.to_uppercase().as_bytes()).unwrap_or_default();
        if is_switch(self.path) { &[] } else { access::credentials(&method, self.path) }
    }

    fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.operation.get("parameters").and_then(Value::as_array).into_iter().flatten()
    }

    /// Those of the path that the annotation does not name.
    fn add_path_parameters(&mut self) {
        let names = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let missing: Vec<Value> = names
            .filter(|name| self.parameters().all(|it| it.get("name") != Some(&(*name).into())))
            .map(|name| {
                let schema = json!({ "type": "string", "maxLength": 50, "pattern": r"^[@~\-\.\w]+$" });
                json!({ "name": name, "in": "path", "required": true, "schema": schema })
            })
            .collect();
        if !missing.is_empty()
            && let Some(all) = self.operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
        {
            all.splice(0..0, missing);
        }
    }
}

/// Lists a refusal. One that an annotation has already keeps its own words.
fn refuse(answers: &mut Value, status: &str) {
    let answers = answers.as_object_mut();
    if let Some(answers) = answers.filter(|answers| !answers.contains_key(status)) {
        answers.insert(status.to_owned(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
}

fn complete_answer(status: &str, answer: &mut Value, is_write: bool, is_api: bool) {
    let is_refusal = status.starts_with(['4', '5']);
    if answer.get("$ref").is_some() {
        return;
    }
    let usual = REFUSALS.iter().find(|(code, _)| code.to_string() == status).map(|(_, words)| *words);
    let words = usual.unwrap_or(match status {
        "201" => "Made; `Location` is its address.",
        "204" => "Done.",
        _ => "As asked for.",
    });
    if answer.get("description").and_then(Value::as_str).is_none_or(str::is_empty) {
        insert(answer, "description", words.into());
    }
    if is_refusal {
        insert(answer, "content", components::problem());
        return;
    }
    let mut names = Vec::new();
    if status == "201" {
        names.push("Location");
    }
    if answer.pointer("/content/application~1json/schema/type") == Some(&"array".into())
        && !is_write
        && is_api
    {
        names.extend(["Pagination-Total", "Pagination-Limit", "Pagination-Offset"]);
    }
    if is_write && is_api {
        names.extend(["X-RateLimit-Limit", "X-RateLimit-Remaining"]);
    }
    if !names.is_empty() && answer.get("headers").is_none() {
        insert(answer, "headers", components::references(&names));
    }
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

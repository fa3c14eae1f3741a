//! What the file says of one operation: its parameters, the body it takes, the answers it gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::document::{Document, LoadError};
use super::rule::Rule;
use super::schema::Side;
use super::template::Template;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A named text with a rule: a parameter or a header.
#[derive(Debug)]
pub struct Named {
    pub name: String,
    pub is_required: bool,
    pub rule: Rule,
}

/// Bodies by media type; only JSON has a rule.
pub type Content = BTreeMap<String, Option<Rule>>;

/// The body of a call.
#[derive(Debug)]
pub struct Body {
    pub is_required: bool,
    pub content: Content,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub headers: Vec<Named>,
    pub content: Content,
}

/// One method of one path.
#[derive(Debug)]
pub struct Operation {
    pub method: String,
    pub path: Template,
    pub path_parameters: Vec<Named>,
    pub query: Vec<Named>,
    pub body: Option<Body>,
    answers: BTreeMap<String, Answer>,
}

impl Operation {
    /// The documented answer: by its status, by its class, or the default.
    pub fn answer(&self, status: u16) -> Option<&Answer> {
        let class = format!("{}xx", status / 100);
        [status.to_string(), class, "default".to_owned()].iter().find_map(|code| self.answers.get(code))
    }

    /// `GET /files/{id}`.
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.path.as_str())
    }
}

/// All operations of the file.
pub fn all(document: &Arc<Document>) -> Result<Vec<Operation>, LoadError> {
    let reader = Reader { document };
    let mut operations = Vec::new();
    for (path, item) in document.section("paths") {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(reader.operation(method, path, item, operation)?);
            }
        }
    }
    Ok(operations)
}

/// The rules of the webhooks by their event types.
pub fn webhooks(document: &Arc<Document>) -> Result<BTreeMap<String, Rule>, LoadError> {
    let reader = Reader { document };
    let mut rules = BTreeMap::new();
    for (event_type, item) in document.section("webhooks") {
        let body = item.pointer("/post/requestBody").unwrap_or(&Value::Null);
        let content = reader.content(document.resolved(body)?, Side::Answer);
        let rule = content.into_values().flatten().next();
        let rule =
            rule.ok_or_else(|| LoadError::new(format!("the webhook {event_type} has no JSON body")))?;
        rules.insert(event_type.clone(), rule);
    }
    Ok(rules)
}

struct Reader<'a> {
    document: &'a Arc<Document>,
}

impl Reader<'_> {
    fn operation(
        &self,
        method: &str,
        path: &str,
        item: &Value,
        operation: &Value,
    ) -> Result<Operation, LoadError> {
        let mut answers = BTreeMap::new();
        for (code, answer) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
            answers.insert(code.to_lowercase(), self.answer(answer)?);
        }
        let side = if method == "patch" { Side::Patch } else { Side::Request };
        Ok(Operation {
            method: method.to_uppercase(),
            path: Template::parse(path)?,
            path_parameters: self.parameters("path", item, operation)?,
            query: self.parameters("query", item, operation)?,
            body: operation.get("requestBody").map(|body| self.body(body, side)).transpose()?,
            answers,
        })
    }

    fn parameters(&self, place: &str, item: &Value, operation: &Value) -> Result<Vec<Named>, LoadError> {
        let list =
            |owner: &Value| owner.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut parameters = Vec::new();
        for parameter in list(item).iter().chain(&list(operation)) {
            let parameter = self.document.resolved(parameter)?;
            if parameter.get("in").and_then(Value::as_str) == Some(place) {
                let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
                parameters.push(self.named(name, parameter));
            }
        }
        Ok(parameters)
    }

    fn named(&self, name: &str, value: &Value) -> Named {
        let schema = value.get("schema").unwrap_or(&Value::Bool(true));
        // Either side will do: texts have no fields.
        let rule = Rule::new(self.document, schema, Side::Answer);
        Named { name: name.to_owned(), is_required: is_required(value), rule }
    }

    fn body(&self, body: &Value, side: Side) -> Result<Body, LoadError> {
        let target = self.document.resolved(body)?;
        let content = self.content(target, side);
        Ok(Body { is_required: is_required(body) || is_required(target), content })
    }

    fn answer(&self, answer: &Value) -> Result<Answer, LoadError> {
        let answer = self.document.resolved(answer)?;
        let mut headers = Vec::new();
        for (name, header) in answer.get("headers").and_then(Value::as_object).into_iter().flatten() {
            headers.push(self.named(name, self.document.resolved(header)?));
        }
        Ok(Answer { headers, content: self.content(answer, Side::Answer) })
    }

    fn content(&self, owner: &Value, side: Side) -> Content {
        let content = owner.get("content").and_then(Value::as_object).into_iter().flatten();
        let rule = |media_type: &str, value: &Value| {
            let schema = value.get("schema").filter(|_| is_json(media_type))?;
            Some(Rule::new(self.document, schema, side))
        };
        content.map(|(media_type, value)| (media_type.clone(), rule(media_type, value))).collect()
    }
}

fn is_required(value: &Value) -> bool {
    value.get("required") == Some(&Value::Bool(true))
}

/// Whether a media type without parameters is that of JSON.
pub fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

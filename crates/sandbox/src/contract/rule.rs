//! A schema of the file as a validator, compiled when it is first needed: a sandbox of a test meets a few of the
//! hundred, and starts without waiting for the rest.

use std::sync::{Arc, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use super::document::{Document, LoadError};
use super::schema::{self, Side};

/// Pictures in base64 must not fill the log.
const LONGEST_MESSAGE: usize = 300;

/// What is wrong at a place of a JSON value.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer; empty for the whole value.
    pub pointer: String,
    pub what: String,
}

/// A schema that values are judged by.
pub struct Rule {
    document: Arc<Document>,
    schema: Value,
    side: Side,
    compiled: OnceLock<Result<Validator, LoadError>>,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rule").field("schema", &self.schema).field("side", &self.side).finish()
    }
}

impl Rule {
    pub fn new(document: &Arc<Document>, schema: &Value, side: Side) -> Self {
        let (document, schema) = (Arc::clone(document), schema.clone());
        Self { document, schema, side, compiled: OnceLock::new() }
    }

    /// Everything that is wrong with `value`.
    pub fn faults(&self, value: &Value) -> Vec<Fault> {
        match self.compiled.get_or_init(|| self.compile()) {
            Ok(validator) => faults(&validator.iter_errors(value).collect::<Vec<_>>()),
            // A schema that cannot be used must never look like one that was met.
            Err(error) => {
                vec![Fault {
                    pointer: String::new(),
                    what: format!("no use is to be made of the schema: {error}"),
                }]
            }
        }
    }

    /// As [`Rule::faults`], for a value that comes as text: in the query, the path or a header.
    pub fn faults_of_text(&self, text: &str) -> Vec<Fault> {
        let schema = self.document.resolved(&self.schema).unwrap_or(&self.schema);
        let value = match schema.get("type").and_then(Value::as_str) {
            Some("integer" | "number" | "boolean") => {
                serde_json::from_str(text).unwrap_or_else(|_| text.into())
            }
            // The only style of the file: values separated by commas.
            Some("array") => text.split(',').map(Value::from).collect(),
            _ => text.into(),
        };
        self.faults(&value)
    }

    fn compile(&self) -> Result<Validator, LoadError> {
        let prepared = schema::prepare(&self.document, &self.schema, self.side)?;
        let options =
            jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).offline();
        options.build(&prepared).map_err(|error| LoadError::new(error.to_string()))
    }
}

fn faults(errors: &[ValidationError<'_>]) -> Vec<Fault> {
    let is_real = |error: &&ValidationError<'_>| {
        !is_unevaluated(error) || !errors.iter().any(|other| explains(other, error))
    };
    let fault = |error: &ValidationError<'_>| Fault {
        pointer: error.instance_path().to_string(),
        what: shortened(&error.to_string()),
    };
    errors.iter().filter(is_real).map(fault).collect()
}

fn is_unevaluated(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::UnevaluatedProperties { .. })
}

/// A part that fails for any reason vouches for none of its fields: the unknown names are a mere consequence.
fn explains(cause: &ValidationError<'_>, consequence: &ValidationError<'_>) -> bool {
    let (at, above) = (cause.instance_path().as_str(), consequence.instance_path().as_str());
    let is_below = at.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
    is_below || (at == above && !is_unevaluated(cause))
}

fn shortened(message: &str) -> String {
    match message.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

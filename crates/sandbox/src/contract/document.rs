//! The OpenAPI file: reading it, following its references, and putting right what is known to be wrong in it.

use std::path::Path;

use serde_json::Value;

/// Why the file cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct LoadError(String);

impl LoadError {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// The whole file.
#[derive(Debug)]
pub struct Document(Value);

impl Document {
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let text = std::fs::read(path).map_err(|error| LoadError::new(error.to_string()))?;
        let value = serde_json::from_slice(&text).map_err(|error| LoadError::new(error.to_string()))?;
        Self::new(value)
    }

    pub fn new(mut value: Value) -> Result<Self, LoadError> {
        if !value.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.1")) {
            return Err(LoadError::new("this is no OpenAPI 3.1 document"));
        }
        correct_links(&mut value);
        Ok(Self(value))
    }

    /// What `name` holds at the top of the file: `paths`, `webhooks`.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.0.get(name).and_then(Value::as_object).into_iter().flatten()
    }

    /// What a reference refers to.
    pub fn target(&self, reference: &Value) -> Result<&Value, LoadError> {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
        let target = pointer.and_then(|pointer| self.0.pointer(pointer));
        target.ok_or_else(|| LoadError::new(format!("there is no {reference} in the file")))
    }

    /// The thing itself, or what it refers to.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> Result<&'a Value, LoadError> {
        value.get("$ref").map_or(Ok(value), |reference| self.target(reference))
    }
}

/// The file calls the gatherer's link `gatherer`; every published sample, and the product, `kycGatherer`.
pub fn correct_links(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let rels =
                fields.get_mut("rel").and_then(|rel| rel.get_mut("enum")).and_then(Value::as_array_mut);
            for rel in rels.into_iter().flatten().filter(|rel| **rel == "gatherer") {
                *rel = "kycGatherer".into();
            }
            fields.values_mut().for_each(correct_links);
        }
        Value::Array(items) => items.iter_mut().for_each(correct_links),
        _ => {}
    }
}

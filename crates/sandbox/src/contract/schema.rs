//! Turns a schema of the OpenAPI file into one that a plain JSON Schema validator can judge with: references are
//! resolved, `discriminator` chooses the branch, read-only and write-only fields count on their own side only, and a
//! name that the file does not know is refused (next to nothing is `required` there, so a misspelt field would pass).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document::{Document, LoadError};

/// Deeper than any real schema; reached only by one that contains itself.
const MAX_DEPTH: usize = 40;

/// Who sent what is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A body of a client: read-only fields are neither demanded nor looked at.
    Request,
    /// A body of `PATCH`: it names what changes, so that nothing at its top is demanded either.
    Patch,
    /// An answer or a webhook: everything demanded is there, and nothing write-only.
    Answer,
}

impl Side {
    /// The mark of fields that do not belong to this side.
    fn foreign_mark(self) -> &'static str {
        if self == Self::Answer { "writeOnly" } else { "readOnly" }
    }
}

/// The schema for bodies of that side.
pub fn prepare(document: &Document, schema: &Value, side: Side) -> Result<Value, LoadError> {
    Preparer { document, side }.standing_alone(schema, side == Side::Patch, 0)
}

struct Preparer<'a> {
    document: &'a Document,
    side: Side,
}

/// What the parts of one object share.
struct Context<'a> {
    foreign: &'a BTreeSet<String>,
    is_partial: bool,
    depth: usize,
}

impl Preparer<'_> {
    /// A schema that is not a part of a composition: names that none of its parts knows are refused.
    fn standing_alone(&self, schema: &Value, is_partial: bool, depth: usize) -> Result<Value, LoadError> {
        let foreign = self.foreign_names(schema, depth)?;
        let mut prepared = self.part(schema, &Context { foreign: &foreign, is_partial, depth })?;
        if names_properties(&prepared)
            && let Some(keywords) = prepared.as_object_mut()
        {
            keywords.insert("unevaluatedProperties".into(), false.into());
        }
        Ok(prepared)
    }

    fn part(&self, schema: &Value, context: &Context<'_>) -> Result<Value, LoadError> {
        if context.depth > MAX_DEPTH {
            return Err(LoadError::new("a schema contains itself, which this check cannot handle"));
        }
        let Some(keywords) = schema.as_object() else { return Ok(schema.clone()) };
        let deeper = &Context { depth: context.depth + 1, ..*context };
        let (mut prepared, mut parts) = (Map::new(), Vec::new());
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$ref" => parts.push(self.part(self.document.target(value)?, deeper)?),
                "allOf" => parts.extend(self.parts(value, deeper)?),
                "oneOf" if keywords.contains_key("discriminator") => {
                    parts.extend(self.branches(keywords, value, deeper)?);
                }
                "oneOf" | "anyOf" => {
                    drop(prepared.insert(keyword.clone(), self.parts(value, deeper)?.into()))
                }
                "properties" => drop(prepared.insert(keyword.clone(), self.properties(value, deeper.depth)?)),
                "items" | "additionalProperties" => {
                    drop(prepared.insert(keyword.clone(), self.standing_alone(value, false, deeper.depth)?));
                }
                "required" if context.is_partial => {}
                "required" => drop(prepared.insert(keyword.clone(), own_names(value, context.foreign))),
                "discriminator" | "readOnly" | "writeOnly" | "default" => {}
                _ => drop(prepared.insert(keyword.clone(), value.clone())),
            }
        }
        if !parts.is_empty() {
            prepared.insert("allOf".into(), parts.into());
        }
        Ok(prepared.into())
    }

    fn parts(&self, schemas: &Value, context: &Context<'_>) -> Result<Vec<Value>, LoadError> {
        schemas.as_array().into_iter().flatten().map(|schema| self.part(schema, context)).collect()
    }

    fn properties(&self, properties: &Value, depth: usize) -> Result<Value, LoadError> {
        let prepare = |(name, schema): (&String, &Value)| {
            let prepared = if self.is_foreign(schema, depth)? {
                // What the client may not decide is ignored; what is never told must not be there.
                Value::Bool(self.side != Side::Answer)
            } else {
                self.standing_alone(schema, false, depth)?
            };
            Ok((name.clone(), prepared))
        };
        let prepared = properties.as_object().into_iter().flatten().map(prepare);
        Ok(Value::Object(prepared.collect::<Result<_, LoadError>>()?))
    }

    /// The branches overlap for a plain validator, so each applies only where the discriminator names it.
    fn branches(
        &self,
        keywords: &Map<String, Value>,
        branches: &Value,
        context: &Context<'_>,
    ) -> Result<Vec<Value>, LoadError> {
        let discriminator = keywords.get("discriminator").unwrap_or(&Value::Null);
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let property = property.ok_or_else(|| LoadError::new("a discriminator has no propertyName"))?;
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mapping = mapping.ok_or_else(|| LoadError::new("a discriminator has no mapping"))?;
        let mut chosen = Vec::new();
        for (name, target) in mapping {
            let branch = self.part(self.document.target(target)?, context)?;
            let when = json!({ "required": [property], "properties": { property: { "const": name } } });
            chosen.push(json!({ "if": when, "then": branch }));
        }
        let names: Vec<&String> = mapping.keys().collect();
        chosen.push(json!({
            "if": { "required": [property] },
            "then": { "properties": { property: { "enum": names } } },
            "else": { "anyOf": self.parts(branches, context)? },
        }));
        Ok(chosen)
    }

    /// The fields of the object that the other side alone decides, by any part of its composition.
    fn foreign_names(&self, schema: &Value, depth: usize) -> Result<BTreeSet<String>, LoadError> {
        let mut names = BTreeSet::new();
        if depth > MAX_DEPTH {
            return Ok(names);
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if self.is_foreign(property, depth)? {
                names.insert(name.clone());
            }
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                names.extend(self.foreign_names(part, depth + 1)?);
            }
        }
        if let Some(reference) = schema.get("$ref") {
            names.extend(self.foreign_names(self.document.target(reference)?, depth + 1)?);
        }
        Ok(names)
    }

    /// The mark stands at the property or at the schema it refers to.
    fn is_foreign(&self, property: &Value, depth: usize) -> Result<bool, LoadError> {
        if property.get(self.side.foreign_mark()) == Some(&Value::Bool(true)) {
            return Ok(true);
        }
        match property.get("$ref") {
            Some(reference) if depth <= MAX_DEPTH => {
                self.is_foreign(self.document.target(reference)?, depth + 1)
            }
            _ => Ok(false),
        }
    }
}

fn own_names(required: &Value, foreign: &BTreeSet<String>) -> Value {
    let names = required.as_array().into_iter().flatten();
    names.filter(|name| name.as_str().is_none_or(|name| !foreign.contains(name))).cloned().collect()
}

fn names_properties(schema: &Value) -> bool {
    let list = |keyword: &str| schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
    schema.get("properties").is_some()
        || ["allOf", "oneOf", "anyOf"].into_iter().flat_map(list).any(names_properties)
        || ["then", "else"].into_iter().filter_map(|keyword| schema.get(keyword)).any(names_properties)
}

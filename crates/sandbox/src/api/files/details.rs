//! What can be said about a file beside its bytes. One check for JSON, forms and changes; every refused field is named.

use serde_json::{Map, Value};

use crate::problem::InvalidFields;
use crate::record::StoredFile;

/// The most characters of a name, a description and a tag.
const MAX_TEXT: usize = 255;
/// More tags than any use has; a bound on what one row holds.
const MAX_TAGS: usize = 100;
/// Where a file can come from, by the API definition.
pub const SOURCES: [&str; 4] = ["upload", "camera", "organization-export", "organization-closure-export"];

/// The fields that were given.
#[derive(Debug, Default)]
pub struct Details {
    name: Option<String>,
    description: Option<String>,
    /// `Some(None)`: given as null.
    source_type: Option<Option<String>>,
    tags: Option<Vec<String>>,
    is_public: Option<bool>,
    extension: Option<String>,
}

impl Details {
    /// Reads what is given and adds what is wrong to `fields`.
    pub fn read(given: &Map<String, Value>, fields: &mut InvalidFields) -> Self {
        let is_public = given.get("isPublic").map(Value::as_bool);
        if is_public == Some(None) {
            fields.add("isPublic", "Must be true or false.");
        }
        Self {
            name: text(given, "name", fields),
            description: text(given, "description", fields),
            source_type: source(given, fields),
            tags: tags(given, fields),
            is_public: is_public.flatten(),
            extension: None,
        }
    }

    /// As [`Details::read`], for a file that is there: its extension may be changed to another one of its format.
    pub fn read_change(given: &Map<String, Value>, file: &StoredFile, fields: &mut InvalidFields) -> Self {
        let mut details = Self::read(given, fields);
        if let Some(value) = given.get("extension") {
            details.extension = value.as_str().map(str::to_ascii_lowercase);
            let fits = details.extension.as_deref().is_some_and(|it| file.format.extensions().contains(&it));
            if !fits {
                fields.add("extension", "Must be an extension of this format.");
            }
        }
        details
    }

    /// Lays what was given over the file; what was not stays.
    pub fn apply(self, file: &mut StoredFile) {
        let Self { name, description, source_type, tags, is_public, extension } = self;
        lay(name, &mut file.name);
        lay(description, &mut file.description);
        lay(source_type, &mut file.source_type);
        lay(tags, &mut file.tags);
        lay(is_public, &mut file.is_public);
        lay(extension, &mut file.extension);
    }
}

fn lay<T>(given: Option<T>, field: &mut T) {
    if let Some(value) = given {
        *field = value;
    }
}

fn text(given: &Map<String, Value>, name: &str, fields: &mut InvalidFields) -> Option<String> {
    let text = given.get(name)?.as_str();
    if text.is_none_or(|text| text.chars().count() > MAX_TEXT) {
        fields.add(name, format!("Must be text of at most {MAX_TEXT} characters."));
    }
    text.map(str::to_owned)
}

fn source(given: &Map<String, Value>, fields: &mut InvalidFields) -> Option<Option<String>> {
    let value = given.get("sourceType")?;
    let known = value.as_str().filter(|text| SOURCES.contains(text));
    if known.is_none() && !value.is_null() {
        fields.add("sourceType", format!("Must be one of {}, or null.", SOURCES.join(", ")));
    }
    Some(known.map(str::to_owned))
}

fn tags(given: &Map<String, Value>, fields: &mut InvalidFields) -> Option<Vec<String>> {
    let list = given.get("tags")?.as_array().filter(|list| list.len() <= MAX_TAGS);
    let Some(list) = list else {
        fields.add("tags", format!("Must be a list of at most {MAX_TAGS} texts."));
        return None;
    };
    let mut tags = Vec::new();
    for (index, value) in list.iter().enumerate() {
        match value.as_str().filter(|tag| (1..=MAX_TEXT).contains(&tag.chars().count())) {
            Some(tag) => tags.push(tag.to_owned()),
            None => {
                fields.add(format!("tags.{index}"), format!("A tag is text of 1 to {MAX_TEXT} characters."))
            }
        }
    }
    Some(tags)
}

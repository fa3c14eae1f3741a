//! `q` and `fields`, which only some collections have.

use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// The part of the query that only some collections know.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Text that stands somewhere in the resource's own texts.
    q: Option<String>,
    /// Only these fields, and `id`.
    fields: Option<String>,
}

impl Search {
    /// `q`: the text is somewhere in these, in any case of letters.
    pub fn admits<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let Some(wanted) = self.q.as_deref().map(str::to_lowercase) else { return true };
        texts.into_iter().any(|text| text.to_lowercase().contains(&wanted))
    }

    /// `fields`: only these; `id` stays.
    pub fn sparse(&self, resource: Value) -> Value {
        let Some(names) = self.fields.as_deref() else { return resource };
        let Value::Object(mut fields) = resource else { return resource };
        fields.retain(|name, _| name == "id" || names.split(',').any(|wanted| wanted.trim() == name));
        Value::Object(fields)
    }
}

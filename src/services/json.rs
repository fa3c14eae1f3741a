//! JSON, read and written by the browser's own parser: one in the app would be a seventh of the whole download.
//! Fields are read as strictly as serde's derives read them on the server's side; a browser test compares the two.

use js_sys::{Array, JSON, Object};
use kyc_wire::Code;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

use super::js::{self, Missed};

/// A value of JSON; `undefined` where something is missing.
#[derive(Clone, Debug)]
pub struct Json(JsValue);

impl Json {
    /// Reads a text; `None` when it is no JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// A field; missing in everything that is no object.
    #[must_use]
    pub fn get(&self, name: &str) -> Self {
        Self(js::get(&self.0, name))
    }

    /// Itself, if it can have fields.
    #[must_use]
    pub fn fields(&self) -> Option<&Self> {
        self.0.is_object().then_some(self)
    }

    /// A string.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// A boolean.
    #[must_use]
    pub fn is_true(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// A whole number that is not negative.
    #[must_use]
    pub fn whole(&self) -> Option<u64> {
        let number = self.0.as_f64()?;
        let whole = number as u64;
        (whole as f64 == number).then_some(whole)
    }

    /// The same, if it is a small one.
    #[must_use]
    pub fn small(&self) -> Option<u32> {
        u32::try_from(self.whole()?).ok()
    }

    /// A list, each entry read by `read`.
    #[must_use]
    pub fn list<T>(&self, read: fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let list: &Array = self.0.dyn_ref()?;
        list.iter().map(|entry| read(&Self(entry))).collect()
    }

    /// A list of strings.
    #[must_use]
    pub fn texts(&self) -> Option<Vec<String>> {
        self.list(Self::text)
    }

    /// What `read` makes of a field; `absent` when there is no such field.
    #[must_use]
    pub fn field_or<T>(&self, name: &str, absent: T, read: fn(&Self) -> Option<T>) -> Option<T> {
        let field = self.get(name);
        if field.0.is_undefined() { Some(absent) } else { read(&field) }
    }

    /// What `read` makes of a field that may be missing or null.
    #[must_use]
    pub fn optional<T>(&self, name: &str, read: fn(&Self) -> Option<T>) -> Option<Option<T>> {
        let field = self.get(name);
        if field.0.is_undefined() || field.0.is_null() { Some(None) } else { read(&field).map(Some) }
    }

    /// Whether it is an object with nothing but strings in it.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        let fields = self.0.dyn_ref::<Object>().filter(|_| !Array::is_array(&self.0));
        fields.is_some_and(|fields| Object::values(fields).iter().all(|value| value.is_string()))
    }
}

/// For what `kyc-liveness` reads.
impl kyc_liveness::json::Json for Json {
    fn field(&self, name: &str) -> Option<Self> {
        let field = self.fields()?.get(name);
        (!field.0.is_undefined() && !field.0.is_null()).then_some(field)
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64().filter(|number| number.is_finite())
    }

    fn entries(&self) -> Option<Vec<Self>> {
        self.list(|entry| Some(entry.clone()))
    }
}

/// An answer's content, if it arrives within `limit` milliseconds.
///
/// # Errors
/// `timeout`, `network` when the connection broke, `server` when it is no JSON.
pub async fn of_answer(response: &Response, limit: u32) -> Result<Json, Code> {
    let body = response.json().map_err(|_| Code::Network)?;
    js::within(&body, limit).await.map(Json).map_err(|missed| match missed {
        Missed::Late => Code::Timeout,
        Missed::Rejected(error) if js::error_name(&error) == "SyntaxError" => Code::Server,
        Missed::Rejected(_) => Code::Network,
    })
}

/// An object with these fields.
#[must_use]
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        js::set(&object, name, value);
    }
    object.into()
}

//! The seam to a reader of JSON, and a small writer.
//!
//! The app reads with the browser's parser through a cursor (`services/json.rs` there), the sandbox with `serde_json`;
//! both are a [`Json`], so there is one reading of every event and no parser in the app's wasm (docs/adr/0006). Writing
//! needs no library: the shapes are few, and their numbers are whole or fractions of a frame.

/// A value that was parsed.
pub trait Json: Sized {
    /// A field; `None` in everything that is no object, and for a field that is missing or null.
    fn field(&self, name: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A finite number.
    fn number(&self) -> Option<f64>;
    /// The entries of a list.
    fn entries(&self) -> Option<Vec<Self>>;
}

#[cfg(feature = "serde_json")]
impl Json for &serde_json::Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64().filter(|number| number.is_finite())
    }

    fn entries(&self) -> Option<Vec<Self>> {
        self.as_array().map(|entries| entries.iter().collect())
    }
}

/// Why an event's content is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is no JSON.
    #[error("the content is no JSON")]
    Syntax,
    /// This field is missing, of another type, or out of range.
    #[error("the field {0} is missing or out of range")]
    Field(&'static str),
}

/// Reads fields by name, so that an error can tell which.
pub(crate) struct Fields<J>(pub J);

impl<J: Json> Fields<J> {
    pub fn inner(&self, name: &'static str) -> Result<Fields<J>, ReadError> {
        self.0.field(name).map(Fields).ok_or(ReadError::Field(name))
    }

    pub fn text(&self, name: &'static str) -> Result<String, ReadError> {
        self.0.field(name).and_then(|value| value.text()).ok_or(ReadError::Field(name))
    }

    pub fn number(&self, name: &'static str) -> Result<f64, ReadError> {
        self.optional(name).filter(|number| number.is_finite()).ok_or(ReadError::Field(name))
    }

    /// A whole number from 0 to `most`.
    pub fn whole(&self, name: &'static str, most: u64) -> Result<u64, ReadError> {
        let number = self.number(name)?;
        let is_whole = number >= 0.0 && number <= most as f64 && number.fract() == 0.0;
        if is_whole { Ok(number as u64) } else { Err(ReadError::Field(name)) }
    }

    pub fn optional(&self, name: &str) -> Option<f64> {
        self.0.field(name)?.number()
    }

    pub fn list(&self, name: &'static str) -> Result<Vec<Fields<J>>, ReadError> {
        let entries = self.0.field(name).and_then(|value| value.entries());
        Ok(entries.ok_or(ReadError::Field(name))?.into_iter().map(Fields).collect())
    }
}

/// Writes one object.
pub(crate) struct Object {
    text: String,
}

impl Object {
    pub fn new() -> Self {
        Self { text: "{".to_owned() }
    }

    pub fn done(mut self) -> String {
        self.text.push('}');
        self.text
    }

    /// A field that is JSON already.
    pub fn raw(mut self, name: &str, json: &str) -> Self {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        quote(&mut self.text, name);
        self.text.push(':');
        self.text.push_str(json);
        self
    }

    pub fn text(self, name: &str, value: &str) -> Self {
        let mut quoted = String::with_capacity(value.len() + 2);
        quote(&mut quoted, value);
        self.raw(name, &quoted)
    }

    pub fn whole(self, name: &str, value: u64) -> Self {
        self.raw(name, &value.to_string())
    }

    pub fn fraction(self, name: &str, value: f64) -> Self {
        let text = fraction(value);
        self.raw(name, &text)
    }
}

/// A list of what is JSON already.
pub(crate) fn list(entries: impl Iterator<Item = String>) -> String {
    ["[", &entries.collect::<Vec<_>>().join(","), "]"].concat()
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            // No text of ours has any, and none is worth its escape.
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// To a millionth, without the standard library's conversion, which is 10 KB of wasm.
fn fraction(value: f64) -> String {
    const PARTS: u64 = 1_000_000;
    let parts = if value.is_finite() { (value.abs() * PARTS as f64).round() as u64 } else { 0 };
    let sign = if value < 0.0 && parts > 0 { "-" } else { "" };
    let (whole, rest) = ((parts / PARTS).to_string(), (PARTS + parts % PARTS).to_string());
    let rest = rest.get(1..).unwrap_or_default().trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    [sign, &whole, point, rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_to_a_millionth() {
        let numbers = [
            (0.0, "0"),
            (0.25, "0.25"),
            (-1.5, "-1.5"),
            (288.0, "288"),
            (1.0 / 3.0, "0.333333"),
            (1e-9, "0"),
        ];
        for (number, text) in
            numbers.into_iter().chain([(0.000_001, "0.000001"), (-1e-9, "0"), (f64::NAN, "0")])
        {
            assert_eq!(fraction(number), text);
        }
        assert_eq!(fraction(0.999_999_9), "1");
    }

    #[test]
    fn texts_cannot_break_out() {
        let written = Object::new().text("a\"b", "c\\d\n").whole("e", 5).done();
        assert_eq!(written, r#"{"a\"b":"c\\d ","e":5}"#);
        assert_eq!(Object::new().done(), "{}");
    }
}

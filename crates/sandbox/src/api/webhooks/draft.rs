//! Reads a subscription field by field; every refused one is named at once.

use reqwest::Url;
use serde_json::{Map, Value, json};

use crate::api::body::{MAX_LINE, MAX_URL, optional_text, present, text_field};
use crate::problem::{ApiResult, InvalidFields};
use crate::webhooks::record::{BasicAuth, EVENTS, Webhook, is_event};
use crate::webhooks::signature;

/// The words of `status`.
pub const STATUSES: [&str; 2] = ["active", "inactive"];
const FIELDS: [&str; 6] = ["name", "url", "events", "status", "secret", "basicAuth"];
/// What a subscription that was read has in addition; ignored when it is written back.
const READ_ONLY: [&str; 6] = ["id", "secretHint", "revision", "createdTime", "updatedTime", "_links"];
const SECRET_LENGTH: std::ops::RangeInclusive<usize> = 16..=255;

/// What the merchant decides of a subscription.
pub struct Draft {
    name: Option<String>,
    url: String,
    events: Vec<String>,
    is_active: bool,
    /// `None`: as it was, or a new one.
    secret: Option<String>,
    basic_auth: Option<BasicAuth>,
}

impl Draft {
    /// Reads a whole subscription. What cannot be read back need not be repeated: the secret of the `old` one, and its
    /// password if the name stays.
    pub fn parse(body: &Value, old: Option<&Webhook>) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        check_names(body, &mut fields);
        let name = optional_text(body, "name", MAX_LINE, &mut fields);
        let url = text_field(body, "url").unwrap_or_default().to_owned();
        if let Some(message) = fault_of_url(&url) {
            fields.add("url", message);
        }
        let draft = Self {
            name,
            url,
            events: events(body, &mut fields),
            is_active: is_active(body, &mut fields),
            secret: secret(body, &mut fields),
            basic_auth: basic_auth(body, old, &mut fields),
        };
        fields.check()?;
        Ok(draft)
    }

    /// Reads changes of the `old` one.
    pub fn parse_over(body: &Value, old: &Webhook) -> ApiResult<Self> {
        let mut whole = Map::new();
        whole.insert("name".into(), json!(old.name));
        whole.insert("url".into(), json!(old.url));
        whole.insert("events".into(), json!(old.events));
        whole.insert("status".into(), json!(old.status()));
        let basic = old.basic_auth.as_ref().map(|basic| json!({ "username": basic.username }));
        whole.insert("basicAuth".into(), json!(basic));
        whole.extend(body.as_object().cloned().unwrap_or_default());
        Self::parse(&whole.into(), Some(old))
    }

    /// A new subscription, and its secret if it was made here.
    pub fn into_webhook(self, id: String, now: i64) -> ApiResult<(Webhook, Option<String>)> {
        let own = if self.secret.is_none() { Some(signature::new_secret()?) } else { None };
        let secret = self.secret.or_else(|| own.clone()).unwrap_or_default();
        let Self { name, url, events, is_active, basic_auth, .. } = self;
        let (created_at, updated_at) = (now, now);
        let webhook = Webhook {
            id,
            name,
            url,
            events,
            is_active,
            secret,
            basic_auth,
            revision: 1,
            created_at,
            updated_at,
        };
        Ok((webhook, own))
    }

    /// The changed subscription.
    pub fn over(self, old: Webhook, now: i64) -> Webhook {
        Webhook {
            name: self.name,
            url: self.url,
            events: self.events,
            is_active: self.is_active,
            secret: self.secret.unwrap_or(old.secret),
            basic_auth: self.basic_auth,
            revision: old.revision + 1,
            updated_at: now,
            ..old
        }
    }
}

/// A misspelt `events` would silently mean all of them.
fn check_names(body: &Value, fields: &mut InvalidFields) {
    for name in body.as_object().into_iter().flat_map(Map::keys) {
        if !FIELDS.contains(&name.as_str()) && !READ_ONLY.contains(&name.as_str()) {
            fields.add(name, "A webhook has no such field.");
        }
    }
}

fn fault_of_url(text: &str) -> Option<&'static str> {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
    let url = Url::parse(text).ok().filter(|_| text.len() <= MAX_URL && text.chars().all(is_plain));
    let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) else {
        return Some("Must be an http or https address of at most 2048 characters.");
    };
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    has_credentials.then_some("Must not hold credentials; basicAuth is for them.")
}

fn events(body: &Value, fields: &mut InvalidFields) -> Vec<String> {
    let Some(value) = present(body, "events") else { return EVENTS.map(str::to_owned).to_vec() };
    let Some(words) = value.as_array() else {
        fields.add("events", "Must be a list of events.");
        return Vec::new();
    };
    for (index, word) in words.iter().enumerate() {
        if !word.as_str().is_some_and(is_event) {
            fields.add(format!("events.{index}"), format!("Must be one of {}.", EVENTS.join(", ")));
        }
    }
    let is_wanted = |event: &&str| words.is_empty() || words.iter().any(|word| word.as_str() == Some(*event));
    EVENTS.into_iter().filter(|event| is_wanted(event)).map(str::to_owned).collect()
}

fn is_active(body: &Value, fields: &mut InvalidFields) -> bool {
    let Some(value) = present(body, "status") else { return true };
    if !value.as_str().is_some_and(|word| STATUSES.contains(&word)) {
        fields.add("status", format!("Must be {}.", STATUSES.join(" or ")));
    }
    value.as_str() == Some("active")
}

fn secret(body: &Value, fields: &mut InvalidFields) -> Option<String> {
    let value = present(body, "secret")?;
    let is_fit =
        |text: &&str| SECRET_LENGTH.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    let secret = value.as_str().filter(is_fit);
    if secret.is_none() {
        fields.add("secret", "Must have 16 to 255 printable ASCII characters without spaces.");
    }
    secret.map(str::to_owned)
}

fn basic_auth(body: &Value, old: Option<&Webhook>, fields: &mut InvalidFields) -> Option<BasicAuth> {
    let value = present(body, "basicAuth")?;
    let Some(given) = value.as_object() else {
        fields.add("basicAuth", "Must be {username, password}.");
        return None;
    };
    for name in given.keys().filter(|name| !matches!(name.as_str(), "username" | "password")) {
        fields.add(format!("basicAuth.{name}"), "There is no such field.");
    }
    let is_fit = |text: &&str| text.chars().count() <= MAX_LINE && !text.chars().any(char::is_control);
    let text = |name: &str| present(value, name).and_then(Value::as_str).filter(is_fit);
    // RFC 7617: the first colon ends the name.
    let username = text("username").filter(|name| !name.is_empty() && !name.contains(':'));
    if username.is_none() {
        fields.add("basicAuth.username", "Must have 1 to 255 characters, no colon among them.");
    }
    let known =
        old.and_then(|old| old.basic_auth.as_ref()).filter(|old| Some(old.username.as_str()) == username);
    let kept = known.filter(|_| present(value, "password").is_none()).map(|old| old.password.as_str());
    let password = text("password").or(kept);
    if password.is_none() {
        fields.add("basicAuth.password", "Must have at most 255 characters.");
    }
    Some(BasicAuth { username: username?.to_owned(), password: password?.to_owned() })
}

//! Bodies of calls as the description shows them; [`super::draft`] reads them.
#![expect(dead_code, reason = "nothing but their schemas is used")]

use utoipa::ToSchema;

use crate::openapi::words::{WebhookEvent, WebhookStatus};

/// Who wants to hear of what.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewWebhook {
    #[schema(max_length = 255)]
    name: Option<String>,
    /// Where events are posted to: http or https, without credentials in it.
    #[schema(max_length = 2048, example = "http://127.0.0.1:9000/kyc")]
    url: String,
    /// All of them when there are none.
    events: Option<Vec<WebhookEvent>>,
    /// `active` unless told.
    status: Option<WebhookStatus>,
    /// The key of the signature; the server makes one and shows it once, unless told. A change keeps the old one.
    #[schema(min_length = 16, max_length = 255)]
    secret: Option<String>,
    basic_auth: Option<BasicAuth>,
}

/// What changes of a subscription; what is not named stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct WebhookChange {
    #[schema(max_length = 255)]
    name: Option<String>,
    #[schema(max_length = 2048, required = false)]
    url: String,
    events: Option<Vec<WebhookEvent>>,
    #[schema(example = "inactive")]
    status: Option<WebhookStatus>,
    #[schema(min_length = 16, max_length = 255)]
    secret: Option<String>,
    basic_auth: Option<BasicAuth>,
}

/// What is sent in `Authorization`.
#[derive(ToSchema)]
struct BasicAuth {
    #[schema(max_length = 255)]
    username: String,
    /// May be left out when a change keeps the name.
    #[schema(max_length = 255, required = false)]
    password: String,
}

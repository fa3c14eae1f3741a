//! The closed word lists of the API as enumerations of the description. They are types of nothing but their schema:
//! `kyc-wire`, which has the words, goes into the app and shall not know of descriptions.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::api;
use crate::faults;
use crate::provider;
use crate::record;
use crate::webhooks;

/// Declares schemas by their words.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident = $words:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                enumeration(concat!($($doc),+).trim(), $words)
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

/// The words of a list of `kyc-wire`.
macro_rules! of_wire {
    ($name:ident) => {
        kyc_wire::$name::ALL.iter().map(|word| word.as_str())
    };
}

fn enumeration<'a>(description: &str, words: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    let schema = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    Schema::Object(schema.enum_values(Some(words)).build()).into()
}

words! {
    /// What a document proves. Of a customer everything can be asked but the credit file.
    KycDocumentTypes = of_wire!(DocumentType);
    /// The kind of paper.
    KycDocumentSubtypes = of_wire!(DocumentSubtype);
    /// Where a document stands.
    KycDocumentStatus = of_wire!(DocumentStatus);
    /// Where a request stands: a function of its documents and of the time.
    KycRequestStatus = of_wire!(RequestStatus);
    /// Why a document was rejected.
    KycDocumentRejectionReasonTypes = of_wire!(RejectionType);
    /// Where a liveness session stands.
    KycLivenessSessionStatus = record::LivenessStatus::ALL.iter().map(|word| word.as_str());
    /// Where a file came from.
    FileSource = api::files::SOURCES;
    /// What a tag can be put on.
    TagType = api::tags::TYPES;
    /// How a customer proves to be one: without a password.
    TokenMode = ["passwordless"];
    /// What webhooks tell of.
    WebhookEvent = webhooks::record::EVENTS;
    /// Whether a subscriber is told.
    WebhookStatus = api::webhooks::STATUSES;
    /// What became of a delivery.
    DeliveryStatus = webhooks::record::DeliveryStatus::ALL.iter().map(|word| word.as_str());
    /// What goes wrong.
    FaultKind = faults::kinds();
    /// The method of calls.
    FaultMethod = faults::METHODS;
    /// What a liveness stream asks of the customer.
    LivenessChallenge = provider::CHALLENGES.map(|(word, _)| word);
    /// Where the face is to go.
    LivenessDistance = provider::DISTANCES.map(|(word, _)| word);
    /// When a liveness stream goes wrong.
    StreamPoint = faults::Point::names();
    /// What a liveness stream answers in place of going on.
    LivenessException = faults::EXCEPTIONS.map(kyc_liveness::events::ExceptionKind::name);
    /// What ends.
    FaultTarget = ["request", "token"];
}

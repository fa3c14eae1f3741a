//! Faults as the description shows them. They are read by [`super::parse`] and shown by [`super::entry`] and
//! [`super::plays`].
#![expect(dead_code, reason = "nothing but their schemas is used")]

use utoipa::ToSchema;

use crate::openapi::InvalidField;
use crate::openapi::words::{FaultKind, FaultMethod, FaultTarget, LivenessException, StreamPoint};

/// A fault: what goes wrong, on which calls, how often. Each kind takes only its own fields, and what is absent does
/// not matter.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct FaultOrder {
    kind: FaultKind,
    /// The end of the path in whole segments, `*` for any one.
    #[schema(example = "files")]
    path: Option<String>,
    method: Option<FaultMethod>,
    /// Calls with a token of this customer.
    customer_id: Option<String>,
    /// Calls with a token of this request, and those whose path names it.
    request_id: Option<String>,
    /// Calls with exactly this token, or the one of this SHA-256 in hex.
    token: Option<String>,
    /// On how many calls it plays; 0 until it is removed. 1 unless told, but 0 of `bandwidth` and `clock-skew`.
    #[schema(maximum = 1_000_000)]
    times: Option<u32>,
    /// How many matching calls pass first.
    #[schema(maximum = 1_000_000)]
    skip: Option<u32>,
    /// How long the call is held back first.
    #[schema(maximum = 600_000)]
    delay_ms: Option<u32>,
    /// Of `status`: which one; 503 unless told.
    #[schema(minimum = 400, maximum = 599)]
    status: Option<u16>,
    /// Of `status`: what the problem says.
    detail: Option<String>,
    /// Of `status`.
    #[schema(maximum = 86_400)]
    retry_after_seconds: Option<u32>,
    /// Of `status` 422.
    #[schema(max_items = 100)]
    invalid_fields: Option<Vec<InvalidField>>,
    /// Of `truncate`; half of the body unless told.
    keep_bytes: Option<u32>,
    /// Of `expire`.
    expires: Option<FaultTarget>,
    /// Of `bandwidth`, both ways.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    bytes_per_second: Option<u32>,
    /// Of `bandwidth`.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    upload_bytes_per_second: Option<u32>,
    /// Of `bandwidth`.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    download_bytes_per_second: Option<u32>,
    /// Of `clock-skew`; negative for behind.
    skew_seconds: Option<i32>,
    /// Of the `stream` kinds: when; `open` unless told.
    after: Option<StreamPoint>,
    /// Of `stream-exception`.
    exception: Option<LivenessException>,
    /// Of `stream-close`.
    #[schema(minimum = 1000, maximum = 4999)]
    close_code: Option<u16>,
}

/// A fault on the list: as it was ordered, and how far it has played. Fields of other kinds are absent.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct Fault {
    #[schema(example = "fault_1")]
    id: String,
    #[serde(flatten)]
    order: FaultOrder,
    /// Instead of the token, which is a credential.
    #[schema(required = false)]
    token_hash: String,
    /// How many matching calls still pass.
    skip_left: u32,
    /// On how many more calls it plays; null until it is removed.
    remaining: Option<u32>,
    played: u32,
    #[schema(format = DateTime)]
    created_time: String,
}

/// What was ordered and what became of it.
#[derive(ToSchema)]
pub struct FaultList {
    faults: Vec<Fault>,
    /// The newest thousand, oldest first.
    plays: Vec<FaultPlay>,
}

/// A fault that played on a call.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct FaultPlay {
    fault_id: String,
    kind: FaultKind,
    /// Null when the order itself did it.
    method: Option<String>,
    path: Option<String>,
    #[schema(format = DateTime)]
    time: String,
    /// Whether the call itself ordered it.
    by_header: bool,
}

/// What a reset did.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct FaultReset {
    /// How many faults were on the list.
    removed: u32,
    /// What stays as it is.
    cannot_undo: Vec<FaultTrace>,
}

/// What a fault did for good.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct FaultTrace {
    fault_id: String,
    what: String,
}

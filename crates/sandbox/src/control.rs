//! The sandbox's own switches for tests and demos, open to this machine only: verdicts and faults on order, and what
//! the contract check saw.

use axum::Json;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use kyc_wire::resource::Rejection;
use kyc_wire::{DocumentStatus, DocumentType, RejectionType};
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::body::{JsonBody, MAX_LINE, optional_text, text_field};
use crate::api::query::UrlQuery;
use crate::app::App;
use crate::connection::Connection;
use crate::contract::{Contract, Report};
use crate::faults;
use crate::openapi::words::{
    KycDocumentRejectionReasonTypes, KycDocumentStatus, KycDocumentTypes, KycLivenessSessionStatus,
};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{LivenessStatus, QueuedVerdict, Verdict};
use crate::statics::is_loopback_name;
use crate::store::{events, files, verdicts};
use crate::{lifecycle, provider, view};

/// `/sandbox/*`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_events))
        .routes(routes!(expire_request))
        .routes(routes!(perform_liveness))
        .routes(routes!(order_verdict))
        .merge(faults::switches::router())
        .merge(provider::switches::router())
        .routes(routes!(contract_report, forget_contract))
        .fallback(|| async { ApiError::not_found("switch") })
        .layer(middleware::from_fn(only_from_this_machine))
}

/// From this machine, under a name of this machine (another one may have been rebound to it), and from no page but those
/// of this machine: whoever surfs with the sandbox running must not have it driven by a foreign page.
async fn only_from_this_machine(
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> ApiResult<Response> {
    if !(connection.is_local(request.headers()) && is_of_no_foreign_page(request.headers())) {
        return Err(ApiError::forbidden("The switches work from this machine only."));
    }
    Ok(next.run(request).await)
}

fn is_of_no_foreign_page(headers: &HeaderMap) -> bool {
    let page = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    page.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_loopback_name))
}

// Read by `parse_verdict`.
/// A verdict for the next document of a type.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "nothing but its schema is used")]
struct VerdictOrder {
    document_type: KycDocumentTypes,
    /// `in-progress` leaves it undecided; not `archived`.
    status: KycDocumentStatus,
    /// Only for this customer's documents.
    customer_id: Option<String>,
    rejection_type: Option<KycDocumentRejectionReasonTypes>,
    #[schema(max_length = 255)]
    message: Option<String>,
    /// How long the analysis takes.
    #[schema(minimum = 0)]
    delay_ms: Option<i64>,
}

/// Orders a verdict for the next document of a type, in place of the analysis.
#[utoipa::path(
    post, path = "/verdicts", operation_id = "PostVerdict", tag = "Switches",
    request_body = VerdictOrder, responses((status = 204))
)]
pub async fn order_verdict(State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<StatusCode> {
    let queued = parse_verdict(&body)?;
    app.store.run(move |tx| verdicts::push(tx, &queued)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a verdict may say.
const VERDICT_FIELDS: [&str; 6] =
    ["documentType", "status", "rejectionType", "message", "customerId", "delayMs"];

fn parse_verdict(body: &Value) -> ApiResult<QueuedVerdict> {
    let mut fields = InvalidFields::default();
    let unknown = body.as_object().into_iter().flatten().map(|(name, _)| name);
    for name in unknown.filter(|name| !VERDICT_FIELDS.contains(&name.as_str())) {
        fields.add(name, "A verdict has no such field.");
    }
    let document_type = text_field(body, "documentType").and_then(DocumentType::parse);
    if document_type.is_none() {
        fields.add("documentType", "This is not a type of document.");
    }
    let status = text_field(body, "status").and_then(DocumentStatus::parse);
    let status = status.filter(|status| *status != DocumentStatus::Archived);
    if status.is_none() {
        fields.add("status", "Must be accepted, rejected, pending or in-progress.");
    }
    let rejection_type = match body.get("rejectionType") {
        None => Some(RejectionType::Other),
        Some(word) => word.as_str().and_then(RejectionType::parse),
    };
    if rejection_type.is_none() {
        fields.add("rejectionType", "This is not a reason for a rejection.");
    }
    let message = optional_text(body, "message", MAX_LINE, &mut fields);
    let customer_id = optional_text(body, "customerId", MAX_LINE, &mut fields);
    let delay_ms = body.get("delayMs").map(|delay| delay.as_i64().filter(|delay| *delay >= 0));
    if delay_ms == Some(None) {
        fields.add("delayMs", "Must be a number of milliseconds.");
    }
    fields.check()?;
    let (Some(document_type), Some(status), Some(rejection_type)) = (document_type, status, rejection_type)
    else {
        return Err(ApiError::unprocessable("The verdict cannot be read."));
    };
    let rejection = (status == DocumentStatus::Rejected).then_some(Rejection { rejection_type, message });
    let verdict = Verdict { status, rejection };
    Ok(QueuedVerdict { document_type, customer_id, verdict, delay_ms: delay_ms.flatten() })
}

/// Ends a request now: its time is up.
#[utoipa::path(
    post, path = "/kyc-requests/{id}/expiry", operation_id = "PostKycRequestExpiry", tag = "Switches", responses((status = 204))
)]
async fn expire_request(State(app): State<App>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    app.act(move |act| lifecycle::requests::end_now(act, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

// Read by `perform_liveness`.
/// What the liveness provider found.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "nothing but its schema is used")]
struct LivenessOutcome {
    /// `succeeded` or `failed`.
    status: KycLivenessSessionStatus,
    /// The file of the best still.
    reference_image: Option<String>,
}

/// Says what the liveness provider found, in its place.
#[utoipa::path(
    post, path = "/kyc-liveness-sessions/{id}/outcome", operation_id = "PostKycLivenessSessionOutcome", tag = "Switches",
    request_body = LivenessOutcome, responses((status = 204))
)]
async fn perform_liveness(
    State(app): State<App>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> ApiResult<StatusCode> {
    let is_outcome = |it: &LivenessStatus| matches!(it, LivenessStatus::Succeeded | LivenessStatus::Failed);
    let outcome = text_field(&body, "status").and_then(LivenessStatus::parse).filter(is_outcome);
    let outcome = outcome.ok_or_else(|| ApiError::invalid("status", "Must be succeeded or failed."))?;
    let image = text_field(&body, "referenceImage").map(str::to_owned);
    app.act(move |act| {
        if let Some(image) = &image {
            files::find(act.tx, image)?
                .ok_or_else(|| ApiError::invalid("referenceImage", "There is no such file."))?;
        }
        lifecycle::liveness::order(act, &id, outcome, image)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Since {
    /// Only those after this `seq`.
    #[serde(default)]
    #[param(required = false)]
    after: i64,
    request_id: Option<String>,
}

/// Lists what happened, oldest first, at most a thousand at once.
#[utoipa::path(
    get, path = "/events", operation_id = "GetEventCollection", tag = "Switches",
    params(Since), responses((status = 200, body = Vec<view::Event>), (status = 400))
)]
async fn list_events(
    State(app): State<App>,
    UrlQuery(since): UrlQuery<Since>,
) -> ApiResult<Json<Vec<Value>>> {
    let events =
        app.store.run(move |tx| events::after(tx, since.after, since.request_id.as_deref(), 1000)).await?;
    Ok(Json(events.iter().map(view::event).collect()))
}

/// Reads what the contract check saw, if it is on.
#[utoipa::path(
    get, path = "/contract", operation_id = "GetContractReport", tag = "Switches",
    responses((status = 200, body = Report), (status = 404, description = "The contract check is off."))
)]
async fn contract_report(State(app): State<App>) -> ApiResult<Json<Report>> {
    Ok(Json(contract(&app)?.report()))
}

/// Starts the report of the contract check anew.
#[utoipa::path(
    delete, path = "/contract", operation_id = "DeleteContractReport", tag = "Switches",
    responses((status = 204), (status = 404, description = "The contract check is off."))
)]
async fn forget_contract(State(app): State<App>) -> ApiResult<StatusCode> {
    contract(&app)?.forget();
    Ok(StatusCode::NO_CONTENT)
}

fn contract(app: &App) -> ApiResult<&Contract> {
    let off =
        || ApiError::new(StatusCode::NOT_FOUND, "The contract check is off; start with --contract FILE.");
    app.contract.as_deref().ok_or_else(off)
}

//! Liveness sessions, as the customer sees them.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Link, Links, link, render};
use crate::clock::to_rfc3339;
use crate::openapi::words::KycLivenessSessionStatus;
use crate::record::{LivenessSession, LivenessStatus};

/// A face-liveness check, performed with the provider under `sessionId`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorefrontKycLivenessSession<'a> {
    id: &'a str,
    customer_id: &'a str,
    kyc_request_id: &'a str,
    session_id: &'a str,
    #[schema(value_type = KycLivenessSessionStatus)]
    status: LivenessStatus,
    /// Where the best still of the face can be read, once the check succeeded.
    reference_image: Option<String>,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// [`StorefrontKycLivenessSession`]; `reference_image` is the address of the still.
pub fn liveness_session(links: &Links, session: &LivenessSession, reference_image: Option<String>) -> Value {
    let own = format!("storefront/kyc-liveness-sessions/{}", session.id);
    render(&StorefrontKycLivenessSession {
        id: &session.id,
        customer_id: &session.customer_id,
        kyc_request_id: &session.request_id,
        session_id: &session.session_id,
        status: session.status,
        reference_image: reference_image.filter(|_| session.status == LivenessStatus::Succeeded),
        created_time: to_rfc3339(session.created_at),
        updated_time: to_rfc3339(session.updated_at),
        links: vec![
            link("self", links.api(&own)),
            link("kycRequest", links.api(&format!("storefront/kyc-requests/{}", session.request_id))),
        ],
    })
}

//! A liveness session's life: begun, performed with the provider, finished; forgotten after three minutes.

use super::Act;
use crate::ids;
use crate::problem::{ApiError, ApiResult};
use crate::record::{LivenessSession, LivenessStatus, Request};
use crate::store::liveness;
use crate::view;

/// How long the provider waits for the check: three minutes, as Amazon's does.
pub const LIFETIME_MS: i64 = 3 * 60 * 1000;

/// Begins a session for the customer of the request.
pub fn begin(act: &Act<'_>, request: &Request) -> ApiResult<LivenessSession> {
    let session = LivenessSession {
        id: ids::liveness_session(),
        session_id: ids::provider_session(),
        customer_id: request.customer_id.clone(),
        request_id: request.id.clone(),
        status: LivenessStatus::Pending,
        outcome: None,
        reference_image: None,
        ends_at: act.now + LIFETIME_MS,
        created_at: act.now,
        updated_at: act.now,
    };
    liveness::insert(act.tx, &session)?;
    note(act, "kyc-liveness-session-created", &session)?;
    Ok(session)
}

/// What the provider found. A session is used once.
pub fn perform(
    act: &Act<'_>,
    id: &str,
    outcome: LivenessStatus,
    reference_image: Option<String>,
) -> ApiResult<()> {
    let mut session = load(act, id)?;
    if session.status != LivenessStatus::Pending || session.outcome.is_some() {
        return Err(ApiError::unprocessable("The session has been used or is over."));
    }
    session.outcome = Some(outcome);
    session.reference_image = reference_image;
    session.updated_at = act.now;
    liveness::update(act.tx, &session)
}

/// Settles the session by what the provider found; without a check it is abandoned. Once settled it stays so.
pub fn finish(act: &Act<'_>, session: LivenessSession) -> ApiResult<LivenessSession> {
    if session.status != LivenessStatus::Pending {
        return Ok(session);
    }
    let status = session.outcome.unwrap_or(LivenessStatus::Abandoned);
    settle(act, session, status)
}

/// The session brought up to now; 404 when it is not there.
pub fn load(act: &Act<'_>, id: &str) -> ApiResult<LivenessSession> {
    let session = liveness::load(act.tx, id)?;
    let is_over = session.status == LivenessStatus::Pending && act.now >= session.ends_at;
    if is_over { finish(act, session) } else { Ok(session) }
}

/// Settles what the provider has forgotten; when the next one will be.
pub fn end_what_is_due(act: &Act<'_>) -> ApiResult<Option<i64>> {
    while let Some(session) = liveness::next_to_end(act.tx)? {
        if session.ends_at > act.now {
            return Ok(Some(session.ends_at));
        }
        finish(act, session)?;
    }
    Ok(None)
}

fn settle(act: &Act<'_>, mut session: LivenessSession, status: LivenessStatus) -> ApiResult<LivenessSession> {
    session.status = status;
    session.updated_at = act.now;
    liveness::update(act.tx, &session)?;
    note(act, &format!("kyc-liveness-session-{}", status.as_str()), &session)?;
    Ok(session)
}

fn note(act: &Act<'_>, kind: &str, session: &LivenessSession) -> ApiResult<()> {
    let payload = view::liveness_session(act.links, session, None);
    act.note(kind, &session.id, &session.customer_id, Some(&session.request_id), payload)
}

//! A liveness session's life: begun, performed with the provider, finished; forgotten after three minutes.

use serde_json::{Value, json};

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
        opened_at: None,
        outcome: None,
        is_finishing: false,
        reference_image: None,
        ends_at: act.now + LIFETIME_MS,
        created_at: act.now,
        updated_at: act.now,
    };
    liveness::insert(act.tx, &session)?;
    note(act, "kyc-liveness-session-created", &session)?;
    Ok(session)
}

/// The provider's stream is opened, once. `None` when it was before, or when the session is over.
pub fn open(act: &Act<'_>, session_id: &str) -> ApiResult<Option<LivenessSession>> {
    let Some(session) = liveness::find_at_provider(act.tx, session_id)? else { return Ok(None) };
    let mut session = load(act, &session.id)?;
    if session.status != LivenessStatus::Pending || session.opened_at.is_some() {
        return Ok(None);
    }
    session.opened_at = Some(act.now);
    session.updated_at = act.now;
    liveness::update(act.tx, &session)?;
    note(act, "kyc-liveness-session-opened", &session)?;
    Ok(Some(session))
}

/// What is ordered in place of what the provider finds. It counts though a stream find something else, but only before
/// that has found anything.
pub fn order(
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

/// What the provider found in the stream, and why. An outcome that was ordered stays. The answer is what counts.
pub fn judge(act: &Act<'_>, id: &str, found: LivenessStatus, reason: &str) -> ApiResult<LivenessStatus> {
    let mut session = load(act, id)?;
    if session.status != LivenessStatus::Pending {
        return Ok(session.status);
    }
    let outcome = *session.outcome.get_or_insert(found);
    session.updated_at = act.now;
    liveness::update(act.tx, &session)?;
    let found = json!({ "status": found, "reason": reason });
    let payload = view::embed(view::liveness_session(act.links, &session, None), "stream", found);
    note_payload(act, "kyc-liveness-session-performed", &session, payload)?;
    if session.is_finishing {
        settle(act, session, outcome)?;
    }
    Ok(outcome)
}

/// Settles the session by what the provider found; without a check it is abandoned. While the provider's stream is open,
/// it is settled as soon as that is over. Once settled it stays so.
pub fn finish(act: &Act<'_>, mut session: LivenessSession) -> ApiResult<LivenessSession> {
    let is_performed = session.outcome.is_some() || session.opened_at.is_none();
    if session.status == LivenessStatus::Pending && !is_performed {
        session.is_finishing = true;
        liveness::update(act.tx, &session)?;
        return Ok(session);
    }
    end(act, session)
}

fn end(act: &Act<'_>, session: LivenessSession) -> ApiResult<LivenessSession> {
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
    if is_over { end(act, session) } else { Ok(session) }
}

/// Settles what the provider has forgotten; when the next one will be.
pub fn end_what_is_due(act: &Act<'_>) -> ApiResult<Option<i64>> {
    while let Some(session) = liveness::next_to_end(act.tx)? {
        if session.ends_at > act.now {
            return Ok(Some(session.ends_at));
        }
        end(act, session)?;
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
    note_payload(act, kind, session, view::liveness_session(act.links, session, None))
}

fn note_payload(act: &Act<'_>, kind: &str, session: &LivenessSession, payload: Value) -> ApiResult<()> {
    act.note(kind, &session.id, &session.customer_id, Some(&session.request_id), payload)
}

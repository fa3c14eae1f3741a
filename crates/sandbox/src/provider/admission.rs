//! Who may open a stream: the owner of a key that this server gave out, for a session that was not used before, shortly
//! after having signed for it.

use kyc_liveness::events::{Exception, ExceptionKind, Opening, Version};
use kyc_liveness::sigv4::{ChunkVerifier, Claim, Refusal, Request, SKEW, Scope};

use crate::app::Shared;
use crate::lifecycle::{Act, liveness};
use crate::problem::ApiResult;
use crate::record::LivenessSession;
use crate::store::keys::{self, ProviderKey};

/// The longest time a URL may be good, in seconds; clients take one less.
const LONGEST: u64 = 300;

/// The request for a stream.
#[derive(Clone, Debug)]
pub struct Handshake {
    pub host: String,
    pub path: String,
    pub query: String,
}

/// A stream that may begin.
pub struct Admitted {
    pub session: LivenessSession,
    pub opening: Opening,
    /// What the client can show.
    pub offered: Vec<Version>,
    pub verifier: ChunkVerifier,
}

/// Looks at the request, and uses the session up if everything is right. `now` is the provider's clock.
pub async fn admit(app: &Shared, handshake: Handshake, now: i64) -> Result<Admitted, Exception> {
    let claim = Claim::read(&handshake.query).map_err(|refusal| refuse(refusal, now))?;
    let scope = Scope::rekognition(&app.config.liveness_region);
    let admitted = app.act(move |act| consider(act, &claim, &handshake, &scope, now)).await;
    admitted.unwrap_or_else(|_| {
        Err(exception(ExceptionKind::InternalServer, "The sandbox failed; its log says why."))
    })
}

fn consider(
    act: &Act<'_>,
    claim: &Claim,
    handshake: &Handshake,
    scope: &Scope,
    now: i64,
) -> ApiResult<Result<Admitted, Exception>> {
    let Some(key) = keys::find(act.tx, claim.access_key())? else {
        return Ok(Err(unknown_key("The security token included in the request is invalid.")));
    };
    let verified = verify(claim, &key, handshake, scope, now);
    let verified =
        verified.and_then(|verifier| read(claim).map(|(opening, offered)| (verifier, opening, offered)));
    let (verifier, opening, offered) = match verified {
        Ok(verified) => verified,
        Err(exception) => return Ok(Err(exception)),
    };
    let session = liveness::open(act, &opening.session_id)?;
    Ok(session.map(|session| Admitted { session, opening, offered, verifier }).ok_or_else(|| {
        exception(ExceptionKind::SessionNotFound, "The session does not exist, has been used or is over.")
    }))
}

fn verify(
    claim: &Claim,
    key: &ProviderKey,
    handshake: &Handshake,
    scope: &Scope,
    now: i64,
) -> Result<ChunkVerifier, Exception> {
    let request = Request {
        host: &handshake.host,
        path: &handshake.path,
        scope,
        secret_key: &key.secret_key,
        session_token: Some(&key.session_token),
        now: unsigned(now),
        skew: SKEW,
    };
    if claim.expires() > LONGEST {
        let words = format!("X-Amz-Expires must be at most {LONGEST} seconds.");
        return Err(exception(ExceptionKind::InvalidSignature, words));
    }
    let verifier = claim.verify(&request).map_err(|refusal| refuse(refusal, now))?;
    if key.expires_at <= now {
        return Err(unknown_key("The security token included in the request is expired."));
    }
    Ok(verifier)
}

fn read(claim: &Claim) -> Result<(Opening, Vec<Version>), Exception> {
    let invalid = |error: &dyn std::fmt::Display| exception(ExceptionKind::Validation, error.to_string());
    let opening = Opening::read(|name| claim.parameter(name)).map_err(|error| invalid(&error))?;
    let offered = Version::read_all(&opening.challenge_versions).unwrap_or_default();
    if offered.is_empty() {
        return Err(invalid(&"challenge-versions names no challenge that the server knows"));
    }
    Ok((opening, offered))
}

fn refuse(refusal: Refusal, now: i64) -> Exception {
    let (kind, words) = match refusal {
        // Nothing was signed at all.
        Refusal::Missing("X-Amz-Algorithm") => {
            (ExceptionKind::AccessDenied, "Missing Authentication Token".to_owned())
        }
        Refusal::Token => {
            return unknown_key("The security token included in the request is invalid.");
        }
        Refusal::Scope => (
            ExceptionKind::InvalidSignature,
            "Credential should be scoped to a valid region and service.".to_owned(),
        ),
        refusal if refusal.is_clock() => {
            let clock = crate::clock::to_rfc3339(now);
            (
                ExceptionKind::InvalidSignature,
                format!("Signature expired or not yet current: {refusal}; it is {clock}"),
            )
        }
        refusal => (ExceptionKind::InvalidSignature, refusal.to_string()),
    };
    exception(kind, words)
}

fn unknown_key(words: &str) -> Exception {
    exception(ExceptionKind::UnrecognizedClient, words)
}

pub fn exception(kind: ExceptionKind, message: impl Into<String>) -> Exception {
    Exception { kind, message: message.into() }
}

pub fn unsigned(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or_default()
}

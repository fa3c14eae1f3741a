//! Messages about what became of something: decisions, standings, endings and problems.

use kyc_flow::{Ended, Ending, Request, Verdict};
use kyc_liveness::session::Hint;
use kyc_wire::ledger::Standing;
use kyc_wire::{Code, Info, RejectionType, RequestStatus};

use super::word;
use crate::i18n::{Key, WordKey, keys};

/// What went wrong.
#[must_use]
pub fn error_title(code: Code) -> WordKey {
    word(&["error", code.as_str(), "title"])
}

/// What it means, and what to do.
#[must_use]
pub fn error_body(code: Code) -> WordKey {
    word(&["error", code.as_str(), "body"])
}

/// The same where a file is no way on.
#[must_use]
pub fn camera_body(code: Code, allows_file: bool) -> WordKey {
    let is_camera = code.as_str().as_bytes().starts_with(b"camera-");
    if is_camera && !allows_file { word(&["error", code.as_str(), "alone"]) } else { error_body(code) }
}

/// What went wrong with a liveness check.
#[must_use]
pub fn check_title(code: Code) -> WordKey {
    error_title(check_code(code))
}

/// What it means, and what to do.
#[must_use]
pub fn check_body(code: Code) -> WordKey {
    camera_body(check_code(code), false)
}

/// Elsewhere a rate limit is waited for; here the customer begins again.
const fn check_code(code: Code) -> Code {
    if matches!(code, Code::RateLimited) { Code::LivenessBusy } else { code }
}

/// What to do during a liveness check.
#[must_use]
pub const fn check_hint(hint: Hint) -> Key {
    match hint {
        Hint::CameraStarts => keys::LIVENESS_HINT_CAMERA_STARTS,
        Hint::Connecting => keys::LIVENESS_HINT_CONNECTING,
        Hint::ShowFace => keys::LIVENESS_HINT_SHOW_FACE,
        Hint::BeAlone => keys::LIVENESS_HINT_BE_ALONE,
        Hint::GoBack => keys::LIVENESS_HINT_GO_BACK,
        Hint::ComeCloser => keys::LIVENESS_HINT_COME_CLOSER,
        Hint::MoveAway => keys::LIVENESS_HINT_MOVE_AWAY,
        Hint::Centre => keys::LIVENESS_HINT_CENTRE,
        Hint::HoldStill => keys::LIVENESS_HINT_HOLD_STILL,
        Hint::Colours => keys::LIVENESS_HINT_COLOURS,
        Hint::Verifying => keys::LIVENESS_HINT_VERIFYING,
    }
}

/// How to allow the camera in the browser that calls itself `user_agent`.
#[must_use]
pub fn camera_help(user_agent: &str) -> Key {
    // Byte by byte: the library's search is two kilobytes of code for strings as short as this.
    let is = |name: &str| user_agent.as_bytes().windows(name.len()).any(|part| part == name.as_bytes());
    // Every browser of iOS is Safari inside and gets its permission there; Chrome's name also contains Safari's.
    if is("iPhone") || is("iPad") {
        keys::CAMERA_HELP_IOS
    } else if is("Firefox") {
        keys::CAMERA_HELP_FIREFOX
    } else if is("Android") && is("Chrome") {
        keys::CAMERA_HELP_ANDROID
    } else if is("Chrome") {
        keys::CAMERA_HELP_CHROMIUM
    } else if is("Macintosh") && is("Safari") {
        keys::CAMERA_HELP_MACOS_SAFARI
    } else {
        keys::CAMERA_HELP_GENERAL
    }
}

/// Why a document was refused, in a few words.
#[must_use]
pub fn rejection_title(reason: RejectionType) -> WordKey {
    word(&["rejection", reason.as_str(), "title"])
}

/// Why a document was refused.
#[must_use]
pub fn rejection_body(reason: RejectionType) -> WordKey {
    word(&["rejection", reason.as_str(), "body"])
}

/// What to change.
#[must_use]
pub fn rejection_next(reason: RejectionType) -> WordKey {
    word(&["rejection", reason.as_str(), "next"])
}

/// Where a document stands; `is_with_person`: undecided, and known to wait for a person.
#[must_use]
pub const fn standing(standing: Standing, is_with_person: bool) -> Key {
    match standing {
        Standing::Missing => keys::STANDING_MISSING,
        Standing::Accepted => keys::STANDING_ACCEPTED,
        Standing::Undecided if is_with_person => keys::STANDING_PERSON,
        Standing::Undecided => keys::STANDING_CHECKED,
        Standing::Rejected => keys::STANDING_REJECTED,
        Standing::Exhausted => keys::STANDING_EXHAUSTED,
    }
}

/// The decision.
#[must_use]
pub const fn verdict_title(verdict: &Verdict) -> Key {
    match verdict {
        Verdict::Accepted => keys::DECIDED_ACCEPTED_TITLE,
        Verdict::Rejected { .. } => keys::DECIDED_REJECTED_TITLE,
        Verdict::Exhausted { .. } => keys::DECIDED_EXHAUSTED_TITLE,
        Verdict::Person => keys::DECIDED_PERSON_TITLE,
    }
}

/// What the decision means.
#[must_use]
pub const fn verdict_body(verdict: &Verdict) -> Key {
    match verdict {
        Verdict::Accepted => keys::DECIDED_ACCEPTED_BODY,
        Verdict::Rejected { .. } => keys::DECIDED_REJECTED_BODY,
        Verdict::Exhausted { .. } => keys::DECIDED_EXHAUSTED_BODY,
        Verdict::Person => keys::DECIDED_PERSON_BODY,
    }
}

/// The ending as it is told. A customer who has just seen that no attempt is left is told the same again, whatever the
/// merchant is told.
#[must_use]
pub fn told(ended: &Ended) -> Ending {
    let has_failed = |request: &Request| {
        request.status == RequestStatus::Failed
            || request.slots().iter().any(|slot| slot.standing == Standing::Exhausted)
    };
    match ended.ending {
        Ending::Finished if ended.request.as_ref().is_some_and(has_failed) => {
            Ending::Already(RequestStatus::Failed)
        }
        ending => ending,
    }
}

/// How it ended.
#[must_use]
pub fn ending_title(ending: Ending, info: Info) -> WordKey {
    word(&["done", ending_word(ending, info), "title"])
}

/// What that means.
#[must_use]
pub fn ending_body(ending: Ending, info: Info) -> WordKey {
    word(&["done", ending_word(ending, info), "body"])
}

const fn ending_word(ending: Ending, info: Info) -> &'static str {
    match ending {
        Ending::Finished => info.as_str(),
        Ending::Back => Info::Back.as_str(),
        Ending::Expired => Info::TokenExpired.as_str(),
        Ending::Already(status) => match status {
            RequestStatus::Fulfilled => "already.fulfilled",
            RequestStatus::Failed => "already.failed",
            RequestStatus::Abandoned => "already.abandoned",
            RequestStatus::Expired => "already.expired",
            RequestStatus::Partial => "already.partial",
            // With nothing to do for the customer, these mean that everything is handed in and undecided.
            RequestStatus::PendingReview | RequestStatus::Attempted | RequestStatus::Gathering => {
                "already.pending-review"
            }
        },
    }
}

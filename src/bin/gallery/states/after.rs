//! The states from sending to the end, and the dialogs.

use kyc_flow::{
    Deciding, Dialog, Embedding, Ending, Journey, Leaving, Phase, Resume, SendStep, Sending, Side, SlotIndex,
    Stage, Verdict, Watch,
};
use kyc_wire::resource::Rejection;
use kyc_wire::{
    Code, DocumentStatus as Status, DocumentSubtype as Subtype, DocumentType as Kind, Info, RejectionType,
    RequestStatus,
};

use super::{OP, States, named};
use crate::build::{asked, at, card, countdown, ended, filed, gathering, journey, later, request, usual};

pub fn sending() -> States {
    let state = |name: &str, step| {
        let mut draft = card(&[Side::Front, Side::Back, Side::Selfie]);
        if let Some(part) = draft.parts.first_mut() {
            part.file_id = Some("file_1".to_owned());
        }
        let is_uploaded = matches!(
            step,
            SendStep::Filing { .. }
                | SendStep::Settling { .. }
                | SendStep::Failed { resume: Resume::Settle | Resume::FileAgain, .. }
        );
        if is_uploaded {
            draft.parts.iter_mut().for_each(|part| part.file_id = Some("file_1".to_owned()));
        }
        named(name, at(usual(), Stage::Sending(Sending { draft, step, tries: 0 })))
    };
    let waiting = |code, until| SendStep::Waiting { op: OP, code, until, resume: Resume::Upload };
    let failed = |code, resume| SendStep::Failed { code, resume };
    vec![
        state("sending", SendStep::Uploading { op: OP, sent: 610_000, total: 1_400_000 }),
        state("sending-offline", SendStep::Offline { resume: Resume::Upload }),
        state("sending-retrying", waiting(Code::Network, None)),
        state("sending-rate-limited", waiting(Code::RateLimited, Some(later(20)))),
        state("sending-filing", SendStep::Filing { op: OP }),
        state("sending-settling", SendStep::Settling { op: OP, refusal: None }),
        state("sending-failed", failed(Code::Network, Resume::Upload)),
        state("sending-failed-replace", failed(Code::TooLarge, Resume::Replace)),
        state("sending-doubt", failed(Code::Server, Resume::Settle)),
        state("sending-doubt-again", failed(Code::Network, Resume::FileAgain)),
        state("sending-failed-reload", failed(Code::Invalid, Resume::Reload)),
    ]
}

fn deciding(is_slow: bool) -> Stage {
    Stage::Deciding(Deciding {
        slot: SlotIndex(0),
        document: filed(Kind::IdentityProof, Subtype::IdCard, Status::InProgress),
        watch: Watch::Waiting { op: OP },
        polls: 3,
        waited: 5000,
        is_slow,
        was_in_progress: true,
        not_before: None,
    })
}

pub fn decisions() -> States {
    let decided =
        |name: &str, verdict| named(name, at(usual(), Stage::Decided { slot: SlotIndex(0), verdict }));
    let reason = |rejection_type| Some(Rejection { rejection_type, message: None });
    let message = "The lower edge of the card is covered by a finger.".to_owned();
    let explained = Rejection { rejection_type: RejectionType::Other, message: Some(message) };
    let last = request(
        vec![asked(Kind::IdentityProof)],
        vec![filed(Kind::IdentityProof, Subtype::IdCard, Status::InProgress)],
    );
    let mut states = vec![
        named("deciding", at(usual(), deciding(false))),
        named("deciding-slow", at(usual(), deciding(true))),
        named("deciding-slow-last", at(last, deciding(true))),
        named("finishing", at(usual(), Stage::Finishing { op: OP, tries: 0 })),
        named("finishing-slow", at(usual(), Stage::Finishing { op: OP, tries: 2 })),
        decided("decided-accepted", Verdict::Accepted),
        decided("decided-person", Verdict::Person),
        named("decided-exhausted", exhausted(reason(RejectionType::DocumentExpired))),
        decided("rejected-message", Verdict::Rejected { reason: Some(explained), attempts_left: None }),
    ];
    states.extend(RejectionType::ALL.iter().map(|kind| {
        let verdict = Verdict::Rejected { reason: reason(*kind), attempts_left: Some(1) };
        decided(&format!("rejected-{kind}"), verdict)
    }));
    states
}

/// Refused with the only attempt spent.
fn exhausted(reason: Option<Rejection>) -> Journey {
    let mut only = asked(Kind::IdentityProof);
    only.max_attempts = 1;
    let refused = filed(Kind::IdentityProof, Subtype::IdCard, Status::Rejected);
    let stage = Stage::Decided { slot: SlotIndex(0), verdict: Verdict::Exhausted { reason } };
    at(request(vec![only], vec![refused]), stage)
}

pub fn ends() -> States {
    let done = |name: &str, ending, info, status, leaving| {
        named(name, journey(Phase::Ended(Box::new(ended(ending, info, status, leaving)))))
    };
    let already = |status: RequestStatus, info| {
        let ending = Ending::Already(status);
        done(&format!("done-already-{status}"), ending, info, Status::Pending, countdown())
    };
    let mut told = ended(Ending::Finished, Info::Partial, Status::Pending, Leaving::Stays);
    told.embedding = Embedding::Told;
    let mut unread = ended(Ending::Expired, Info::TokenExpired, Status::Pending, countdown());
    unread.request = None;
    let finished = Ending::Finished;
    vec![
        done("done-success", finished, Info::Success, Status::Accepted, countdown()),
        done("done-partial", finished, Info::Partial, Status::Pending, Leaving::Held),
        done("done-manual", finished, Info::Manual, Status::Rejected, Leaving::Leaving),
        done("done-nowhere", finished, Info::Success, Status::Accepted, Leaving::Stays),
        named("done-told", journey(Phase::Ended(Box::new(told)))),
        done("done-back", Ending::Back, Info::Back, Status::Pending, Leaving::Leaving),
        named("done-expired", journey(Phase::Ended(Box::new(unread)))),
        already(RequestStatus::Fulfilled, Info::Success),
        already(RequestStatus::PendingReview, Info::Manual),
        already(RequestStatus::Partial, Info::Partial),
        already(RequestStatus::Failed, Info::Manual),
        already(RequestStatus::Abandoned, Info::TokenExpired),
        already(RequestStatus::Expired, Info::TokenExpired),
    ]
}

pub fn dialogs() -> States {
    let asked = |name: &str, dialog| {
        let mut gathering = gathering(usual(), Stage::Welcome);
        gathering.dialog = Some(dialog);
        gathering.expires_at = Some(later(107));
        named(name, journey(Phase::Gathering(Box::new(gathering))))
    };
    vec![asked("dialog-back", Dialog::ConfirmBack), asked("dialog-expiring", Dialog::ExpiringSoon)]
}

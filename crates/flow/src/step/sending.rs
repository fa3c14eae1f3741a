//! Uploading the parts, filing the document, and settling a filing whose fate is unknown.
//!
//! The rule that protects the customer's attempts: after a call that may have arrived, the request is read again, and
//! only a read that does not hold the document permits a second call. Where there is no request to read, only the
//! customer does.

use kyc_wire::Code;
use kyc_wire::resource::NewDocument;

use super::gathering::{Next, is_expired};
use super::out::Out;
use super::{deciding, plan, time};
use crate::draft::Draft;
use crate::effect::Effect;
use crate::event::{Event, Failure};
use crate::ids::OpId;
use crate::journey::Gathering;
use crate::request::Request;
use crate::stage::{Resume, SendStep, Sending, Stage};

/// Failed tries of one step after which the customer is asked.
const MAX_TRIES: u8 = 5;

/// Starts sending.
pub fn start(draft: Draft, gathering: &Gathering, out: &mut Out) -> Stage {
    resume(draft, Resume::Upload, 0, gathering, out)
}

fn resume(draft: Draft, from: Resume, tries: u8, gathering: &Gathering, out: &mut Out) -> Stage {
    if !gathering.is_online && !matches!(from, Resume::Replace) {
        return Stage::Sending(Sending { draft, step: SendStep::Offline { resume: from }, tries });
    }
    let step = match from {
        Resume::Upload => match draft.parts.iter().find(|part| part.file_id.is_none()) {
            None => return resume(draft, Resume::File, tries, gathering, out),
            Some(part) => {
                let (capture, side, total) = (part.picture.capture, part.side, part.picture.bytes);
                let overruled = part.picture.findings.clone();
                let op = out.start(|op| Effect::Upload { op, capture, side, overruled });
                SendStep::Uploading { op, sent: 0, total }
            }
        },
        Resume::File | Resume::FileAgain => {
            let document = NewDocument {
                document_type: draft.document_type,
                document_subtype: draft.subtype,
                file_ids: file_ids(&draft),
            };
            SendStep::Filing { op: out.start(|op| Effect::FileDocument { op, document }) }
        }
        Resume::Settle => settling(None, gathering, out),
        Resume::Replace => return replace(draft),
        Resume::Reload => return plan::finish(&gathering.request, 0, out),
    };
    Stage::Sending(Sending { draft, step, tries })
}

fn file_ids(draft: &Draft) -> Vec<String> {
    draft.parts.iter().filter_map(|part| part.file_id.clone()).collect()
}

/// Takes the refused part out and asks for another picture of it.
fn replace(mut draft: Draft) -> Stage {
    match draft.parts.iter().position(|part| part.file_id.is_none()) {
        None => Stage::Ready { draft },
        Some(index) => {
            let part = draft.parts.remove(index);
            plan::ask(draft, part.side)
        }
    }
}

pub fn step(sending: Sending, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    match (event, &sending.step) {
        (
            Event::UploadProgressed { op, sent, total },
            SendStep::Uploading { op: awaited, sent: before, .. },
        ) if op == *awaited => {
            let step = SendStep::Uploading { op, sent: sent.max(*before).min(total), total };
            Next::Stage(Stage::Sending(Sending { step, ..sending }))
        }
        (Event::Uploaded { op, file_id }, SendStep::Uploading { op: awaited, .. }) if op == *awaited => {
            let mut draft = sending.draft;
            if let Some(part) = draft.parts.iter_mut().find(|part| part.file_id.is_none()) {
                part.file_id = Some(file_id);
            }
            Next::Stage(resume(draft, Resume::Upload, 0, gathering, out))
        }
        (Event::UploadFailed { op, failure }, SendStep::Uploading { op: awaited, .. }) if op == *awaited => {
            upload_failed(sending, failure, gathering, out)
        }
        (Event::DocumentFiled { op, document }, SendStep::Filing { op: awaited }) if op == *awaited => {
            deciding::filed(sending.draft.slot, document, gathering, out)
        }
        (Event::FilingFailed { op, failure }, SendStep::Filing { op: awaited }) if op == *awaited => {
            filing_failed(sending, failure, gathering, out)
        }
        (Event::RequestLoaded { op, request, .. }, SendStep::Settling { op: awaited, refusal })
            if op == *awaited =>
        {
            let refusal = *refusal;
            settled(sending, refusal, request, gathering, out)
        }
        (Event::RequestFailed { op, failure }, SendStep::Settling { op: awaited, refusal })
            if op == *awaited =>
        {
            match *refusal {
                _ if is_expired(failure) => Next::Expired,
                Some(code) => Next::Stage(refused(sending, code)),
                None => Next::Stage(try_again(sending, failure, Resume::Settle, gathering, out)),
            }
        }
        (event, _) => waiting(sending, &event, gathering, out),
    }
}

/// Timers, connectivity and what the customer presses.
fn waiting(sending: Sending, event: &Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    let next = match (event, sending.step.clone()) {
        (Event::TimerFired { op, .. }, SendStep::Waiting { op: awaited, resume: from, .. })
            if *op == awaited =>
        {
            resume(sending.draft, from, sending.tries, gathering, out)
        }
        // A time the server asked for is kept even when the connection comes back.
        (Event::ConnectivityChanged { is_online: true }, SendStep::Offline { resume: from })
        | (
            Event::ConnectivityChanged { is_online: true },
            SendStep::Waiting { resume: from, until: None, .. },
        )
        | (Event::RetryPressed, SendStep::Waiting { resume: from, until: None, .. }) => {
            resume(sending.draft, from, sending.tries, gathering, out)
        }
        // A browser that believes to be offline may be wrong; the customer is asked rather than it.
        (Event::RetryPressed, SendStep::Offline { resume: from }) => {
            gathering.is_online = true;
            resume(sending.draft, from, sending.tries, gathering, out)
        }
        (Event::RetryPressed, SendStep::Failed { resume: from, .. }) => {
            resume(sending.draft, from, 0, gathering, out)
        }
        (Event::CancelPressed, step) if sending.can_cancel() => {
            if let SendStep::Uploading { op, .. } = step {
                out.push(Effect::CancelUpload { op });
            }
            Stage::Ready { draft: sending.draft }
        }
        _ => Stage::Sending(sending),
    };
    Next::Stage(next)
}

fn upload_failed(sending: Sending, failure: Failure, gathering: &Gathering, out: &mut Out) -> Next {
    match failure.code {
        _ if is_expired(failure) => Next::Expired,
        Code::Cancelled => Next::Stage(Stage::Ready { draft: sending.draft }),
        code if is_about_the_file(code) => Next::Stage(failed(sending, code, Resume::Replace)),
        // The request may have ended in another tab, or be gone: look before blaming the picture.
        code @ (Code::Invalid | Code::NotFound) => {
            let step = settling(Some(code), gathering, out);
            Next::Stage(Stage::Sending(Sending { step, ..sending }))
        }
        _ => Next::Stage(try_again(sending, failure, Resume::Upload, gathering, out)),
    }
}

/// Whether another try with the same file would end the same way.
const fn is_about_the_file(code: Code) -> bool {
    use Code::{FileDamaged, FileEmpty, FileHeic, FileLocked, FilePages, FileTooLarge, FileType, TooLarge};
    matches!(
        code,
        TooLarge | FileType | FileTooLarge | FileEmpty | FileDamaged | FileLocked | FileHeic | FilePages
    )
}

fn filing_failed(sending: Sending, failure: Failure, gathering: &Gathering, out: &mut Out) -> Next {
    match failure.code {
        _ if is_expired(failure) => Next::Expired,
        _ if failure.is_doubtful() => {
            Next::Stage(try_again(sending, failure, Resume::Settle, gathering, out))
        }
        Code::RateLimited => Next::Stage(try_again(sending, failure, Resume::File, gathering, out)),
        // Another tab may have handed it in, or a browser repeated the call by itself: look before saying so.
        code => {
            let step = settling(Some(code), gathering, out);
            Next::Stage(Stage::Sending(Sending { step, ..sending }))
        }
    }
}

fn settling(refusal: Option<Code>, gathering: &Gathering, out: &mut Out) -> SendStep {
    let id = gathering.request.id.clone();
    SendStep::Settling { op: out.start(|op| Effect::ReadRequest { op, id }), refusal }
}

fn try_again(
    sending: Sending,
    failure: Failure,
    from: Resume,
    gathering: &Gathering,
    out: &mut Out,
) -> Stage {
    // Without a connection no try can succeed, so none is counted.
    if failure.code == Code::Network && !gathering.is_online {
        return Stage::Sending(Sending { step: SendStep::Offline { resume: from }, ..sending });
    }
    let tries = sending.tries.saturating_add(1);
    if !failure.is_passing() && !failure.is_doubtful() || tries > MAX_TRIES {
        return failed(sending, failure.code, from);
    }
    let op: OpId = out.back_off(tries, failure.retry_at);
    let step = SendStep::Waiting { op, code: failure.code, until: failure.retry_at, resume: from };
    Stage::Sending(Sending { step, tries, ..sending })
}

fn failed(sending: Sending, code: Code, resume: Resume) -> Stage {
    Stage::Sending(Sending { step: SendStep::Failed { code, resume }, ..sending })
}

/// A refusal that the request does not explain: of a picture while there are some to send, else of the document.
fn refused(sending: Sending, code: Code) -> Stage {
    let is_of_a_picture = code == Code::Invalid && !is_sent(&sending.draft);
    failed(sending, code, if is_of_a_picture { Resume::Replace } else { Resume::Reload })
}

fn is_sent(draft: &Draft) -> bool {
    draft.parts.iter().all(|part| part.file_id.is_some())
}

/// The request was read again: either it holds the document, or filing it cannot spend a second attempt.
fn settled(
    sending: Sending,
    refusal: Option<Code>,
    request: Request,
    gathering: &mut Gathering,
    out: &mut Out,
) -> Next {
    time::reload(gathering, request, out);
    let filed = gathering.request.filed_with(&file_ids(&sending.draft)).cloned();
    if let Some(document) = filed.filter(|_| is_sent(&sending.draft)) {
        return deciding::filed(sending.draft.slot, document, gathering, out);
    }
    // Positions may have moved, and another tab may have spent the last attempt.
    let mut draft = sending.draft;
    match (gathering.request.slot_for(draft.document_type, draft.subtype), refusal) {
        (Some(_), Some(code)) => Next::Stage(refused(Sending { draft, ..sending }, code)),
        // Reading cannot tell whether it arrived, and a second attempt is the customer's to spend.
        (Some(slot), None) if gathering.request.is_claimed() => {
            draft.slot = slot;
            Next::Stage(failed(Sending { draft, ..sending }, Code::Network, Resume::FileAgain))
        }
        (Some(slot), None) => {
            draft.slot = slot;
            Next::Stage(resume(draft, Resume::File, sending.tries, gathering, out))
        }
        (None, _) => Next::Stage(plan::finish(&gathering.request, 0, out)),
    }
}

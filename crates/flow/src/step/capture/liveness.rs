//! The liveness check: a session from the server, the run with the provider, the server's judgement. A session is used
//! once: another try is another one.

use kyc_wire::resource::LivenessSession;
use kyc_wire::{Code, LivenessStatus};

use super::{before, keep, last_picture};
use crate::check::{Checks, Liveness, LivenessState, SettleStep, Settling};
use crate::draft::{Draft, Face, Picture, Side};
use crate::effect::Effect;
use crate::event::{Event, Failure};
use crate::ids::OpId;
use crate::journey::Gathering;
use crate::stage::{Capturing, Means, Stage};
use crate::step::deciding::poll_delay;
use crate::step::gathering::{Next, is_expired};
use crate::step::out::Out;
use crate::step::plan;

/// Answered reads of a session that is still pending after which nobody waits any longer: a minute and a half.
const MAX_POLLS: u32 = 14;
/// Failed calls in a row after which the customer is asked.
const MAX_TRIES: u8 = 4;

/// A check on one document.
pub struct Check {
    pub draft: Draft,
    pub liveness: Liveness,
}

impl Check {
    fn into_stage(self) -> Stage {
        let means = Means::Liveness(self.liveness);
        Stage::Capturing(Capturing { draft: self.draft, side: Side::Selfie, means })
    }

    fn with(mut self, state: LivenessState) -> Stage {
        self.liveness.state = state;
        self.into_stage()
    }

    /// Back to the beginning, with what went wrong.
    fn again(mut self, problem: Option<Code>) -> Stage {
        self.liveness.was_corrected = false;
        self.with(LivenessState::Intro { problem })
    }
}

impl Liveness {
    const fn new(state: LivenessState) -> Self {
        Self { was_corrected: false, state }
    }

    /// The picture it holds.
    pub const fn picture(&self) -> Option<&Picture> {
        match &self.state {
            LivenessState::Settling(Settling { picture, .. }) | LivenessState::Passed { picture } => {
                Some(picture)
            }
            _ => None,
        }
    }
}

/// Explains what comes.
pub fn open(draft: Draft, problem: Option<Code>) -> Stage {
    Check { draft, liveness: Liveness::new(LivenessState::Intro { problem }) }.into_stage()
}

/// Says that there is no check, and why.
pub fn blocked(draft: Draft, code: Code) -> Stage {
    Check { draft, liveness: Liveness::new(LivenessState::Blocked { code }) }.into_stage()
}

/// Whatever way leads to the beginning of a check, there is none any more once enough were had.
pub fn limited(mut stage: Stage, checks: &Checks) -> Stage {
    if let Stage::Capturing(Capturing { draft, means: Means::Liveness(liveness), .. }) = &mut stage
        && matches!(liveness.state, LivenessState::Intro { .. })
        && let Some(code) = checks.end(draft.slot)
    {
        liveness.state = LivenessState::Blocked { code };
    }
    stage
}

/// The check was passed with this picture.
pub fn passed(draft: Draft, picture: Picture) -> Stage {
    Check { draft, liveness: Liveness::new(LivenessState::Passed { picture }) }.into_stage()
}

pub fn step(check: Check, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    match check.liveness.state.clone() {
        LivenessState::Intro { .. } => Next::Stage(intro(check, &event, gathering, out)),
        LivenessState::Opening { op } => opening(check, op, event, gathering, out),
        LivenessState::Running { op, session } => {
            Next::Stage(running(check, (op, session), event, gathering, out))
        }
        LivenessState::Settling(settling) => settle(check, settling, event, gathering, out),
        LivenessState::Passed { picture } => Next::Stage(done(check, picture, &event)),
        LivenessState::Blocked { .. } => Next::Stage(elsewhere(check, &event, gathering)),
    }
}

fn intro(check: Check, event: &Event, gathering: &mut Gathering, out: &mut Out) -> Stage {
    match event {
        Event::StartPressed => begin(check, gathering, out),
        Event::CalmChosen(is_calm) => {
            gathering.checks.is_calm = Some(*is_calm);
            check.into_stage()
        }
        // A check that needs the light cannot be had by somebody who must not see it.
        Event::CameraChosen if is_dark(&check) => elsewhere(check, event, gathering),
        Event::PreviousPressed => before(check.draft, gathering),
        _ => check.into_stage(),
    }
}

const fn is_dark(check: &Check) -> bool {
    matches!(check.liveness.state, LivenessState::Intro { problem: Some(Code::LivenessLight) })
}

fn begin(check: Check, gathering: &Gathering, out: &mut Out) -> Stage {
    let request_id = gathering.request.id.clone();
    let op = out.start(|op| Effect::BeginLiveness { op, request_id });
    check.with(LivenessState::Opening { op })
}

fn opening(check: Check, awaited: OpId, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    Next::Stage(match event {
        Event::LivenessRead { op, session } if op == awaited => run(check, session, gathering, out),
        Event::LivenessUnread { op, failure } if op == awaited => match failure.code {
            _ if is_expired(failure) => return Next::Expired,
            Code::Forbidden | Code::NotFound | Code::Invalid => {
                check.with(LivenessState::Blocked { code: Code::LivenessUnavailable })
            }
            code => check.again(Some(code)),
        },
        Event::PreviousPressed => check.again(None),
        _ => check.into_stage(),
    })
}

fn run(check: Check, session: LivenessSession, gathering: &mut Gathering, out: &mut Out) -> Stage {
    let LivenessSession { id, session_id, .. } = session;
    gathering.checks.attempt(check.draft.slot);
    let Checks { is_calm, attempts: attempt, .. } = gathering.checks;
    let aim = check.draft.aim(Side::Selfie);
    let op = out.start(|op| Effect::PerformLiveness { op, session_id, is_calm, attempt, aim });
    check.with(LivenessState::Running { op, session: id })
}

fn running(
    mut check: Check,
    (awaited, session): (OpId, String),
    event: Event,
    gathering: &mut Gathering,
    out: &mut Out,
) -> Stage {
    match event {
        Event::LivenessPerformed { op, picture } if op == awaited => {
            gathering.knows_camera = true;
            let step = ask(&session, 0, out);
            check.with(LivenessState::Settling(Settling { session, picture, step, polls: 0, tries: 0 }))
        }
        // The clock was wrong and has been put right.
        Event::LivenessRefused { op, code: Code::LivenessClock }
            if op == awaited && !check.liveness.was_corrected =>
        {
            check.liveness.was_corrected = true;
            begin(check, gathering, out)
        }
        Event::LivenessRefused { op, code: code @ (Code::LivenessDenied | Code::LivenessUnsupported) }
            if op == awaited =>
        {
            check.with(LivenessState::Blocked { code })
        }
        Event::LivenessRefused { op, code } if op == awaited => check.again(Some(code)),
        Event::CancelPressed | Event::PreviousPressed => check.again(None),
        _ => check.into_stage(),
    }
}

fn ask(session: &str, polls: u32, out: &mut Out) -> SettleStep {
    let (id, is_finished) = (session.to_owned(), polls > 0);
    SettleStep::Asking { op: out.start(|op| Effect::SettleLiveness { op, id, is_finished }) }
}

fn settle(check: Check, settling: Settling, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    let step = match (event, settling.step.clone()) {
        (Event::LivenessRead { op, session }, SettleStep::Asking { op: awaited }) if op == awaited => {
            return Next::Stage(judged(check, settling, session.status, gathering, out));
        }
        (Event::LivenessUnread { op, failure }, SettleStep::Asking { op: awaited }) if op == awaited => {
            return unanswered(check, settling, failure, out);
        }
        (Event::TimerFired { op, .. }, SettleStep::Waiting { op: awaited }) if op == awaited => {
            ask(&settling.session, settling.polls, out)
        }
        (Event::ConnectivityChanged { is_online: true }, SettleStep::Waiting { .. })
            if settling.tries > 0 =>
        {
            ask(&settling.session, settling.polls, out)
        }
        (Event::RetryPressed, SettleStep::Failed { .. }) => {
            let step = ask(&settling.session, settling.polls, out);
            let settling = Settling { step, tries: 0, ..settling };
            return Next::Stage(check.with(LivenessState::Settling(settling)));
        }
        (Event::PreviousPressed, SettleStep::Failed { .. }) => return Next::Stage(check.again(None)),
        _ => return Next::Stage(check.into_stage()),
    };
    Next::Stage(check.with(LivenessState::Settling(Settling { step, ..settling })))
}

fn judged(
    check: Check,
    settling: Settling,
    status: LivenessStatus,
    gathering: &mut Gathering,
    out: &mut Out,
) -> Stage {
    match status {
        LivenessStatus::Succeeded => check.with(LivenessState::Passed { picture: settling.picture }),
        LivenessStatus::Abandoned => check.again(Some(Code::LivenessExpired)),
        LivenessStatus::Failed => {
            gathering.checks.fail(check.draft.slot);
            check.again(Some(Code::LivenessFailed))
        }
        LivenessStatus::Pending => {
            let polls = settling.polls.saturating_add(1);
            let step = if polls > MAX_POLLS {
                SettleStep::Failed { code: Code::Timeout }
            } else {
                SettleStep::Waiting { op: out.wait(poll_delay(settling.polls)) }
            };
            check.with(LivenessState::Settling(Settling { step, polls, tries: 0, ..settling }))
        }
    }
}

/// Asking again spends nothing, so that every failure that may pass is waited for.
fn unanswered(check: Check, settling: Settling, failure: Failure, out: &mut Out) -> Next {
    let tries = settling.tries.saturating_add(1);
    let step = match failure.code {
        _ if is_expired(failure) => return Next::Expired,
        Code::NotFound => return Next::Stage(check.again(Some(Code::LivenessExpired))),
        _ if failure.is_passing() && tries <= MAX_TRIES => {
            SettleStep::Waiting { op: out.back_off(tries, failure.retry_at) }
        }
        code => SettleStep::Failed { code },
    };
    Next::Stage(check.with(LivenessState::Settling(Settling { step, tries, ..settling })))
}

fn done(mut check: Check, picture: Picture, event: &Event) -> Stage {
    match event {
        Event::ContinuePressed => {
            keep(&mut check.draft, Side::Selfie, picture);
            plan::advance(check.draft)
        }
        // To the picture before it; the check stays passed.
        Event::PreviousPressed if !check.draft.parts.is_empty() => {
            let before = check.draft.parts.pop();
            keep(&mut check.draft, Side::Selfie, picture);
            check.draft.parts.extend(before);
            last_picture(check.draft)
        }
        _ => check.into_stage(),
    }
}

fn elsewhere(mut check: Check, event: &Event, gathering: &Gathering) -> Stage {
    match event {
        Event::CameraChosen if gathering.allows_selfie_instead() => {
            check.draft.face = Face::Selfie;
            plan::advance(check.draft)
        }
        Event::PreviousPressed => before(check.draft, gathering),
        _ => check.into_stage(),
    }
}

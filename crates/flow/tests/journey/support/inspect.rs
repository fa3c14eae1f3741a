//! What a journey awaits and holds, worked out from its public fields alone.

use std::collections::BTreeSet;

use kyc_flow::{
    CameraState, CaptureId, Draft, Effect, Event, Gathering, Journey, Leaving, Liveness, LivenessState,
    Means, OpId, Phase, SendStep, SettleStep, Stage, Watch,
};

pub fn gathering(journey: &Journey) -> Option<&Gathering> {
    match &journey.phase {
        Phase::Gathering(gathering) => Some(gathering),
        _ => None,
    }
}

pub fn draft(stage: &Stage) -> Option<&Draft> {
    match stage {
        Stage::Tips { draft, .. } | Stage::Ready { draft } => Some(draft),
        Stage::Capturing(capturing) => Some(&capturing.draft),
        Stage::Reviewing(reviewing) => Some(&reviewing.draft),
        Stage::Sending(sending) => Some(&sending.draft),
        _ => None,
    }
}

/// Every picture the journey holds.
pub fn held(journey: &Journey) -> BTreeSet<CaptureId> {
    let Some(gathering) = gathering(journey) else { return BTreeSet::new() };
    let parts = draft(&gathering.stage).into_iter().flat_map(|draft| &draft.parts);
    let mut held: BTreeSet<_> = parts.map(|part| part.picture.capture).collect();
    match &gathering.stage {
        Stage::Capturing(capturing) => match &capturing.means {
            Means::File(state) => held.extend(&state.queue),
            Means::Liveness(liveness) => held.extend(pictured(liveness)),
            Means::Camera { .. } => {}
        },
        Stage::Reviewing(reviewing) => {
            held.insert(reviewing.picture.capture);
        }
        _ => {}
    }
    held
}

fn pictured(liveness: &Liveness) -> Option<CaptureId> {
    match &liveness.state {
        LivenessState::Settling(settling) => Some(settling.picture.capture),
        LivenessState::Passed { picture } => Some(picture.capture),
        _ => None,
    }
}

/// Every operation whose answer still counts.
pub fn awaited(journey: &Journey) -> BTreeSet<OpId> {
    match &journey.phase {
        Phase::Starting => BTreeSet::new(),
        Phase::Loading { op, .. } => BTreeSet::from([*op]),
        Phase::Stopped(stopped) => stopped.op.into_iter().collect(),
        Phase::Ended(ended) => match ended.leaving {
            Leaving::Countdown { op, .. } => BTreeSet::from([op]),
            _ => BTreeSet::new(),
        },
        Phase::Gathering(gathering) => {
            let clocks = [gathering.warn_op, gathering.expire_op].into_iter().flatten();
            clocks.chain(awaited_by_stage(&gathering.stage)).collect()
        }
    }
}

fn awaited_by_stage(stage: &Stage) -> Vec<OpId> {
    match stage {
        Stage::Capturing(capturing) => match &capturing.means {
            Means::Camera { state, .. } => match state {
                CameraState::Starting { op } | CameraState::Live { op } => vec![*op],
                CameraState::Taking { stream, op } => vec![*stream, *op],
                CameraState::Primer | CameraState::Paused | CameraState::Failed { .. } => vec![],
            },
            Means::File(state) => state.op.into_iter().collect(),
            Means::Liveness(liveness) => match &liveness.state {
                LivenessState::Opening { op } | LivenessState::Running { op, .. } => vec![*op],
                LivenessState::Settling(settling) => match settling.step {
                    SettleStep::Asking { op } | SettleStep::Waiting { op } => vec![op],
                    SettleStep::Failed { .. } => vec![],
                },
                _ => vec![],
            },
        },
        Stage::Reviewing(reviewing) => reviewing.op.into_iter().collect(),
        Stage::Sending(sending) => match &sending.step {
            SendStep::Uploading { op, .. }
            | SendStep::Waiting { op, .. }
            | SendStep::Filing { op }
            | SendStep::Settling { op, .. } => vec![*op],
            SendStep::Offline { .. } | SendStep::Failed { .. } => vec![],
        },
        Stage::Deciding(deciding) => match deciding.watch {
            Watch::Waiting { op } | Watch::Reading { op } => vec![op],
            Watch::Paused => vec![],
        },
        Stage::Finishing { op, .. } => vec![*op],
        _ => vec![],
    }
}

/// The operation an event answers.
pub fn answers(event: &Event) -> Option<OpId> {
    match event {
        Event::RequestLoaded { op, .. }
        | Event::RequestFailed { op, .. }
        | Event::TimerFired { op, .. }
        | Event::CameraStarted { op }
        | Event::CameraFailed { op, .. }
        | Event::CameraStopped { op, .. }
        | Event::PictureReady { op, .. }
        | Event::PictureRefused { op, .. }
        | Event::LivenessRead { op, .. }
        | Event::LivenessUnread { op, .. }
        | Event::LivenessPerformed { op, .. }
        | Event::LivenessRefused { op, .. }
        | Event::UploadProgressed { op, .. }
        | Event::Uploaded { op, .. }
        | Event::UploadFailed { op, .. }
        | Event::DocumentFiled { op, .. }
        | Event::FilingFailed { op, .. }
        | Event::DocumentRead { op, .. }
        | Event::ReadFailed { op, .. } => Some(*op),
        _ => None,
    }
}

/// The operation an effect starts.
pub fn starts(effect: &Effect) -> Option<OpId> {
    match effect {
        Effect::ReadRequest { op, .. }
        | Effect::ReadDocument { op, .. }
        | Effect::Wait { op, .. }
        | Effect::WaitUntil { op, .. }
        | Effect::StartCamera { op, .. }
        | Effect::TakePicture { op, .. }
        | Effect::PrepareFile { op, .. }
        | Effect::AdjustPicture { op, .. }
        | Effect::BeginLiveness { op, .. }
        | Effect::PerformLiveness { op, .. }
        | Effect::SettleLiveness { op, .. }
        | Effect::Upload { op, .. }
        | Effect::FileDocument { op, .. } => Some(*op),
        _ => None,
    }
}

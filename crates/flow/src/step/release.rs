//! Whoever acquires releases: pictures that are no longer part of the journey are discarded, and the camera is stopped
//! when its screen is left. Derived from the states before and after, so that no path can forget it.

use super::out::Out;
use crate::check::LivenessState;
use crate::effect::Effect;
use crate::event::Event;
use crate::ids::CaptureId;
use crate::journey::Phase;
use crate::stage::{CameraState, Capturing, Means, Stage};

/// What the journey holds outside the machine.
pub struct Resources {
    captures: Vec<CaptureId>,
    has_camera: bool,
    has_check: bool,
}

impl Resources {
    /// What `phase` holds.
    pub fn of(phase: &Phase) -> Self {
        match phase {
            Phase::Gathering(gathering) => Self {
                captures: captures(&gathering.stage),
                has_camera: has_camera(&gathering.stage),
                has_check: has_check(&gathering.stage),
            },
            _ => Self { captures: Vec::new(), has_camera: false, has_check: false },
        }
    }

    /// Adds what `event` hands over.
    pub fn brought_by(&mut self, event: &Event) {
        match event {
            Event::FilesChosen(captures) => self.captures.extend(captures),
            Event::PictureReady { picture, .. } | Event::LivenessPerformed { picture, .. } => {
                self.captures.push(picture.capture)
            }
            _ => {}
        }
    }

    /// Gives up what `after` does not hold any more.
    pub fn release(self, after: &Phase, out: &mut Out) {
        let kept = Self::of(after);
        if self.has_camera && !kept.has_camera {
            out.push(Effect::StopCamera);
        }
        if self.has_check && !kept.has_check {
            out.push(Effect::StopLiveness);
        }
        if out.discards_all() {
            return;
        }
        let mut lost = self.captures;
        lost.retain(|capture| !kept.captures.contains(capture));
        // A sort of its own would be a tenth of the machine; these are a handful.
        while let Some(first) = lost.iter().copied().min() {
            lost.retain(|capture| *capture != first);
            out.push(Effect::Discard(first));
        }
    }
}

fn captures(stage: &Stage) -> Vec<CaptureId> {
    let (draft, more) = match stage {
        Stage::Tips { draft, .. } | Stage::Ready { draft } => (draft, Vec::new()),
        Stage::Capturing(Capturing { draft, means: Means::File(state), .. }) => (draft, state.queue.clone()),
        Stage::Capturing(Capturing { draft, means: Means::Liveness(liveness), .. }) => {
            (draft, liveness.picture().map(|picture| picture.capture).into_iter().collect())
        }
        Stage::Capturing(capturing) => (&capturing.draft, Vec::new()),
        Stage::Reviewing(reviewing) => (&reviewing.draft, vec![reviewing.picture.capture]),
        Stage::Sending(sending) => (&sending.draft, Vec::new()),
        Stage::Welcome
        | Stage::Choosing { .. }
        | Stage::Deciding(_)
        | Stage::Decided { .. }
        | Stage::Finishing { .. } => return Vec::new(),
    };
    draft.parts.iter().map(|part| part.picture.capture).chain(more).collect()
}

fn has_camera(stage: &Stage) -> bool {
    let Stage::Capturing(Capturing { means: Means::Camera { state, .. }, .. }) = stage else { return false };
    matches!(state, CameraState::Starting { .. } | CameraState::Live { .. } | CameraState::Taking { .. })
}

fn has_check(stage: &Stage) -> bool {
    let Stage::Capturing(Capturing { means: Means::Liveness(liveness), .. }) = stage else { return false };
    matches!(liveness.state, LivenessState::Running { .. })
}

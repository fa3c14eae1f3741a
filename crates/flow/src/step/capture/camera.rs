//! Capturing with the camera.

use kyc_wire::Code;

use super::{file, look_at};
use crate::draft::{Draft, Facing, Side};
use crate::effect::Effect;
use crate::event::Event;
use crate::journey::Gathering;
use crate::stage::{CameraState, Capturing, Means, Stage};
use crate::step::out::Out;

/// The camera at work on one side.
pub struct Shot {
    pub draft: Draft,
    pub side: Side,
    pub facing: Facing,
    pub state: CameraState,
}

impl Shot {
    fn into_stage(self) -> Stage {
        let Self { draft, side, facing, state } = self;
        Stage::Capturing(Capturing { draft, side, means: Means::Camera { facing, state } })
    }

    fn with(self, state: CameraState) -> Stage {
        Self { state, ..self }.into_stage()
    }
}

/// Explains the browser's question first, unless it has been answered.
pub fn open(draft: Draft, side: Side, gathering: &Gathering, out: &mut Out) -> Stage {
    let facing = side.facing();
    if gathering.knows_camera {
        return start(draft, side, facing, out);
    }
    Shot { draft, side, facing, state: CameraState::Primer }.into_stage()
}

/// Starts the camera.
pub fn start(draft: Draft, side: Side, facing: Facing, out: &mut Out) -> Stage {
    let aim = draft.aim(side);
    let op = out.start(|op| Effect::StartCamera { op, facing, aim });
    Shot { draft, side, facing, state: CameraState::Starting { op } }.into_stage()
}

pub fn step(shot: Shot, event: Event, gathering: &mut Gathering, out: &mut Out) -> Stage {
    match event {
        Event::FileChosen if gathering.allows_file(shot.side) => file::open(shot.draft, shot.side),
        Event::PreviousPressed => Stage::Tips { draft: shot.draft, side: shot.side },
        Event::CameraSwitched if matches!(shot.state, CameraState::Live { .. }) => {
            start(shot.draft, shot.side, shot.facing.other(), out)
        }
        // The browser's question may hide the page, so a camera that is starting stays.
        Event::VisibilityChanged { is_visible: false, .. }
            if matches!(shot.state, CameraState::Live { .. } | CameraState::Taking { .. }) =>
        {
            shot.with(CameraState::Paused)
        }
        Event::VisibilityChanged { is_visible: true, .. } if shot.state == CameraState::Paused => {
            start(shot.draft, shot.side, shot.facing, out)
        }
        Event::CameraStopped { op, code } if shot.state.stream() == Some(op) => fail(shot, code),
        event => at_state(shot, event, gathering, out),
    }
}

fn at_state(shot: Shot, event: Event, gathering: &mut Gathering, out: &mut Out) -> Stage {
    match (event, shot.state.clone()) {
        (Event::CameraAllowed, CameraState::Primer)
        | (Event::CameraChosen | Event::RetryPressed, CameraState::Failed { .. }) => {
            start(shot.draft, shot.side, shot.facing, out)
        }
        (Event::CameraStarted { op }, CameraState::Starting { op: awaited }) if op == awaited => {
            gathering.knows_camera = true;
            shot.with(if gathering.is_visible { CameraState::Live { op } } else { CameraState::Paused })
        }
        (Event::CameraFailed { op, code }, CameraState::Starting { op: awaited }) if op == awaited => {
            fail(shot, code)
        }
        (Event::ShutterPressed, CameraState::Live { op: stream }) => {
            let aim = shot.draft.aim(shot.side);
            let op = out.start(|op| Effect::TakePicture { op, aim });
            shot.with(CameraState::Taking { stream, op })
        }
        (Event::PictureReady { op, picture }, CameraState::Taking { op: awaited, .. }) if op == awaited => {
            look_at(shot.draft, shot.side, picture)
        }
        (Event::PictureRefused { op, code }, CameraState::Taking { op: awaited, .. }) if op == awaited => {
            fail(shot, code)
        }
        _ => shot.into_stage(),
    }
}

fn fail(shot: Shot, code: Code) -> Stage {
    shot.with(CameraState::Failed { code })
}

impl CameraState {
    /// The start of the stream that is running, or about to.
    fn stream(&self) -> Option<crate::ids::OpId> {
        match self {
            Self::Starting { op } | Self::Live { op } | Self::Taking { stream: op, .. } => Some(*op),
            _ => None,
        }
    }
}

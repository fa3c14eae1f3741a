//! Capturing by choosing files.

use super::{camera, keep, look_at, room};
use crate::draft::{Draft, Picture, Side};
use crate::effect::Effect;
use crate::event::Event;
use crate::ids::CaptureId;
use crate::journey::Gathering;
use crate::stage::{Capturing, FileState, Means, Stage};
use crate::step::out::Out;
use crate::step::plan;

/// Files being taken in for one side.
pub struct Intake {
    pub draft: Draft,
    pub side: Side,
    pub state: FileState,
}

impl Intake {
    fn into_stage(self) -> Stage {
        let Self { draft, side, state } = self;
        Stage::Capturing(Capturing { draft, side, means: Means::File(state) })
    }
}

/// The screen on which files are chosen.
pub fn open(draft: Draft, side: Side) -> Stage {
    Intake { draft, side, state: FileState::default() }.into_stage()
}

pub fn step(mut intake: Intake, event: Event, gathering: &Gathering, out: &mut Out) -> Stage {
    match event {
        Event::FilesChosen(captures) => chosen(intake, captures, gathering, out),
        Event::PictureReady { op, picture } if intake.state.op == Some(op) => prepared(intake, picture, out),
        Event::PictureRefused { op, code } if intake.state.op == Some(op) => {
            intake.state.shift();
            intake.state.problem = Some(code);
            next(intake, out)
        }
        Event::CameraChosen => camera::open(intake.draft, intake.side, gathering, out),
        Event::ContinuePressed if intake.draft.next_side().is_none() && intake.state.op.is_none() => {
            plan::advance(intake.draft)
        }
        Event::PreviousPressed => Stage::Tips { draft: intake.draft, side: intake.side },
        _ => intake.into_stage(),
    }
}

/// Takes as many files as fit, unless some are being prepared already.
fn chosen(mut intake: Intake, mut captures: Vec<CaptureId>, gathering: &Gathering, out: &mut Out) -> Stage {
    let fits = match intake.state.op {
        Some(_) => 0,
        None if intake.draft.is_paged() => room(&intake.draft, gathering),
        None => 1,
    };
    captures.truncate(fits);
    if captures.is_empty() {
        return intake.into_stage();
    }
    intake.state = FileState { chosen: captures.len(), queue: captures, op: None, problem: None };
    next(intake, out)
}

/// Prepares the next file; once none is left, stays on the screen only when there is a problem to tell.
fn next(mut intake: Intake, out: &mut Out) -> Stage {
    let side = if intake.draft.is_paged() { intake.draft.next_page() } else { intake.side };
    intake.side = side;
    match intake.state.queue.first().copied() {
        Some(capture) => {
            let aim = intake.draft.aim(side);
            intake.state.op = Some(out.start(|op| Effect::PrepareFile { op, capture, aim }));
            intake.into_stage()
        }
        None => match intake.state.problem {
            Some(code) => {
                intake.state = FileState::problem(code);
                intake.into_stage()
            }
            None => plan::advance(intake.draft),
        },
    }
}

/// One file alone is looked at; several pages go on to be looked at together.
fn prepared(mut intake: Intake, picture: Picture, out: &mut Out) -> Stage {
    intake.state.shift();
    if !intake.draft.is_paged() || intake.state.chosen == 1 {
        return look_at(intake.draft, intake.side, picture);
    }
    let side = intake.draft.next_page();
    keep(&mut intake.draft, side, picture);
    next(intake, out)
}

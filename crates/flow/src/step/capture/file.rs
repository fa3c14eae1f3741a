//! Capturing by choosing files.

use kyc_wire::Code;

use super::{camera, insert, keep, look_at, room};
use crate::draft::{Draft, Part, Picture, Side};
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
        Event::PictureReady { op, picture } if intake.state.op == Some(op) => {
            prepared(intake, picture, gathering, out)
        }
        Event::PictureRefused { op, code } if intake.state.op == Some(op) => {
            intake.state.shift();
            intake.state.problem = Some(code);
            next(intake, gathering, out)
        }
        Event::CameraChosen => camera::open(intake.draft, intake.side, gathering, out),
        Event::ContinuePressed if intake.draft.next_side().is_none() && intake.state.op.is_none() => {
            plan::advance(intake.draft)
        }
        Event::PreviousPressed => Stage::Tips { draft: intake.draft, side: intake.side },
        _ => intake.into_stage(),
    }
}

/// Takes as many files as fit. Pages can be added while others are being prepared; any other side is one file.
fn chosen(mut intake: Intake, mut captures: Vec<CaptureId>, gathering: &Gathering, out: &mut Out) -> Stage {
    let Intake { draft, state, .. } = &mut intake;
    let fits = if draft.is_paged() {
        room(draft, gathering).saturating_sub(state.queue.len())
    } else {
        usize::from(state.op.is_none())
    };
    if captures.is_empty() {
        return intake.into_stage();
    }
    if state.op.is_none() {
        *state = FileState::default();
    }
    state.leave_out(captures.len().saturating_sub(fits));
    captures.truncate(fits);
    state.chosen = state.chosen.saturating_add(captures.len());
    state.queue.append(&mut captures);
    if state.op.is_some() { intake.into_stage() } else { next(intake, gathering, out) }
}

/// Prepares the next file; once none is left, stays on the screen only when there is something to tell.
fn next(mut intake: Intake, gathering: &Gathering, out: &mut Out) -> Stage {
    let Intake { draft, side, state } = &mut intake;
    if draft.is_paged() {
        *side = draft.next_page();
        if room(draft, gathering) == 0 {
            // A PDF had more pages than the one that every file counts for at least.
            state.chosen = state.chosen.saturating_sub(state.queue.len());
            state.leave_out(state.queue.len());
            state.queue.clear();
        }
    }
    match state.queue.first().copied() {
        Some(capture) => {
            let aim = draft.aim(*side);
            state.op = Some(out.start(|op| Effect::PrepareFile { op, capture, aim }));
            intake.into_stage()
        }
        None if state.problem.is_none() && state.left_out == 0 => plan::advance(intake.draft),
        None => {
            state.chosen = 0;
            intake.into_stage()
        }
    }
}

/// One file alone is looked at. Of several pages those that nothing was noticed about are kept; the others are shown
/// when all are here, one after the other.
fn prepared(mut intake: Intake, picture: Picture, gathering: &Gathering, out: &mut Out) -> Stage {
    intake.state.shift();
    let Intake { draft, side, state } = &mut intake;
    if draft.is_paged() {
        *side = draft.next_page();
        if picture.pages as usize > room(draft, gathering) {
            state.problem = Some(Code::FilePages);
            return next(intake, gathering, out);
        }
    }
    if !draft.is_paged() || (state.chosen == 1 && state.left_out == 0) {
        return look_at(intake.draft, intake.side, picture);
    }
    if picture.findings.is_empty() {
        keep(draft, *side, picture);
    } else {
        insert(draft, Part { side: *side, picture, file_id: None, needs_look: true });
    }
    next(intake, gathering, out)
}

impl FileState {
    /// The present file is dealt with.
    fn shift(&mut self) {
        self.op = None;
        if !self.queue.is_empty() {
            self.queue.remove(0);
        }
    }

    fn leave_out(&mut self, count: usize) {
        self.left_out = self.left_out.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }
}

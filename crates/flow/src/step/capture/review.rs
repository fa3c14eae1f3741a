//! Looking at a picture, turning it, moving its corners, using it.

use kyc_wire::SourceType;

use super::{camera, file, keep};
use crate::adjust::Adjustment;
use crate::effect::Effect;
use crate::event::Event;
use crate::journey::Gathering;
use crate::stage::{ReviewLook, Reviewing, Stage};
use crate::step::gathering::Next;
use crate::step::out::Out;
use crate::step::plan;

pub fn step(reviewing: Reviewing, event: Event, gathering: &Gathering, out: &mut Out) -> Next {
    Next::Stage(match event {
        Event::UsePressed if reviewing.can_use() => {
            let Reviewing { mut draft, side, picture, .. } = reviewing;
            keep(&mut draft, side, picture);
            plan::advance(draft)
        }
        Event::RetakePressed => retake(reviewing, out),
        Event::FileChosen if gathering.allows_file(reviewing.side) => {
            file::open(reviewing.draft, reviewing.side)
        }
        // Back from the corners is to the picture, not to the tips.
        Event::PreviousPressed if reviewing.look == ReviewLook::Corners => {
            Stage::Reviewing(Reviewing { look: ReviewLook::Straight, ..reviewing })
        }
        Event::PreviousPressed => Stage::Tips { draft: reviewing.draft, side: reviewing.side },
        Event::LookChosen(look) => Stage::Reviewing(Reviewing { look, ..reviewing }),
        Event::TurnPressed => {
            let adjustment = reviewing.picture.adjustment.turned();
            adjust(reviewing, adjustment, out)
        }
        Event::CornersChosen(corners) => {
            let adjustment = reviewing.picture.adjustment.with_corners(corners);
            adjust(Reviewing { look: ReviewLook::Straight, ..reviewing }, adjustment, out)
        }
        Event::PictureReady { op, picture } if reviewing.op == Some(op) => {
            Stage::Reviewing(Reviewing { picture, op: None, ..reviewing })
        }
        Event::PictureRefused { op, .. } if reviewing.op == Some(op) => {
            Stage::Reviewing(Reviewing { op: None, ..reviewing })
        }
        _ => Stage::Reviewing(reviewing),
    })
}

fn retake(reviewing: Reviewing, out: &mut Out) -> Stage {
    let Reviewing { draft, side, picture, .. } = reviewing;
    match picture.source {
        SourceType::Camera => camera::start(draft, side, side.facing(), out),
        SourceType::Upload => file::open(draft, side),
    }
}

/// One change at a time: a press while another one is under way is not kept.
fn adjust(reviewing: Reviewing, adjustment: Adjustment, out: &mut Out) -> Stage {
    let is_picture = reviewing.picture.kind == crate::draft::PictureKind::Photo;
    if reviewing.op.is_some() || !is_picture || adjustment == reviewing.picture.adjustment {
        return Stage::Reviewing(reviewing);
    }
    let (capture, aim) = (reviewing.picture.capture, reviewing.draft.aim(reviewing.side));
    let op = out.start(|op| Effect::AdjustPicture { op, capture, aim, adjustment });
    Stage::Reviewing(Reviewing { op: Some(op), ..reviewing })
}

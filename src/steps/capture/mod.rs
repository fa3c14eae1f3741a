//! Capturing one side: with the camera, or by choosing files. Both ways count the same.

mod cutout;
mod failure;
mod file;
mod primer;
mod viewfinder;

use kyc_flow::{CameraState, Capturing, Facing, Gathering, Journey, Means, Phase, Stage};
use leptos::prelude::*;

use super::Context;
use super::place::Part;

/// The camera's screen: what comes before it, itself, or why it does not work.
#[must_use]
pub fn camera(context: Context, part: Part) -> AnyView {
    match part {
        Part::Primer => super::gathering(context, primer::view),
        Part::Problem => super::gathering(context, failure::view),
        Part::Usual | Part::Other => viewfinder::view(context),
    }
}

/// The screen on which files are chosen.
#[must_use]
pub fn file(context: Context) -> AnyView {
    file::view(context)
}

fn capturing(gathering: &Gathering) -> Option<&Capturing> {
    match &gathering.stage {
        Stage::Capturing(capturing) => Some(capturing),
        _ => None,
    }
}

/// The running or starting camera of a journey.
fn running(journey: &Journey) -> Option<(&Gathering, &Capturing, Facing, &CameraState)> {
    let Phase::Gathering(gathering) = &journey.phase else { return None };
    let capturing = capturing(gathering)?;
    match &capturing.means {
        Means::Camera { facing, state } => Some((gathering, capturing, *facing, state)),
        Means::File(_) => None,
    }
}

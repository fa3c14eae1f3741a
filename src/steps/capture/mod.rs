//! Capturing one side: with the camera, or by choosing files. Both ways count the same.

mod cutout;
mod failure;
mod file;
mod guidance;
mod primer;
mod viewfinder;

use kyc_flow::{Capturing, Gathering, Stage};

use super::place::Part;
use super::{Context, View};
pub use failure::{elsewhere, help};

/// The camera's screen: what comes before it, itself, or why it does not work.
#[must_use]
pub fn camera(context: Context, gathering: &Gathering, part: Part) -> View {
    match part {
        Part::Primer => primer::view(context, gathering),
        Part::Problem => failure::view(context, gathering),
        Part::Usual | Part::Other | Part::Done => viewfinder::view(context, gathering),
    }
}

/// The screen on which files are chosen.
#[must_use]
pub fn file(context: Context, gathering: &Gathering) -> View {
    file::view(context, gathering)
}

fn capturing(gathering: &Gathering) -> Option<&Capturing> {
    match &gathering.stage {
        Stage::Capturing(capturing) => Some(capturing),
        _ => None,
    }
}

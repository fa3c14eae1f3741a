//! What a picture is looked at for, and what was noticed in the words of the machine.

use std::rc::Rc;

use kyc_flow::{Aim, PictureFinding, Side};
use kyc_vision::{FindingCode, Target};
use kyc_wire::DocumentSubtype;

use super::canvas::Canvas;
use crate::services::vision::{Look, Vision, Watch};

/// Who looks at a picture, and for what.
pub struct Eyes {
    /// Without it nothing is noticed.
    pub vision: Option<Rc<dyn Vision>>,
    /// What the picture is to show.
    pub aim: Aim,
    /// Hash of the other side.
    pub previous: Option<u64>,
}

impl Eyes {
    /// What is to be seen in a picture that is sent as large as `sent` says, of which `small` is a copy to look at. The
    /// server looks at that one with the same code. `None` when nobody can look here.
    pub async fn look(&self, small: &Canvas, sent: (u32, u32)) -> Option<Look> {
        let what = Watch { target: target(self.aim.side, self.aim.subtype), previous: self.previous };
        self.vision.as_ref()?.inspect(small, sent, what).await
    }
}

/// What a side is a picture of.
#[must_use]
pub const fn target(side: Side, subtype: DocumentSubtype) -> Target {
    use DocumentSubtype as S;
    match (side, subtype) {
        (Side::Selfie, _) => Target::Face,
        (_, S::Passport) => Target::PassportPage,
        (_, S::IdCard | S::DriverLicense | S::PublicHealthCard | S::ProofOfAgeCard)
        | (_, S::FirearmsLicense | S::ReverseOfId | S::CopyCreditCard) => Target::Card,
        _ => Target::Page,
    }
}

/// What was noticed.
pub fn findings(look: &Look) -> Vec<PictureFinding> {
    look.findings.iter().map(|finding| in_words_of_flow(finding.code)).collect()
}

const fn in_words_of_flow(code: FindingCode) -> PictureFinding {
    match code {
        FindingCode::TooDark => PictureFinding::TooDark,
        FindingCode::TooBright => PictureFinding::TooBright,
        FindingCode::Blank => PictureFinding::Blank,
        FindingCode::TooSmall => PictureFinding::TooSmall,
        FindingCode::Blurred => PictureFinding::Blurred,
        FindingCode::MotionBlurred => PictureFinding::MotionBlurred,
        FindingCode::LowContrast => PictureFinding::LowContrast,
        FindingCode::Glare => PictureFinding::Glare,
        FindingCode::NoDocument => PictureFinding::NoDocument,
        FindingCode::CutOff => PictureFinding::CutOff,
        FindingCode::TooFar => PictureFinding::TooFar,
        FindingCode::TooClose => PictureFinding::TooClose,
        FindingCode::Tilted => PictureFinding::Tilted,
        FindingCode::OffCentre => PictureFinding::OffCentre,
        FindingCode::FaceInstead => PictureFinding::FaceInstead,
        FindingCode::SameSide => PictureFinding::SameSide,
        FindingCode::Screen => PictureFinding::Screen,
        FindingCode::NoFace => PictureFinding::NoFace,
        FindingCode::SeveralFaces => PictureFinding::SeveralFaces,
    }
}

//! Line drawings. They are text files put in as they are: a view per stroke would be code to download.

use super::Tone;
use super::el::{Node, el};

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Art {
    /// A document with a tick.
    Accepted,
    /// The back of a card.
    Back,
    /// A camera.
    Camera,
    /// The front of a card.
    Card,
    /// A clock.
    Clock,
    /// A payment card.
    CreditCard,
    /// A document with a photo.
    Document,
    /// A letter.
    Page,
    /// A passport.
    Passport,
    /// A person with a document.
    Person,
    /// A document with a warning sign.
    Problem,
    /// A face in an oval.
    Selfie,
    /// An account page on a telephone.
    Wallet,
}

impl Art {
    /// Its name, by which its description is looked up.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Back => "back",
            Self::Camera => "camera",
            Self::Card => "card",
            Self::Clock => "clock",
            Self::CreditCard => "credit-card",
            Self::Document => "document",
            Self::Page => "page",
            Self::Passport => "passport",
            Self::Person => "person",
            Self::Problem => "problem",
            Self::Selfie => "selfie",
            Self::Wallet => "wallet",
        }
    }

    const fn svg(self) -> &'static str {
        match self {
            Self::Accepted => include_str!("art/accepted.svg"),
            Self::Back => include_str!("art/back.svg"),
            Self::Camera => include_str!("art/camera.svg"),
            Self::Card => include_str!("art/card.svg"),
            Self::Clock => include_str!("art/clock.svg"),
            Self::CreditCard => include_str!("art/credit-card.svg"),
            Self::Document => include_str!("art/document.svg"),
            Self::Page => include_str!("art/page.svg"),
            Self::Passport => include_str!("art/passport.svg"),
            Self::Person => include_str!("art/person.svg"),
            Self::Problem => include_str!("art/problem.svg"),
            Self::Selfie => include_str!("art/selfie.svg"),
            Self::Wallet => include_str!("art/wallet.svg"),
        }
    }
}

/// Draws `art` on a quiet field, described by `label`; `tone` colours the part that matters.
#[must_use]
pub fn art(art: Art, tone: Tone, label: String) -> Node {
    let class = tone.class("kyc-art");
    el("div", class).attr("role", "img").attr("aria-label", label).html(art.svg()).node()
}

//! The icons, 24 by 24, drawn with strokes in the colour of the text. They are decoration: the words beside them tell.

use super::el::{Node, el};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// One step back.
    Previous,
    /// Leads somewhere.
    Next,
    /// Done.
    Tick,
    /// Something to know.
    Info,
    /// Something to look at.
    Warning,
    /// Something went wrong.
    Danger,
    /// Time.
    Clock,
    /// Privacy.
    Lock,
    /// A file to hand in.
    Upload,
    /// A file.
    File,
    /// A person, or an identity document.
    Person,
    /// An address.
    Home,
    /// Money.
    Coins,
    /// A payment.
    Card,
    /// The camera.
    Camera,
    /// Another camera.
    Switch,
    /// A telephone.
    Phone,
    /// Languages.
    Globe,
    /// What fits into a frame.
    Frame,
    /// Larger.
    Plus,
    /// Smaller.
    Minus,
    /// Light.
    Sun,
    /// Holding still.
    Hand,
    /// A light that is switched on.
    Torch,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Previous => "M15 5l-7 7 7 7",
            Self::Next => "M9 5l7 7-7 7",
            Self::Tick => "M5 12.5l5 5L19.5 7",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.1",
            Self::Warning => "M12 3.5L22 20.5H2zM12 10v5M12 17.700v.1",
            Self::Danger => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v6M12 16.5v.1",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
            Self::Lock => "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
            Self::Upload => "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
            Self::File => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-7.300 14.200-7.300 15 0",
            Self::Home => "M3.5 11L12 4l8.5 7M6 9.5V20h12V9.5M10 20v-6h4v6",
            Self::Coins => "M3 6h18v12H3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 9.5v.1M18 14.5v.1",
            Self::Card => "M3 5.5h18v13H3zM3 10h18M6.5 15h4",
            Self::Camera => "M4 7.5h3.5L9 5h6l1.5 2.5H20V19H4zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
            Self::Switch => "M4 11a8 8 0 0 1 14-4l2 2M20 4v5h-5M20 13a8 8 0 0 1-14 4l-2-2M4 20v-5h5",
            Self::Phone => "M7.5 2.5h9v19h-9zM11 18.5h2",
            Self::Frame => "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Minus => "M5 12h14",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.700 1.700M17.300 17.300L19 19M19 5l-1.700 1.700M6.700 17.300L5 19"
            }
            Self::Torch => "M13 2.500L5 13.500h6L10 21.500 19 10h-6.500z",
            Self::Hand => {
                "M8 12V6.500a1.500 1.500 0 0 1 3 0V11M11 10.500V4.500a1.500 1.500 0 0 1 3 0V11M14 10.500V6.500a1.500 1.500 0 0 1 3 0V15a6 6 0 0 1-6 6c-3 0-4-1.500-6.500-5.500a1.500 1.500 0 0 1 2.500-1.500L8 15.500"
            }
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 9.5h17M3.5 14.5h17M12 3c-5 5-5 13 0 18 5-5 5-13 0-18z"
            }
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Previous | Self::Next => "kyc-icon kyc-icon--directed",
            _ => "kyc-icon",
        }
    }
}

/// Draws `icon`.
#[must_use]
pub fn icon(icon: Icon) -> Node {
    let path = el("path", "").attr("d", icon.path());
    el("svg", icon.class()).attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child(path).node()
}

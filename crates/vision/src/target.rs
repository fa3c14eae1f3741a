//! What a picture is meant to show.

/// What a picture is meant to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A card of ISO/IEC 7810 size ID-1: identity cards, licences, bank cards.
    Card,
    /// The photo page of a passport: ISO/IEC 7810 size ID-3.
    PassportPage,
    /// A sheet of paper of any size, or a screen that shows one.
    Page,
    /// A face, seen from the front.
    Face,
}

impl Target {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Card, Self::PassportPage, Self::Page, Self::Face];

    /// Long to short edge where it is fixed.
    #[must_use]
    pub const fn proportion(self) -> Option<f32> {
        match self {
            Self::Card => Some(85.6 / 53.98),
            Self::PassportPage => Some(125.0 / 88.0),
            Self::Page | Self::Face => None,
        }
    }

    /// Long edge in millimetres; a page is taken for A4.
    pub(crate) const fn long_edge(self) -> f32 {
        match self {
            Self::Card => 85.6,
            Self::PassportPage => 125.0,
            Self::Page | Self::Face => 297.0,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::PassportPage => "passport-page",
            Self::Page => "page",
            Self::Face => "face",
        }
    }

    /// The target of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.as_str() == name)
    }
}

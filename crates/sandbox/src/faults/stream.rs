//! Faults of the liveness stream, which is one call of many messages: how it goes wrong, and when.

use kyc_liveness::events::ExceptionKind;

/// How the stream goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFault {
    /// Every answer is held back.
    Slow,
    /// From that point on nothing is answered, and nothing is closed.
    Silent(Point),
    /// An error is answered.
    Exception(Point, ExceptionKind),
    /// The socket is closed with a code.
    Close(Point, u16),
}

/// When the stream goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// Before anything is looked at; the session stays unused.
    #[default]
    Open,
    /// After the client was told what to do.
    Session,
    /// After the client's first event.
    Start,
    /// After the first piece of video.
    Video,
    /// After the first colour.
    Colour,
    /// After everything, in place of the good end.
    End,
}

impl Point {
    const ALL: [(Self, &str); 6] = [
        (Self::Open, "open"),
        (Self::Session, "session"),
        (Self::Start, "start"),
        (Self::Video, "video"),
        (Self::Colour, "colour"),
        (Self::End, "end"),
    ];

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(point, _)| *point)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(point, _)| *point == self).map_or("", |(_, name)| name)
    }

    /// The words for them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, name)| *name)
    }
}

/// The errors that can be ordered.
pub const EXCEPTIONS: [ExceptionKind; 9] = [
    ExceptionKind::Validation,
    ExceptionKind::InternalServer,
    ExceptionKind::Throttling,
    ExceptionKind::ServiceQuotaExceeded,
    ExceptionKind::ServiceUnavailable,
    ExceptionKind::SessionNotFound,
    ExceptionKind::AccessDenied,
    ExceptionKind::InvalidSignature,
    ExceptionKind::UnrecognizedClient,
];

impl StreamFault {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slow => "stream-slow",
            Self::Silent(_) => "stream-silent",
            Self::Exception(..) => "stream-exception",
            Self::Close(..) => "stream-close",
        }
    }

    /// When it begins; `Slow` holds all the time.
    pub const fn point(self) -> Option<Point> {
        match self {
            Self::Slow => None,
            Self::Silent(point) | Self::Exception(point, _) | Self::Close(point, _) => Some(point),
        }
    }
}

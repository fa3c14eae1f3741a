//! What the server says when it will not go on.

/// An error in place of an event; the socket is closed after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Which.
    pub kind: ExceptionKind,
    /// The server's words, for logs only.
    pub message: String,
}

/// The errors that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExceptionKind {
    /// The client sent what it must not.
    Validation,
    /// The server failed.
    InternalServer,
    /// Too many requests.
    Throttling,
    /// Too many sessions.
    ServiceQuotaExceeded,
    /// The server is busy.
    ServiceUnavailable,
    /// The session is unknown, used, or too old.
    SessionNotFound,
    /// The key may not do this.
    AccessDenied,
    /// A signature is wrong, or the clock of who made it.
    InvalidSignature,
    /// The key is unknown.
    UnrecognizedClient,
    /// Any other.
    Other,
}

const NAMES: [(ExceptionKind, &str); 9] = [
    (ExceptionKind::Validation, "ValidationException"),
    (ExceptionKind::InternalServer, "InternalServerException"),
    (ExceptionKind::Throttling, "ThrottlingException"),
    (ExceptionKind::ServiceQuotaExceeded, "ServiceQuotaExceededException"),
    (ExceptionKind::ServiceUnavailable, "ServiceUnavailableException"),
    (ExceptionKind::SessionNotFound, "SessionNotFoundException"),
    (ExceptionKind::AccessDenied, "AccessDeniedException"),
    (ExceptionKind::InvalidSignature, "InvalidSignatureException"),
    (ExceptionKind::UnrecognizedClient, "UnrecognizedClientException"),
];

impl ExceptionKind {
    /// Its name in the header `:exception-type`.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("UnknownException", |(_, name)| name)
    }

    /// The HTTP status it stands for, as in the field `Code`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Validation | Self::SessionNotFound | Self::InvalidSignature | Self::UnrecognizedClient => {
                "400"
            }
            Self::AccessDenied => "403",
            Self::Throttling | Self::ServiceQuotaExceeded => "429",
            Self::ServiceUnavailable => "503",
            Self::InternalServer | Self::Other => "500",
        }
    }

    /// The reverse of its name; what stands before a `#` is a name space.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let name = name.rsplit_once('#').map_or(name, |(_, name)| name);
        NAMES.iter().find(|(_, known)| *known == name).map_or(Self::Other, |(kind, _)| *kind)
    }
}

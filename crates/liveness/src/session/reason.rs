//! How a session ends.

use super::event::CameraFault;
use crate::events::{Exception, ExceptionKind};

/// The code for a face that does not come into the oval in time, whatever was seen instead.
pub(super) const TIMEOUT: u16 = 4001;

/// The end of a session. Whether the customer passed is known to the merchant's server only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was sent.
    Completed {
        /// Whether the server said goodbye. If not, its judgement may come late or never, and is to be asked for all
        /// the same.
        is_confirmed: bool,
    },
    /// It did not come that far.
    Failed(Reason),
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The customer gave up.
    Cancelled,
    /// Something is wrong with the camera.
    Camera(CameraFault),
    /// The socket was closed before it was open: no connection, a firewall, or a signature that was refused, most often
    /// because of the clock. Browsers do not tell these apart.
    Refused,
    /// The socket did not open in time.
    ConnectTimeout,
    /// The server did not tell what it wants.
    NoInformation,
    /// The server said something that cannot be understood.
    Incomprehensible,
    /// The server wants flashing light, which the customer does not.
    UnwantedLight,
    /// Nobody looked for faces: the detector did not load, or does not work here.
    Sightless,
    /// Nobody was seen in time.
    NoFace,
    /// Several people were seen all the time.
    SeveralFaces,
    /// The face was too close all the time to come closer.
    TooClose,
    /// The face did not come into the oval in time.
    FitTimeout,
    /// The face was gone, not alone, or out of the oval, while the colours came.
    FaceLost,
    /// The page was hidden while the video was taken.
    PageHidden,
    /// The colours could not be shown in time.
    ColoursTimeout,
    /// The recorder failed or is not there.
    RecorderFailed,
    /// The recorder gave nothing, or did not stop.
    RecorderSilent,
    /// The video is larger than what a session may have.
    TooLarge,
    /// The network took nothing any more.
    Stalled,
    /// The socket was closed too early.
    Closed(Closure),
    /// The server refused to go on.
    Exception(Exception),
}

/// Why a socket was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closure {
    /// In good order: 1000 or 1001.
    Clean,
    /// The connection was lost: 1006.
    Lost,
    /// The server heard nothing for too long: 4001.
    Idle,
    /// The session is too old: 4003.
    Expired,
    /// Any other code.
    Other(u16),
}

impl Closure {
    pub(super) const fn of(code: u16) -> Self {
        match code {
            1000 | 1001 => Self::Clean,
            1006 => Self::Lost,
            4001 => Self::Idle,
            4003 => Self::Expired,
            code => Self::Other(code),
        }
    }
}

/// What can be done after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recovery {
    /// Another try, in a new session, with fresh credentials.
    NewSession,
    /// The clock is to be compared with the server's. If it was wrong, another try with it corrected, once; otherwise as
    /// [`Recovery::NewSession`].
    CorrectClock,
    /// No other try would end otherwise, or none is wanted.
    Over,
}

impl Reason {
    /// What can be done.
    #[must_use]
    pub const fn recovery(&self) -> Recovery {
        match self {
            Self::Cancelled => Recovery::Over,
            Self::Refused => Recovery::CorrectClock,
            Self::Exception(Exception { kind, .. }) => match kind {
                ExceptionKind::InvalidSignature => Recovery::CorrectClock,
                ExceptionKind::AccessDenied => Recovery::Over,
                _ => Recovery::NewSession,
            },
            _ => Recovery::NewSession,
        }
    }

    /// The code with which the client closes the socket, as Amazon's clients do. A customer who is not seen right is the
    /// customer's error before the video, and one of the run while it is recorded.
    #[must_use]
    pub const fn close_code(&self, is_recording: bool) -> u16 {
        match self {
            Self::FitTimeout => TIMEOUT,
            Self::Cancelled => 4003,
            Self::NoFace | Self::SeveralFaces | Self::TooClose if !is_recording => 4007,
            Self::Camera(_) | Self::RecorderFailed | Self::RecorderSilent | Self::ColoursTimeout => 4005,
            Self::NoFace | Self::SeveralFaces | Self::FaceLost | Self::Sightless => 4005,
            _ => 4000,
        }
    }
}

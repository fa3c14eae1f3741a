//! What a session is told.

use crate::events::{ReceiveError, ServerEvent};
use crate::oval::DetectedFace;

/// A timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpId(pub u32);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The customer is ready.
    Begun,
    /// The camera runs.
    CameraStarted {
        /// Width of the video in pixels.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// There is no camera.
    CameraFailed(CameraFault),
    /// The camera stopped by itself.
    CameraEnded,
    /// The socket is open.
    SocketOpened,
    /// The socket is closed, or could not be opened.
    SocketClosed {
        /// The code of the close event; 1006 without one.
        code: u16,
    },
    /// A message came: [`ServerEvent::read`] of it.
    Received(Result<ServerEvent, ReceiveError>),
    /// How many bytes wait in the socket. To be told after each [`super::Effect::Send`], and about every 100 ms while
    /// there are any.
    Queued {
        /// `bufferedAmount`.
        bytes: u64,
    },
    /// A frame was looked at. From the camera's start on, as often as the detector can.
    FacesSeen {
        /// When the frame was taken, on the same clock as `now`.
        at: u64,
        /// All faces in it, in pixels of the video.
        faces: Vec<DetectedFace>,
    },
    /// The recorder runs.
    RecorderStarted,
    /// The recorder gave a piece. Pieces may be told in any order, since their bytes are read asynchronously.
    ChunkRecorded {
        /// Its place in the order in which the recorder gave them, from 0, empty ones included.
        number: u32,
        /// Its bytes; may be empty.
        bytes: Vec<u8>,
    },
    /// The recorder stopped, having given its last piece.
    RecorderStopped {
        /// How many pieces there were, empty ones included.
        chunks: u32,
    },
    /// The recorder failed or is not there.
    RecorderFailed,
    /// The screen is about to be drawn. Needed while there are colours, harmless before and after.
    FrameDue,
    /// A timer is over.
    TimerFired {
        /// Which.
        op: OpId,
    },
    /// The page was hidden, or is seen again.
    VisibilityChanged {
        /// Whether it is seen.
        is_visible: bool,
    },
    /// The customer gave up.
    Cancelled,
}

/// What is wrong with the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CameraFault {
    /// The customer, the browser or the embedding page does not allow it.
    Denied,
    /// There is none.
    Missing,
    /// Another program has it.
    Busy,
    /// It gives fewer than 15 frames a second.
    TooSlow,
    /// It did not start in time.
    Timeout,
    /// It stopped by itself.
    Ended,
    /// Anything else.
    Other,
}

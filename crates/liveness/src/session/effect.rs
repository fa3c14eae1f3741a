//! What a session wants done.

use super::event::OpId;
use super::reason::Outcome;
use crate::colours::Picture;
use crate::oval::Rect;

/// Something to be done, in the order in which it is handed out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// -> `TimerFired`. Timers are never called off: one that is no longer needed is passed over.
    Wait {
        /// Which.
        op: OpId,
        /// How long.
        millis: u64,
    },
    /// -> `CameraStarted` | `CameraFailed`, later perhaps `CameraEnded`; `FacesSeen` from then on.
    StartCamera,
    /// Releases the camera; one that is still starting is released when it arrives.
    StopCamera,
    /// -> `SocketOpened` | `SocketClosed`, then `Received`, `Queued`, and in the end `SocketClosed`.
    OpenSocket {
        /// The signed address.
        url: String,
    },
    /// One binary message. -> `Queued`.
    Send(Vec<u8>),
    /// Closes the socket, also one that is still connecting.
    CloseSocket {
        /// 1000, or why not.
        code: u16,
    },
    /// -> `RecorderStarted`, `ChunkRecorded`… | `RecorderFailed`.
    StartRecorder {
        /// Length of a piece in milliseconds.
        slice: u64,
    },
    /// -> the last `ChunkRecorded`, `RecorderStopped`. At the end of a failed session nobody waits for them.
    StopRecorder,
    /// What the customer is to see.
    Show(View),
    /// The colours over the whole page, or none any more.
    Draw(Option<Picture>),
    /// It is over: nothing follows.
    Finish(Outcome),
}

/// What the customer is to see beside the camera's picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The one thing to do.
    pub hint: Hint,
    /// Where the face belongs, in pixels of the video, not mirrored.
    pub oval: Option<Rect>,
    /// How much of the way into the oval is done, 0 to 100.
    pub percent: u8,
}

impl View {
    pub(super) const fn of(hint: Hint) -> Self {
        Self { hint, oval: None, percent: 0 }
    }
}

/// The one thing to tell the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// The camera is starting.
    CameraStarts,
    /// The server is asked.
    Connecting,
    /// Nobody is seen.
    ShowFace,
    /// Several people are seen.
    BeAlone,
    /// Go back, to begin from further away.
    GoBack,
    /// Come closer, into the oval.
    ComeCloser,
    /// Too close for the oval.
    MoveAway,
    /// Bring the face into the middle of the oval.
    Centre,
    /// Keep the face where it is.
    HoldStill,
    /// The colours come.
    Colours,
    /// The server looks at the video.
    Verifying,
}

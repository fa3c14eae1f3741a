//! What the machine wants done. The effect runner does it and answers with an event that carries the same `op`.

use kyc_wire::Info;
use kyc_wire::embed::HostMessage;
use kyc_wire::resource::NewDocument;

use crate::adjust::Adjustment;
use crate::draft::{Aim, Facing, PictureFinding, Side};
use crate::ids::{CaptureId, Millis, OpId};

/// Something to be done outside the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `GET /storefront/kyc-requests/{id}?expand=documents` -> `RequestLoaded` | `RequestFailed`.
    ReadRequest {
        /// The operation.
        op: OpId,
        /// The request.
        id: String,
    },
    /// `GET /storefront/kyc-documents/{id}` -> `DocumentRead` | `ReadFailed`.
    ReadDocument {
        /// The operation.
        op: OpId,
        /// The document.
        id: String,
    },
    /// -> `TimerFired` after `millis`; with `has_jitter`, after a random time between half of it and all of it.
    Wait {
        /// The operation.
        op: OpId,
        /// How long.
        millis: u64,
        /// Whether to spread.
        has_jitter: bool,
    },
    /// -> `TimerFired` at a moment of the server's clock.
    WaitUntil {
        /// The operation.
        op: OpId,
        /// When.
        at: Millis,
    },
    /// -> `CameraStarted` | `CameraFailed`, later perhaps `CameraStopped`. A running camera is stopped first.
    StartCamera {
        /// The operation.
        op: OpId,
        /// Which one.
        facing: Facing,
        /// What it is to show: the customer is guided to it.
        aim: Aim,
    },
    /// Releases the camera; one that is still starting is released when it arrives.
    StopCamera,
    /// Takes and prepares a picture -> `PictureReady` | `PictureRefused`.
    TakePicture {
        /// The operation.
        op: OpId,
        /// What it is to show.
        aim: Aim,
    },
    /// Prepares a chosen file -> `PictureReady` | `PictureRefused`.
    PrepareFile {
        /// The operation.
        op: OpId,
        /// The file.
        capture: CaptureId,
        /// What it is to show.
        aim: Aim,
    },
    /// Prepares a picture anew, from what was taken or chosen -> `PictureReady` with the same capture |
    /// `PictureRefused`, which leaves it as it was.
    AdjustPicture {
        /// The operation.
        op: OpId,
        /// The picture.
        capture: CaptureId,
        /// What it is to show.
        aim: Aim,
        /// All changes there are to be.
        adjustment: Adjustment,
    },
    /// Forgets a picture.
    Discard(CaptureId),
    /// Forgets all pictures.
    DiscardAll,
    /// `POST /files` -> `UploadProgressed`…, then `Uploaded` | `UploadFailed`.
    Upload {
        /// The operation.
        op: OpId,
        /// The picture.
        capture: CaptureId,
        /// Its side: tells the tags and the name.
        side: Side,
        /// The warnings that the customer overruled: they go into the file's description.
        overruled: Vec<PictureFinding>,
    },
    /// Aborts an upload; no event follows.
    CancelUpload {
        /// The upload.
        op: OpId,
    },
    /// `POST /storefront/kyc-documents` -> `DocumentFiled` | `FilingFailed`. Never repeated by the runner itself.
    FileDocument {
        /// The operation.
        op: OpId,
        /// The document.
        document: NewDocument,
    },
    /// `POST /storefront/kyc-liveness-sessions` -> `LivenessRead` | `LivenessUnread`.
    BeginLiveness {
        /// The operation.
        op: OpId,
        /// The request.
        request_id: String,
    },
    /// Guides the customer through the provider's challenge -> `LivenessPerformed` | `LivenessRefused`. Takes the camera,
    /// and gives it back at the end.
    PerformLiveness {
        /// The operation.
        op: OpId,
        /// What the provider calls the session.
        session_id: String,
        /// Whether the screen must not flash; `None`: as the system's setting has it.
        is_calm: Option<bool>,
        /// Which try it is for this document, from 1.
        attempt: u32,
        /// What the picture is to show.
        aim: Aim,
    },
    /// Ends a run, if there is one; it is not answered any more. The camera is given back.
    StopLiveness,
    /// `POST /storefront/kyc-liveness-sessions/{id}/finish`; once that was answered `GET` of the same without `finish`
    /// -> `LivenessRead` | `LivenessUnread`.
    SettleLiveness {
        /// The operation.
        op: OpId,
        /// The session at the API.
        id: String,
        /// Whether finishing it was answered before.
        is_finished: bool,
    },
    /// Tells the embedding page, if there is a pinned one.
    Tell(HostMessage),
    /// Loads the page anew: nothing is there yet that could be lost.
    Reload,
    /// Goes to the merchant with `location.replace`; `is_top`: the whole window, out of the frame.
    Leave {
        /// Where to, `info` included.
        url: String,
        /// The result, for logs of the host only.
        info: Info,
        /// Out of the frame.
        is_top: bool,
    },
}

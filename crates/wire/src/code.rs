//! Stable codes for everything that can go wrong. They are what the host page is told and what the words are looked
//! up by; they never carry text for people, and once published they keep their meaning.

use crate::macros::vocabulary;

vocabulary! {
    /// A problem, by its stable name.
    pub enum Code {
        /// The link carries no token.
        TokenMissing = "token-missing",
        /// The token cannot be read.
        TokenMalformed = "token-malformed",
        /// The token, or the request, has expired.
        TokenExpired = "token-expired",
        /// The server does not take the token (401).
        Unauthorized = "unauthorized",
        /// The token does not allow this (403).
        Forbidden = "forbidden",
        /// The request, document or file is not there (404).
        NotFound = "not-found",
        /// The server refused the content (422).
        Invalid = "invalid",
        /// A file is larger than the server takes (413).
        TooLarge = "too-large",
        /// Too many calls; retry at the given time (429).
        RateLimited = "rate-limited",
        /// The server failed (500, 502, 504, or an answer that cannot be read).
        Server = "server",
        /// The service is down for maintenance (503).
        Maintenance = "maintenance",
        /// No answer arrived: the connection is down or broke.
        Network = "network",
        /// No answer arrived in time.
        Timeout = "timeout",
        /// The customer cancelled.
        Cancelled = "cancelled",
        /// The file's tags did not arrive at the server.
        TagsMissing = "tags-missing",
        /// `config.json` is missing or cannot be read.
        Config = "config",
        /// The browser lacks what the app needs.
        UnsupportedBrowser = "unsupported-browser",
        /// The page is not served over https.
        InsecureContext = "insecure-context",
        /// The customer or the browser denied the camera.
        CameraDenied = "camera-denied",
        /// The embedding page does not pass the camera on.
        CameraBlocked = "camera-blocked",
        /// There is no camera.
        CameraMissing = "camera-missing",
        /// Another program uses the camera.
        CameraBusy = "camera-busy",
        /// The camera did not start in time.
        CameraSlow = "camera-slow",
        /// The camera stopped in the middle.
        CameraEnded = "camera-ended",
        /// The camera gave no usable picture.
        CameraFailed = "camera-failed",
        /// The file is of a kind that is not taken.
        FileType = "file-type",
        /// The file is too large.
        FileTooLarge = "file-too-large",
        /// The file is empty.
        FileEmpty = "file-empty",
        /// The file cannot be opened.
        FileDamaged = "file-damaged",
        /// The PDF is locked by a password.
        FileLocked = "file-locked",
        /// The picture is HEIC and this browser cannot read it.
        FileHeic = "file-heic",
        /// The PDF has more pages than are taken.
        FilePages = "file-pages",
        /// The deployment has no liveness provider, or no request to check for.
        LivenessUnavailable = "liveness-unavailable",
        /// The browser cannot record or stream a video.
        LivenessUnsupported = "liveness-unsupported",
        /// The provider does not let this deployment in.
        LivenessDenied = "liveness-denied",
        /// The provider has too many checks at once.
        LivenessBusy = "liveness-busy",
        /// The provider failed, or said what cannot be understood.
        LivenessService = "liveness-service",
        /// The connection to the provider could not be made, or broke.
        LivenessConnection = "liveness-connection",
        /// The provider takes the device's clock for wrong.
        LivenessClock = "liveness-clock",
        /// The check was not done in time, or was begun elsewhere.
        LivenessExpired = "liveness-expired",
        /// The provider wants flashing light, which the customer does not.
        LivenessLight = "liveness-light",
        /// Nobody looked for a face: the detector did not load, or does not work on this device.
        LivenessDetector = "liveness-detector",
        /// Nobody was seen.
        LivenessNoFace = "liveness-no-face",
        /// Several people were seen.
        LivenessSeveralFaces = "liveness-several-faces",
        /// The face was too close to begin.
        LivenessTooClose = "liveness-too-close",
        /// The face did not come into the oval in time.
        LivenessFit = "liveness-fit",
        /// The face was gone, not alone, or out of the oval, while the colours came.
        LivenessFaceLost = "liveness-face-lost",
        /// The page was hidden during the check.
        LivenessHidden = "liveness-hidden",
        /// The camera or the screen was too slow.
        LivenessSlow = "liveness-slow",
        /// The video could not be recorded.
        LivenessRecorder = "liveness-recorder",
        /// The check was done and not passed.
        LivenessFailed = "liveness-failed",
        /// It was not passed too often.
        LivenessExhausted = "liveness-exhausted",
        /// The app itself failed.
        Crash = "crash",
    }
}

//! How long a session waits for what, in milliseconds, and other limits.

/// For the camera: the customer may have to read and answer the browser's question.
pub const CAMERA: u64 = 60_000;
/// For the socket; that of Amazon's clients.
pub const CONNECT: u64 = 10_000;
/// For the server's wish. Amazon's clients wait for ever.
pub const INFORMATION: u64 = 10_000;
/// For a face, alone and far enough: time to put on the light or to send somebody away. A session is good for three minutes.
pub const FACE: u64 = 30_000;
/// For the recorder's first piece, which is due after [`SLICE`]; that of Amazon's clients.
pub const FIRST_CHUNK: u64 = 5_000;
/// For a face while the recorder runs; that of Amazon's clients.
pub const FIRST_FACE: u64 = 5_000;
/// Before the colours; that of Amazon's clients.
pub const HOLD: u64 = 1_000;
/// Beside twice the length of the colours: a screen that is drawn less than half as often as it should shows them too badly.
pub const COLOURS: u64 = 5_000;
/// For the recorder's last piece.
pub const STOP: u64 = 5_000;
/// For the detector's first look after the camera ran: its code and its model are loaded while the customer reads.
pub const DETECTOR: u64 = 15_000;
/// For what waits in the socket after the end was told: a slow uplink. A session is good for three minutes.
pub const UPLOAD: u64 = 60_000;
/// For the server's goodbye after that, by which time it has looked at the video. Amazon's clients wait for ever.
pub const GOODBYE: u64 = 30_000;
/// For room in the socket.
pub const STALL: u64 = 10_000;

/// Length of a piece of video.
pub const SLICE: u64 = 1_000;
/// A face that is gone or out of place no longer than this is one that the detector missed: two or three looks.
pub const GRACE: u64 = 300;
/// The same while the screen flashes, which the detector bears less well.
pub const FLASH_GRACE: u64 = 700;
/// How much of the overlap that is asked for must be left while the screen flashes: what the detector measures
/// differs by a tenth from look to look, which is a fifth of the overlap.
pub const FLASH_SHARE: f64 = 0.8;
/// Without any look for so long while the screen flashes, nobody knows whether there is a face.
pub const BLIND: u64 = 3_000;
/// Bytes in the socket above which no more are given to it: three pieces of video. What waits is signed later, so that its
/// date is right.
pub const ROOM: u64 = 512 * 1024;
/// Pieces of video that may wait for an earlier one.
pub const EARLY: usize = 32;

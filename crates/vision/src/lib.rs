//! Pixels in, findings out: is this picture of a document or a face good enough to be read?
//!
//! Plain slices and plain structs, no I/O and no dependencies, so that the browser's review screen and the
//! sandbox's analysis run the very same code and never contradict each other. Usual order: wrap the decoded
//! picture in [`Rgba`] (or [`Luma`]), scale it with `to_luma(`[`ANALYSIS_EDGE`]`)`, then [`assess`] it.

mod analysis;
mod assess;
#[cfg(feature = "codes")]
mod codes;
mod content;
mod crop;
mod exposure;
mod face;
mod face_findings;
#[cfg(feature = "faces")]
mod faces;
mod finding;
mod framing;
mod geometry;
mod glare;
mod guide;
mod hash;
mod picture;
mod print;
mod region;
mod sharpness;
mod target;
mod view;
mod warp;

pub use analysis::{Analysis, FindFaces, Frame, Question, analyze};
pub use assess::{
    BLANK_CONTENT, BLANK_CONTRAST, BRIGHT_SHADOW, BRIGHT_SHARE, DARK_HIGHLIGHT, DARK_TABLE, FINE,
    LOW_CONTRAST, MAX_GLARE, MIN_DETAIL, MIN_LONG_EDGE, MIN_SHARPNESS, MIN_SHORT_EDGE, MOVED_TRAIL, assess,
};
#[cfg(feature = "codes")]
pub use codes::read_codes;
pub use content::content;
pub use crop::{MARGIN, surroundings};
pub use exposure::{BRIGHT_LEVEL, DARK_LEVEL, Exposure, exposure, exposure_in};
pub use face::Face;
pub use face_findings::{Oval, face_findings, face_instead, people};
#[cfg(feature = "faces")]
pub use faces::{FaceDetector, FaceSearch, FaceTracker};
pub use finding::{Finding, FindingCode};
pub use geometry::{Area, PictureSide, Point, Quad};
pub use glare::{Glare, glare};
pub use guide::{Advice, GRACE_MS, Guide, HOLD_MS, Hint, PATIENCE_MS};
pub use hash::{SAME_PICTURE_DISTANCE, SAME_SIDE_DISTANCE, SideHash, dhash, document_hash, hamming};
pub use picture::{Luma, LumaImage, Rgba};
pub use sharpness::{Focus, focus, sharpness};
pub use target::Target;
#[cfg(feature = "fitting")]
pub use view::{Candidate, Side, Study, study};
pub use view::{DocumentView, Pose, document_view};
pub use warp::{flattening, straight_size};

/// Long edge in pixels at which the thresholds were measured. At this size the small print of an A4 page
/// (x-height about 6 px) still shows whether it was in focus, and one look costs a few milliseconds in wasm.
pub const ANALYSIS_EDGE: u32 = 1024;

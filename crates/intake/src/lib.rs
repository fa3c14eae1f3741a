//! What a handed-in file is, told by its content and never by its name: the kind, the size, whether it is all there, and
//! whether a PDF can be opened.
//!
//! Plain slices, no I/O and no dependencies, so that the app refuses before an attempt is spent what the server would
//! refuse after it.

mod ending;
mod header;
mod kind;
mod pages;
mod pdf;

pub use ending::{Ending, JpegEnd, PICTURE_TAIL_BYTES, ending};
pub use header::{Header, PICTURE_HEAD_BYTES};
pub use kind::{FileKind, HEAD_BYTES, sniff};
pub use pages::{PdfParts, count_pages};
pub use pdf::{PdfProblem, inspect_pdf, is_encrypted};

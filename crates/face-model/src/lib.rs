//! The model of SeetaFace's frontal detector (BSD-2-Clause), 1.2 MB that ship inside the package of `rustface` and are
//! therefore not kept in this repository; `build.rs` takes them from there. A crate of its own, so that the sandbox,
//! the tests of `kyc-vision` and whoever serves the model to a browser find it in one place.

/// What `kyc_vision::FaceDetector::new` takes.
pub static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/model.bin"));

/// What `kyc_vision::FaceDetector::from_packed` takes: the same model with weights of one byte, for browsers. Made anew
/// by every build, as a file to be served beside the worker; compress it, which halves it once more.
pub static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/faces.bin"));

/// The PNG of a group of people that `rustface` brings along to show what it can do; for tests. Left out by the linker
/// where nobody asks for it.
pub static GROUP_PICTURE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/group.png"));

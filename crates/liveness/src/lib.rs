//! The client protocol of face liveness, and as much of the server's side as it takes to check a client.
//!
//! Nothing here does I/O, has a clock or makes random numbers: bytes, times and ids come from the caller, and what is to be
//! done is handed back. The protocol is that of Amazon's open clients for Rekognition Face Liveness. It is nowhere
//! specified, so readers step over what they do not know.

pub mod colours;
pub mod events;
pub mod eventstream;
pub mod json;
pub mod oval;
pub mod session;
pub mod sigv4;

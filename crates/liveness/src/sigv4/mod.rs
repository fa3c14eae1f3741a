//! Amazon's signature, version 4: a presigned WebSocket URL, and a chain of signatures over what is sent through it.
//!
//! Both sides. The client: [`Presign::sign`] makes the URL and the [`ChunkSigner`] that continues its signature. The server:
//! [`Claim::read`] tells whose key a URL claims, [`Claim::verify`] whether that is true, and the [`ChunkVerifier`] it answers
//! opens the frames. Times are unix milliseconds and come from the caller; nothing here has a clock.

mod canonical;
mod chunk;
mod credentials;
mod date;
mod endpoint;
mod hash;
mod opened;
mod presign;
mod verify;

pub use chunk::ChunkSigner;
pub use credentials::{Credentials, Scope};
pub use date::{amz_date, parse_amz_date};
pub use endpoint::{Endpoint, EndpointError};
pub use opened::{Chunk, ChunkRefusal, ChunkVerifier};
pub use presign::{EXPIRES, Presign, Presigned};
pub use verify::{Claim, Refusal, Request};

/// The only algorithm there is.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// How far a client's clock may be off, in milliseconds: five minutes, as Amazon has it.
pub const SKEW: u64 = 5 * 60 * 1000;

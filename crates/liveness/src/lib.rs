//! The client protocol of face liveness, and as much of the server's side as it takes to check a client.
//!
//! Nothing here does I/O, has a clock or makes random numbers: bytes, times and ids come from the caller, and what is to be
//! done is handed back. The protocol is that of Amazon's open clients for Rekognition Face Liveness. It is nowhere
//! specified, so readers step over what they do not know.
//!
//! A client makes a [`session::Setup`], feeds a [`session::Session`] and does what it hands out. A server reads a
//! [`sigv4::Claim`] and an [`events::Opening`] from the URL's query, opens frames with the [`sigv4::ChunkVerifier`], reads
//! [`events::ClientEvent`]s from them and writes [`events::ServerEvent`]s.
//!
//! Everything a client needs is 23 KB of brotli in a wasm module of its own (2026-11, `opt-level = "z"`, `wasm-opt -Oz`), of
//! which `sha2` and `hmac` are 2.2, `base64` 1.5 and `percent-encoding` 0.6. Not in there: the tables of `crc32fast` (16), the
//! standard library's sorting (1) and its words for floating-point numbers, which `f64::clamp` brings along (4).

pub mod colours;
pub mod events;
pub mod eventstream;
pub mod json;
pub mod oval;
pub mod session;
pub mod sigv4;

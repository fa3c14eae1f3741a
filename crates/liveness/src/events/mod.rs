//! What the two sides say: typed events, tolerant of what they do not know.
//!
//! Both directions are read and written here, so that a server made with this crate and a client made with it cannot
//! drift apart unnoticed; the tests hold both against the shapes as Amazon's clients have them.

mod challenge;
mod client;
mod config;
mod exception;
mod opening;
mod server;

pub use challenge::{ChallengeKind, Version};
pub use client::{BoundingBox, ClientEvent, InitialFace, SessionEvent, TargetFace, Told};
pub use config::{ChallengeConfig, ColourSequence, OvalParameters, Rgb, SessionInformation};
pub use exception::{Exception, ExceptionKind};
pub use opening::Opening;
pub use server::{ReceiveError, ServerEvent};

/// The first moment an event may tell: 1 January 2022, in unix milliseconds.
pub const EARLIEST: u64 = 1_640_995_200_000;
/// The last one: 1 January 2042.
pub const LATEST: u64 = 2_272_147_200_000;
/// The highest number of a colour.
pub const LAST_SEQUENCE: u64 = 50;
/// The most bytes of video in one session.
pub const MOST_VIDEO: usize = 10 * 1024 * 1024;

const EVENT_TYPE: &str = ":event-type";
const MESSAGE_TYPE: &str = ":message-type";
const CONTENT_TYPE: &str = ":content-type";

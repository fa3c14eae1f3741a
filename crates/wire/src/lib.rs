//! The vocabulary of Rebilly's KYC API and of the messages to an embedding page: names, shapes and the few rules
//! that client and server must agree on. No I/O. The facts come from the public API definition of 2026-08-21.

pub mod code;
pub mod config;
pub mod embed;
mod filed;
pub mod http;
pub mod ledger;
mod macros;
pub mod redirect;
pub mod resource;
pub mod subtype;
pub mod time;
pub mod token;
pub mod vocabulary;

pub use code::Code;
pub use vocabulary::{
    DocumentStatus, DocumentSubtype, DocumentType, FileTag, Info, LivenessStatus, MatchLevel, RejectionType,
    RequestStatus, SourceType,
};

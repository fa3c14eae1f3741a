//! The sandbox over real HTTP: every test starts its own on a free port, with its own data directory.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod analysis;
mod contract;
mod crash;
mod credit_file;
mod description;
mod docs;
mod durability;
mod faults;
mod files;
mod journey;
mod limits;
mod links;
mod listing;
mod liveness;
mod load;
mod permissions;
mod program;
mod rate_limits;
mod reviews;
mod rules;
mod scoring;
mod settings;
mod shop;
mod statuses;
mod stream;
mod support;
mod switches;
mod tokens;
mod uploads;
mod web;
mod webhooks;

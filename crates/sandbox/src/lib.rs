//! A faithful local server of the KYC API: what the gatherer talks to in development, in tests and in demos.
//! Start one in-process with [`Sandbox::start`]; the binary `kyc-sandbox` is a thin shell around it.

mod access;
mod analysis;
mod api;
mod app;
mod auth;
mod clock;
mod config;
mod connection;
mod contract;
mod control;
mod faults;
mod ids;
mod lifecycle;
mod openapi;
mod problem;
mod provider;
mod rate_limit;
mod reading;
mod record;
mod rules;
mod scheduler;
mod scoring;
mod server;
mod shop;
mod statics;
mod store;
mod token;
mod view;
mod webhooks;

pub use clock::Clock;
pub use config::Config;
pub use contract::{Contract, Report, Violation};
pub use server::{Sandbox, StartError};

//! Each service in a real browser, with its failures.

mod api;
mod asked;
mod camera;
mod cameras;
mod clock;
mod files;
mod formats;
mod heic;
mod lens;
mod liveness;
mod pdf;
mod samples;
mod upload;
mod vision;
mod wire;

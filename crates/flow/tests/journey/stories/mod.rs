//! Stories in the customer's terms.

mod attempts;
mod boot;
mod camera;
mod capture;
mod deciding;
mod doubt;
mod ending;
mod expiry;
mod liveness;
mod pages;
mod privacy;
mod review;
mod sending;
mod tries;

//! Whole journeys, mounted in the page, against the running sandbox.

mod attempts;
mod capture;
mod claimed;
mod interruptions;
mod liveness;
mod network;
mod straight;
mod studio;

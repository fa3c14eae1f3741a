//! The module: what `entry.js` calls, in a worker or in the page.

#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod host;

fn main() {}

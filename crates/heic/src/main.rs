//! The module: what `entry.js` calls, in a worker.

#[cfg(target_arch = "wasm32")]
mod exports;

fn main() {}

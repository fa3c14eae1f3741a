//! The specimen pictures and videos, which `cargo xtask test --suite e2e` has drawn.

use std::path::PathBuf;

use crate::settings;

/// The path of a specimen, by the name that `kyc-specimen` gives it: `id-card-front.jpg`.
///
/// # Panics
/// When there is no such specimen.
#[must_use]
pub fn specimen(name: &str) -> PathBuf {
    let file = settings::required("KYC_SPECIMENS").join(name);
    assert!(file.is_file(), "there is no specimen called {name}");
    file
}

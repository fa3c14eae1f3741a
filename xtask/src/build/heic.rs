//! The module of HEIC pictures, `crates/heic`: for few customers, so no part of anything else.

use super::module::{Build, Module};
use super::{lock, stamp};
use crate::paths::Paths;
use crate::tools;

/// What it is built from.
pub const MODULE: Module = Module { package: "kyc-heic", profile: "heic-release", stem: "heic" };
const BUILD: Build = Build { name: "KYC_HEIC", flags: &[], features: &[] };

/// Builds the module unless nothing it is made of has changed.
pub fn module(paths: &Paths) -> anyhow::Result<()> {
    let _alone = lock(paths, MODULE.stem)?;
    let stamp = stamp::Stamp::of_heic(paths)?;
    if MODULE.script(paths).is_file() && stamp.is_current() {
        return Ok(());
    }
    let tools = tools::for_wasm(paths)?;
    println!("building the module of HEIC pictures (about a minute the first time)");
    stamp.forget();
    MODULE.fresh(paths)?;
    let glue = MODULE.bind(paths, &tools, &BUILD)?;
    let file = MODULE.place(paths, &tools, &BUILD, &glue)?;
    MODULE.join(paths, &tools, &glue, &[file])?;
    stamp.keep()
}

//! The drawn documents the tests hand in and the pictures of the fake camera.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::bail;

use crate::build;
use crate::paths::Paths;
use crate::proc::{Cmd, last_line};

/// What the fake camera sees: one picture is all that a passport needs.
pub const CAMERA: &str = "camera-passport.mjpeg";

/// The directory of the specimens, drawn again when the program that draws them has changed.
pub fn ensure(paths: &Paths) -> anyhow::Result<PathBuf> {
    let program = build::program(paths, "kyc-specimen")?;
    let directory = paths.generated().join("specimens");
    if is_newer(&directory.join(CAMERA), &program) {
        return Ok(directory);
    }
    println!("drawing the specimens");
    let output = Cmd::new(&program, &paths.root).arg("--out").arg(&directory).output()?;
    if !output.status.success() {
        bail!("the specimens cannot be drawn: {}", last_line(&output.stderr));
    }
    Ok(directory)
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let changed = |path: &Path| -> Option<SystemTime> { path.metadata().ok()?.modified().ok() };
    changed(file).zip(changed(than)).is_some_and(|(file, than)| file > than)
}

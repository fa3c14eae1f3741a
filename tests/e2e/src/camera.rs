//! What the browser's fake camera sees. The browser opens the video anew each time the camera starts, so what lies
//! in front of it can be changed between two pictures.

use std::path::{Path, PathBuf};

use crate::specimens::specimen;

/// The view of a fake camera: a video file at a fixed place.
#[derive(Clone, Debug)]
pub struct Camera {
    file: PathBuf,
}

impl Camera {
    /// A camera whose video lies in `directory`; at first it sees a passport.
    pub(crate) fn new(directory: &Path) -> Self {
        let camera = Self { file: directory.join("camera.mjpeg") };
        camera.sees("camera-passport.mjpeg");
        camera
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Puts another specimen video in front of the camera, from its next start on.
    ///
    /// # Panics
    /// When the video cannot be put in place.
    pub fn sees(&self, video: &str) {
        // Renamed into place: a browser that still plays the old one keeps it.
        let next = self.file.with_extension("next");
        let placed = std::fs::copy(specimen(video), &next).and_then(|_| std::fs::rename(&next, &self.file));
        if let Err(error) = placed {
            panic!("{video} cannot be put in front of the camera: {error}");
        }
    }
}

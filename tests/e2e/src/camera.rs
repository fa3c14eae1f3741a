//! What the browser's fake camera sees. The browser opens the video anew each time the camera starts, so what lies
//! in front of it can be changed between two pictures.

use std::path::{Path, PathBuf};

use crate::people::People;
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
        let copied = std::fs::copy(specimen(video), self.next());
        self.turns(copied.map(drop), video);
    }

    /// Seats people in front of the camera, from its next start on.
    ///
    /// # Panics
    /// When their film cannot be put in place.
    pub fn sees_people(&self, people: People) {
        self.turns(people.film(&self.next()).map_err(std::io::Error::other), &format!("{people:?}"));
    }

    fn next(&self) -> PathBuf {
        self.file.with_extension("next")
    }

    /// Renamed into place: a browser that still plays the old one keeps it.
    fn turns(&self, made: std::io::Result<()>, what: &str) {
        if let Err(error) = made.and_then(|()| std::fs::rename(self.next(), &self.file)) {
            panic!("{what} cannot be put in front of the camera: {error}");
        }
    }
}

//! The best still of the face in the oval: it is filed beside the check.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_liveness::session::{Hint, View};
use wasm_bindgen_futures::spawn_local;

use crate::services::camera::Camera;
use crate::services::files::Canvas;
use crate::services::vision::Look;

/// Keeps the best still.
#[derive(Default)]
pub struct Best {
    rating: Cell<f32>,
    still: Rc<RefCell<Option<Canvas>>>,
}

impl Best {
    /// Copies the camera's picture if the face is in the oval and looks better than before. Not while colours lie on it,
    /// unless there is nothing else.
    pub fn consider(&self, look: &Look, view: Option<View>, camera: &Rc<dyn Camera>) {
        let is_first = self.rating.get() == 0.0;
        let is_fit = match view {
            Some(View { hint: Hint::HoldStill, percent: 100, .. }) => true,
            Some(View { hint: Hint::Colours | Hint::Verifying, .. }) => is_first,
            _ => false,
        };
        // What is wrong with the picture weighs more than a little sharpness.
        let rating = look.sharpness.max(f32::MIN_POSITIVE) / (1.0 + look.findings.len() as f32);
        if !is_fit || rating <= self.rating.get() {
            return;
        }
        self.rating.set(rating);
        let (camera, still) = (Rc::clone(camera), Rc::clone(&self.still));
        spawn_local(async move {
            if let Ok(shot) = camera.shot().await {
                still.replace(Some(shot));
            }
        });
    }

    /// The still.
    pub fn take(&self) -> Option<Canvas> {
        self.still.take()
    }
}

//! The best still of the face in the oval: it is filed beside the check.

use std::cell::RefCell;
use std::rc::Rc;

use kyc_liveness::session::{Hint, View};
use wasm_bindgen_futures::spawn_local;

use crate::services::camera::Camera;
use crate::services::files::Canvas;
use crate::services::vision::Look;

/// Keeps the best still, with what it is worth.
#[derive(Default)]
pub struct Best(Rc<RefCell<Option<(f32, Canvas)>>>);

impl Best {
    /// Copies the camera's picture if it looks better than before. `is_fit`: this look showed one face, in the oval. Not
    /// while colours lie on it, unless there is nothing else.
    pub fn consider(&self, look: &Look, is_fit: bool, view: Option<View>, camera: &Rc<dyn Camera>) {
        let is_time = match view {
            Some(View { hint: Hint::HoldStill, percent: 100, .. }) => true,
            Some(View { hint: Hint::Colours | Hint::Verifying, .. }) => self.0.borrow().is_none(),
            _ => false,
        };
        // What is wrong with the picture weighs more than a little sharpness.
        let rating = look.sharpness.max(f32::MIN_POSITIVE) / (1.0 + look.findings.len() as f32);
        if is_fit && is_time && self.is_below(rating) {
            self.shoot(rating, camera);
        }
    }

    /// The check is passed, and the camera about to go: without a still so far, whatever is seen now.
    pub fn close(&self, camera: &Rc<dyn Camera>) {
        if self.0.borrow().is_none() {
            self.shoot(0.0, camera);
        }
    }

    fn is_below(&self, rating: f32) -> bool {
        self.0.borrow().as_ref().is_none_or(|(best, _)| *best < rating)
    }

    fn shoot(&self, rating: f32, camera: &Rc<dyn Camera>) {
        let (camera, best) = (Rc::clone(camera), Self(Rc::clone(&self.0)));
        spawn_local(async move {
            if let Ok(shot) = camera.shot().await
                // Another one may have been quicker.
                && best.is_below(rating)
            {
                best.0.replace(Some((rating, shot)));
            }
        });
    }

    /// The still.
    pub fn take(&self) -> Option<Canvas> {
        self.0.take().map(|(_, still)| still)
    }
}

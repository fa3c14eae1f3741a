//! From a seed and a recipe to a picture: lay out, shade, blur, expose.

mod develop;
mod layout;
mod shade;

use image::RgbImage;
use kyc_specimen::Rng;

use crate::{Recipe, Subject, Truth};
use layout::Layout;

/// A picture and what is in it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// As the camera gives it.
    pub picture: RgbImage,
    /// What is in it.
    pub truth: Truth,
}

impl Scene {
    /// Draws the scene of a seed; the same for the same recipe.
    #[must_use]
    pub fn draw(seed: u64, recipe: &Recipe) -> Self {
        let mut rng = Rng::new(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x5CE4_E5CE);
        let recipe = recipe.picked(&mut rng);
        let mut layout = Layout::new(&recipe, &mut rng);
        let (raster, mask) = if recipe.subject == Subject::Face {
            shade::face(&layout, &mut rng)
        } else {
            shade::table(&mut layout)
        };
        let picture = develop::develop(raster, &mask, &mut layout.truth, &mut rng);
        Self { picture, truth: layout.truth }
    }
}

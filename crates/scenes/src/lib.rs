//! Photographs of specimen documents as customers take them, drawn with their ground truth: perspective, tables full of
//! things, bad light, blur, glare, documents cut off or missing. The same seed and recipe give the same scene. For the
//! measurements and tests of `kyc-vision`; native only and never part of the app.
//!
//! ```
//! use kyc_scenes::{Recipe, Scene};
//! let scene = Scene::draw(7, &Recipe::clean_document());
//! assert_eq!(scene.picture.dimensions(), (640, 480));
//! assert!(scene.truth.quad.is_some());
//! ```

mod colour;
mod document;
mod fault;
mod ground;
mod hand;
mod light;
mod plane;
mod raster;
mod recipe;
mod scene;
mod thing;
mod truth;

pub use document::{Document, DocumentKind};
pub use fault::Motion;
pub use ground::Ground;
pub use image::RgbImage;
pub use recipe::{Recipe, Span, Subject};
pub use scene::Scene;
pub use truth::{FrameSide, GlareTruth, Truth};

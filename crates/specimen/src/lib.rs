//! Draws specimen documents: cards with a portrait and a machine readable zone, letters, statements, selfies, and
//! the ways in which pictures of them go wrong. All are marked SPECIMEN, come from a country that does not exist,
//! and are the same for the same seed. For tests, demos and Chromium's fake camera; never part of the app.

mod calendar;
mod camera;
mod canvas;
mod card;
mod code;
mod encode;
mod face;
mod format;
mod identity;
pub mod mrz;
mod paper;
mod pdf;
mod person;
mod receipt;
mod rng;
mod set;
mod text;
mod tone;
mod video;

pub use camera::{Surface, View, blurred, darkened, moved, on_table, overexposed, photocopied, photographed};
pub use code::paper_data;
pub use encode::{damaged_jpeg, not_an_image, to_jpeg, to_png, with_exif_gps_and_orientation};
pub use format::{
    PLACE, png_bomb, to_animated_gif, to_animated_png, to_cmyk_jpeg, to_png_with_place, with_xmp_and_comment,
};
pub use identity::{DriverLicense, IdCard, Passport, Selfie};
pub use image::RgbImage;
pub use kyc_specimen_data::{Date, Sex};
pub use paper::{Letter, Statement};
pub use pdf::{damaged_pdf, locked_pdf, pdf};
pub use person::{Flaw, Person};
pub use receipt::Receipt;
pub use rng::{Rng, lattice, value_noise};
pub use set::{blank_page, write_set};
pub use video::{FRAME, document_frames, restless_frames, selfie_frames, write_mjpeg, write_y4m};

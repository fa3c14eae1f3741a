//! What JavaScript sees: a file in, a picture out whose pixels are read where they lie.

use wasm_bindgen::prelude::*;

/// An opened picture.
#[wasm_bindgen]
pub struct Picture(kyc_heic::Picture);

/// Opens a file, see [`kyc_heic::open`].
#[wasm_bindgen]
#[must_use]
pub fn open(file: &[u8]) -> Option<Picture> {
    kyc_heic::open(file).map(Picture)
}

#[wasm_bindgen]
impl Picture {
    /// Width in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// Height in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn height(&self) -> u32 {
        self.0.height
    }

    /// Where its pixels begin in the module's memory; a copy of them would be another 50 MB.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn place(&self) -> usize {
        self.0.pixels.as_ptr() as usize
    }

    /// The name of its colour space, as `ImageData` takes it.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn colours(&self) -> String {
        if self.0.is_p3 { "display-p3" } else { "srgb" }.to_owned()
    }
}

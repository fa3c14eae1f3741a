//! How alike two pictures are where something is printed: the mean structural similarity (Wang et al., 2004) of their
//! brightness over blocks of 8 x 8 pixels, of those blocks in which the first picture has edges.

use js_sys::{Array, Uint8Array};
use kyc_gatherer::services::files::Canvas;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap};

const BLOCK: usize = 8;
/// A standard deviation of 20: print and edges, not noise.
const PRINT: f64 = 400.0;

/// What a browser shows of the bytes, at the size `of`.
pub async fn shown(content: &[u8], of: Option<(u32, u32)>) -> Canvas {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(content))).expect("a blob");
    let create =
        web_sys::window().expect("a window").create_image_bitmap_with_blob(&blob).expect("a promise");
    let bitmap: ImageBitmap = JsFuture::from(create).await.expect("a picture").unchecked_into();
    let (width, height) = of.unwrap_or((bitmap.width(), bitmap.height()));
    let canvas = Canvas::new(width, height).expect("a canvas");
    canvas.draw(&bitmap).expect("it is drawn");
    canvas
}

/// 1 for the same picture; both must have the same size.
pub fn of_print(one: &Canvas, other: &Canvas) -> f64 {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()), "pictures of one size");
    let (first, second) = (luma(one), luma(other));
    let (width, height) = (one.width() as usize, one.height() as usize);
    let mut similar = Vec::new();
    for top in (0..height - BLOCK).step_by(BLOCK) {
        for left in (0..width - BLOCK).step_by(BLOCK) {
            similar.extend(block(&first, &second, width, top * width + left));
        }
    }
    assert!(!similar.is_empty(), "something is printed");
    similar.iter().sum::<f64>() / similar.len() as f64
}

fn luma(canvas: &Canvas) -> Vec<f64> {
    let pixels = canvas.pixels().expect("its pixels");
    let weigh = |p: &[u8; 4]| 0.299 * f64::from(p[0]) + 0.587 * f64::from(p[1]) + 0.114 * f64::from(p[2]);
    pixels.as_chunks::<4>().0.iter().map(weigh).collect()
}

fn block(one: &[f64], other: &[f64], width: usize, start: usize) -> Option<f64> {
    const COUNT: f64 = (BLOCK * BLOCK) as f64;
    let places = || (0..BLOCK).flat_map(|row| start + row * width..start + row * width + BLOCK);
    let mean = |of: &dyn Fn(usize) -> f64| places().map(of).sum::<f64>() / COUNT;
    let (a, b) = (mean(&|at| one[at]), mean(&|at| other[at]));
    let (aa, bb) = (mean(&|at| (one[at] - a).powi(2)), mean(&|at| (other[at] - b).powi(2)));
    let ab = mean(&|at| (one[at] - a) * (other[at] - b));
    // (0.01 * 255)^2 and (0.03 * 255)^2, as in the paper.
    let (c1, c2) = (6.5025, 58.5225);
    (aa > PRINT).then(|| (2.0 * a * b + c1) * (2.0 * ab + c2) / ((a * a + b * b + c1) * (aa + bb + c2)))
}

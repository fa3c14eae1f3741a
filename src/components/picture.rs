//! A captured picture, large or as a thumbnail; a PDF is shown as a file.

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::el::{Node, el};
use super::element::{group, image, span};
use super::{Icon, icon};

/// A picture as large as the column allows. `about` names a file: below its first page, or alone if that cannot be
/// drawn.
#[must_use]
pub fn picture(url: Option<String>, description: String, marks: Vec<Node>, about: Vec<Node>) -> Node {
    let drawn = url.map(|url| {
        let image = image("kyc-picture__image", url, description);
        el("div", "kyc-picture__marks").child(image).children(marks).node()
    });
    let sign = drawn.is_none().then(|| icon(Icon::File));
    let is_file = sign.is_some() || !about.is_empty();
    let about = is_file.then(|| el("div", "kyc-picture__file").children(sign).children(about).node());
    group("kyc-picture", drawn.into_iter().chain(about).collect())
}

/// A frame around a part of a picture, by shares of its width and height: the upper left corner, and the size. What it is
/// about is told in words elsewhere.
#[must_use]
pub fn mark((x, y): (f64, f64), (width, height): (f64, f64)) -> Node {
    let place = el("div", "kyc-mark").attr("aria-hidden", "true");
    let sides = [("left", x), ("top", y), ("width", width), ("height", height)];
    place
        .after(move |place| {
            for (side, share) in sides {
                super::flat::set(place, side, &super::flat::percent(share));
            }
        })
        .node()
}

/// A captured part: thumbnail, words, and what can be done with it.
#[must_use]
pub fn part(
    url: Option<String>,
    description: String,
    title: String,
    detail: Option<Node>,
    action: Option<Node>,
) -> Node {
    let thumb = match url {
        Some(url) => image("kyc-part__image", url, description),
        None => icon(Icon::File),
    };
    let title = span("kyc-part__title", vec![title.into()]);
    let text = el("div", "kyc-part__text").child(title).children(detail);
    el("div", "kyc-part").child(group("kyc-part__thumb", vec![thumb])).child(text).children(action).node()
}

/// A press on something.
pub type Pointing = web_sys::Event;

/// How a picture lies on a stage of another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It covers the stage; a part of it lies outside.
    Cover,
    /// All of it is seen; a part of the stage stays empty.
    Whole,
}

/// Where it was pointed on a picture of `size` that lies on what the event is for: shares of its width and height.
#[must_use]
pub fn pointed_at(event: &Pointing, (wide, high): (f64, f64), fit: Fit) -> Option<(f64, f64)> {
    let stage: Element = event.current_target()?.dyn_into().ok()?;
    if wide < 1.0 || high < 1.0 {
        return None;
    }
    let area = stage.get_bounding_client_rect();
    let (across, down) = (area.width() / wide, area.height() / high);
    let scale = if fit == Fit::Cover { across.max(down) } else { across.min(down) };
    let pointer = event.unchecked_ref::<MouseEvent>();
    let share = |at: i32, start: f64, length: f64, whole: f64| {
        0.5 + (f64::from(at) - start - length / 2.0) / (whole * scale)
    };
    let x = share(pointer.client_x(), area.left(), area.width(), wide);
    let y = share(pointer.client_y(), area.top(), area.height(), high);
    Some((x, y))
}

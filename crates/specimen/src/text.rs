//! Words on a canvas: two free fonts from a crate, so nothing depends on what the machine has installed.
//! The proportional one exists in light only; heavier weights are drawn by laying shifted copies over each other.

use crate::canvas::{Area, Canvas};
use crate::tone::Tone;
use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use std::sync::LazyLock;

static SANS: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(epaint_default_fonts::UBUNTU_LIGHT).ok());
static MONO: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(epaint_default_fonts::HACK_REGULAR).ok());

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    size: f32,
    tone: Tone,
    alpha: f32,
    /// Extra stroke width as a share of the size.
    weight: f32,
    tracking: f32,
    mono: bool,
}

impl Style {
    pub(crate) const fn new(size: f32, tone: Tone) -> Self {
        Self { size, tone, alpha: 1.0, weight: 0.018, tracking: 0.0, mono: false }
    }

    pub(crate) const fn bold(mut self) -> Self {
        self.weight = 0.05;
        self
    }

    pub(crate) const fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    pub(crate) const fn faint(mut self, alpha: f32) -> Self {
        self.alpha = alpha;
        self
    }

    /// Extra space between letters in pixels.
    pub(crate) const fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }

    fn font(&self) -> Option<&'static FontRef<'static>> {
        if self.mono { MONO.as_ref() } else { SANS.as_ref() }
    }

    /// Calls `each` with every glyph and its x; gives the width.
    fn layout(&self, text: &str, mut each: impl FnMut(GlyphId, f32)) -> f32 {
        let Some(font) = self.font() else { return 0.0 };
        let scaled = font.as_scaled(PxScale::from(self.size));
        let mut x = 0.0;
        let mut previous = None;
        for letter in text.chars() {
            let glyph = scaled.glyph_id(letter);
            if let Some(before) = previous {
                x += scaled.kern(before, glyph) + self.tracking;
            }
            each(glyph, x);
            x += scaled.h_advance(glyph);
            previous = Some(glyph);
        }
        x
    }

    /// Width of the words in pixels.
    pub(crate) fn width(&self, text: &str) -> f32 {
        self.layout(text, |_, _| {})
    }

    /// Coverage of the words with the baseline starting at (x, baseline).
    fn cover(&self, text: &str, x: f32, baseline: f32, mut put: impl FnMut(i32, i32, f32)) {
        let Some(font) = self.font() else { return };
        let extra = if self.mono { 0.0 } else { self.weight * self.size };
        let copies = 1 + (extra / 0.7).ceil() as u32;
        self.layout(text, |glyph, offset| {
            for copy in 0..copies {
                let shift = extra * (copy as f32 / copies.saturating_sub(1).max(1) as f32);
                let placed = glyph.with_scale_and_position(self.size, point(x + offset + shift, baseline));
                if let Some(outline) = font.outline_glyph(placed) {
                    let bounds = outline.px_bounds();
                    outline.draw(|dx, dy, coverage| {
                        put(bounds.min.x as i32 + dx as i32, bounds.min.y as i32 + dy as i32, coverage);
                    });
                }
            }
        });
    }
}

impl Canvas {
    /// Words from (x, baseline); gives their width.
    pub(crate) fn text(&mut self, text: &str, x: f32, baseline: f32, style: Style) -> f32 {
        style.cover(text, x, baseline, |at_x, at_y, coverage| {
            self.blend(at_x, at_y, style.tone, coverage * style.alpha);
        });
        style.width(text)
    }

    /// Words ending at (x, baseline).
    pub(crate) fn text_right(&mut self, text: &str, x: f32, baseline: f32, style: Style) {
        self.text(text, x - style.width(text), baseline, style);
    }

    /// Words centred on x.
    pub(crate) fn text_centred(&mut self, text: &str, x: f32, baseline: f32, style: Style) {
        self.text(text, x - style.width(text) / 2.0, baseline, style);
    }

    /// Words wrapped into a column; gives the baseline after the last line.
    pub(crate) fn paragraph(&mut self, text: &str, x: f32, baseline: f32, width: f32, style: Style) -> f32 {
        let mut baseline = baseline;
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if style.width(&longer) > width && !line.is_empty() {
                self.text(&line, x, baseline, style);
                baseline += style.size * 1.32;
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        self.text(&line, x, baseline, style);
        baseline + style.size * 1.32
    }

    /// Words turned by `degrees` (counter-clockwise) around their centre at (x, y).
    pub(crate) fn stamp(&mut self, text: &str, x: f32, y: f32, degrees: f32, style: Style) {
        let (width, height) = (style.width(text).ceil() + 8.0, style.size * 1.4);
        let mut mask = image::GrayImage::new(width as u32, height as u32);
        style.cover(text, 2.0, style.size, |at_x, at_y, coverage| {
            let (Ok(at_x), Ok(at_y)) = (u32::try_from(at_x), u32::try_from(at_y)) else { return };
            if let Some(image::Luma([value])) = mask.get_pixel_mut_checked(at_x, at_y) {
                *value = (*value).max((coverage * 255.0) as u8);
            }
        });
        let (sin, cos) = degrees.to_radians().sin_cos();
        let reach = width / 2.0 * cos.abs() + height * sin.abs() + height;
        let rise = width / 2.0 * sin.abs() + height;
        self.shade(Area::new(x - reach, y - rise, reach * 2.0, rise * 2.0), |px, py| {
            let (dx, dy) = (px - x, py - y);
            let (u, v) = (dx * cos - dy * sin + width / 2.0, dx * sin + dy * cos + height / 2.0);
            (style.tone, covered(&mask, u - 0.5, v - 0.5) * style.alpha)
        });
    }
}

/// Bilinear look-up in a mask.
fn covered(mask: &image::GrayImage, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let at = |dx: f32, dy: f32| {
        let (x, y) = (left + dx, top + dy);
        if x < 0.0 || y < 0.0 {
            return 0.0;
        }
        mask.get_pixel_checked(x as u32, y as u32)
            .map_or(0.0, |&image::Luma([value])| f32::from(value) / 255.0)
    };
    let (fx, fy) = (x - left, y - top);
    let upper = at(0.0, 0.0) * (1.0 - fx) + at(1.0, 0.0) * fx;
    let lower = at(0.0, 1.0) * (1.0 - fx) + at(1.0, 1.0) * fx;
    upper * (1.0 - fy) + lower * fy
}

//! The colour of every pixel before the lens and the sensor have their say.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use image::{RgbImage, imageops};
use kyc_specimen::{Person, Rng, Selfie};

use super::layout::{Display, Layout, Print, Sheet};
use crate::colour::{Rgb, distance_to_box, filtered, length, mix, times};
use crate::light::contact;
use crate::raster::Raster;
use crate::{GlareTruth, Ground};

/// Share of its light with which a reflection hides print: ink is then brighter than nine tenths of white.
const HIDDEN: f32 = 0.7;

/// The table with everything on it, and where the document is (0 to 1).
pub fn table(layout: &mut Layout) -> (Raster, Raster) {
    let (width, height) = (layout.frame.0 as usize, layout.frame.1 as usize);
    let (mut picture, mut mask) = (Raster::new(width, height, 3), Raster::new(width, height, 1));
    let (mut seen, mut hidden) = (0_u32, 0_u32);
    let pixels = picture.values.as_chunks_mut::<3>().0.chunks_exact_mut(width);
    for (y, (row, cover)) in pixels.zip(mask.values.chunks_exact_mut(width)).enumerate() {
        let y = y as f32 + 0.5;
        let pixel = layout.plane.footprint((width as f32 / 2.0, y));
        for (x, (out, cover)) in row.iter_mut().zip(cover).enumerate() {
            let shaded = shaded(layout, (x as f32 + 0.5, y), pixel);
            *out = shaded.colour;
            *cover = shaded.cover;
            if shaded.cover > 0.5 && !shaded.is_held {
                seen += 1;
                hidden += u32::from(shaded.glare > HIDDEN);
            }
        }
    }
    layout.truth.glare = glare(layout, hidden as f32 / seen.max(1) as f32);
    (picture, mask)
}

fn glare(layout: &Layout, share: f32) -> Option<GlareTruth> {
    let largest = layout.spots.iter().max_by(|a, b| a.radius.0.total_cmp(&b.radius.0))?;
    let centre = layout.plane.pixel_of(largest.centre);
    let edge = layout.plane.pixel_of((largest.centre.0 + largest.radius.0, largest.centre.1));
    Some(GlareTruth { share, centre, radius: length(edge.0 - centre.0, edge.1 - centre.1) })
}

struct Shaded {
    colour: Rgb,
    cover: f32,
    glare: f32,
    is_held: bool,
}

fn shaded(layout: &Layout, at: (f32, f32), pixel: f32) -> Shaded {
    let place = layout.plane.place_at(at);
    let mut colour = ground(layout, at, place, pixel);
    let mut cover = 0.0;
    if let Some(sheet) = &layout.sheet {
        cover = coverage(distance_to_box(place, sheet.size, sheet.radius), pixel);
        if cover > 0.0 {
            let printed = printed(layout, sheet, at);
            colour = mix(colour, printed, cover);
        }
    }
    if let Some(hand) = &layout.hand {
        colour = times(colour, 1.0 - hand.shadow(place) * cover);
    }
    let from_middle = |value: f32, length: u32| (value - length as f32 / 2.0) / layout.frame.0 as f32;
    let lit = layout.light.at((from_middle(at.0, layout.frame.0), from_middle(at.1, layout.frame.1)));
    // A display shines by itself.
    let inside = layout.display.map_or(f32::MAX, |display| distance_to_box(place, display.size, 2.0));
    if inside > -4.0 {
        colour = filtered(colour, lit);
    }
    let mut glare = 0.0_f32;
    if cover > 0.0 {
        let mut shining = layout.holograms.iter().fold(colour, |colour, figure| figure.shine(place, colour));
        for spot in &layout.spots {
            shining = spot.shine(place, shining);
            glare = glare.max(spot.at(place));
        }
        colour = mix(colour, shining, cover);
    }
    let (skin, alpha) = layout.hand.as_ref().map_or(([0.0; 3], 0.0), |hand| hand.at(place, pixel));
    Shaded { colour: mix(colour, filtered(skin, lit), alpha), cover, glare, is_held: alpha > 0.5 }
}

fn coverage(distance: f32, pixel: f32) -> f32 {
    (0.5 - distance / pixel).clamp(0.0, 1.0)
}

/// Everything below the document, its shadow included.
fn ground(layout: &Layout, at: (f32, f32), place: (f32, f32), pixel: f32) -> Rgb {
    if layout.covering.ground == Ground::Room {
        // Far behind and out of focus, so it does not follow the document's plane.
        let scale = 420.0 / layout.frame.0 as f32;
        let backdrop =
            ((at.0 - layout.frame.0 as f32 / 2.0) * scale, (at.1 - layout.frame.1 as f32 / 2.0) * scale);
        let behind = layout.covering.at(backdrop, 1.0);
        return layout.display.map_or(behind, |display| shown(&display, place, pixel, behind));
    }
    let mut colour = layout.covering.at(place, pixel);
    for thing in &layout.things {
        let distance = thing.distance(place);
        if distance < 14.0 {
            let leant = (place.0 - layout.lean.0 * 4.0, place.1 - layout.lean.1 * 4.0);
            colour = times(colour, 1.0 - contact(thing.distance(leant), 6.0));
            let inside = coverage(distance, pixel);
            if inside > 0.0 {
                colour = mix(colour, thing.at(place, pixel), inside);
            }
        }
    }
    if let Some(display) = &layout.display {
        return shown(display, place, pixel, colour);
    }
    let Some(sheet) = &layout.sheet else { return colour };
    let leant = (place.0 - layout.lean.0 * sheet.height, place.1 - layout.lean.1 * sheet.height);
    times(colour, 1.0 - contact(distance_to_box(leant, sheet.size, sheet.radius), sheet.height))
}

/// A display: its bezel, and the page around the document.
fn shown(display: &Display, place: (f32, f32), pixel: f32, under: Rgb) -> Rgb {
    let outer = (display.size.0 + display.bezel * 2.0, display.size.1 + display.bezel * 2.0);
    let shadow = contact(distance_to_box(place, outer, 4.0), 5.0);
    let frame = mix(
        times(under, 1.0 - shadow),
        [26.0, 27.0, 30.0],
        coverage(distance_to_box(place, outer, 4.0), pixel),
    );
    let lit = display.moire.on(place, display.page);
    mix(frame, lit, coverage(distance_to_box(place, display.size, 1.0), pixel))
}

/// The document's own colour: four samples a pixel, each between the texels of a level as fine as they lie.
fn printed(layout: &Layout, sheet: &Sheet, at: (f32, f32)) -> Rgb {
    let (document, level) = match &sheet.print {
        Print::Drawn(document, level) => (document, *level),
        Print::Nothing(paper) => return *paper,
    };
    let mut sum = [0.0; 3];
    for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
        let place = layout.plane.place_at((at.0 + dx, at.1 + dy));
        let [r, g, b] = document.at(level, place);
        let [sr, sg, sb] = sum;
        sum = [sr + r, sg + g, sb + b];
    }
    let colour = times(sum, 0.25);
    match &layout.display {
        Some(display) => display.moire.on(layout.plane.place_at(at), times(colour, 0.97)),
        None => colour,
    }
}

/// Square portraits, from which the frames are cut.
const PORTRAIT: u32 = 1200;
const HEAD: f32 = 0.42;

fn portrait(person: u64) -> Arc<RgbImage> {
    static DRAWN: LazyLock<Mutex<HashMap<u64, Arc<RgbImage>>>> = LazyLock::new(Mutex::default);
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let draw = || Arc::new(Selfie(&Person::sample(person)).sized(PORTRAIT, PORTRAIT, HEAD));
    drawn.entry(person).or_insert_with(draw).clone()
}

/// Somebody in front of the camera.
pub fn face(layout: &Layout, rng: &mut Rng) -> (Raster, Raster) {
    let (width, height) = layout.frame;
    let portrait = portrait(rng.next() % 8);
    // The head takes 35 to 75 % of the picture's height.
    let cut_height = (PORTRAIT as f32 * HEAD / (0.35 + rng.unit() * 0.4)).min(PORTRAIT as f32);
    let cut_width = (cut_height * width as f32 / height as f32).min(PORTRAIT as f32);
    let cut_height = cut_width * height as f32 / width as f32;
    let room = (PORTRAIT as f32 - cut_width, PORTRAIT as f32 - cut_height);
    let left = room.0 * (0.5 + (rng.unit() - 0.5) * 0.4);
    let top = (PORTRAIT as f32 * 0.46 - cut_height * (0.42 + rng.unit() * 0.16)).clamp(0.0, room.1);
    let part = imageops::crop_imm(&*portrait, left as u32, top as u32, cut_width as u32, cut_height as u32);
    let picture = imageops::resize(&part.to_image(), width, height, imageops::FilterType::Triangle);
    let mut raster = Raster::new(width as usize, height as usize, 3);
    let out = raster.values.as_chunks_mut::<3>().0;
    for (out, (x, y, &image::Rgb(pixel))) in out.iter_mut().zip(picture.enumerate_pixels()) {
        let from_middle = |value: u32, length: u32| (value as f32 - length as f32 / 2.0) / width as f32;
        let lit = layout.light.at((from_middle(x, width), from_middle(y, height)));
        *out = filtered(pixel.map(f32::from), lit);
    }
    (raster, Raster::new(width as usize, height as usize, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_half_at_the_edge() {
        assert_eq!([coverage(-1.0, 0.5), coverage(0.0, 0.5), coverage(1.0, 0.5)], [1.0, 0.5, 0.0]);
    }
}

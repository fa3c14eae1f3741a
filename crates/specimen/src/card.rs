//! What the cards have in common: size, security background, portrait, labelled fields and the SPECIMEN mark.

use crate::canvas::{Area, Canvas, length};
use crate::face;
use crate::person::Person;
use crate::text::Style;
use crate::tone::{GREY, INK, Tone, WHITE};
use image::RgbImage;
use kyc_specimen_data::Sex;

/// ID-1, 85.60 x 53.98 mm, at 1600 px.
pub(crate) const WIDTH: u32 = 1600;
pub(crate) const HEIGHT: u32 = 1009;

/// Colours of one kind of document.
#[derive(Clone, Copy)]
pub(crate) struct Scheme {
    pub(crate) light: Tone,
    pub(crate) deep: Tone,
    pub(crate) accent: Tone,
}

/// A soft gradient under fine wavy lines, as security printing has it.
pub(crate) fn guilloche(canvas: &mut Canvas, area: Area, scheme: Scheme, phase: f32) {
    canvas.shade(area, |x, y| {
        let (u, v) = ((x - area.x) / area.width, (y - area.y) / area.height);
        let base = scheme.light.mix(scheme.deep, 0.15 + 0.55 * u * v + 0.20 * (1.0 - u) * (1.0 - v));
        let wave = (u * 9.0 + phase).sin() * 0.045 + (u * 21.0 - phase * 2.0).sin() * 0.018;
        let first = line((v + wave) * 46.0);
        let swirl =
            (length(u - 0.72, (v - 0.45) * 0.63) + 0.03 * ((v - 0.45).atan2(u - 0.72) * 9.0).sin()) * 62.0;
        let second = line(swirl) * (1.0 - length(u - 0.72, v - 0.45) * 1.7).clamp(0.0, 1.0);
        (base.mix(scheme.accent, first * 0.13 + second * 0.20), 1.0)
    });
}

/// Coverage of thin lines at whole numbers.
fn line(at: f32) -> f32 {
    let distance = (at - at.round()).abs();
    (1.0 - distance / 0.16).clamp(0.0, 1.0)
}

/// The dark band with the issuing state and the document's name.
pub(crate) fn header(canvas: &mut Canvas, scheme: Scheme, title: &str, code: &str) {
    let (width, tone) = (canvas.width(), scheme.accent.times(0.62));
    canvas.shade(Area::new(0.0, 0.0, width, 150.0), |x, _| (tone.mix(scheme.accent, x / width), 1.0));
    canvas.rule(0.0, 150.0, width, 6.0, scheme.accent.mix(WHITE, 0.55));
    emblem(canvas, 98.0, 75.0, 50.0);
    canvas.text("REPUBLIC OF UTOPIA", 178.0, 66.0, Style::new(46.0, WHITE).bold().tracked(3.0));
    canvas.text(title, 178.0, 122.0, Style::new(42.0, WHITE.mix(scheme.light, 0.3)).tracked(4.0));
    canvas.text_right(code, width - 60.0, 104.0, Style::new(84.0, WHITE).bold().faint(0.85));
}

/// A rising sun over two waves: the arms of Utopia.
fn emblem(canvas: &mut Canvas, x: f32, y: f32, radius: f32) {
    let gold = Tone::new(240.0, 204.0, 110.0);
    canvas.disc(x, y, radius, WHITE, 0.16);
    for ray in 0..9 {
        let (sin, cos) = (std::f32::consts::PI * (ray as f32 / 8.0)).sin_cos();
        let (near, far) = (radius * 0.50, radius * 0.82);
        canvas.stroke(
            &[(x - cos * near, y - sin * near + 8.0), (x - cos * far, y - sin * far + 8.0)],
            4.0,
            gold,
            1.0,
        );
    }
    canvas.shade(Area::new(x - radius, y - radius, radius * 2.0, radius + 8.0), |px, py| {
        let inside = radius * 0.38 - length(px - x, py - y - 8.0);
        (gold, inside.clamp(0.0, 1.0))
    });
    for row in 0..2 {
        let points: Vec<(f32, f32)> = (0..=16)
            .map(|step| {
                let along = step as f32 / 8.0 - 1.0;
                (x + along * radius * 0.7, y + 18.0 + row as f32 * 12.0 + (along * 7.0).sin() * 3.5)
            })
            .collect();
        canvas.stroke(&points, 4.0, WHITE, 0.9);
    }
}

/// The holder's picture as printed on documents.
pub(crate) fn photo(person: &Person, width: u32, height: u32) -> RgbImage {
    let ground = (Tone::new(226.0, 231.0, 236.0), Tone::new(198.0, 206.0, 214.0));
    face::portrait((person.face, person.sex == Sex::Female), (width, height), (0.56, 0.47), ground)
}

/// Places the picture with a thin frame.
pub(crate) fn place_photo(canvas: &mut Canvas, person: &Person, area: Area) {
    let image = photo(person, area.width as u32, area.height as u32);
    canvas.picture(&image, area, 14.0, 1.0);
    canvas.outline(area, 14.0, 3.0, GREY);
}

/// A small label with its value beneath.
pub(crate) fn field(canvas: &mut Canvas, label: &str, value: &str, x: f32, y: f32) {
    canvas.text(label, x, y, Style::new(25.0, GREY.times(0.8)).tracked(0.6));
    canvas.text(value, x, y + 45.0, Style::new(47.0, INK).bold());
}

/// The signature: the name in a quick hand.
pub(crate) fn signature(canvas: &mut Canvas, person: &Person, x: f32, y: f32, width: f32) {
    let mut points = Vec::new();
    let letters: Vec<f32> = person.full_name().bytes().map(|byte| f32::from(byte % 23) / 23.0).collect();
    let count = letters.len().max(1) as f32;
    for (at, letter) in letters.iter().enumerate() {
        for step in 0..8 {
            let along = (at as f32 + step as f32 / 8.0) / count;
            let turn = step as f32 / 8.0 * std::f32::consts::TAU;
            let tall = if at == 0 || (at as f32 / count * 2.0).fract() < 0.08 { 2.6 } else { 0.6 + letter };
            let rise = turn.sin() * 20.0 * tall - along * 14.0;
            points.push((x + along * width + turn.cos() * (6.0 + letter * 9.0), y - rise));
        }
    }
    points.push((x + width * 1.06, y - 30.0));
    canvas.stroke(&points, 3.6, Tone::new(24.0, 34.0, 92.0), 0.9);
}

/// The mark that nobody can take for a real document.
pub(crate) fn specimen(canvas: &mut Canvas, x: f32, y: f32, size: f32, degrees: f32) {
    let red = Tone::new(196.0, 30.0, 44.0);
    canvas.stamp("SPECIMEN", x, y, degrees, Style::new(size, red).bold().tracked(size * 0.10).faint(0.30));
}

/// Monospaced lines of a machine readable zone across the width.
pub(crate) fn zone(canvas: &mut Canvas, lines: &[String], area: Area) {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(1) as f32;
    let style = Style::new(64.0, INK).mono();
    let tracking = (area.width - style.width(&"0".repeat(longest as usize))) / (longest - 1.0).max(1.0);
    for (at, line) in lines.iter().enumerate() {
        let baseline = area.y + area.height / lines.len() as f32 * (at as f32 + 0.72);
        canvas.text(line, area.x, baseline, style.tracked(tracking));
    }
}

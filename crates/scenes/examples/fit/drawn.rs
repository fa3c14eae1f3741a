//! The scenes, drawn once and kept on disk.

use std::path::Path;

use image::imageops;
use kyc_scenes::{FrameSide, Recipe, RgbImage, Scene};
use kyc_vision::{PictureSide, Target};

use crate::truth::Corners;

/// A picture and what the fitting needs to know of it.
pub struct Drawn {
    pub picture: RgbImage,
    pub kind: &'static str,
    pub target: Target,
    /// The corners of a document; `is_whole` tells whether all of it is in the picture.
    pub outline: Option<Corners>,
    pub cut: Vec<PictureSide>,
    /// Of what a display shows nothing is expected: it may be claimed or not.
    pub counts: bool,
}

impl Drawn {
    pub fn is_whole(&self) -> bool {
        self.outline.is_some() && self.cut.is_empty()
    }

    pub fn is_cut(&self) -> bool {
        !self.cut.is_empty()
    }

    /// Draws the scene of a seed, or reads its picture if it was drawn before.
    pub fn of(seed: u64, folder: &Path) -> Self {
        let (kind, recipe) = recipe(seed);
        let path = folder.join(seed.to_string());
        let kept = std::fs::read(&path).ok().and_then(|bytes| unpack(&bytes));
        let (picture, target, outline, cut) = kept.unwrap_or_else(|| {
            let Scene { picture, truth } = Scene::draw(seed, &recipe);
            let cut = truth.cut.iter().map(side).collect();
            let drawn = (picture, truth.target, truth.outline, cut);
            // Without a copy, or a folder for it, it is drawn again the next time.
            let _ = std::fs::write(&path, pack(&drawn));
            drawn
        });
        let (picture, outline) = if is_halved(seed) {
            let (width, height) = picture.dimensions();
            let halved = outline.map(|corners| corners.map(|(x, y)| (x / 2.0, y / 2.0)));
            (imageops::thumbnail(&picture, width / 2, height / 2), halved)
        } else {
            (picture, outline)
        };
        let target = Target::of_name(target).unwrap_or(Target::Page);
        Self { picture, kind, target, outline, cut, counts: kind != "screen" }
    }

    /// Red, green, blue and opaque.
    pub fn rgba(&self) -> Vec<u8> {
        self.picture.as_raw().as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect()
    }
}

fn side(side: &FrameSide) -> PictureSide {
    match side {
        FrameSide::Top => PictureSide::Top,
        FrameSide::Right => PictureSide::Right,
        FrameSide::Bottom => PictureSide::Bottom,
        FrameSide::Left => PictureSide::Left,
    }
}

/// Some scenes to fit on are small, as frames are where no worker runs.
fn is_halved(seed: u64) -> bool {
    (1_000_000..2_000_000).contains(&seed) && matches!(seed / 20 % 11, 5 | 6)
}

/// What a seed stands for. From 1,000,000 on, where it is for fitting, conditions are harder and more varied than in the
/// scenes that prove: frames on end and large ones, blur, dim and bright light, noise, fog.
fn recipe(seed: u64) -> (&'static str, Recipe) {
    let (kind, recipe) = match if seed / 10_000 == 101 { OTHERS + seed % 20 } else { seed % 20 } {
        // More of what is hard to tell apart.
        OTHERS..25 => ("whole", Recipe::whole_document()),
        25..30 => ("without", Recipe::without_document()),
        30..34 => ("cut", Recipe::cut()),
        34 | 35 => ("close", Recipe::too_close()),
        36..39 => ("far", Recipe::far()),
        0..=8 => ("whole", Recipe::whole_document()),
        9..=11 => ("without", Recipe::without_document()),
        12..=14 => ("cut", Recipe::cut()),
        15 => ("close", Recipe::too_close()),
        16 => ("face", Recipe::face()),
        17 => ("far", Recipe::far()),
        18 => ("clean", Recipe::clean_document()),
        _ => match seed / 20 % 8 {
            0 => ("tilted", Recipe::tilted()),
            1 => ("blank", Recipe::blank()),
            2 => ("glaring", Recipe::glaring()),
            3 => ("dark", Recipe::dark()),
            4 => ("blurred", Recipe::blurred()),
            5 => ("moved", Recipe::moved()),
            6 => ("bright", Recipe::bright()),
            _ => ("screen", Recipe::screen()),
        },
    };
    if !(1_000_000..2_000_000).contains(&seed) {
        return (kind, recipe);
    }
    let frame = match seed / 20 % 11 {
        0..=2 => (480, 640),
        3 => (960, 720),
        4 => (640, 360),
        _ => (640, 480),
    };
    // A third under worse conditions, as far as the recipe does not ask for a certain one.
    let is_hard = (seed / 220).is_multiple_of(3) && !matches!(kind, "dark" | "bright" | "blurred" | "moved");
    if !is_hard {
        return (kind, Recipe { frame, ..recipe });
    }
    let hard = Recipe {
        frame,
        blur: (0.35, 2.0),
        exposure: (0.4, 1.15),
        veil: (0.0, 0.12),
        fog: (0.0, 0.35),
        noise: (0.5, 5.0),
        freely_turned: 0.4,
        ..recipe
    };
    (kind, hard)
}

/// Where another mixture begins.
const OTHERS: u64 = 20;

type Kept = (RgbImage, &'static str, Option<Corners>, Vec<PictureSide>);

const SIDES: [PictureSide; 4] =
    [PictureSide::Top, PictureSide::Right, PictureSide::Bottom, PictureSide::Left];

/// One line of text, then the pixels.
fn pack((picture, target, outline, cut): &Kept) -> Vec<u8> {
    let corners = outline.iter().flatten().flat_map(|&(x, y)| [x, y]);
    let cut = SIDES.iter().map(|side| if cut.contains(side) { '1' } else { '0' });
    let head = [picture.width().to_string(), picture.height().to_string(), (*target).into(), cut.collect()];
    let head: Vec<String> = head.into_iter().chain(corners.map(|value| value.to_string())).collect();
    let mut bytes = head.join(" ").into_bytes();
    bytes.push(b'\n');
    bytes.extend_from_slice(picture.as_raw());
    bytes
}

fn unpack(bytes: &[u8]) -> Option<Kept> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (head, pixels) = bytes.split_at_checked(end)?;
    let mut words = std::str::from_utf8(head).ok()?.split(' ');
    let (width, height) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let target = Target::of_name(words.next()?)?.as_str();
    let flags = words.next()?.bytes();
    let cut = SIDES.into_iter().zip(flags).filter(|(_, flag)| *flag == b'1').map(|(side, _)| side).collect();
    let values: Vec<f32> = words.filter_map(|word| word.parse().ok()).collect();
    let outline = match *values.as_slice() {
        [a, b, c, d, e, f, g, h] => Some([(a, b), (c, d), (e, f), (g, h)]),
        _ => None,
    };
    let picture = RgbImage::from_raw(width, height, pixels.get(1..)?.to_vec())?;
    Some((picture, target, outline, cut))
}

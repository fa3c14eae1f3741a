//! Where everything is: the camera, the document, what lies around it, and the light.

use std::sync::Arc;

use kyc_specimen::Rng;

use crate::colour::Rgb;
use crate::fault::{Hologram, Moire, Motion, Spot};
use crate::ground::Covering;
use crate::hand::Hand;
use crate::light::{self, Light};
use crate::plane::{Plane, Pose};
use crate::recipe::within;
use crate::thing::{Shape, Thing};
use crate::{Document, DocumentKind, FrameSide, Ground, Recipe, Subject, Truth};

/// What is printed on the document.
#[derive(Clone, Debug)]
pub enum Print {
    Drawn(Arc<Document>, usize),
    Nothing(Rgb),
}

/// The document in the scene; lengths are millimetres around the plane's origin.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub print: Print,
    pub size: (f32, f32),
    pub radius: f32,
    /// How high above the ground its edge throws its shadow.
    pub height: f32,
}

/// A display under the document.
#[derive(Clone, Copy, Debug)]
pub struct Display {
    pub size: (f32, f32),
    pub bezel: f32,
    pub page: Rgb,
    pub moire: Moire,
}

/// Everything of one scene but its pixels.
#[derive(Clone, Debug)]
pub struct Layout {
    pub frame: (u32, u32),
    pub plane: Plane,
    pub covering: Covering,
    pub things: Vec<Thing>,
    pub sheet: Option<Sheet>,
    pub display: Option<Display>,
    pub hand: Option<Hand>,
    pub light: Light,
    pub lean: (f32, f32),
    pub holograms: Vec<Hologram>,
    pub spots: Vec<Spot>,
    pub truth: Truth,
}

impl Layout {
    pub fn new(recipe: &Recipe, rng: &mut Rng) -> Self {
        let kind = recipe.kind(rng);
        let ground = recipe.ground.unwrap_or_else(|| rng.pick(&Ground::ALL));
        let focal = focal(recipe.frame, rng);
        let pose = pose(recipe, kind, focal, rng);
        let plane = Plane::seen(&pose, focal, recipe.frame);
        let truth = truth(recipe, kind, ground, &pose, rng);
        let covering = Covering::new(ground, rng);
        let pixel = plane.footprint((recipe.frame.0 as f32 / 2.0, recipe.frame.1 as f32 / 2.0));
        let mut layout = Self {
            frame: recipe.frame,
            plane,
            covering,
            things: Vec::new(),
            sheet: None,
            display: None,
            hand: None,
            light: Light::new(rng, truth.has_shadow),
            lean: light::lean(rng),
            holograms: Vec::new(),
            spots: Vec::new(),
            truth,
        };
        match recipe.subject {
            Subject::Nothing => layout.add_things(kind, rng),
            Subject::Face => {}
            _ => layout.add_document(recipe, kind, pixel, rng),
        }
        layout
    }

    fn add_document(&mut self, recipe: &Recipe, kind: DocumentKind, pixel: f32, rng: &mut Rng) {
        let is_card = kind.target() == "card";
        let is_fine = recipe.frame.0.max(recipe.frame.1) > 1100;
        let print = if self.truth.is_blank {
            let tint = 0.93 + rng.unit() * 0.04;
            Print::Nothing([248.0 * tint, 247.0 * tint, 246.0 * tint])
        } else {
            let anybody = rng.next();
            let document = Document::of(kind, recipe.person.unwrap_or(anybody), is_fine);
            let level = document.level(pixel / 2.0);
            Print::Drawn(document, level)
        };
        let size = kind.size();
        // Cards are 0.76 mm thick, booklets and curling paper higher.
        let height = if is_card { 0.8 + rng.unit() * 2.0 } else { 0.5 + rng.unit() * 4.0 };
        self.sheet = Some(Sheet { print, size, radius: kind.radius(), height });
        self.outline(size);
        if self.truth.is_screen {
            self.display = Some(display(size, pixel, rng));
        } else if rng.unit() < 0.35 && self.truth.ground != Ground::Room {
            self.add_clutter(size, rng);
        }
        let is_held = if self.truth.ground == Ground::Room { rng.unit() < 0.85 } else { rng.unit() < 0.1 };
        if is_held && !self.truth.is_screen {
            self.hand = Some(Hand::new(size, rng));
            self.truth.has_fingers = true;
        }
        if !self.truth.is_blank && kind.target() != "page" && rng.unit() < 0.35 {
            self.holograms = (0..rng.range(1, 4)).map(|_| Hologram::new(size, rng)).collect();
            self.truth.has_hologram = true;
        }
        if let Some(share) = recipe.glare {
            let area = within(rng, share) * size.0 * size.1;
            let count = if rng.unit() < 0.75 { 1 } else { 2 };
            self.spots = (0..count).map(|_| Spot::new(size, area / count as f32, rng)).collect();
        }
    }

    /// The document's corners in the picture, and how much of it is there.
    fn outline(&mut self, (width, height): (f32, f32)) {
        let corners = corners(&self.plane, (width, height));
        let (x, y) = (self.frame.0 as f32, self.frame.1 as f32);
        let slack = 1.0;
        let beyond = |is_out: &dyn Fn(f32, f32) -> bool| corners.iter().any(|&(x, y)| is_out(x, y));
        let sides = [
            (FrameSide::Top, beyond(&|_, y| y < -slack)),
            (FrameSide::Right, beyond(&|px, _| px > x + slack)),
            (FrameSide::Bottom, beyond(&|_, py| py > y + slack)),
            (FrameSide::Left, beyond(&|x, _| x < -slack)),
        ];
        let ordered = from_upper_left(corners);
        self.truth.cut = sides.iter().filter(|(_, is_cut)| *is_cut).map(|(side, _)| *side).collect();
        self.truth.fill = share(&corners, self.frame);
        self.truth.outline = Some(ordered);
        self.truth.quad = (self.truth.cut.is_empty() && !self.truth.is_screen).then_some(ordered);
    }

    /// Other things around a document: nothing that could be taken for one, and not over it.
    fn add_clutter(&mut self, (width, height): (f32, f32), rng: &mut Rng) {
        let around = crate::colour::length(width, height) / 2.0;
        for _ in 0..rng.range(1, 4) {
            let shape = rng.pick(&[
                Shape::Pen,
                Shape::Phone,
                Shape::Keyboard,
                Shape::Cup,
                Shape::Ruler,
                Shape::Paper,
            ]);
            let (angle, turn) = (rng.unit() * 6.3, rng.unit() * 6.3);
            let mut thing = Thing::new(shape, (0.0, 0.0), turn, rng);
            // Papers only far enough out for the picture to cut them off.
            let reach = crate::colour::length(thing.size.0, thing.size.1) / 2.0;
            let gap = if shape == Shape::Paper { around * 0.5 } else { rng.unit() * around * 0.4 };
            let far = around + reach + gap + 2.0;
            thing.centre = (angle.cos() * far, angle.sin() * far);
            self.things.push(thing);
        }
    }

    /// Things in a picture without a document; rectangles only where their shape is clearly another one than the target's.
    fn add_things(&mut self, target: DocumentKind, rng: &mut Rng) {
        let shapes: &[Shape] = match target.target() {
            "page" => &[Shape::Keyboard, Shape::Pen, Shape::Cup, Shape::Phone, Shape::Ruler, Shape::Window],
            "card" => &[
                Shape::Keyboard,
                Shape::Pen,
                Shape::Cup,
                Shape::Phone,
                Shape::Ruler,
                Shape::Window,
                Shape::Book,
                Shape::Display,
            ],
            _ => &[
                Shape::Keyboard,
                Shape::Pen,
                Shape::Cup,
                Shape::Phone,
                Shape::Ruler,
                Shape::Window,
                Shape::Display,
            ],
        };
        let (width, height) = (self.frame.0 as f32, self.frame.1 as f32);
        for _ in 0..rng.range(0, 5) {
            let at = rng.range(0, shapes.len() as u32) as usize;
            let Some(&shape) = shapes.get(at) else { continue };
            let spot = (width * (0.1 + 0.8 * rng.unit()), height * (0.1 + 0.8 * rng.unit()));
            let centre = self.plane.place_at(spot);
            let turn = rng.unit() * 6.3;
            let thing = Thing::new(shape, centre, turn, rng);
            let may_be_sheet = matches!(shape, Shape::Book | Shape::Display);
            self.truth.has_cut_sheet |= may_be_sheet && self.is_cut(&thing);
            self.things.push(thing);
        }
    }

    /// Whether a thing goes beyond the picture.
    fn is_cut(&self, thing: &Thing) -> bool {
        let (width, height) = (self.frame.0 as f32, self.frame.1 as f32);
        let is_over = |pixel: (f32, f32)| thing.distance(self.plane.place_at(pixel)) < 0.0;
        (0..=BORDER).map(|at| at as f32 / BORDER as f32).any(|share| {
            let (x, y) = (share * width, share * height);
            [(x, 0.0), (x, height), (0.0, y), (width, y)].into_iter().any(is_over)
        })
    }
}

/// Places along each side of the picture at which it is seen whether a thing goes beyond it.
const BORDER: u32 = 64;

/// Pixels: lenses of 55 to 72 degrees along the picture's long edge.
fn focal((width, height): (u32, u32), rng: &mut Rng) -> f32 {
    width.max(height) as f32 / 2.0 / within(rng, (27.5, 36.0)).to_radians().tan()
}

fn corners(plane: &Plane, (width, height): (f32, f32)) -> [(f32, f32); 4] {
    let (x, y) = (width / 2.0, height / 2.0);
    [(-x, -y), (x, -y), (x, y), (-x, y)].map(|corner| plane.pixel_of(corner))
}

fn bounds(corners: &[(f32, f32); 4]) -> (Span2, Span2) {
    let span = |value: fn(&(f32, f32)) -> f32| {
        let values = corners.iter().map(value);
        (values.clone().fold(f32::MAX, f32::min), values.fold(f32::MIN, f32::max))
    };
    (span(|corner| corner.0), span(|corner| corner.1))
}

type Span2 = (f32, f32);

fn share(corners: &[(f32, f32); 4], (width, height): (u32, u32)) -> f32 {
    let (x, y) = bounds(corners);
    ((x.1 - x.0) / width as f32).max((y.1 - y.0) / height as f32)
}

/// The same corners, beginning with the one nearest to the picture's upper left.
fn from_upper_left(corners: [(f32, f32); 4]) -> [(f32, f32); 4] {
    let nearest = corners.iter().enumerate().min_by(|(_, a), (_, b)| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    let first = nearest.map_or(0, |(at, _)| at);
    let [a, b, c, d] = corners;
    match first {
        0 => [a, b, c, d],
        1 => [b, c, d, a],
        2 => [c, d, a, b],
        _ => [d, a, b, c],
    }
}

/// A pose in which the document takes the share of the picture that the recipe asks for, whole or cut as it asks for.
fn pose(recipe: &Recipe, kind: DocumentKind, focal: f32, rng: &mut Rng) -> Pose {
    let quarter = if rng.unit() < 0.55 { 0.0 } else { rng.range(0, 4) as f32 * 90.0 };
    let jitter = (rng.unit() + rng.unit() - 1.0) * 12.0;
    let turn = if rng.unit() < recipe.freely_turned { rng.unit() * 360.0 } else { quarter + jitter };
    let mut pose = Pose {
        turn: turn.to_radians(),
        tilt: within(rng, recipe.tilt).to_radians(),
        axis: rng.unit() * std::f32::consts::TAU,
        distance: 300.0,
        shift: (0.0, 0.0),
    };
    let goal = within(rng, recipe.fill);
    let shifts = (rng.unit(), rng.unit());
    let cut = (rng.range(0, 4), rng.unit() < 0.3, 0.1 + rng.unit() * 0.25);
    pose.distance = distance(&pose, goal, kind, focal, recipe.frame);
    // A shift changes the perspective a little, so a few rounds are needed.
    for _ in 0..4 {
        let (x, y) = bounds(&corners(&Plane::seen(&pose, focal, recipe.frame), kind.size()));
        let (dx, dy) = match recipe.subject {
            Subject::Cut => shift_out(x, y, recipe.frame, cut, shifts),
            Subject::TooClose => ((shifts.0 - 0.5) * 30.0, (shifts.1 - 0.5) * 30.0),
            _ => (into(x, recipe.frame.0, shifts.0), into(y, recipe.frame.1, shifts.1)),
        };
        pose.shift = (pose.shift.0 + dx, pose.shift.1 + dy);
        if recipe.subject == Subject::TooClose {
            break;
        }
    }
    if recipe.subject != Subject::Cut && recipe.subject != Subject::TooClose {
        while !is_inside(&corners(&Plane::seen(&pose, focal, recipe.frame), kind.size()), recipe.frame) {
            pose.distance *= 1.03;
            pose.shift = (pose.shift.0 * 0.9, pose.shift.1 * 0.9);
        }
    }
    pose
}

/// The distance at which a document in the middle takes that share of the picture.
fn distance(pose: &Pose, goal: f32, kind: DocumentKind, focal: f32, frame: (u32, u32)) -> f32 {
    let (mut near, mut far) = (kind.size().0 * 0.3, 12_000.0);
    for _ in 0..40 {
        let middle = (near + far) / 2.0;
        let plane = Plane::seen(&Pose { distance: middle, ..*pose }, focal, frame);
        if share(&corners(&plane, kind.size()), frame) > goal { near = middle } else { far = middle }
    }
    far
}

/// How far to shift a span so that it lies in the picture, at the given share of the room it has.
fn into((from, to): Span2, length: u32, unit: f32) -> f32 {
    let margin = length as f32 * 0.012 + 1.0;
    let room = (length as f32 - 2.0 * margin - (to - from)).max(0.0);
    // People aim for the middle.
    let centred = 0.5 + (unit - 0.5) * 0.8;
    margin + room * centred - from
}

fn is_inside(corners: &[(f32, f32); 4], (width, height): (u32, u32)) -> bool {
    let (x, y) = bounds(corners);
    x.0 >= 2.0 && y.0 >= 2.0 && x.1 <= width as f32 - 2.0 && y.1 <= height as f32 - 2.0
}

/// How far to shift so that a part lies beyond one side, or a second one next to it.
fn shift_out(
    x: Span2,
    y: Span2,
    (width, height): (u32, u32),
    (side, is_double, part): (u32, bool, f32),
    shifts: (f32, f32),
) -> (f32, f32) {
    let over = |(from, to): Span2, length: u32, is_high: bool| {
        let out = (to - from) * part;
        if is_high { length as f32 + out - to } else { -out - from }
    };
    let (is_across, is_high) = (side % 2 == 0, side > 1);
    let dx = if is_across || is_double { over(x, width, is_high) } else { into(x, width, shifts.0) };
    let dy = if !is_across || is_double { over(y, height, is_high) } else { into(y, height, shifts.1) };
    (dx, dy)
}

/// A lens is not worse for having more pixels behind it; a focus that is off is.
fn blur(sigma: f32, scale: f32) -> f32 {
    if sigma < 1.0 { sigma * scale.sqrt() } else { sigma * scale }
}

fn display((width, height): (f32, f32), pixel: f32, rng: &mut Rng) -> Display {
    let long = width.max(height);
    let shape = 1.3 + rng.unit() * 0.5;
    let wide = (long * (1.15 + rng.unit() * 0.5)).max(width * 1.08);
    let size = if width > height {
        (wide, (wide / shape).max(height * 1.12))
    } else {
        (long * 1.15 * shape, long * 1.15)
    };
    let page = if rng.unit() < 0.5 { [40.0, 41.0, 44.0] } else { [228.0, 230.0, 234.0] };
    Display { size, bezel: 6.0 + rng.unit() * 10.0, page, moire: Moire::new(pixel, rng) }
}

fn truth(recipe: &Recipe, kind: DocumentKind, ground: Ground, pose: &Pose, rng: &mut Rng) -> Truth {
    let scale = recipe.frame.0.max(recipe.frame.1) as f32 / 640.0;
    let has_document = !matches!(recipe.subject, Subject::Nothing | Subject::Face);
    Truth {
        target: kind.target(),
        kind: has_document.then_some(kind),
        quad: None,
        outline: None,
        cut: Vec::new(),
        fill: 0.0,
        tilt: pose.tilt.to_degrees(),
        turn: pose.turn.to_degrees(),
        ground,
        blur: blur(within(rng, recipe.blur), scale),
        is_ground_sharp: rng.unit() < 0.4,
        motion: recipe
            .motion
            .map(|span| Motion { length: within(rng, span) * scale, angle: rng.unit() * 180.0 }),
        glare: None,
        has_hologram: false,
        has_shadow: rng.unit() < 0.35,
        has_fingers: false,
        exposure: within(rng, recipe.exposure),
        veil: within(rng, recipe.veil),
        fog: within(rng, recipe.fog),
        noise: within(rng, recipe.noise),
        jpeg: (rng.unit() < 0.6).then(|| 62 + (rng.unit() * 34.0) as u8),
        is_face: recipe.subject == Subject::Face,
        is_blank: recipe.subject == Subject::Blank,
        is_screen: recipe.subject == Subject::Screen,
        has_cut_sheet: false,
    }
}

//! The documents of the scenes: drawn once per person, kept at falling sizes for looking them up at any distance.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use image::{RgbImage, imageops};
use kyc_specimen::{DriverLicense, IdCard, Letter, Passport, Person, Receipt, Statement};

use crate::colour::{Rgb, mix};

/// People whose documents are drawn; more would only cost memory.
const PEOPLE: u64 = 5;

/// What lies on the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Front of an identity card.
    IdFront,
    /// Back of an identity card.
    IdBack,
    /// Front of a driver's licence.
    LicenceFront,
    /// Back of a driver's licence.
    LicenceBack,
    /// Photo page of a passport.
    Passport,
    /// A letter, A4.
    Letter,
    /// An electricity bill, A4.
    Bill,
    /// A bank statement, A4.
    Statement,
    /// A salary slip, A4.
    Salary,
    /// A till receipt.
    Receipt,
}

impl DocumentKind {
    /// The cards.
    pub const CARDS: [Self; 4] = [Self::IdFront, Self::IdBack, Self::LicenceFront, Self::LicenceBack];
    /// The papers.
    pub const PAGES: [Self; 5] = [Self::Letter, Self::Bill, Self::Statement, Self::Salary, Self::Receipt];

    /// The name of `kyc_vision::Target`: `card`, `passport-page` or `page`.
    #[must_use]
    pub const fn target(self) -> &'static str {
        match self {
            Self::IdFront | Self::IdBack | Self::LicenceFront | Self::LicenceBack => "card",
            Self::Passport => "passport-page",
            _ => "page",
        }
    }

    /// Width and height in millimetres, as it is read.
    #[must_use]
    pub const fn size(self) -> (f32, f32) {
        match self {
            Self::IdFront | Self::IdBack | Self::LicenceFront | Self::LicenceBack => (85.6, 53.98),
            Self::Passport => (125.0, 88.0),
            Self::Receipt => (80.0, 133.3),
            _ => (210.0, 297.0),
        }
    }

    /// Radius of its corners in millimetres: ISO/IEC 7810 for cards; passports are cut by 3 mm.
    #[must_use]
    pub const fn radius(self) -> f32 {
        match self {
            Self::IdFront | Self::IdBack | Self::LicenceFront | Self::LicenceBack => 3.18,
            Self::Passport => 3.0,
            _ => 0.0,
        }
    }

    /// Whether a portrait is printed on it.
    #[must_use]
    pub const fn has_portrait(self) -> bool {
        matches!(self, Self::IdFront | Self::LicenceFront | Self::Passport)
    }

    fn drawn(self, person: &Person) -> RgbImage {
        match self {
            Self::IdFront => IdCard(person).front(),
            Self::IdBack => IdCard(person).back(),
            Self::LicenceFront => DriverLicense(person).front(),
            Self::LicenceBack => DriverLicense(person).back(),
            Self::Passport => Passport(person).photo_page(),
            Self::Letter => Letter(person).bank_letter(),
            Self::Bill => Letter(person).utility_bill(),
            Self::Statement => Statement(person).bank(1),
            Self::Salary => Statement(person).salary_slip(),
            Self::Receipt => Receipt(person).paper(),
        }
    }
}

/// One size of a drawn document.
#[derive(Debug)]
struct Level {
    pixels: Vec<[u8; 3]>,
    width: usize,
    height: usize,
}

impl Level {
    fn of(picture: &RgbImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Self { pixels: picture.as_raw().as_chunks::<3>().0.to_vec(), width, height }
    }

    /// Bilinear, the border repeated; the place in shares of width and height.
    fn at(&self, u: f32, v: f32) -> Rgb {
        let x = (u * self.width as f32 - 0.5).clamp(0.0, self.width as f32 - 1.001);
        let y = (v * self.height as f32 - 0.5).clamp(0.0, self.height as f32 - 1.001);
        let (left, top) = (x as usize, y as usize);
        let pixel = |dx: usize, dy: usize| {
            self.pixels.get((top + dy) * self.width + left + dx).map_or([0.0; 3], |p| p.map(f32::from))
        };
        let (fx, fy) = (x - left as f32, y - top as f32);
        mix(mix(pixel(0, 0), pixel(1, 0), fx), mix(pixel(0, 1), pixel(1, 1), fx), fy)
    }
}

/// A drawn document.
#[derive(Debug)]
pub struct Document {
    /// Its kind.
    pub kind: DocumentKind,
    levels: Vec<Level>,
}

type Cache = Mutex<HashMap<(DocumentKind, u64, bool), Arc<Document>>>;

impl Document {
    /// The document of one of a few people; `is_fine` keeps the full size, for frames of more than a megapixel.
    #[must_use]
    pub fn of(kind: DocumentKind, person: u64, is_fine: bool) -> Arc<Self> {
        static DRAWN: LazyLock<Cache> = LazyLock::new(Cache::default);
        let person = person % PEOPLE;
        let key = (kind, person, is_fine);
        let known = |cache: &Cache| cache.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(document) = known(&DRAWN) {
            return document;
        }
        let document = Arc::new(Self::drawn(kind, &Person::sample(person), is_fine));
        let mut cache = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        cache.entry(key).or_insert(document).clone()
    }

    fn drawn(kind: DocumentKind, person: &Person, is_fine: bool) -> Self {
        let mut picture = kind.drawn(person);
        let mut levels = Vec::new();
        if is_fine {
            levels.push(Level::of(&picture));
        }
        while picture.width() > 100 {
            picture = imageops::thumbnail(&picture, picture.width() / 2, picture.height() / 2);
            levels.push(Level::of(&picture));
        }
        Self { kind, levels }
    }

    /// The level to look up samples in that lie `step` millimetres apart.
    pub(crate) fn level(&self, step: f32) -> usize {
        let is_coarser = |level: &&Level| self.kind.size().0 / level.width as f32 <= step * 1.2;
        self.levels.iter().filter(is_coarser).count().saturating_sub(1)
    }

    /// Its colour at a place in millimetres from its centre.
    pub(crate) fn at(&self, level: usize, (x, y): (f32, f32)) -> Rgb {
        let (width, height) = self.kind.size();
        let (u, v) = (x / width + 0.5, y / height + 0.5);
        self.levels.get(level).map_or([0.0; 3], |level| level.at(u, v))
    }
}

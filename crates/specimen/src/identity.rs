//! Identity documents: card (TD1), driver's licence, passport (TD3) and the selfie that goes with them.

use crate::canvas::{Area, Canvas};
use crate::card::{self, Scheme, field};
use crate::code;
use crate::face;
use crate::mrz;
use crate::person::Person;
use crate::text::Style;
use crate::tone::{GREY, INK, PAPER, Tone, WHITE};
use image::RgbImage;
use kyc_specimen_data::{Sex, Side, SpecimenData};
use kyc_wire::DocumentSubtype;

const CARD: Scheme = Scheme {
    light: Tone::new(238.0, 243.0, 244.0),
    deep: Tone::new(176.0, 208.0, 216.0),
    accent: Tone::new(38.0, 104.0, 128.0),
};
const LICENCE: Scheme = Scheme {
    light: Tone::new(247.0, 236.0, 234.0),
    deep: Tone::new(232.0, 190.0, 190.0),
    accent: Tone::new(158.0, 62.0, 86.0),
};
const PASSPORT: Scheme = Scheme {
    light: Tone::new(244.0, 240.0, 230.0),
    deep: Tone::new(214.0, 200.0, 172.0),
    accent: Tone::new(116.0, 84.0, 52.0),
};

fn blank_card(scheme: Scheme, phase: f32) -> Canvas {
    let mut canvas = Canvas::new(card::WIDTH, card::HEIGHT, scheme.light);
    let area = canvas.area();
    card::guilloche(&mut canvas, area, scheme, phase);
    canvas
}

/// An identity card of Utopia, 1600 x 1009 px.
#[derive(Clone, Copy, Debug)]
pub struct IdCard<'a>(pub &'a Person);

impl IdCard<'_> {
    /// The side with the portrait.
    #[must_use]
    pub fn front(&self) -> RgbImage {
        let person = self.0;
        let mut canvas = blank_card(CARD, 0.4);
        card::header(&mut canvas, CARD, "IDENTITY CARD", "UTO");
        card::place_photo(&mut canvas, person, Area::new(70.0, 214.0, 460.0, 592.0));
        field(&mut canvas, "Surname", &person.last_name.to_uppercase(), 590.0, 244.0);
        field(&mut canvas, "Given names", &person.first_name.to_uppercase(), 590.0, 352.0);
        field(&mut canvas, "Date of birth", &person.birth_date.long(), 590.0, 460.0);
        field(&mut canvas, "Sex", &person.sex.letter().to_string(), 950.0, 460.0);
        field(&mut canvas, "Nationality", "UTO", 1090.0, 460.0);
        field(&mut canvas, "Place of birth", &person.birth_place.to_uppercase(), 590.0, 568.0);
        field(&mut canvas, "Date of issue", &person.issue_date.long(), 590.0, 676.0);
        field(&mut canvas, "Date of expiry", &person.expiry_date.long(), 950.0, 676.0);
        canvas.text("Document No.", 590.0, 792.0, Style::new(25.0, GREY.times(0.8)).tracked(0.6));
        canvas.text(
            &person.document_number,
            590.0,
            848.0,
            Style::new(60.0, CARD.accent.times(0.8)).bold().tracked(5.0),
        );
        canvas.text("Holder's signature", 70.0, 850.0, Style::new(25.0, GREY.times(0.8)));
        card::signature(&mut canvas, person, 90.0, 920.0, 400.0);
        chip(&mut canvas, 1330.0, 250.0);
        card::specimen(&mut canvas, 1000.0, 560.0, 190.0, 16.0);
        canvas.text(
            "This card belongs to no one and is valid nowhere.",
            590.0,
            950.0,
            Style::new(28.0, INK).faint(0.75),
        );
        code::print(&mut canvas, &self.data(Side::Front), Area::new(1222.0, 552.0, 360.0, 360.0));
        canvas.into_image()
    }

    /// The side with the address and the machine readable zone.
    #[must_use]
    pub fn back(&self) -> RgbImage {
        let person = self.0;
        let mut canvas = blank_card(CARD, 2.1);
        field(&mut canvas, "Address", &person.street.to_uppercase(), 70.0, 90.0);
        canvas.text(&person.town.to_uppercase(), 70.0, 192.0, Style::new(47.0, INK).bold());
        field(
            &mut canvas,
            "Height",
            if person.sex == Sex::Female { "1.68 m" } else { "1.82 m" },
            70.0,
            262.0,
        );
        field(&mut canvas, "Eye colour", "SEE PHOTO", 330.0, 262.0);
        field(&mut canvas, "Authority", "CIVIL REGISTRY OF AMAUROT", 70.0, 370.0);
        field(&mut canvas, "Date of issue", &person.issue_date.long(), 70.0, 478.0);
        barcode(&mut canvas, person, Area::new(1040.0, 70.0, 480.0, 150.0));
        canvas.rounded(Area::new(0.0, 610.0, 1600.0, 399.0), 0.0, WHITE, 0.62);
        card::zone(&mut canvas, &mrz::td1(person), Area::new(76.0, 640.0, 1448.0, 330.0));
        card::specimen(&mut canvas, 700.0, 380.0, 180.0, 14.0);
        code::print(&mut canvas, &self.data(Side::Back), Area::new(1190.0, 222.0, 386.0, 386.0));
        canvas.into_image()
    }

    /// What a side says about itself.
    #[must_use]
    pub fn data(&self, side: Side) -> SpecimenData {
        let person = self.0;
        let data = code::identity(person, DocumentSubtype::IdCard, side, &person.document_number);
        if side != Side::Back {
            return data;
        }
        SpecimenData { mrz: mrz::td1(person).to_vec(), address: Some(person.address()), ..data }
    }
}

fn chip(canvas: &mut Canvas, x: f32, y: f32) {
    let gold = Tone::new(214.0, 178.0, 96.0);
    let dark = gold.times(0.62);
    canvas.rounded(Area::new(x, y, 170.0, 132.0), 22.0, gold, 1.0);
    canvas.rounded(Area::new(x + 6.0, y + 6.0, 158.0, 60.0), 18.0, gold.mix(WHITE, 0.35), 0.7);
    canvas.outline(Area::new(x, y, 170.0, 132.0), 22.0, 3.0, dark);
    canvas.outline(Area::new(x + 55.0, y + 36.0, 60.0, 60.0), 12.0, 3.0, dark);
    for row in [44.0, 88.0] {
        canvas.rule(x, y + row, 55.0, 3.0, dark);
        canvas.rule(x + 115.0, y + row, 55.0, 3.0, dark);
    }
    canvas.rule(x + 84.0, y, 3.0, 36.0, dark);
    canvas.rule(x + 84.0, y + 96.0, 3.0, 36.0, dark);
}

fn barcode(canvas: &mut Canvas, person: &Person, area: Area) {
    canvas.rounded(area, 6.0, WHITE, 0.9);
    let mut x = area.x + 20.0;
    let bits = person.document_number.bytes().cycle().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1));
    for (at, bit) in bits.enumerate() {
        let wide = if bit == 1 { 8.0 } else { 4.0 };
        if x + wide > area.x + area.width - 20.0 {
            break;
        }
        if at % 2 == 0 {
            canvas.fill(Area::new(x, area.y + 16.0, wide, area.height - 32.0), INK);
        }
        x += wide;
    }
}

/// A driver's licence of Utopia, 1600 x 1009 px.
#[derive(Clone, Copy, Debug)]
pub struct DriverLicense<'a>(pub &'a Person);

impl DriverLicense<'_> {
    /// The side with the portrait and the numbered fields.
    #[must_use]
    pub fn front(&self) -> RgbImage {
        let person = self.0;
        let mut canvas = blank_card(LICENCE, 3.3);
        card::header(&mut canvas, LICENCE, "DRIVING LICENCE", "UTO");
        card::place_photo(&mut canvas, person, Area::new(70.0, 240.0, 400.0, 515.0));
        let born = format!("{}  {}", person.birth_date.long(), person.birth_place);
        let lines = [
            ("1.", person.last_name.to_uppercase()),
            ("2.", person.first_name.to_uppercase()),
            ("3.", born.to_uppercase()),
            ("4a.", person.issue_date.long()),
            ("4b.", person.expiry_date.long()),
            ("4c.", "ROAD TRAFFIC OFFICE AMAUROT".to_owned()),
            ("5.", person.licence_number.clone()),
            ("8.", format!("{}, {}", person.street, person.town).to_uppercase()),
            ("9.", "AM / A1 / B / BE".to_owned()),
        ];
        for (row, (number, value)) in lines.iter().enumerate() {
            let baseline = 282.0 + row as f32 * 72.0;
            canvas.text(number, 530.0, baseline, Style::new(34.0, LICENCE.accent).bold());
            canvas.text(value, 615.0, baseline, Style::new(46.0, INK).bold());
        }
        canvas.text("7.", 70.0, 830.0, Style::new(34.0, LICENCE.accent).bold());
        card::signature(&mut canvas, person, 130.0, 880.0, 360.0);
        card::specimen(&mut canvas, 1010.0, 600.0, 190.0, 16.0);
        canvas.text("Not a licence. Drawn for tests.", 530.0, 955.0, Style::new(30.0, INK).faint(0.75));
        code::print(&mut canvas, &self.data(Side::Front), Area::new(1216.0, 166.0, 360.0, 360.0));
        canvas.into_image()
    }

    /// The side with the table of categories.
    #[must_use]
    pub fn back(&self) -> RgbImage {
        let person = self.0;
        let mut canvas = blank_card(LICENCE, 5.2);
        let (left, top, row_height) = (520.0, 90.0, 82.0);
        canvas.rounded(Area::new(left, top, 1010.0, row_height * 10.0), 10.0, WHITE, 0.62);
        for (at, heading) in ["9.", "10.", "11.", "12."].iter().enumerate() {
            canvas.text(
                heading,
                left + 30.0 + at as f32 * 290.0,
                top + 54.0,
                Style::new(36.0, LICENCE.accent).bold(),
            );
        }
        for (row, category) in ["AM", "A1", "A2", "A", "B1", "B", "C", "D", "BE"].iter().enumerate() {
            let baseline = top + row_height * (row as f32 + 1.0) + 56.0;
            canvas.text(category, left + 30.0, baseline, Style::new(44.0, INK).bold());
            let held = matches!(*category, "AM" | "A1" | "B" | "BE");
            let dates = [person.issue_date.to_string(), person.expiry_date.to_string()];
            for (column, date) in dates.iter().enumerate() {
                let shown = if held { date.as_str() } else { "—" };
                canvas.text(shown, left + 320.0 + column as f32 * 290.0, baseline, Style::new(40.0, INK));
            }
        }
        for row in 0..=10 {
            canvas.rule(left, top + row_height * row as f32, 1010.0, 2.0, LICENCE.accent);
        }
        for column in [0.0, 200.0, 292.0, 582.0, 872.0, 1008.0] {
            canvas.fill(Area::new(left + column, top, 2.0, row_height * 10.0), LICENCE.accent);
        }
        barcode(&mut canvas, person, Area::new(60.0, 90.0, 400.0, 140.0));
        let notes = "1. Surname  2. Given names  3. Date and place of birth  4a. Date of issue  4b. Date of expiry  \
                     4c. Issued by  5. Licence number  8. Address  9. Categories  10. Valid from  11. Valid to";
        canvas.paragraph(notes, 60.0, 300.0, 400.0, Style::new(34.0, INK));
        card::specimen(&mut canvas, 980.0, 540.0, 190.0, 16.0);
        code::print(&mut canvas, &self.data(Side::Back), Area::new(76.0, 616.0, 360.0, 360.0));
        canvas.into_image()
    }

    /// What a side says about itself.
    #[must_use]
    pub fn data(&self, side: Side) -> SpecimenData {
        let person = self.0;
        let data = code::identity(person, DocumentSubtype::DriverLicense, side, &person.licence_number);
        // The address stands on the front only.
        SpecimenData { address: (side == Side::Front).then(|| person.address()), ..data }
    }
}

/// The photo page of a passport of Utopia (TD3, 125 x 88 mm), 1600 x 1126 px.
#[derive(Clone, Copy, Debug)]
pub struct Passport<'a>(pub &'a Person);

impl Passport<'_> {
    /// The page with the portrait and the machine readable zone.
    #[must_use]
    pub fn photo_page(&self) -> RgbImage {
        let person = self.0;
        let mut canvas = Canvas::new(1600, 1126, PAPER);
        let area = canvas.area();
        card::guilloche(&mut canvas, area, PASSPORT, 1.2);
        card::header(&mut canvas, PASSPORT, "PASSPORT", "P");
        card::place_photo(&mut canvas, person, Area::new(70.0, 210.0, 450.0, 580.0));
        field(&mut canvas, "Type", "P", 580.0, 232.0);
        field(&mut canvas, "Code", "UTO", 740.0, 232.0);
        field(&mut canvas, "Passport No.", &person.passport_number, 900.0, 232.0);
        field(&mut canvas, "Surname", &person.last_name.to_uppercase(), 580.0, 330.0);
        field(&mut canvas, "Given names", &person.first_name.to_uppercase(), 580.0, 428.0);
        field(&mut canvas, "Nationality", "UTOPIAN", 580.0, 526.0);
        field(&mut canvas, "Date of birth", &person.birth_date.long(), 580.0, 624.0);
        field(&mut canvas, "Sex", &person.sex.letter().to_string(), 960.0, 624.0);
        field(&mut canvas, "Place of birth", &person.birth_place.to_uppercase(), 1080.0, 624.0);
        field(&mut canvas, "Date of issue", &person.issue_date.long(), 580.0, 722.0);
        field(&mut canvas, "Date of expiry", &person.expiry_date.long(), 1080.0, 722.0);
        card::signature(&mut canvas, person, 900.0, 520.0, 250.0);
        canvas.rounded(Area::new(0.0, 850.0, 1600.0, 276.0), 0.0, WHITE, 0.62);
        card::zone(&mut canvas, &mrz::td3(person), Area::new(70.0, 872.0, 1460.0, 220.0));
        card::specimen(&mut canvas, 1020.0, 560.0, 190.0, 16.0);
        code::print(&mut canvas, &self.data(), Area::new(1192.0, 162.0, 386.0, 386.0));
        canvas.into_image()
    }

    /// What the page says about itself.
    #[must_use]
    pub fn data(&self) -> SpecimenData {
        let person = self.0;
        let data = code::identity(person, DocumentSubtype::Passport, Side::Front, &person.passport_number);
        SpecimenData { mrz: mrz::td3(person).to_vec(), ..data }
    }
}

/// The holder in front of a plain wall, 1080 x 1440 px, as the front camera of a phone takes it.
#[derive(Clone, Copy, Debug)]
pub struct Selfie<'a>(pub &'a Person);

impl Selfie<'_> {
    /// Upright, as phones take it.
    #[must_use]
    pub fn portrait(&self) -> RgbImage {
        self.sized(1080, 1440, 0.50)
    }

    /// In any shape; `head` is the head's height as a share of the picture's.
    #[must_use]
    pub fn sized(&self, width: u32, height: u32, head: f32) -> RgbImage {
        let wall = (Tone::new(214.0, 208.0, 198.0), Tone::new(168.0, 162.0, 154.0));
        let person = self.0;
        let mut image =
            face::portrait((person.face, person.sex == Sex::Female), (width, height), (head, 0.46), wall);
        crate::camera::grain(&mut image, person.face, 2.0);
        let mut canvas = Canvas::on(image);
        let style = Style::new(height as f32 * 0.022, WHITE).faint(0.7).tracked(4.0);
        canvas.text_right("SPECIMEN", width as f32 * 0.97, height as f32 * 0.98, style);
        canvas.into_image()
    }
}

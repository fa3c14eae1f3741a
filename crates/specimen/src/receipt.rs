//! A till receipt.

use crate::canvas::{Area, Canvas};
use crate::code;
use crate::paper::money;
use crate::person::Person;
use crate::rng::Rng;
use crate::text::Style;
use crate::tone::{GREY, INK, PAPER, Tone};
use image::RgbImage;
use kyc_specimen_data::SpecimenData;
use kyc_wire::DocumentSubtype;

/// A till receipt that proves a purchase, 900 x 1500 px.
#[derive(Clone, Copy, Debug)]
pub struct Receipt<'a>(pub &'a Person);

impl Receipt<'_> {
    /// The strip of paper.
    #[must_use]
    pub fn paper(&self) -> RgbImage {
        let mut rng = Rng::new(self.0.face ^ 15);
        let mut canvas = Canvas::new(900, 1500, PAPER.times(0.99));
        let style = Style::new(40.0, INK).mono();
        canvas.text_centred("LIGHTHOUSE ELECTRONICS", 450.0, 110.0, Style::new(58.0, INK).bold());
        canvas.text_centred("Station Square 3, Amaurot", 450.0, 165.0, style);
        let dashes = "-".repeat(34);
        canvas.text_centred(&dashes, 450.0, 220.0, style);
        let mut total = 0;
        for (row, item) in
            ["Headphones", "USB cable 2 m", "Battery AA x8", "Desk lamp", "Memory card"].iter().enumerate()
        {
            let (cents, y) = (rng.range(490, 12_900), 285.0 + row as f32 * 60.0);
            total += cents;
            canvas.text(item, 70.0, y, style);
            canvas.text_right(&money(cents), 830.0, y, style);
        }
        canvas.text_centred(&dashes, 450.0, 580.0, style);
        canvas.text("TOTAL EUR", 70.0, 655.0, Style::new(64.0, INK).bold());
        canvas.text_right(&money(total), 830.0, 655.0, Style::new(64.0, INK).bold());
        let lines = [
            "Card **** **** **** 4242".to_owned(),
            format!("Customer {}", self.0.full_name()),
            format!("Auth. {}  {} 16:42", rng.digits(6), self.0.paper_date.long()),
        ];
        for (row, line) in lines.iter().enumerate() {
            canvas.text(line, 70.0, 735.0 + row as f32 * 56.0, style);
        }
        canvas.text_centred(&dashes, 450.0, 905.0, style);
        canvas.text_centred("Thank you. Returns within 30 days.", 450.0, 960.0, Style::new(36.0, INK).mono());
        canvas.text_centred("SPECIMEN - NOTHING WAS SOLD", 450.0, 1030.0, Style::new(46.0, GREY).bold());
        let red = Tone::new(196.0, 30.0, 44.0);
        canvas.stamp("SPECIMEN", 450.0, 560.0, 50.0, Style::new(170.0, red).bold().faint(0.10));
        code::print(&mut canvas, &self.data(), Area::new(270.0, 1060.0, 360.0, 360.0));
        canvas.into_image()
    }

    /// What the receipt says about itself.
    #[must_use]
    pub fn data(&self) -> SpecimenData {
        // A till knows no address.
        SpecimenData { address: None, ..code::paper_data(self.0, DocumentSubtype::Other) }
    }
}

//! Paper documents, A4 at 200 dpi: a utility bill, a bank letter, a statement, a salary slip.

use crate::calendar::{month_name, months_before, written};
use crate::canvas::{Area, Canvas};
use crate::code;
use crate::person::Person;
use crate::rng::Rng;
use crate::text::Style;
use crate::tone::{GREY, INK, PAPER, Tone, WHITE};
use image::RgbImage;
use kyc_specimen_data::Date;
use kyc_wire::DocumentSubtype;

pub(crate) const A4: (u32, u32) = (1654, 2339);
const LEFT: f32 = 150.0;
const RIGHT: f32 = 1504.0;
/// Where postal and payment codes stand.
const CODE: Area = Area::new(1112.0, 46.0, 392.0, 392.0);
const BODY: Style = Style::new(33.0, INK);
const SMALL: Style = Style::new(26.0, GREY);

/// Who wrote it.
#[derive(Clone, Copy)]
struct Sender {
    name: &'static str,
    line: &'static str,
    tone: Tone,
}

const POWER: Sender = Sender {
    name: "Clearwater Power & Light",
    line: "1 Dam Road · 10400 Clearwater · Republic of Utopia",
    tone: Tone::new(20.0, 116.0, 110.0),
};
const BANK: Sender = Sender {
    name: "Bank of Amaurot",
    line: "12 Exchange Square · 10001 Amaurot · Republic of Utopia",
    tone: Tone::new(30.0, 58.0, 120.0),
};
const EMPLOYER: Sender = Sender {
    name: "Northaven Shipyards Ltd",
    line: "Pier 4 · 22110 Northaven · Republic of Utopia",
    tone: Tone::new(124.0, 64.0, 30.0),
};

fn sheet(sender: Sender, person: &Person, date: &str, subtype: DocumentSubtype) -> Canvas {
    let mut canvas = Canvas::new(A4.0, A4.1, PAPER);
    canvas.fill(Area::new(0.0, 0.0, canvas.width(), 22.0), sender.tone);
    canvas.disc(LEFT + 46.0, 158.0, 46.0, sender.tone, 1.0);
    let initial: String = sender.name.chars().take(1).collect();
    canvas.text_centred(&initial, LEFT + 46.0, 180.0, Style::new(66.0, WHITE).bold());
    canvas.text(sender.name, LEFT + 120.0, 160.0, Style::new(62.0, sender.tone).bold());
    canvas.text(sender.line, LEFT + 120.0, 206.0, SMALL);
    canvas.rule(LEFT, 246.0, CODE.x - LEFT - 30.0, 2.0, GREY.mix(PAPER, 0.5));
    code::print(&mut canvas, &code::paper_data(person, subtype), CODE);
    let address =
        [person.full_name(), person.street.clone(), person.town.clone(), "Republic of Utopia".to_owned()];
    for (row, line) in address.iter().enumerate() {
        canvas.text(line, LEFT, 360.0 + row as f32 * 46.0, Style::new(37.0, INK));
    }
    canvas.text_right(date, RIGHT, 498.0, BODY);
    let footer = "SPECIMEN - drawn for tests. No such company, no such customer, nothing to pay.";
    canvas.rule(LEFT, 2210.0, RIGHT - LEFT, 2.0, GREY.mix(PAPER, 0.5));
    canvas.text_centred(footer, canvas.width() / 2.0, 2256.0, SMALL);
    canvas
}

fn watermark(mut canvas: Canvas) -> RgbImage {
    let style = Style::new(300.0, Tone::new(196.0, 30.0, 44.0)).bold().tracked(24.0).faint(0.10);
    canvas.stamp("SPECIMEN", A4.0 as f32 / 2.0, 1240.0, 38.0, style);
    canvas.into_image()
}

pub(crate) fn money(cents: u32) -> String {
    let whole = cents / 100;
    let grouped =
        if whole >= 1000 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
    format!("{grouped}.{:02}", cents % 100)
}

/// Rows of left and right aligned cells under a coloured heading.
fn table(canvas: &mut Canvas, top: f32, tone: Tone, columns: &[f32], rows: &[Vec<String>]) -> f32 {
    let pitch = 54.0;
    for (at, row) in rows.iter().enumerate() {
        let y = top + at as f32 * pitch;
        let ground = Area::new(LEFT, y, RIGHT - LEFT, pitch);
        match at {
            0 => canvas.fill(ground, tone),
            _ if at % 2 == 0 => canvas.fill(ground, tone.mix(PAPER, 0.93)),
            _ => {}
        }
        let style = if at == 0 { Style::new(30.0, WHITE).bold() } else { Style::new(30.0, INK) };
        for (cell, &column) in row.iter().zip(columns) {
            // Negative columns are right-aligned at their position: amounts.
            if column < 0.0 {
                canvas.text_right(cell, -column, y + 38.0, style);
            } else {
                canvas.text(cell, column, y + 38.0, style);
            }
        }
    }
    let bottom = top + rows.len() as f32 * pitch;
    canvas.rule(LEFT, bottom, RIGHT - LEFT, 3.0, tone);
    bottom
}

fn cells(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

/// Letters that prove an address.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a>(pub &'a Person);

impl Letter<'_> {
    /// An electricity bill with a table of what was used.
    #[must_use]
    pub fn utility_bill(&self) -> RgbImage {
        let mut rng = Rng::new(self.0.face ^ 11);
        let date = self.0.paper_date;
        let mut canvas = sheet(POWER, self.0, &written(date), DocumentSubtype::UtilityBill);
        let contract = format!("Contract {} · Meter {}", rng.digits(8), rng.digits(6));
        let (first, last) = (months_before(date, 3), months_before(date, 1));
        let title =
            format!("Your electricity bill, {} to {} {}", month_name(first), month_name(last), last.year);
        canvas.text(&title, LEFT, 660.0, Style::new(52.0, INK).bold());
        canvas.text(&contract, LEFT, 712.0, SMALL);
        let opening = format!(
            "Dear {}, here is what your household used this quarter and what it costs. The amount is collected \
             from your account on {}; you need not do anything.",
            self.0.full_name(),
            written(Date { day: (date.day + 14).min(28), ..date })
        );
        let y = canvas.paragraph(&opening, LEFT, 790.0, RIGHT - LEFT, BODY);
        let mut rows = vec![cells(&["Description", "Used", "Price", "Amount (EUR)"])];
        let mut total = 0;
        for (name, price) in
            [("Day energy", 28), ("Night energy", 19), ("Grid fee", 9), ("Metering", 3), ("Green levy", 2)]
        {
            let used = rng.range(180, 520);
            total += used * price;
            rows.push(vec![name.into(), format!("{used} kWh"), format!("0.{price:02}"), money(used * price)]);
        }
        rows.push(vec!["Total to pay".into(), String::new(), String::new(), money(total)]);
        let columns = [LEFT + 20.0, 780.0, 1040.0, -(RIGHT - 20.0)];
        let y = table(&mut canvas, y + 30.0, POWER.tone, &columns, &rows);
        let y = usage(&mut canvas, &mut rng, y + 90.0);
        let place = format!("Place of supply: {}, {}", self.0.street, self.0.town);
        let y = canvas.paragraph(&place, LEFT, y + 70.0, RIGHT - LEFT, BODY.bold());
        let closing = "Questions about this bill? Our people are there from Monday to Friday, 8 am to 6 pm, by \
                       telephone at 0800 555 0100. Moving house? Tell us two weeks ahead and the light is on when you arrive.";
        canvas.paragraph(closing, LEFT, y + 20.0, RIGHT - LEFT, BODY);
        watermark(canvas)
    }

    /// A bank's confirmation of name and address.
    #[must_use]
    pub fn bank_letter(&self) -> RgbImage {
        let mut rng = Rng::new(self.0.face ^ 12);
        let mut canvas = sheet(BANK, self.0, &written(self.0.paper_date), DocumentSubtype::Other);
        canvas.text("Confirmation of your account and address", LEFT, 660.0, Style::new(52.0, INK).bold());
        let born = self.0.birth_date.to_string();
        let text = [
            format!("Dear {},", self.0.full_name()),
            format!(
                "As you asked, we confirm that you, born on {born}, hold a current account with us since 2019. The \
                 account ends in {} and is in good standing.",
                rng.digits(4)
            ),
            format!("The address we have on file, and to which we write, is {}, {}.", self.0.street, self.0.town),
            "This letter was issued at the customer's request and is valid for three months. It states nothing about \
             balances or credit. Should any of this change, please let your branch know within fourteen days."
                .to_owned(),
            "With kind regards".to_owned(),
        ];
        let mut y = 780.0;
        for part in &text {
            y = canvas.paragraph(part, LEFT, y, RIGHT - LEFT, Style::new(37.0, INK)) + 36.0;
        }
        crate::card::signature(&mut canvas, &Person::sample(self.0.face ^ 5), LEFT + 20.0, y + 70.0, 420.0);
        canvas.text("Head of Customer Service, Amaurot Main Branch", LEFT, y + 160.0, BODY);
        watermark(canvas)
    }
}

/// Bars of twelve months.
fn usage(canvas: &mut Canvas, rng: &mut Rng, top: f32) -> f32 {
    canvas.text("Your last twelve months (kWh)", LEFT, top, BODY.bold());
    let (base, pitch) = (top + 290.0, (RIGHT - LEFT) / 12.0);
    let months = ["O", "N", "D", "J", "F", "M", "A", "M", "J", "J", "A", "S"];
    for (at, month) in months.iter().enumerate() {
        let winter = (at as f32 / 12.0 * std::f32::consts::TAU + 0.2).sin() * 50.0;
        let high = 130.0 + winter + rng.unit() * 40.0;
        let x = LEFT + at as f32 * pitch + 18.0;
        canvas.rounded(
            Area::new(x, base - high, pitch - 36.0, high),
            8.0,
            POWER.tone,
            if at > 8 { 1.0 } else { 0.45 },
        );
        canvas.text_centred(month, x + pitch / 2.0 - 18.0, base + 40.0, SMALL);
    }
    canvas.rule(LEFT, base, RIGHT - LEFT, 2.0, GREY);
    base + 60.0
}

/// Papers that prove where money comes from or went to.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a>(pub &'a Person);

impl Statement<'_> {
    /// A page of a bank account's statement; `page` counts from 1 and gives each its own rows.
    #[must_use]
    pub fn bank(&self, page: u32) -> RgbImage {
        self.transactions(BANK, "Account statement", page, DocumentSubtype::BankStatement)
    }

    /// A statement of a payment card.
    #[must_use]
    pub fn card(&self) -> RgbImage {
        let sender = Sender { name: "Meridian Card Services", tone: Tone::new(92.0, 44.0, 112.0), ..BANK };
        self.transactions(
            sender,
            "Card statement, card ending in 4242",
            1,
            DocumentSubtype::CreditCardStatement,
        )
    }

    fn transactions(&self, sender: Sender, title: &str, page: u32, subtype: DocumentSubtype) -> RgbImage {
        let mut rng = Rng::new(self.0.face ^ 13 ^ (u64::from(page) << 8) ^ title.len() as u64);
        let mut canvas =
            sheet(sender, self.0, &format!("{} · page {page}", written(self.0.paper_date)), subtype);
        let month = month_name(months_before(self.0.paper_date, 1)).get(..3).unwrap_or_default();
        canvas.text(title, LEFT, 650.0, Style::new(52.0, INK).bold());
        let account = format!("UT{} 0000 {} {}", rng.digits(2), rng.digits(4), rng.digits(4));
        canvas.text(&account, LEFT, 704.0, Style::new(33.0, GREY).tracked(1.0));
        let mut balance = rng.range(180_000, 640_000);
        canvas.text_right(&format!("Opening balance EUR {}", money(balance)), RIGHT, 704.0, BODY);
        let mut rows = vec![cells(&["Date", "Description", "Amount", "Balance"])];
        for row in 0..21 {
            let is_salary = row == 6;
            let name = if is_salary { "Salary Northaven Shipyards" } else { payee(&mut rng) };
            let cents = if is_salary { 318_450 } else { rng.range(350, 14_900) };
            balance = if is_salary { balance + cents } else { balance.saturating_sub(cents) };
            let sign = if is_salary { "+" } else { "-" };
            let date = format!("{:02} {month}", 1 + row * 27 / 21);
            rows.push(vec![date, name.to_owned(), format!("{sign}{}", money(cents)), money(balance)]);
        }
        let columns = [LEFT + 20.0, 380.0, -1190.0, -(RIGHT - 20.0)];
        let y = table(&mut canvas, 750.0, sender.tone, &columns, &rows);
        canvas.text_right(&format!("Closing balance EUR {}", money(balance)), RIGHT, y + 60.0, BODY.bold());
        watermark(canvas)
    }

    /// A month's pay.
    #[must_use]
    pub fn salary_slip(&self) -> RgbImage {
        let mut rng = Rng::new(self.0.face ^ 14);
        let mut canvas = sheet(EMPLOYER, self.0, &written(self.0.paper_date), DocumentSubtype::SalarySlip);
        let month = months_before(self.0.paper_date, 1);
        let title = format!("Salary slip, {} {}", month_name(month), month.year);
        canvas.text(&title, LEFT, 650.0, Style::new(52.0, INK).bold());
        let number = format!("Personnel number {} · full time · 22 working days", rng.digits(6));
        canvas.text(&number, LEFT, 704.0, SMALL);
        let gross = rng.range(380_000, 520_000);
        let (tax, pension, health) = (gross / 5, gross / 12, gross / 14);
        let net = gross - tax - pension - health;
        let rows = [
            ("Base salary", gross - 24_000, true),
            ("Shift allowance", 18_000, true),
            ("Travel allowance", 6_000, true),
            ("Income tax", tax, false),
            ("Pension insurance", pension, false),
            ("Health insurance", health, false),
        ];
        let mut table_rows = vec![cells(&["Item", "Earnings (EUR)", "Deductions (EUR)"])];
        for (name, cents, is_earned) in rows {
            let (earned, taken) =
                if is_earned { (money(cents), String::new()) } else { (String::new(), money(cents)) };
            table_rows.push(vec![name.to_owned(), earned, taken]);
        }
        table_rows.push(vec!["Sum".into(), money(gross), money(tax + pension + health)]);
        let columns = [LEFT + 20.0, -1100.0, -(RIGHT - 20.0)];
        let y = table(&mut canvas, 760.0, EMPLOYER.tone, &columns, &table_rows);
        canvas.rounded(Area::new(LEFT, y + 60.0, RIGHT - LEFT, 130.0), 18.0, EMPLOYER.tone, 0.14);
        canvas.text("Paid to your account", LEFT + 40.0, y + 142.0, Style::new(44.0, INK));
        canvas.text_right(
            &format!("EUR {}", money(net)),
            RIGHT - 40.0,
            y + 148.0,
            Style::new(64.0, INK).bold(),
        );
        let note = format!(
            "Paid on {}. Please keep this slip: it counts as proof of income. Holiday left this year: 9 days. \
             Questions go to the payroll office, extension 210.",
            written(Date { day: 28, ..month })
        );
        canvas.paragraph(&note, LEFT, y + 280.0, RIGHT - LEFT, BODY);
        watermark(canvas)
    }
}

fn payee(rng: &mut Rng) -> &'static str {
    rng.pick(&[
        "Harbour Market groceries",
        "Corner Bakery",
        "City Transit monthly pass",
        "Lighthouse Books",
        "Fern Pharmacy",
        "Utopia Telecom",
        "Old Mill Restaurant",
        "Cinema Aurora",
        "Garden Centre Eastmere",
        "Filling station A7",
        "Sports club dues",
        "Clearwater Power & Light",
    ])
}

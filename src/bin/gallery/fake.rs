//! Drawn pictures in place of a camera and of captured files.

use kyc_flow::{CaptureId, Millis, PictureFinding};
use kyc_gatherer::ports::{Details, Guidance, Media, Preview, Share};
use kyc_gatherer::steps::{LATER, Later};
use kyc_liveness::oval::{Rect, Size};
use kyc_liveness::session::{Hint as Check, View};
use kyc_vision::Hint;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement};

/// The capture that is a PDF.
pub const PDF: CaptureId = CaptureId(9);
/// The capture that is a selfie.
pub const SELFIE: CaptureId = CaptureId(3);
/// The clock of the gallery stands still.
pub const NOW: Millis = Millis(1_795_305_600_000);

/// Pictures drawn for looking at.
pub struct Pictures {
    /// Something is seen by the camera.
    pub is_camera: bool,
    /// What a liveness check shows.
    pub check: Option<View>,
    /// What its colours are drawn on.
    pub colours: HtmlCanvasElement,
    /// What plays the camera.
    pub video: HtmlVideoElement,
}

impl Pictures {
    /// For the state of this name.
    pub fn of(name: &str, is_camera: bool) -> Option<Self> {
        let page = document();
        let video: HtmlVideoElement = page.create_element("video").ok()?.dyn_into().ok()?;
        let check = check(name);
        video.set_poster(&data_url(if check.is_some() { MIRROR } else { DESK }));
        let colours: HtmlCanvasElement = page.create_element("canvas").ok()?.dyn_into().ok()?;
        let pen = colours.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        pen.set_global_alpha(0.8);
        pen.set_fill_style_str("#ffff00");
        pen.fill_rect(0.0, 60.0, 300.0, 90.0);
        pen.set_fill_style_str("#ff0000");
        pen.fill_rect(0.0, 0.0, 300.0, 60.0);
        Some(Self { is_camera, check, colours, video })
    }
}

fn check(name: &str) -> Option<View> {
    let (hint, percent) = match name.strip_prefix("liveness-run-")? {
        "starting" => (Check::CameraStarts, 0),
        "face" => (Check::ShowFace, 0),
        "alone" => (Check::BeAlone, 0),
        "back" => (Check::GoBack, 0),
        "closer" => (Check::ComeCloser, 40),
        "centre" => (Check::Centre, 70),
        "hold" => (Check::HoldStill, 100),
        "colours" => (Check::Colours, 100),
        _ => (Check::Verifying, 0),
    };
    let has_oval = !matches!(hint, Check::CameraStarts | Check::Verifying);
    // As Amazon's server places it in a picture of 640 by 480.
    let oval = has_oval.then(|| Rect::around((315.0, 245.0), Size { width: 240.0, height: 388.0 }));
    Some(View { hint, oval, percent })
}

impl Media for Pictures {
    fn now(&self) -> Millis {
        NOW
    }

    fn later(&self) -> Option<Later> {
        Some(LATER)
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        Some(self.video.clone())
    }

    fn check(&self) -> Option<View> {
        self.check
    }

    fn colours(&self) -> Option<HtmlCanvasElement> {
        self.check.filter(|view| view.hint == Check::Colours).map(|_| self.colours.clone())
    }

    fn camera_count(&self) -> usize {
        2
    }

    fn guidance(&self) -> Guidance {
        let outline =
            self.is_camera.then_some([(0.094, 0.346), (0.893, 0.337), (0.900, 0.712), (0.101, 0.721)]);
        Guidance {
            hint: self.is_camera.then_some(Hint::Good),
            outline,
            progress: 0.6,
            is_stuck: false,
            is_automatic: true,
            torch: Some(false),
            pointed: None,
            corners: CORNERS,
        }
    }

    fn own_link(&self) -> Option<String> {
        Some("https://verify.example/?token=eyJhbGciOiJIUzI1NiJ9".to_owned())
    }

    fn preview(&self, capture: CaptureId) -> Option<Preview> {
        let url = match capture {
            PDF => {
                return Some(Preview {
                    url: None,
                    name: Some("electricity-november.pdf".to_owned()),
                    details: None,
                });
            }
            SELFIE => data_url(FACE),
            CaptureId(number) if number >= 10 => data_url(LETTER),
            _ => data_url(CARD),
        };
        let details = matches!(capture, CaptureId(1 | 2)).then(|| card_details(&url));
        Some(Preview { url: Some(url), name: None, details })
    }
}

const CORNERS: [Share; 4] = [(0.117, 0.190), (0.867, 0.111), (0.884, 0.810), (0.133, 0.889)];

/// The drawn card is turned by two degrees, and its portrait shines.
fn card_details(url: &str) -> Details {
    let corners = Some(CORNERS);
    let marks = vec![(PictureFinding::Glare, (0.17, 0.34), (0.2, 0.37))];
    Details { original: url.to_owned(), corners, sent: corners, marks }
}

fn data_url(svg: &str) -> String {
    let encoded: String = js_sys::encode_uri_component(svg).into();
    format!("data:image/svg+xml,{encoded}")
}

const CARD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 120 80"><rect width="120" height="80" fill="#57493d"/><g transform="rotate(-2 60 40)"><rect x="15" y="12" width="90" height="56" rx="4" fill="#dfe9ee"/><rect x="15" y="12" width="90" height="10" rx="4" fill="#3d6d8d"/><rect x="21" y="28" width="22" height="28" fill="#b9c8d0"/><circle cx="32" cy="38" r="6" fill="#8a6a55"/><path d="M23 56c2-12 16-12 18 0z" fill="#465"/><path d="M50 31h40M50 38h28M50 45h34M50 52h22" stroke="#345" stroke-width="2"/><path d="M21 62h78" stroke="#345" stroke-width="2" stroke-dasharray="2 1"/></g></svg>"##;
const DESK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200" viewBox="0 0 90 120"><rect width="90" height="120" fill="#6b5a4b"/><path d="M0 20h90M0 60h90M0 100h90" stroke="#5d4d40"/><g transform="rotate(1 45 62)"><rect x="9" y="40" width="72" height="45" rx="3" fill="#dfe9ee"/><rect x="9" y="40" width="72" height="8" rx="3" fill="#3d6d8d"/><rect x="14" y="53" width="17" height="22" fill="#b9c8d0"/><circle cx="22.5" cy="61" r="5" fill="#8a6a55"/><path d="M37 56h30M37 62h20M37 68h26M37 74h16" stroke="#345" stroke-width="1.6"/></g></svg>"##;
const FACE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200" viewBox="0 0 90 120"><rect width="90" height="120" fill="#b8c4c2"/><path d="M5 120c5-45 75-45 80 0z" fill="#34556b"/><ellipse cx="45" cy="55" rx="22" ry="28" fill="#c99b7d"/><path d="M23 50c0-36 44-36 44 0-6-14-38-14-44 0z" fill="#3a2b22"/><circle cx="37" cy="53" r="2"/><circle cx="53" cy="53" r="2"/><path d="M38 68c4 4 10 4 14 0" fill="none" stroke="#733" stroke-width="1.5"/></svg>"##;
const MIRROR: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480"><rect width="640" height="480" fill="#b8c4c2"/><path d="M0 0h190v480H0z" fill="#a5b4b1"/><path d="M130 480c20-150 350-150 370 0z" fill="#34556b"/><ellipse cx="315" cy="245" rx="105" ry="150" fill="#c99b7d"/><path d="M208 225c0-190 214-190 214 0-30-70-184-70-214 0z" fill="#3a2b22"/><circle cx="277" cy="240" r="9"/><circle cx="353" cy="240" r="9"/><path d="M280 325c20 20 50 20 70 0" fill="none" stroke="#733" stroke-width="7"/></svg>"##;
const LETTER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="840" height="1188" viewBox="0 0 210 297"><rect width="210" height="297" fill="#f6f5f0"/><path d="M25 30h60M25 40h45M25 50h50" stroke="#333" stroke-width="4"/><path d="M25 90h160M25 102h150M25 114h160M25 126h120M25 150h160M25 162h140M25 174h155" stroke="#777" stroke-width="3"/><rect x="25" y="200" width="160" height="40" fill="none" stroke="#777"/></svg>"##;

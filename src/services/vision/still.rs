//! Looking at one still picture.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use kyc_vision::ANALYSIS_EDGE;
use kyc_worker::{Ask, Look};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlCanvasElement;

use super::Watch;
use super::frames::{Handed, Way};
use super::web::{Host, Readiness};
use crate::services::js;

/// How long a picture waits for the module to be loaded: the customer waits as well.
const PATIENCE: f64 = 5_000.0;
/// Milliseconds between two looks whether it is.
const STEP: u32 = 50;

/// What is to be seen in `picture`.
pub async fn look(
    host: &Rc<Host>,
    picture: HtmlCanvasElement,
    source: (u32, u32),
    what: Watch,
) -> Option<Look> {
    let start = js::monotonic_now();
    while host.readiness() == Readiness::Later && js::monotonic_now() - start < PATIENCE {
        js::sleep(STEP).await;
    }
    let size = (picture.width(), picture.height());
    let (way, edge, draw) = match host.readiness() {
        // Halving spares four times the pixels and is what the analysis' own filter does as well.
        Readiness::Worker(skills) => {
            let is_large = size.0.max(size.1) >= 2 * ANALYSIS_EDGE;
            let draw = if is_large { size.0.max(size.1) / 2 } else { 2 * ANALYSIS_EDGE };
            (Way::best(skills, Way::Bitmap), ANALYSIS_EDGE, draw)
        }
        Readiness::Page => {
            let edge = host.edge.affordable(ANALYSIS_EDGE);
            (Way::Pixels, edge, edge)
        }
        Readiness::Later | Readiness::Never => return None,
    };
    let handed = match Handed::new(way, &picture, size, draw).await {
        None if way != Way::Pixels => Handed::new(Way::Pixels, &picture, size, draw).await?,
        handed => handed?,
    };
    let ask = Ask {
        id: host.number(),
        watch: 0,
        now: js::monotonic_now(),
        target: what.target,
        edge,
        source,
        previous: what.previous,
        guidance: what.guidance,
    };
    let seen = Rc::new(RefCell::new(None));
    let promise = Promise::new(&mut |resolve: Function, _| {
        let seen = Rc::clone(&seen);
        let on_answer = Box::new(move |look| {
            *seen.borrow_mut() = look;
            drop(resolve.call0(&JsValue::UNDEFINED));
        });
        host.ask(&ask, &handed, draw, on_answer);
    });
    drop(JsFuture::from(promise).await);
    seen.take()
}

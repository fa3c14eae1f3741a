//! Looking at one still picture.

use std::rc::Rc;

use js_sys::{Float64Array, Function, Promise};
use kyc_js as js;
use kyc_vision::ANALYSIS_EDGE;
use kyc_worker::{Ask, What};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlCanvasElement;

use super::frames::{Handed, Way};
use super::{Readiness, Shared};

/// How long a picture waits for the module to be loaded: the customer waits as well.
const PATIENCE: f64 = 5_000.0;
/// Milliseconds between two looks whether it is.
const STEP: u32 = 50;

/// The answer about `picture`, a copy of one of the size `source`.
pub async fn look(
    host: &Rc<Shared>,
    picture: HtmlCanvasElement,
    source: (u32, u32),
    what: What,
) -> Option<Float64Array> {
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
    let oval = if what.is_from_viewfinder { host.shown_oval(source) } else { None };
    let ask = Ask { id: host.number(), watch: 0, now: js::monotonic_now(), edge, source, oval, what };
    let promise = Promise::new(&mut |resolve: Function, _| {
        let on_answer = Box::new(move |answer: Option<Float64Array>| {
            drop(resolve.call1(&JsValue::UNDEFINED, &answer.into()));
        });
        host.ask(&ask, &handed, draw, on_answer);
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

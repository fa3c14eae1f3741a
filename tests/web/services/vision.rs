//! Vision: in a worker, in the page, and where neither works.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use kyc_flow::Facing;
use kyc_gatherer::services::camera::{Camera, WebCamera, Wish};
use kyc_gatherer::services::files::Canvas;
use kyc_gatherer::services::js;
use kyc_gatherer::services::vision::{Look, Module, Target, Vision, Watch, Watching, WebVision};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, HtmlVideoElement, Url};

use crate::support::{dom, sandbox};

/// Large enough.
const SIZE: (u32, u32) = (1600, 1200);
const PASSPORT: Watch = Watch::for_target(Target::PassportPage, None);

/// A global of the page replaced for a test; the browser's own comes back when dropped.
struct Without {
    name: &'static str,
    own: JsValue,
}

impl Without {
    fn the(name: &'static str) -> Self {
        Self::but(name, &JsValue::UNDEFINED)
    }

    fn but(name: &'static str, other: &JsValue) -> Self {
        let own = js::global(&[name]);
        js::set(&js_sys::global(), name, other);
        Self { name, own }
    }
}

impl Drop for Without {
    fn drop(&mut self) {
        js::set(&js_sys::global(), self.name, &self.own);
    }
}

/// `Worker` replaced by one that runs these scripts, one after the other; an empty one stands for the real module.
/// `MODULE` in a script is the real module's address, `VERSION` that of the messages.
fn workers(scripts: &[&str]) -> Without {
    let scripts: Vec<String> = scripts.iter().map(|script| (*script).to_owned()).collect();
    let (own, turn) = (js::global(&["Worker"]), Cell::new(0));
    let make = move |url: JsValue, options: JsValue| -> JsValue {
        let script = scripts.get(turn.replace(turn.get() + 1)).cloned().unwrap_or_default();
        let script = script.replace("MODULE", &format!("{:?}", url.as_string().expect("an address")));
        let script = script.replace("VERSION", &kyc_worker::VERSION.to_string());
        let address = if script.is_empty() {
            url
        } else {
            let options = web_sys::BlobPropertyBag::new();
            options.set_type("text/javascript");
            let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &options);
            Url::create_object_url_with_blob(&blob.expect("a script")).expect("an address").into()
        };
        Reflect::construct(own.unchecked_ref::<Function>(), &Array::of2(&address, &options))
            .expect("a worker")
    };
    let make = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(make).into_js_value();
    // What is called with `new` has to be a function of the language.
    let class =
        Function::new_with_args("make", "return function (url, options) { return make(url, options); }");
    let class = class.call1(&JsValue::UNDEFINED, &make).expect("a class");
    Without::but("Worker", &class)
}

/// Says that it is ready and nothing else.
const SILENT: &str = "postMessage(new Float64Array([VERSION, 0, 1, 0]));";
/// Neither.
const DEAD: &str = "onmessage = () => {};";
/// The real one, and nonsense between its answers.
const CHATTY: &str = "
    const { answer } = await import(MODULE);
    onmessage = async ({ data }) => {
        const right = await answer(data);
        for (const wrong of ['{}', undefined, [1, 2], new Float64Array([VERSION - 1, 0]), new Float64Array([VERSION, NaN, 3])]) postMessage(wrong);
        postMessage(new Float64Array([VERSION, right[1] + 1000, 0]));
        postMessage(new Float64Array(5000).fill(VERSION));
        postMessage(right);
        postMessage(right);
    };";

/// Tells everybody what it is asked.
const TELLING: &str = "
    postMessage(new Float64Array([VERSION, 0, 1, 0]));
    onmessage = ({ data }) => data.ask && new BroadcastChannel('asked').postMessage(data.ask);";

/// The fake camera in the page, as the viewfinder has it, and what was seen of it.
struct Scene {
    camera: WebCamera,
    video: HtmlVideoElement,
    looks: Rc<RefCell<Vec<Look>>>,
}

impl Scene {
    async fn new() -> Self {
        let camera = WebCamera::default();
        camera.start(Facing::Rear, Wish::PICTURE, Rc::new(|_| ())).await.expect("the fake camera");
        let video = camera.video().expect("a video");
        dom::page().body().expect("a body").append_child(&video).expect("a place");
        Self { camera, video, looks: Rc::default() }
    }

    /// Watches until so many looks have come.
    async fn watch(&self, vision: &WebVision, count: usize) -> Watching {
        let mut watching = None;
        let promise = Promise::new(&mut |resolve, _| {
            let looks = Rc::clone(&self.looks);
            let wanted = looks.borrow().len() + count;
            let on_look = Rc::new(move |look, _| {
                looks.borrow_mut().push(look);
                if looks.borrow().len() == wanted {
                    drop(resolve.call0(&JsValue::UNDEFINED));
                }
            });
            watching = Some(vision.watch(self.video.clone(), PASSPORT, on_look));
        });
        js::within(&promise, 60_000).await.expect("looks");
        watching.expect("a watch")
    }

    fn last(&self) -> Look {
        self.looks.borrow().last().cloned().expect("a look")
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.camera.stop();
        self.video.remove();
    }
}

fn vision() -> WebVision {
    WebVision::new(sandbox::vision_module())
}

/// As [`vision`], with less patience.
fn impatient() -> WebVision {
    WebVision::new(Module { stride: 200, loading: 50, ..sandbox::vision_module() })
}

/// Where the module runs now: `worker`, `page` or nowhere; and how many workers were lost.
async fn state(vision: &WebVision) -> (Option<String>, u32) {
    let host = JsFuture::from(vision.host()).await.expect("the module's host");
    let losses = js::get(&host, "losses").as_f64().expect("a number");
    (js::get(&host, "place").as_string(), losses as u32)
}

fn in_worker(losses: u32) -> (Option<String>, u32) {
    (Some("worker".to_owned()), losses)
}

fn in_page() -> (Option<String>, u32) {
    (Some("page".to_owned()), 0)
}

async fn picture(name: &str) -> Canvas {
    let content = sandbox::specimen(name).await;
    let parts = Array::of1(&js_sys::Uint8Array::from(content.as_slice()));
    let blob = Blob::new_with_u8_array_sequence(&parts).expect("a file");
    let create: Function = js::global(&["createImageBitmap"]).unchecked_into();
    let promise: Promise = create.call1(&JsValue::UNDEFINED, &blob).expect("a promise").unchecked_into();
    let bitmap: web_sys::ImageBitmap = JsFuture::from(promise).await.expect("a picture").unchecked_into();
    let canvas = Canvas::new(bitmap.width(), bitmap.height()).expect("a canvas");
    canvas.draw(&bitmap).expect("a drawing");
    canvas
}

fn codes(look: &Look) -> Vec<&'static str> {
    look.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[wasm_bindgen_test]
async fn frames_are_looked_at_in_a_worker_and_none_is_kept() {
    let (scene, vision) = (Scene::new().await, vision());
    // A camera has a handful of frames; one that somebody keeps never comes back.
    let watching = scene.watch(&vision, 60).await;
    assert_eq!(state(&vision).await, in_worker(0));
    let look = scene.last();
    assert_eq!((look.width, look.height), (scene.video.video_width(), scene.video.video_height()));
    assert!(look.sharpness > 0.0 && look.hash != 0, "{look:?}");
    assert_eq!(look.faces, None);
    drop(watching);
}

#[wasm_bindgen_test]
async fn nobody_is_told_of_what_is_seen_after_the_end() {
    let (scene, vision) = (Scene::new().await, vision());
    let watching = scene.watch(&vision, 3).await;
    drop(watching);
    let seen = scene.looks.borrow().len();
    // The worker answers in turn: after this one nothing of the watch is under way.
    vision.inspect(&picture("passport.jpg").await, SIZE, PASSPORT).await.expect("a look");
    assert_eq!(scene.looks.borrow().len(), seen);
}

#[wasm_bindgen_test]
async fn every_way_of_handing_a_frame_over_shows_the_same() {
    let scene = Scene::new().await;
    let mut looks = Vec::new();
    let ways: [&[&'static str]; 3] = [&[], &["VideoFrame"], &["VideoFrame", "createImageBitmap"]];
    for missing in ways {
        let _without: Vec<Without> = missing.iter().map(|name| Without::the(name)).collect();
        let vision = vision();
        drop(scene.watch(&vision, 3).await);
        looks.push(scene.last());
    }
    let [first, others @ ..] = looks.as_slice() else { panic!("no looks") };
    for other in others {
        assert_eq!((other.width, other.height), (first.width, first.height));
        let [here, there] = [first, other].map(|look| look.quad.expect("the passport").0);
        let moved = here.iter().zip(there).map(|(one, two)| one.distance(two)).fold(0.0, f32::max);
        assert!(moved < first.width as f32 / 50.0, "{moved}");
        assert!((other.sharpness - first.sharpness).abs() < 0.1, "{} {}", other.sharpness, first.sharpness);
        assert_eq!(codes(other), codes(first));
    }
}

#[wasm_bindgen_test]
async fn a_worker_that_hangs_is_replaced() {
    let _workers = workers(&[SILENT]);
    let (scene, vision) = (Scene::new().await, impatient());
    drop(scene.watch(&vision, 3).await);
    assert_eq!(state(&vision).await, in_worker(1));
    assert!(!vision.is_faceless().await);
}

#[wasm_bindgen_test]
async fn workers_that_hang_again_and_again_are_given_up_and_the_page_is_spared() {
    let _workers = workers(&[SILENT, SILENT, SILENT, SILENT]);
    let (vision, picture) = (impatient(), picture("passport.jpg").await);
    for lost in 1..=4 {
        assert_eq!(vision.inspect(&picture, SIZE, PASSPORT).await, None);
        assert_eq!(state(&vision).await.1, lost);
    }
    assert_eq!(vision.inspect(&picture, SIZE, PASSPORT).await, None);
    assert_eq!(state(&vision).await, (None, 4));
}

#[wasm_bindgen_test]
async fn answers_that_make_no_sense_change_nothing() {
    let _workers = workers(&[CHATTY]);
    let (scene, vision) = (Scene::new().await, vision());
    drop(scene.watch(&vision, 5).await);
    assert_eq!(state(&vision).await, in_worker(0));
}

#[wasm_bindgen_test]
async fn without_workers_the_page_looks_itself() {
    let _without = Without::the("Worker");
    let (scene, vision) = (Scene::new().await, vision());
    drop(scene.watch(&vision, 3).await);
    assert_eq!(state(&vision).await, in_page());
    assert!(vision.is_faceless().await, "a check can know before it begins");
    let look = scene.last();
    assert_eq!((look.width, look.height), (scene.video.video_width(), scene.video.video_height()));
    let dark = vision.inspect(&picture("dark.jpg").await, SIZE, PASSPORT).await.expect("a look");
    assert!(codes(&dark).contains(&"too-dark"), "{dark:?}");
}

#[wasm_bindgen_test]
async fn a_worker_that_does_not_come_up_leaves_it_to_the_page() {
    for script in [DEAD, "throw new Error('no')", "import './nowhere.js'", "postMessage(null)"] {
        let _workers = workers(&[script]);
        let vision = WebVision::new(Module { stride: 50, ..sandbox::vision_module() });
        vision.warm_up(Target::Card);
        let look = vision.inspect(&picture("passport.jpg").await, SIZE, PASSPORT).await;
        assert!(look.is_some(), "{script}");
        assert_eq!(state(&vision).await, in_page(), "{script}");
    }
}

#[wasm_bindgen_test]
async fn without_the_module_nothing_is_seen_and_nothing_breaks() {
    let scene = Scene::new().await;
    let vision = WebVision::new(Module { url: "/target/xtask/nowhere.js".into(), ..Module::default() });
    let watching = vision.watch(scene.video.clone(), PASSPORT, Rc::new(|_, _| panic!("seen by nobody")));
    assert_eq!(vision.inspect(&picture("passport.jpg").await, SIZE, PASSPORT).await, None);
    let missed = vision.host();
    assert!(JsFuture::from(missed.clone()).await.is_err());
    assert!(!js_sys::Object::is(&missed, &vision.host()), "what failed once is asked for again");
    drop(watching);
    scene.camera.shot().await.expect("a picture all the same");
}

#[wasm_bindgen_test]
async fn a_hidden_page_takes_no_frames() {
    let (scene, vision) = (Scene::new().await, vision());
    let define = |is_hidden: bool| {
        let hidden = js_sys::Object::new();
        js::set(&hidden, "value", &is_hidden.into());
        js::set(&hidden, "configurable", &JsValue::TRUE);
        js_sys::Object::define_property(
            dom::page().unchecked_ref::<js_sys::Object>(),
            &"hidden".into(),
            &hidden,
        );
    };
    define(true);
    let looks = Rc::clone(&scene.looks);
    let watching =
        vision.watch(scene.video.clone(), PASSPORT, Rc::new(move |look, _| looks.borrow_mut().push(look)));
    let still = picture("passport.jpg").await;
    for _ in 0..5 {
        vision.inspect(&still, SIZE, PASSPORT).await.expect("a look");
    }
    let seen = scene.looks.borrow().len();
    drop(Reflect::delete_property(dom::page().unchecked_ref::<js_sys::Object>(), &"hidden".into()));
    assert_eq!(seen, 0);
    drop(watching);
    drop(scene.watch(&vision, 1).await);
}

#[wasm_bindgen_test]
async fn a_still_is_told_of_at_the_size_of_what_it_is_a_copy_of() {
    let vision = vision();
    let still = picture("blurred.jpg").await;
    let look = vision.inspect(&still, SIZE, PASSPORT).await.expect("a look");
    assert_eq!((look.width, look.height), SIZE);
    assert!(codes(&look).contains(&"blurred"), "{look:?}");
    let again = Watch { previous: Some(look.hash), ..PASSPORT };
    let look = vision.inspect(&still, SIZE, again).await.expect("a look");
    assert!(codes(&look).contains(&"same-side"), "{look:?}");
}

/// What the next worker is asked.
async fn asked() -> kyc_worker::Ask {
    let listen = "return new Promise((resolve) => {
        new BroadcastChannel('asked').onmessage = ({ data, target }) => (target.close(), resolve(data));
    });";
    let promise =
        Function::new_no_args(listen).call0(&JsValue::UNDEFINED).expect("a promise").unchecked_into();
    let numbers: js_sys::Float64Array =
        js::within(&promise, 30_000).await.expect("a question").unchecked_into();
    kyc_worker::Ask::decode(&numbers.to_vec()).expect("it reads")
}

#[wasm_bindgen_test]
async fn a_face_belongs_where_the_oval_is_on_the_screen() {
    let _workers = workers(&[TELLING, TELLING, TELLING]);
    let scene = Scene::new().await;
    let (wide, high) = (scene.video.video_width() as f32, scene.video.video_height() as f32);
    let place = |style: &str| format!("position: fixed; {style}");
    // The picture covers a square, so that its sides are cut off.
    scene
        .video
        .set_attribute("style", &place("left: 0; top: 0; width: 300px; height: 300px"))
        .expect("a style");
    let oval = dom::page().create_element("div").expect("an element");
    oval.set_attribute("style", &place("left: 90px; top: 60px; width: 120px; height: 160px"))
        .expect("a style");
    let face = Watch::for_target(Target::Face, None);
    let ignore = || Rc::new(|_, _| ());

    let unmarked = vision();
    let watching = unmarked.watch(scene.video.clone(), face, ignore());
    assert_eq!(asked().await.oval, None);
    drop((watching, unmarked));

    oval.set_attribute("data-kyc-oval", "").expect("a mark");
    dom::page().body().expect("a body").append_child(&oval).expect("a place");
    let marked = vision();
    let watching = marked.watch(scene.video.clone(), face, ignore());
    let seen = asked().await.oval.expect("an oval");
    drop((watching, marked));
    let pixel = wide.min(high) / 300.0;
    let near = |value: f32, expected: f32| assert!((value - expected).abs() < 1.0, "{value} {expected}");
    near(seen.centre.x, wide / 2.0);
    near(seen.centre.y, high / 2.0 - 10.0 * pixel);
    near(seen.width, 120.0 * pixel);
    near(seen.height, 160.0 * pixel);

    let document = vision();
    let watching = document.watch(scene.video.clone(), PASSPORT, ignore());
    assert_eq!(asked().await.oval, None, "a document lies anywhere");
    drop((watching, document));
}

//! `POST /files` over `XMLHttpRequest`, because `fetch` tells no progress of what it sends. Multipart first; JSON with
//! base64 once where a server refuses multipart or loses the tags on the way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object};
use kyc_flow::Failure;
use kyc_wire::resource::FileResource;
use kyc_wire::{Code, SourceType};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Event, FileReader, FormData, ProgressEvent, XmlHttpRequest};

use super::api::failure_of;
use super::clock::Clock;
use super::js::{self, Listener};
use super::json::Json;
use super::wire;

/// Without a sign of life for so long, the connection counts as broken.
const STALL_LIMIT: f64 = 30_000.0;
/// How often that is looked at.
const STALL_CHECK: u32 = 2_000;

/// A file to upload. Its names are general ones: no personal data travels in them.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The content.
    pub blob: Blob,
    /// Its name.
    pub name: String,
    /// For people who look at it on the server's side.
    pub description: String,
    /// Where it came from.
    pub source: SourceType,
    /// The tags the server must repeat.
    pub tags: Vec<&'static str>,
}

/// Where files go.
pub struct Target {
    /// `…/files` of the organization.
    pub url: String,
    /// `Bearer …`; lives here and in the API only.
    pub authorization: String,
    /// Learns from every answer.
    pub clock: Rc<Clock>,
}

/// Stops an upload from outside.
#[derive(Default)]
pub struct Cancel {
    is_cancelled: Cell<bool>,
    request: RefCell<Option<XmlHttpRequest>>,
}

impl Cancel {
    /// Aborts what is under way, now and whatever would follow.
    pub fn cancel(&self) {
        self.is_cancelled.set(true);
        self.abort();
    }

    /// Whether the upload is not wanted any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.get()
    }

    fn abort(&self) {
        let request = self.request.take();
        if let Some(request) = request {
            drop(request.abort());
        }
    }
}

/// Called with bytes sent and bytes to send.
pub type Progress = Rc<dyn Fn(u64, u64)>;

/// Uploads a file and checks that its tags arrived; the file's id.
///
/// # Errors
/// [`Failure`] with what the server or the network said, `tags-missing` when the tags were lost both ways.
pub async fn send(
    target: &Target,
    file: &NewFile,
    cancel: &Cancel,
    progress: &Progress,
) -> Result<String, Failure> {
    let form = multipart(file).map_err(|_| Failure::new(Code::FileDamaged))?;
    match post(target, &form, cancel, progress).await {
        Ok(Reply::Filed(answer)) if has_tags(&answer, file) => return Ok(answer.id),
        Ok(Reply::Filed(_) | Reply::Refused(400 | 415 | 422)) => {}
        other => return other.and_then(|reply| reply.into_id(file)),
    }
    let body = json(file).await?;
    post(target, &body, cancel, progress).await?.into_id(file)
}

/// What the server answered.
enum Reply {
    Filed(FileResource),
    /// The content or its form was refused, with this status.
    Refused(u16),
}

impl Reply {
    fn into_id(self, file: &NewFile) -> Result<String, Failure> {
        match self {
            Self::Filed(answer) if has_tags(&answer, file) => Ok(answer.id),
            Self::Filed(_) => Err(Failure::new(Code::TagsMissing)),
            Self::Refused(_) => Err(Failure::new(Code::Invalid)),
        }
    }
}

fn has_tags(answer: &FileResource, file: &NewFile) -> bool {
    file.tags.iter().all(|tag| answer.tags.iter().any(|arrived| arrived == tag))
}

fn multipart(file: &NewFile) -> Result<JsValue, JsValue> {
    let form = FormData::new()?;
    form.append_with_str("name", &file.name)?;
    form.append_with_str("description", &file.description)?;
    form.append_with_str("sourceType", file.source.as_str())?;
    for tag in &file.tags {
        form.append_with_str("tags", tag)?;
    }
    // Last, so that a server which reads the parts in order knows everything when the content comes.
    form.append_with_blob_and_filename("file", &file.blob, &file.name)?;
    Ok(form.into())
}

/// The body as JSON. Built on the browser's side: the content never passes through the app's own memory.
async fn json(file: &NewFile) -> Result<JsValue, Failure> {
    let damaged = || Failure::new(Code::FileDamaged);
    let reader = FileReader::new().map_err(|_| damaged())?;
    js::first_event(&reader, &["load", "error"], 60_000, || drop(reader.read_as_data_url(&file.blob))).await;
    let url: js_sys::JsString = reader.result().map_err(|_| damaged())?.dyn_into().map_err(|_| damaged())?;
    let comma = u32::try_from(url.index_of(",", 0)).map_err(|_| damaged())?;
    let body = Object::new();
    js::set(&body, "file", &url.slice(comma + 1, url.length()));
    js::set(&body, "name", &file.name.as_str().into());
    js::set(&body, "description", &file.description.as_str().into());
    js::set(&body, "sourceType", &file.source.as_str().into());
    js::set(&body, "tags", &file.tags.iter().map(|tag| JsValue::from(*tag)).collect::<Array>());
    js_sys::JSON::stringify(&body).map(JsValue::from).map_err(|_| damaged())
}

async fn post(
    target: &Target,
    body: &JsValue,
    cancel: &Cancel,
    progress: &Progress,
) -> Result<Reply, Failure> {
    if cancel.is_cancelled() {
        return Err(Failure::new(Code::Cancelled));
    }
    let request = open(target, body.is_string()).map_err(|_| Failure::new(Code::Network))?;
    *cancel.request.borrow_mut() = Some(request.clone());
    let ended = exchange(&request, body, progress).await;
    cancel.request.take();
    match ended {
        _ if cancel.is_cancelled() => Err(Failure::new(Code::Cancelled)),
        Ended::Answered => reply(target, &request),
        Ended::Stalled => Err(Failure::new(Code::Timeout)),
        Ended::Broken => Err(Failure::new(Code::Network)),
    }
}

fn open(target: &Target, is_json: bool) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", &target.url)?;
    request.set_request_header("Authorization", &target.authorization)?;
    request.set_request_header("Accept", "application/json")?;
    if is_json {
        request.set_request_header("Content-Type", "application/json")?;
    }
    Ok(request)
}

/// How an exchange came to an end.
enum Ended {
    Answered,
    Stalled,
    Broken,
}

async fn exchange(request: &XmlHttpRequest, body: &JsValue, progress: &Progress) -> Ended {
    let alive = Rc::new(Cell::new(js::monotonic_now()));
    let is_stalled = Rc::new(Cell::new(false));
    let sends = request.upload().ok().map(|upload| {
        let (alive, progress) = (Rc::clone(&alive), Rc::clone(progress));
        Listener::new(&upload, "progress", move |event: Event| {
            alive.set(js::monotonic_now());
            let event: ProgressEvent = event.unchecked_into();
            if event.length_computable() {
                progress(event.loaded() as u64, event.total() as u64);
            }
        })
    });
    let watchdog = Watchdog::new(request.clone(), alive, Rc::clone(&is_stalled));
    let ended = js::first_event(request, &["load", "error", "abort"], u32::MAX >> 1, || {
        // The binding hands its argument on as it is, and `send` takes forms and strings alike.
        drop(request.send_with_opt_form_data(Some(body.unchecked_ref())));
    });
    let ended = ended.await;
    drop((watchdog, sends));
    match ended.as_deref() {
        Some("load") => Ended::Answered,
        _ if is_stalled.get() => Ended::Stalled,
        _ => Ended::Broken,
    }
}

/// Aborts a request that gives no sign of life; ends when dropped.
struct Watchdog(Rc<Cell<i32>>);

impl Watchdog {
    fn new(request: XmlHttpRequest, alive: Rc<Cell<f64>>, is_stalled: Rc<Cell<bool>>) -> Self {
        let handle = Rc::new(Cell::new(0));
        watch(Rc::clone(&handle), request, alive, is_stalled);
        Self(handle)
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        js::cancel_timer(self.0.get());
    }
}

fn watch(handle: Rc<Cell<i32>>, request: XmlHttpRequest, alive: Rc<Cell<f64>>, is_stalled: Rc<Cell<bool>>) {
    let slot = Rc::clone(&handle);
    slot.set(js::set_timer(STALL_CHECK, move || {
        if js::monotonic_now() - alive.get() > STALL_LIMIT {
            is_stalled.set(true);
            drop(request.abort());
        } else {
            watch(handle, request, alive, is_stalled);
        }
    }));
}

fn reply(target: &Target, request: &XmlHttpRequest) -> Result<Reply, Failure> {
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    if let Some(date) = header("Date") {
        target.clock.learn_date(&date, 0);
    }
    let status = request.status().unwrap_or_default();
    if matches!(status, 400 | 415 | 422) {
        return Ok(Reply::Refused(status));
    }
    if !(200..300).contains(&status) {
        return Err(failure_of(status, &header, &target.clock));
    }
    let text = request.response_text().ok().flatten().unwrap_or_default();
    let filed = Json::parse(&text).as_ref().and_then(wire::file);
    filed.map(Reply::Filed).ok_or(Failure::new(Code::Server))
}

//! The picture, large: the document cut out and straightened, or all that is sent; what we noticed and where; turn it,
//! move its corners, take it again, or use it.

mod adjust;

use kyc_flow::{Event, Gathering, PictureKind, ReviewLook, Reviewing, Side, Stage};
use kyc_vision::{Point, Quad, flattening, straight_size};
use kyc_wire::SourceType;
use std::rc::Rc;

use super::{Context, View};
use crate::components::button::tool;
use crate::components::element::{group, note, text};
use crate::components::flat::{Flat, flat};
use crate::components::layout::{Layout, layout};
use crate::components::picture::{mark, picture};
use crate::components::progress::spinner;
use crate::components::{Look, Node, Tone, notice};
use crate::i18n::{Key, keys, lookup};
use crate::ports::{Preview, Share};
use crate::target::target;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Reviewing(reviewing) = &gathering.stage else { return None };
    let preview = context.preview(reviewing.picture.capture);
    if reviewing.look == ReviewLook::Corners
        && let Some(details) = preview.details
    {
        return Some(adjust::corners(context, reviewing, details));
    }
    let side = reviewing.side;
    let is_clean = reviewing.picture.findings.is_empty();
    let mut body = vec![large(context, reviewing, &preview)];
    body.extend(tools(context, reviewing, &preview));
    body.extend(noticed(context, reviewing));
    Some(layout(Layout {
        top: Some(context.top(&reviewing.draft, Some(side), true)),
        title: context.t_page(lookup::review_title(side), side),
        lead: is_clean.then(|| context.t(lookup::review_check(side))),
        body,
        actions: actions(context, reviewing, gathering.allows_file(side)),
        ..Layout::default()
    }))
}

fn large(context: Context, reviewing: &Reviewing, preview: &Preview) -> Node {
    let alt = context.t_page(lookup::review_alt(reviewing.side), reviewing.side);
    let places = preview.details.iter().flat_map(|details| &details.marks);
    let marks = places.map(|(_, place, size)| mark(*place, *size)).collect();
    if reviewing.look == ReviewLook::Straight
        && let (Some(url), Some(corners)) = (&preview.url, sent_corners(preview))
    {
        return straightened(reviewing, url.clone(), alt, marks, corners);
    }
    let mut fallback = Vec::new();
    if reviewing.picture.kind == PictureKind::Pdf {
        let size = context.i18n.file_size(reviewing.picture.bytes);
        fallback.extend(preview.name.clone().map(text));
        fallback.push(text(context.i18n.t_with(keys::REVIEW_PDF, &[("size", &size)])));
    }
    picture(preview.url.clone(), alt, marks, fallback)
}

/// The document's corners in what is sent, if it is worth while to cut it out.
fn sent_corners(preview: &Preview) -> Option<[Share; 4]> {
    preview.details.as_ref()?.sent
}

fn straightened(
    reviewing: &Reviewing,
    url: String,
    description: String,
    marks: Vec<Node>,
    corners: [Share; 4],
) -> Node {
    let size = (f64::from(reviewing.picture.width), f64::from(reviewing.picture.height));
    let quad = move |(width, height): (f64, f64)| {
        Quad(corners.map(|(x, y)| Point::new((x * width) as f32, (y * height) as f32)))
    };
    let target = target(reviewing.side, reviewing.draft.subtype);
    let (wide, high) = straight_size(&quad(size), target, u32::MAX);
    flat(Flat {
        url,
        description,
        marks,
        size,
        part: (f64::from(wide), f64::from(high)),
        map: Rc::new(move |picture, (width, height)| flattening(&quad(picture), width as f32, height as f32)),
    })
}

/// What can be done with the picture, and what is sent of it.
fn tools(context: Context, reviewing: &Reviewing, preview: &Preview) -> Option<Node> {
    let details = preview.details.as_ref()?;
    let is_busy = reviewing.op.is_some();
    let small = |key, label: Key, event| tool(key, context.t(label), is_busy, context.press(event));
    let mut buttons = vec![small("turn", keys::REVIEW_TURN, Event::TurnPressed)];
    if reviewing.side != Side::Selfie {
        buttons.push(adjust::open(context, details, is_busy));
    }
    let other = match reviewing.look {
        ReviewLook::Straight => (keys::REVIEW_WHOLE, ReviewLook::Whole),
        _ => (keys::REVIEW_STRAIGHT, ReviewLook::Straight),
    };
    let has_both = sent_corners(preview).is_some();
    buttons.extend(has_both.then(|| small("look", other.0, Event::LookChosen(other.1))));
    let is_whole = has_both && reviewing.look == ReviewLook::Whole;
    let told = if is_busy {
        Some(group("kyc-wait", vec![spinner(), note(context.t(keys::REVIEW_CHANGING))]))
    } else {
        is_whole.then(|| note(context.t(keys::REVIEW_SENT_NOTE)))
    };
    Some(group("kyc-stack", std::iter::once(group("kyc-tools", buttons)).chain(told).collect()))
}

fn noticed(context: Context, reviewing: &Reviewing) -> Option<Node> {
    let findings = &reviewing.picture.findings;
    if findings.is_empty() {
        return None;
    }
    let mut lines: Vec<_> =
        findings.iter().map(|finding| text(context.t(lookup::finding(*finding)))).collect();
    if !reviewing.is_permitted() {
        lines.push(text(context.t(keys::REVIEW_ANYWAY)));
    }
    Some(notice(Tone::Warning, context.t(keys::REVIEW_NOTICED), lines))
}

/// A picture with a warning is first taken again; after that the customer has the last word.
fn actions(context: Context, reviewing: &Reviewing, allows_file: bool) -> Vec<Node> {
    let is_camera = reviewing.picture.source == SourceType::Camera;
    let again = if is_camera { keys::REVIEW_RETAKE } else { keys::REVIEW_CHOOSE };
    let retake = |look| context.button(look, again, Event::RetakePressed);
    if reviewing.picture.findings.is_empty() {
        let is_pdf = reviewing.picture.kind == PictureKind::Pdf;
        let take = if is_pdf { keys::REVIEW_USE_FILE } else { keys::REVIEW_USE };
        return vec![context.button(Look::Primary, take, Event::UsePressed), retake(Look::Secondary)];
    }
    let mut actions = vec![retake(Look::Primary)];
    if is_camera && allows_file {
        actions.push(context.button(Look::Secondary, keys::CAMERA_UPLOAD, Event::FileChosen));
    }
    if reviewing.is_permitted() {
        actions.push(context.button(Look::Quiet, keys::REVIEW_USE_ANYWAY, Event::UsePressed));
    }
    actions
}

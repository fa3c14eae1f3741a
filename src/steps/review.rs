//! The picture, large; what we noticed; take it again, or use it.

use kyc_flow::{Event, Gathering, PictureKind, Reviewing, Stage};
use kyc_wire::SourceType;

use super::{Context, View};
use crate::components::element::text;
use crate::components::layout::{Layout, layout};
use crate::components::picture::picture;
use crate::components::{Look, Node, Tone, notice};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Reviewing(reviewing) = &gathering.stage else { return None };
    let side = reviewing.side;
    let mut body = vec![large(context, reviewing)];
    body.extend(noticed(context, reviewing));
    let is_clean = reviewing.picture.findings.is_empty();
    Some(layout(Layout {
        top: Some(context.top(&reviewing.draft, Some(side), true)),
        title: context.t_page(lookup::review_title(side), side),
        lead: is_clean.then(|| context.t(lookup::review_check(side))),
        body,
        actions: actions(context, reviewing),
        ..Layout::default()
    }))
}

fn large(context: Context, reviewing: &Reviewing) -> Node {
    let preview = context.preview(reviewing.picture.capture);
    let alt = context.t_page(lookup::review_alt(reviewing.side), reviewing.side);
    let size = context.i18n.file_size(reviewing.picture.bytes);
    let mut fallback = Vec::new();
    if reviewing.picture.kind == PictureKind::Pdf {
        fallback.extend(preview.name.map(text));
        fallback.push(text(context.i18n.t_with(keys::REVIEW_PDF, &[("size", &size)])));
    }
    picture(preview.url, alt, fallback)
}

fn noticed(context: Context, reviewing: &Reviewing) -> Option<Node> {
    let findings = &reviewing.picture.findings;
    if findings.is_empty() {
        return None;
    }
    let mut lines: Vec<_> =
        findings.iter().map(|finding| text(context.t(lookup::finding(*finding)))).collect();
    if !reviewing.can_use() {
        lines.push(text(context.t(keys::REVIEW_ANYWAY)));
    }
    Some(notice(Tone::Warning, context.t(keys::REVIEW_NOTICED), lines))
}

/// A picture with a warning is first taken again; after that the customer has the last word.
fn actions(context: Context, reviewing: &Reviewing) -> Vec<Node> {
    let is_camera = reviewing.picture.source == SourceType::Camera;
    let again = if is_camera { keys::REVIEW_RETAKE } else { keys::REVIEW_CHOOSE };
    let retake = |look| context.button(look, again, Event::RetakePressed);
    if reviewing.picture.findings.is_empty() {
        let is_pdf = reviewing.picture.kind == PictureKind::Pdf;
        let take = if is_pdf { keys::REVIEW_USE_FILE } else { keys::REVIEW_USE };
        return vec![context.button(Look::Primary, take, Event::UsePressed), retake(Look::Secondary)];
    }
    let mut actions = vec![retake(Look::Primary)];
    if is_camera {
        actions.push(context.button(Look::Secondary, keys::CAMERA_UPLOAD, Event::FileChosen));
    }
    if reviewing.can_use() {
        actions.push(context.button(Look::Quiet, keys::REVIEW_USE_ANYWAY, Event::UsePressed));
    }
    actions
}

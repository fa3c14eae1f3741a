//! What every screen has at hand: the ports, the words, the live region, and the small parts that most screens share.

use std::rc::Rc;

use kyc_flow::{CaptureId, Draft, Event, Gathering, Side, SlotIndex};
use kyc_liveness::session::View;
use kyc_wire::{Code, DocumentSubtype};
use leptos::prelude::{Callable, Get, GetValue, WithValue};

use crate::components::element::{note, paragraph};
use crate::components::layout::top;
use crate::components::live::Announcer;
use crate::components::progress::progress;
use crate::components::{Art, Icon, Look, Node, Press, Tone, art, button};
use crate::i18n::lookup::{self, Subject};
use crate::i18n::{I18n, Key, Message, keys};
use crate::ports::{Guidance, Links, Media, Ports, Preview};

/// What a screen works with.
#[derive(Clone, Copy)]
pub struct Context {
    /// The door to the app.
    pub ports: Ports,
    /// The words.
    pub i18n: I18n,
    /// The live region.
    pub announcer: Announcer,
}

impl Context {
    /// A text.
    pub fn t(self, message: impl Message) -> String {
        self.i18n.t(message)
    }

    /// A text that names a page; other sides have no number and their texts no place for one.
    pub fn t_page(self, message: impl Message, side: Side) -> String {
        let number = match side {
            Side::Page(number) => number.saturating_add(1),
            _ => 1,
        };
        self.i18n.t_with(message, &[("number", &self.i18n.number(number))])
    }

    /// Sends `event`.
    pub fn send(self, event: Event) {
        self.ports.send.run(event);
    }

    /// Live pictures, captured files and the clock.
    pub fn media(self) -> Rc<dyn Media> {
        self.ports.media.with_value(Rc::clone)
    }

    /// What is seen by the running camera, drawn again when it changes.
    pub fn guidance(self) -> Guidance {
        self.ports.seen.get();
        self.media().guidance()
    }

    /// What a running liveness check shows, drawn again when it changes.
    pub fn check(self) -> Option<View> {
        self.ports.seen.get();
        self.media().check()
    }

    /// Links of the deployment.
    pub fn links(self) -> Links {
        self.ports.links.get_value()
    }

    /// What sends `event`.
    pub fn press(self, event: Event) -> Press {
        Box::new(move || self.send(event.clone()))
    }

    /// A button that sends `event`.
    pub fn button(self, look: Look, label: Key, event: Event) -> Node {
        button(look, self.t(label), self.press(event))
    }

    /// A drawing with its description.
    pub fn art(self, picture: Art, tone: Tone, alt: impl Message) -> Node {
        art(picture, tone, self.t(alt))
    }

    /// The drawing of what is to be captured.
    pub fn subject_art(self, subject: Subject) -> Node {
        let picture = match subject {
            Subject::Passport => Art::Passport,
            Subject::Card => Art::Card,
            Subject::Front => Art::Document,
            Subject::Back => Art::Back,
            Subject::Selfie => Art::Selfie,
            Subject::Page => Art::Page,
            Subject::CreditCard => Art::CreditCard,
            Subject::Wallet => Art::Wallet,
        };
        self.art(picture, Tone::Info, subject.alt())
    }

    /// The row above a heading, with the steps of the present document.
    pub fn top(self, draft: &Draft, side: Option<Side>, has_previous: bool) -> Node {
        let (step, total) = steps(draft, side);
        let label = self.step_label(step, total);
        let bar = progress(self.t(keys::PROGRESS_LABEL), label, step, total);
        top(has_previous.then(|| self.previous()), Some(bar))
    }

    /// "Step 2 of 4".
    pub fn step_label(self, step: u32, total: u32) -> String {
        let (step, total) = (self.i18n.number(step), self.i18n.number(total));
        self.i18n.t_with(keys::PROGRESS_STEP, &[("step", &step), ("total", &total)])
    }

    /// The way one screen back.
    pub fn previous(self) -> Node {
        let name = self.t(keys::ACTION_PREVIOUS);
        button::icon_button(Icon::Previous, name, self.press(Event::PreviousPressed))
    }

    /// The name of a requested document, numbered when its type is asked for more than once.
    pub fn document_name(self, gathering: &Gathering, slot: SlotIndex) -> String {
        let requested = &gathering.request.requested;
        let Some(kind) = requested.get(slot.0).map(|wanted| wanted.document_type) else {
            return String::new();
        };
        let name = self.t(lookup::document_name(kind));
        let before = requested.iter().take(slot.0).filter(|wanted| wanted.document_type == kind).count();
        if requested.iter().filter(|wanted| wanted.document_type == kind).count() < 2 {
            return name;
        }
        let number = self.i18n.number(u32::try_from(before).unwrap_or(0).saturating_add(1));
        self.i18n.t_with(keys::DOCUMENT_NUMBERED, &[("document", &name), ("number", &number)])
    }

    /// The name of a side of a document.
    pub fn side_name(self, side: Side, subtype: DocumentSubtype) -> String {
        self.t_page(lookup::side(side, subtype), side)
    }

    /// How many attempts are left.
    pub fn attempts(self, left: Option<u32>) -> String {
        match left {
            Some(left) => self.i18n.t_count(keys::ATTEMPTS_LEFT, left),
            None => self.t(keys::ATTEMPTS_UNLIMITED),
        }
    }

    /// The same for the document in the making, as a quiet line; nothing to say when there is no limit.
    pub fn attempts_note(self, gathering: &Gathering, slot: SlotIndex) -> Option<Node> {
        let left = gathering.request.slot(slot)?.attempts_left?;
        Some(note(self.attempts(Some(left))))
    }

    /// A short reference for the people who help: what happened, and the end of the request's id.
    pub fn reference(self, code: Code, request_id: Option<&str>) -> Node {
        let id = request_id.unwrap_or_default();
        let tail = id.char_indices().rev().nth(5).and_then(|(start, _)| id.get(start..)).unwrap_or(id);
        let dash = if tail.is_empty() { "" } else { "-" };
        let reference = [code.as_str(), dash, tail].concat();
        let words = self.i18n.t_with(keys::ERROR_REFERENCE, &[("id", &reference)]);
        paragraph("kyc-reference", words)
    }

    /// What to show of a captured file.
    pub fn preview(self, capture: CaptureId) -> Preview {
        let preview = self.media().preview(capture);
        preview.unwrap_or(Preview { url: None, name: None, details: None })
    }
}

/// The present step of a document and the number of steps: its sides, and sending.
#[must_use]
pub fn steps(draft: &Draft, side: Option<Side>) -> (u32, u32) {
    let (done, all) = draft.progress();
    let total = u32::try_from(all).unwrap_or(1).saturating_add(1);
    let step = match side {
        // A further page is still the step of the pages.
        Some(Side::Page(_)) => 1,
        Some(_) => u32::try_from(done).unwrap_or(0).saturating_add(1).min(total.saturating_sub(1)),
        None => total,
    };
    (step, total)
}

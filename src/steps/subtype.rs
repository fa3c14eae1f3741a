//! Choosing which paper to hand in, among the permitted ones.

use kyc_flow::{Event, Gathering, Stage};
use kyc_wire::{DocumentSubtype, DocumentType};

use super::welcome::document_icon;
use super::{Context, View};
use crate::components::choice::{Row, row};
use crate::components::element::list;
use crate::components::layout::{Layout, layout, top};
use crate::components::{Icon, Node};
use crate::i18n::lookup;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Choosing { slot } = &gathering.stage else { return None };
    let requested = gathering.request.requested.get(slot.0)?;
    let kind = requested.document_type;
    let permitted = requested.permitted_subtypes();
    let rows = permitted.into_iter().map(|subtype| choice(context, kind, subtype)).collect();
    Some(layout(Layout {
        top: Some(top(Some(context.previous()), None)),
        eyebrow: Some(context.document_name(gathering, *slot)),
        title: context.t(lookup::subtype_title(kind)),
        lead: Some(context.t(lookup::subtype_intro(kind))),
        body: vec![list("kyc-list", rows)],
        actions: Vec::new(),
    }))
}

fn choice(context: Context, kind: DocumentType, subtype: DocumentSubtype) -> Node {
    let hint = match kind {
        // Every other document has pages; saying so on each row would only be noise.
        DocumentType::IdentityProof => lookup::subtype_hint(kind, subtype),
        _ => None,
    };
    row(Row {
        icon: subtype_icon(kind, subtype),
        title: context.t(lookup::subtype(subtype)),
        details: hint.map(|hint| (None, context.t(hint))).into_iter().collect(),
        tone: None,
        press: Some(context.press(Event::SubtypeChosen(subtype))),
    })
}

const fn subtype_icon(kind: DocumentType, subtype: DocumentSubtype) -> Icon {
    use DocumentSubtype as S;
    match subtype {
        S::IdCard | S::DriverLicense | S::PublicHealthCard | S::ProofOfAgeCard | S::CopyCreditCard => {
            Icon::Card
        }
        S::Passport => document_icon(kind),
        S::LeaseAgreement | S::RentalReceipt => Icon::Home,
        S::EwalletHolderDetails | S::EwalletTransactionStatement => Icon::Phone,
        _ => Icon::File,
    }
}

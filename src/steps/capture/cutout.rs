//! The frame on the viewfinder, in the true proportions of what it is for: everything around it is veiled.

use kyc_flow::Side;
use kyc_vision::Target;
use kyc_wire::DocumentSubtype;

use crate::components::el::{Node, el};
use crate::i18n::lookup::Subject;
use crate::target::target;

/// A frame: its measures in millimetres as a view box, and its outline. A face has no measures, only its usual
/// proportions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutout {
    view_box: &'static str,
    outline: &'static str,
}

const ID_1: Cutout = Cutout {
    view_box: "0 0 85.6 54",
    outline: "M3.2 0h79.2a3.2 3.2 0 0 1 3.2 3.2v47.6a3.2 3.2 0 0 1-3.2 3.2H3.2A3.2 3.2 0 0 1 0 50.8V3.2A3.2 3.2 0 0 1 3.2 0z",
};
const PASSPORT_PAGE: Cutout = Cutout {
    view_box: "0 0 125 88",
    outline: "M4 0h117a4 4 0 0 1 4 4v80a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z",
};
const A_4: Cutout = Cutout {
    view_box: "0 0 210 297",
    outline: "M6 0h198a6 6 0 0 1 6 6v285a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6V6a6 6 0 0 1 6-6z",
};
const TELEPHONE: Cutout = Cutout {
    view_box: "0 0 72 148",
    outline: "M8 0h56a8 8 0 0 1 8 8v132a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8z",
};
const FACE: Cutout = Cutout { view_box: "0 0 72 96", outline: "M36 0a36 48 0 0 1 0 96a36 48 0 0 1 0-96z" };

impl Cutout {
    /// The frame for a side of a document.
    #[must_use]
    pub const fn of(subject: Subject, side: Side, subtype: DocumentSubtype) -> Self {
        match (subject, target(side, subtype)) {
            (Subject::Wallet, _) => TELEPHONE,
            (_, Target::Face) => FACE,
            (_, Target::PassportPage) => PASSPORT_PAGE,
            (_, Target::Card) => ID_1,
            (_, Target::Page) => A_4,
        }
    }

    /// The veil with its hole, and the edge of the hole. The veil reaches far beyond the view box; the stage clips it.
    #[must_use]
    pub fn view(self) -> Node {
        let veil = ["M-3000-3000h6000v6000h-6000z", self.outline].concat();
        let veil = el("path", "").attr("d", veil).attr("fill-rule", "evenodd");
        let mut edge = el("path", "kyc-camera__edge").attr("d", self.outline);
        if self == FACE {
            // Found by the vision module, which judges a face by where this is on the screen.
            edge = edge.attr("data-kyc-oval", "");
        }
        el("svg", "kyc-camera__cutout")
            .attr("viewBox", self.view_box)
            .attr("aria-hidden", "true")
            .child(veil)
            .child(edge)
            .node()
    }
}

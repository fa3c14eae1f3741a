//! How a document stands in the picture: whether it is there, whole, large enough and seen from above.

use crate::print::{FULL, Print};
use crate::view::{Odds, Sight};
use crate::{DocumentView, Finding, FindingCode as Code, Pose, Quad, Target};

/// Share of the picture's width or height, whichever is larger, that a document must take. A card that fills half of a small
/// frame has 3.7 pixels per mm; scenes drawn far away have 0.17 to 0.25, whole ones 0.30 and more, clean ones 0.60.
const FAR: f32 = 0.28;
/// Degrees from the view from above. The far edge of a card at arm's length is then a fifth shorter than the near one.
const TILT: f32 = 20.0;
/// Sides beyond which a document goes when it is too near to be whole anywhere.
const NEAR_SIDES: usize = 3;
/// How much likelier than a whole document a cut one must be for it to be said where neither is certain.
const CUT: f32 = 1.4;
/// ... and, where a page is asked for, than none, see `view::LEAST_CUT_PAGE`.
const CUT_PAGE: f32 = 2.3;

/// What is wrong with the view of a document in a frame of this size; `print` of the whole picture, where it was looked for. Where
/// none was found but may well be there, it is not said to be missing: the review must not refuse a good picture.
pub(crate) fn framing(
    sight: &Sight,
    (width, height): (f32, f32),
    print: Option<Print>,
    target: Target,
) -> Vec<Finding> {
    let Sight { view, odds, document, edges } = sight;
    let likelier = if target == Target::Page { CUT_PAGE } else { 1.0 };
    let is_cut = odds.cut > odds.none * likelier && odds.cut > odds.whole * CUT;
    if let Some(quad) = document.as_ref().filter(|_| !(is_cut && *view == DocumentView::NotFound)) {
        return whole(quad, (width, height), target);
    }
    match view {
        DocumentView::Whole { .. } => Vec::new(),
        DocumentView::NotFound => {
            unseen(odds, is_cut, (print.unwrap_or_default(), *edges), target).into_iter().collect()
        }
        DocumentView::Cut { sides, .. } if sides.len() >= NEAR_SIDES => {
            vec![Finding::new(Code::TooClose, sides.len() as f32, NEAR_SIDES as f32)]
        }
        DocumentView::Cut { sides, .. } => vec![Finding::new(Code::CutOff, sides.len() as f32, 0.0)],
    }
}

/// Where no edges were found.
fn unseen(odds: &Odds, is_cut: bool, (print, edges): (Print, f32), target: Target) -> Option<Finding> {
    let fills = print.fills(target, edges);
    if fills && print.is_even() && target == Target::Page {
        // A screenshot, or a scan of another format.
        return None;
    }
    if fills {
        return Some(Finding::new(Code::TooClose, print.share, FULL));
    }
    Some(if is_cut {
        Finding::new(Code::CutOff, odds.cut, odds.none)
    } else {
        Finding::new(Code::NoDocument, odds.none, odds.cut)
    })
}

fn whole(quad: &Quad, (width, height): (f32, f32), target: Target) -> Vec<Finding> {
    let place = quad.bounds();
    let share = (place.width / width.max(1.0)).max(place.height / height.max(1.0));
    let tilt = Pose::of(quad, width, height, target.proportion()).tilt;
    let far = (share < FAR).then(|| Finding::new(Code::TooFar, share, FAR));
    let tilted = (tilt > TILT).then(|| Finding::new(Code::Tilted, tilt, TILT));
    far.into_iter().chain(tilted).map(|finding| finding.at(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PictureSide, Point};

    fn codes(view: DocumentView, document: Option<Quad>) -> Vec<Code> {
        let sight = Sight { view, odds: Odds { none: 1.0, ..Odds::default() }, document, edges: 0.1 };
        framing(&sight, (640.0, 480.0), None, Target::Card).iter().map(|finding| finding.code).collect()
    }

    fn figure(corners: [(f32, f32); 4]) -> Vec<Code> {
        let quad = Quad(corners.map(|(x, y)| Point::new(x, y)));
        codes(DocumentView::Whole { quad, confidence: 1.0 }, Some(quad))
    }

    #[test]
    fn a_card_from_above_is_fine_a_small_or_a_tilted_one_is_not() {
        assert!(figure([(120.0, 110.0), (520.0, 110.0), (520.0, 362.0), (120.0, 362.0)]).is_empty());
        let small = figure([(250.0, 200.0), (390.0, 200.0), (390.0, 288.0), (250.0, 288.0)]);
        assert_eq!(small, [Code::TooFar]);
        let tilted = figure([(200.0, 150.0), (440.0, 150.0), (560.0, 340.0), (80.0, 340.0)]);
        assert_eq!(tilted, [Code::Tilted]);
    }

    #[test]
    fn print_all_over_is_a_document_too_near_and_on_even_ground_a_page() {
        let sight = Sight { view: DocumentView::NotFound, odds: Odds::default(), document: None, edges: 0.2 };
        let said = |share, even, target| {
            let print = Some(Print { share, least: 0.05, even, content: 0.5, contrast: 180.0 });
            framing(&sight, (900.0, 1500.0), print, target).first().map(|finding| finding.code)
        };
        assert_eq!(said(0.2, 0.8, Target::Page), None);
        assert_eq!(said(0.2, 0.8, Target::Card), Some(Code::TooClose));
        assert_eq!(said(0.2, 0.3, Target::Page), Some(Code::TooClose));
        assert_eq!(said(0.05, 0.8, Target::Page), Some(Code::NoDocument));
    }

    #[test]
    fn what_may_be_cut_is_said_to_be_of_a_card_sooner_than_of_a_page() {
        let said = |cut, target| {
            let odds = Odds { cut, none: 1.0 - cut, ..Odds::default() };
            let sight = Sight { view: DocumentView::NotFound, odds, document: None, edges: 0.1 };
            framing(&sight, (640.0, 480.0), None, target).first().map(|finding| finding.code)
        };
        assert_eq!(said(0.6, Target::Card), Some(Code::CutOff));
        assert_eq!(said(0.6, Target::Page), Some(Code::NoDocument));
        assert_eq!(said(0.8, Target::Page), Some(Code::CutOff));
    }

    #[test]
    fn what_is_not_whole_has_one_word() {
        assert_eq!(codes(DocumentView::NotFound, None), [Code::NoDocument]);
        let cut = |sides: &[PictureSide]| DocumentView::Cut { sides: sides.to_vec(), confidence: 1.0 };
        assert_eq!(codes(cut(&[PictureSide::Left]), None), [Code::CutOff]);
        let close = cut(&[PictureSide::Left, PictureSide::Right, PictureSide::Top]);
        assert_eq!(codes(close, None), [Code::TooClose]);
    }
}

//! Any frame, at any size and with any question, is looked at or refused; what is said of it makes sense.

use arbitrary::{Result, Unstructured};
use kyc_vision::{DocumentView, Frame, Luma, Question, Rgba, Target, analyze};
use kyc_worker::{Answer, Ask, Pixels, Session};

use crate::messages;
use crate::numbers::several;
use crate::pictures::Picture;

/// Holds the laws against some frames that follow each other.
pub fn hold(data: &[u8]) {
    // What is too short makes no picture.
    let _ = looks(&mut Unstructured::new(data));
}

fn looks(u: &mut Unstructured<'_>) -> Result<()> {
    let mut session = Session::default();
    let questions = several(u, 2, |u| ask(u))?;
    let picture = Picture::any(u)?;
    for ask in &questions {
        let answer = session.answer(&ask.encode(), picture.pixels(), || 0.0);
        let Some(Answer::Seen { id, look }) = Answer::decode(&answer) else {
            assert!(ask.id == 0 || Ask::decode(&ask.encode()).is_none(), "no answer that reads: {answer:?}");
            continue;
        };
        assert_eq!(id, ask.id);
        let Some(look) = look else { continue };
        assert_eq!((look.width, look.height), ask.source);
        for share in [look.confidence, look.sharpness, look.glare] {
            assert!((0.0..=1.0).contains(&share), "{look:?}");
        }
        assert!(look.quad.is_none() || look.cut.is_empty(), "whole and cut: {look:?}");
    }
    let (target, is_colour) = (*u.choose(&Target::ALL)?, u.arbitrary()?);
    plain(&picture, target, is_colour);
    Ok(())
}

/// The analysis itself, without the worker's way to it.
fn plain(picture: &Picture, target: Target, is_colour: bool) {
    let Pixels { bytes, width, height, .. } = picture.pixels();
    let luma = || Luma::new(bytes, width, height).map(Frame::Luma);
    let rgba = || Rgba::new(bytes, width, height).map(Frame::Rgba);
    let Some(frame) = (if is_colour { rgba() } else { luma() }) else { return };
    let seen = analyze(&frame, &Question::about(target));
    assert_eq!((seen.width as usize, seen.height as usize), (frame.width(), frame.height()));
    assert!((0.0..=1.0).contains(&seen.sharpness) && (0.0..=1.0).contains(&seen.glare), "{seen:?}");
    for finding in &seen.findings {
        assert!(finding.value.is_finite() && finding.threshold.is_finite(), "{finding:?}");
    }
    if let DocumentView::Whole { quad, .. } = &seen.view {
        assert!(quad.0.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite()), "{seen:?}");
        assert!(quad.is_convex(), "{seen:?}");
    }
}

/// Any question, about pictures of a few watches, times and sizes.
fn ask(u: &mut Unstructured<'_>) -> Result<Ask> {
    Ok(Ask {
        watch: u.int_in_range(0..=1)?,
        now: f64::from(u.arbitrary::<u16>()?),
        edge: *u.choose(&[0, 1, 64, 640, u32::MAX])?,
        ..messages::ask(u)?
    })
}

//! The end: what the merchant is told, and leaving.

use kyc_wire::Info;
use kyc_wire::embed::HostMessage;
use kyc_wire::redirect::with_info;

use super::out::Out;
use crate::effect::Effect;
use crate::event::Event;
use crate::journey::{Embedding, Ended, Ending, Gathering, Leaving, Link, Phase};
use crate::request::Request;
use crate::stage::{SendStep, Stage};

/// Seconds the last screen stays before it leaves by itself.
const COUNTDOWN_SECONDS: u8 = 5;

/// Ends the journey: releases everything, tells the host, starts leaving.
pub fn end(gathering: Gathering, ending: Ending, info: Info, out: &mut Out) -> Phase {
    if let Stage::Sending(sending) = &gathering.stage
        && let SendStep::Uploading { op, .. } = sending.step
    {
        out.push(Effect::CancelUpload { op });
    }
    // The rest is released by `release`; this also wipes what the machine never heard of.
    out.push(Effect::DiscardAll);
    let redirect_url = gathering.request.redirect_url.clone().or(gathering.link.redirect_url);
    leave(Some(gathering.request), redirect_url, gathering.link.embedding, (ending, info), out)
}

/// Ends a journey whose token was expired before the request could be read. The way back comes from a token that
/// nobody has verified, so that only the customer takes it: a forged link must not lead anywhere by itself.
pub fn expired_unread(link: &Link, out: &mut Out) -> Phase {
    let (ending, info) = (Ending::Expired, Info::TokenExpired);
    match leave(None, link.redirect_url.clone(), link.embedding, (ending, info), out) {
        Phase::Ended(ended) if ended.target.is_some() => {
            Phase::Ended(Box::new(Ended { leaving: Leaving::Held, ..*ended }))
        }
        phase => phase,
    }
}

fn leave(
    request: Option<Request>,
    redirect_url: Option<String>,
    embedding: Embedding,
    (ending, info): (Ending, Info),
    out: &mut Out,
) -> Phase {
    out.tell(HostMessage::Done { info });
    let target =
        redirect_url.filter(|_| embedding != Embedding::Told).and_then(|url| with_info(&url, info).ok());
    let mut ended = Ended { info, ending, request, target, embedding, leaving: Leaving::Stays };
    if ended.target.is_some() {
        ended.leaving = match ending {
            Ending::Back => depart(&ended, out),
            _ => Leaving::Countdown { seconds: COUNTDOWN_SECONDS, op: out.wait(1000) },
        };
    }
    Phase::Ended(Box::new(ended))
}

fn depart(ended: &Ended, out: &mut Out) -> Leaving {
    match ended.target.clone() {
        None => Leaving::Stays,
        Some(url) => {
            out.push(Effect::Leave { url, info: ended.info, is_top: ended.embedding == Embedding::Redirect });
            Leaving::Leaving
        }
    }
}

pub fn step(mut ended: Box<Ended>, event: &Event, out: &mut Out) -> Phase {
    ended.leaving = match (event, ended.leaving) {
        (Event::TimerFired { op, .. }, Leaving::Countdown { seconds, op: awaited }) if *op == awaited => {
            match seconds.saturating_sub(1) {
                0 => depart(&ended, out),
                seconds => Leaving::Countdown { seconds, op: out.wait(1000) },
            }
        }
        (Event::HoldPressed, Leaving::Countdown { .. }) => Leaving::Held,
        // Pressed again: the browser may have refused to leave the frame the first time.
        (Event::LeavePressed, _) => depart(&ended, out),
        (_, leaving) => leaving,
    };
    Phase::Ended(ended)
}

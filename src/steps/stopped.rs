//! A dead end before the request is known: what happened, what it means, and the way on if there is one.

use kyc_flow::{Event, Journey, Millis, Phase};
use leptos::prelude::*;

use super::Context;
use crate::components::button::text_link;
use crate::components::element::{dynamic, note};
use crate::components::layout::{Layout, layout};
use crate::components::tick::every_second;
use crate::components::{Art, Look, Tone};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, journey: &Journey) -> Option<AnyView> {
    let Phase::Stopped(stopped) = &journey.phase else { return None };
    let request_id = stopped.retry.as_ref().and_then(|link| link.request_id.as_deref());
    let mut body = vec![context.art(Art::Problem, Tone::Warning, keys::ALT_PROBLEM)];
    body.extend(stopped.retry_at.map(|until| countdown(context, until)));
    body.push(context.reference(stopped.code, request_id));
    body.extend(support(context));
    let can_retry = stopped.retry.is_some() && stopped.retry_at.is_none();
    let retry = can_retry.then(|| context.button(Look::Primary, keys::ACTION_RETRY, Event::RetryPressed));
    Some(layout(Layout {
        title: context.t(lookup::error_title(stopped.code)),
        lead: Some(context.t(lookup::error_body(stopped.code))),
        body,
        actions: retry.into_iter().collect(),
        ..Layout::default()
    }))
}

/// The way to help, where the deployment offers one.
pub fn support(context: Context) -> Option<AnyView> {
    let href = context.ports.links.with_value(|links| links.support.clone())?;
    Some(text_link(context.t(keys::ERROR_SUPPORT), href))
}

/// "Trying again in 12 seconds", counting by the server's clock.
pub fn countdown(context: Context, until: Millis) -> AnyView {
    let tick = every_second();
    dynamic(move || {
        tick.track();
        note(context.i18n.t_count(keys::RETRY_COUNTDOWN, seconds_until(context, until)))
    })
}

/// Whole seconds from now to `until`, at least 1 while the event that ends it has not come.
pub fn seconds_until(context: Context, until: Millis) -> u32 {
    let now = context.ports.media.with_value(|media| media.now());
    u32::try_from(until.minus(now.0).0.div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

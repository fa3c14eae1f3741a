//! A dead end before the request is known: what happened, what it means, and the way on if there is one.

use kyc_flow::{Event, Journey, Millis, Phase};
use kyc_wire::Code;
use leptos::prelude::Track;

use super::{Context, View};
use crate::components::button::text_link;
use crate::components::el::live;
use crate::components::element::note;
use crate::components::layout::{Layout, layout};
use crate::components::tick::every_second;
use crate::components::{Art, Look, Node, Tone};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, journey: &Journey) -> View {
    let Phase::Stopped(stopped) = &journey.phase else { return None };
    let request_id = stopped.retry.as_ref().and_then(|link| link.request_id.as_deref());
    let mut body = vec![context.art(Art::Problem, Tone::Warning, keys::ALT_PROBLEM)];
    body.extend(stopped.retry_at.map(|until| countdown(context, until)));
    body.push(context.reference(stopped.code, request_id));
    body.extend(support(context));
    // The countdown of a rate limit is not a suggestion.
    let is_held = stopped.code == Code::RateLimited && stopped.op.is_some();
    let can_retry = stopped.can_retry() && !is_held;
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
pub fn support(context: Context) -> Option<Node> {
    let href = context.links().support?;
    Some(text_link(context.t(keys::ERROR_SUPPORT), href))
}

/// "Trying again in 12 seconds", counting by the server's clock.
pub fn countdown(context: Context, until: Millis) -> Node {
    let tick = every_second();
    live(move || {
        tick.track();
        note(context.i18n.t_count(keys::RETRY_COUNTDOWN, seconds_until(context, until)))
    })
}

/// Whole seconds from now to `until`, at least 1 while the event that ends it has not come.
pub fn seconds_until(context: Context, until: Millis) -> u32 {
    let now = context.media().now();
    u32::try_from(until.minus(now.0).0.div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

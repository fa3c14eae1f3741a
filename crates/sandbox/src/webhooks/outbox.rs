//! The outbox: deliveries come in with their events, stand in one line per subscriber and resource, and leave in order.
//! Only the first one of a line has a time for its next attempt; whoever ends it hands the time on.

use rusqlite::Transaction;
use serde_json::json;

use super::backoff::{self, PATIENCE_MS};
use super::payload;
use super::record::{self, Attempt, Delivery, DeliveryStatus, Webhook};
use crate::ids;
use crate::problem::ApiResult;
use crate::store::events::Event;
use crate::store::{customers, deliveries, webhooks};
use crate::view::{self, Links};

/// How many attempts a delivery remembers; a day of retries has 35.
const MOST_ATTEMPTS: usize = 100;
/// How many resources' messages one subscriber gets at once. Each has its own bound, so that one that never answers takes
/// nothing from the others.
pub const AT_ONCE: usize = 8;

/// Puts the event into the line of every active subscriber that wants it.
pub fn enqueue(tx: &Transaction<'_>, links: &Links, event: &Event) -> ApiResult<()> {
    if !record::is_event(&event.kind) {
        return Ok(());
    }
    let subscribers = webhooks::listening(tx, &event.kind)?;
    if subscribers.is_empty() {
        return Ok(());
    }
    // The merchant may speak of customers that it never told us about.
    let customer = customers::find(tx, &event.customer_id)?;
    let customer = customer
        .map_or_else(|| json!({ "id": event.customer_id }), |customer| view::customer(links, &customer));
    let body = payload::body(links, event, &customer).to_string();
    for webhook in subscribers {
        let is_first = !deliveries::is_line(tx, &webhook.id, &event.resource_id)?;
        let delivery = Delivery {
            id: ids::delivery(),
            webhook_id: webhook.id,
            event_id: event.id.clone(),
            event_type: event.kind.clone(),
            resource_id: event.resource_id.clone(),
            customer_id: event.customer_id.clone(),
            request_id: event.request_id.clone(),
            body: body.clone(),
            status: DeliveryStatus::Pending,
            attempt_count: 0,
            attempts: Vec::new(),
            failures: 0,
            next_attempt_at: is_first.then_some(event.created_at),
            give_up_at: event.created_at + PATIENCE_MS,
            created_at: event.created_at,
            updated_at: event.created_at,
        };
        deliveries::insert(tx, &delivery)?;
    }
    Ok(())
}

/// A line: the subscriber and the resource.
pub type Line = (String, String);

/// What there is to send.
#[derive(Default)]
pub struct Due {
    pub parcels: Vec<(Webhook, Delivery)>,
    /// When there will be more.
    pub next: Option<i64>,
}

/// What can be sent now beside the `busy` lines.
pub fn due(tx: &Transaction<'_>, busy: &[Line], now: i64) -> ApiResult<Due> {
    let mut found = Due::default();
    for webhook in webhooks::active(tx)? {
        let mine = || busy.iter().filter(|(id, _)| *id == webhook.id);
        let room = AT_ONCE.saturating_sub(mine().count());
        let is_free = |delivery: &Delivery| mine().all(|(_, resource)| *resource != delivery.resource_id);
        // At most `AT_ONCE` lines are busy, so that these hold enough free ones.
        let first = deliveries::due(tx, &webhook.id, now, AT_ONCE)?;
        let taken = first.into_iter().filter(is_free).take(room);
        found.parcels.extend(taken.map(|delivery| (webhook.clone(), delivery)));
        let later = deliveries::next_after(tx, &webhook.id, now)?;
        found.next = found.next.into_iter().chain(later).min();
    }
    Ok(found)
}

/// Notes how an attempt ended. Nothing to note when the subscription was deleted meanwhile.
pub fn settle(tx: &Transaction<'_>, id: &str, attempt: Attempt, now: i64) -> ApiResult<()> {
    let Some(mut delivery) = deliveries::find(tx, id)? else { return Ok(()) };
    delivery.attempt_count = attempt.number;
    delivery.updated_at = now;
    if attempt.is_receipt() {
        delivery.status = DeliveryStatus::Delivered;
    } else {
        delivery.failures += 1;
        let next = now + backoff::wait_ms(delivery.failures);
        let is_over = next > delivery.give_up_at;
        delivery.status = if is_over { DeliveryStatus::Failed } else { DeliveryStatus::Pending };
        delivery.next_attempt_at = Some(next);
    }
    delivery.attempts.push(attempt);
    let too_many = delivery.attempts.len().saturating_sub(MOST_ATTEMPTS);
    delivery.attempts.drain(..too_many);
    if delivery.status == DeliveryStatus::Pending {
        return deliveries::update(tx, &delivery);
    }
    delivery.next_attempt_at = None;
    deliveries::update(tx, &delivery)?;
    deliveries::start_line(tx, &delivery.webhook_id, &delivery.resource_id, now)
}

/// Sends a delivery by order of a person. One that still waits has its line tried at once; one that has ended goes to the
/// end of its line, so that it never stands before an event that the subscriber has not heard of, and gets a day anew.
pub fn redeliver(tx: &Transaction<'_>, mut delivery: Delivery, now: i64) -> ApiResult<Delivery> {
    if delivery.status == DeliveryStatus::Pending {
        deliveries::start_line(tx, &delivery.webhook_id, &delivery.resource_id, now)?;
    } else {
        let is_first = !deliveries::is_line(tx, &delivery.webhook_id, &delivery.resource_id)?;
        delivery.status = DeliveryStatus::Pending;
        delivery.failures = 0;
        delivery.next_attempt_at = is_first.then_some(now);
        delivery.give_up_at = now + PATIENCE_MS;
        delivery.updated_at = now;
        deliveries::update(tx, &delivery)?;
        deliveries::move_to_the_end(tx, &delivery.id)?;
    }
    deliveries::load(tx, &delivery.webhook_id, &delivery.id)
}

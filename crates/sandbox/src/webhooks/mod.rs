//! Webhooks: an outbox of deliveries, each written in the transaction of the event that it tells of, and a worker that
//! sends them: at least once, in order for each resource, without anybody waiting for a subscriber.

mod backoff;
pub mod outbox;
mod payload;
pub mod record;
mod sender;
pub mod signature;
pub mod worker;

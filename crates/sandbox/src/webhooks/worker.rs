//! The task that sends what the outbox holds. It keeps nothing but the attempts under way: what a crash interrupts is
//! still in its line, and is sent again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use super::outbox::{self, Line};
use super::record::{Delivery, Webhook};
use super::sender::Sender;
use crate::app::App;
use crate::problem::ApiResult;

/// The attempts under way. Dropping it gives them up.
#[derive(Default)]
struct Sending {
    tasks: JoinSet<ApiResult<()>>,
    lines: HashMap<Id, Line>,
}

/// Runs until it is dropped.
pub async fn run(app: App) {
    let sender = match Sender::new(app.config.webhook_timeout) {
        Ok(sender) => Arc::new(sender),
        Err(error) => return eprintln!("webhooks cannot be sent: {error:?}"),
    };
    let mut sending = Sending::default();
    let mut news = app.news.subscribe();
    loop {
        news.mark_unchanged();
        let next = match take_up(&app, &sender, &mut sending).await {
            Ok(next) => next,
            Err(error) => {
                eprintln!("the outbox cannot be read: {error:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        tokio::select! {
            // The sender lives as long as the app that this task holds.
            _ = news.changed() => {}
            () = app.clock.sleep_until(next.unwrap_or_default()), if next.is_some() => {}
            Some(id) = sending.ended() => { sending.lines.remove(&id); }
        }
    }
}

impl Sending {
    /// The next attempt that ends; `None` when there is none under way.
    async fn ended(&mut self) -> Option<Id> {
        match self.tasks.join_next_with_id().await? {
            Ok((id, result)) => {
                if let Err(error) = result {
                    eprintln!("a webhook's end was not noted: {error:?}");
                }
                Some(id)
            }
            Err(error) => Some(error.id()),
        }
    }
}

/// Begins what is due; when more will be.
async fn take_up(app: &App, sender: &Arc<Sender>, sending: &mut Sending) -> ApiResult<Option<i64>> {
    let busy: Vec<Line> = sending.lines.values().cloned().collect();
    let now = app.clock.now_ms();
    let found = app.store.run(move |tx| outbox::due(tx, &busy, now)).await?;
    for (webhook, delivery) in found.parcels {
        let line = (webhook.id.clone(), delivery.resource_id.clone());
        let task = attempt(Arc::clone(app), Arc::clone(sender), webhook, delivery);
        let id = sending.tasks.spawn(task).id();
        sending.lines.insert(id, line);
    }
    Ok(found.next)
}

async fn attempt(app: App, sender: Arc<Sender>, webhook: Webhook, delivery: Delivery) -> ApiResult<()> {
    let result = try_once(&app, &sender, &webhook, delivery).await;
    if result.is_err() {
        // It is due still: whatever is wrong with this machine, it is not tried again in a tight loop.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    result
}

async fn try_once(app: &App, sender: &Sender, webhook: &Webhook, delivery: Delivery) -> ApiResult<()> {
    if let Some(contract) = app.contract.as_ref().filter(|_| delivery.attempt_count == 0) {
        contract.check_webhook(&delivery.event_type, &serde_json::from_str(&delivery.body)?);
    }
    let attempt = sender.send(webhook, &delivery, app.clock.now_ms()).await?;
    let now = app.clock.now_ms();
    app.store.run(move |tx| outbox::settle(tx, &delivery.id, attempt, now)).await?;
    // Timelines show what became of it.
    app.tell_news();
    Ok(())
}

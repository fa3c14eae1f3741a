//! What happened, as server-sent events. The id of each is the event's `seq`, so that a browser that lost the connection
//! goes on where it was (`Last-Event-ID`), and nothing is told twice or left out. What became of the webhooks comes as
//! messages of the type `delivery`, without an id: the newest state of each, anew after a lost connection.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use rusqlite::Transaction;
use tokio::sync::watch;

use crate::app::App;
use crate::lifecycle::requests as lifecycle;
use crate::problem::{ApiError, ApiResult};
use crate::store::events::{self, Event};
use crate::store::{deliveries, webhooks};
use crate::view;
use crate::webhooks::record::Delivery;

/// So many events are read at once.
const CHUNK: usize = 100;
/// How often a line that carries nothing shows a proxy that it is alive.
const PULSE: Duration = Duration::from_secs(15);

/// One request's timeline, from its creation on.
pub async fn of_request(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    let known = id.clone();
    app.act(move |act| lifecycle::load(act, &known)).await?;
    Ok(tell(Tale::new(app, Some(id), last_seen(&headers).unwrap_or(0))))
}

/// Everybody's from now on, for the list of requests.
pub async fn of_all(
    State(app): State<App>,
    headers: HeaderMap,
) -> ApiResult<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    let seq = match last_seen(&headers) {
        Some(seq) => seq,
        None => app.store.run(events::last).await?,
    };
    Ok(tell(Tale::new(app, None, seq)))
}

fn last_seen(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

fn tell(tale: Tale) -> Sse<impl Stream<Item = Result<Message, Infallible>>> {
    let messages = stream::unfold(tale, async |mut tale| {
        let message = tale.next().await?;
        Some((Ok(message), tale))
    });
    Sse::new(messages).keep_alive(KeepAlive::new().interval(PULSE))
}

/// What is new: events, and deliveries with the addresses they go to.
type News = (Vec<Event>, Vec<(Delivery, String)>);

/// The events of one request or of all, as they come.
struct Tale {
    app: App,
    request_id: Option<String>,
    seq: i64,
    /// How many attempts of each delivery have been told, and how it stood.
    told: HashMap<String, (i64, &'static str)>,
    ready: VecDeque<Message>,
    news: watch::Receiver<u64>,
    end: watch::Receiver<bool>,
}

impl Tale {
    fn new(app: App, request_id: Option<String>, seq: i64) -> Self {
        // Before anything is read, so that no news is missed.
        let (news, end) = (app.news.subscribe(), app.stopping.subscribe());
        Self { app, request_id, seq, told: HashMap::new(), ready: VecDeque::new(), news, end }
    }

    /// The next one; `None` when the server stops or its store fails: the browser then asks again.
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            self.news.mark_unchanged();
            self.read().await.ok()?;
            if self.ready.is_empty() {
                tokio::select! {
                    news = self.news.changed() => news.ok()?,
                    _ = self.end.wait_for(|is_stopping| *is_stopping) => return None,
                }
            }
        }
    }

    async fn read(&mut self) -> ApiResult<()> {
        let (seq, id) = (self.seq, self.request_id.clone());
        let (events, deliveries) = self.app.store.run(move |tx| read(tx, seq, id.as_deref())).await?;
        for event in events {
            self.seq = event.seq;
            let message = Message::default().id(event.seq.to_string()).json_data(view::event(&event));
            self.ready.push_back(message.map_err(ApiError::internal)?);
        }
        for (delivery, url) in deliveries {
            let state = (delivery.attempt_count, delivery.status.as_str());
            if self.told.insert(delivery.id.clone(), state) != Some(state) {
                let view = view::embed(view::delivery(&self.app.links, &delivery, None), "url", url.into());
                let message = Message::default().event("delivery").json_data(view);
                self.ready.push_back(message.map_err(ApiError::internal)?);
            }
        }
        Ok(())
    }
}

/// Deliveries are only of interest beside one request, and come after the events that they are about.
fn read(tx: &Transaction<'_>, seq: i64, request_id: Option<&str>) -> ApiResult<News> {
    let events = events::after(tx, seq, request_id, CHUNK)?;
    let Some(id) = request_id.filter(|_| events.len() < CHUNK) else { return Ok((events, Vec::new())) };
    let with_url = |delivery: Delivery| {
        let url = webhooks::load(tx, &delivery.webhook_id)?.url;
        Ok((delivery, url))
    };
    let deliveries = deliveries::of_request(tx, id)?.into_iter().map(with_url);
    Ok((events, deliveries.collect::<ApiResult<_>>()?))
}

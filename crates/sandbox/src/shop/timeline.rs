//! What happened, as server-sent events. The id of each is the event's `seq`, so that a browser that lost the connection
//! goes on where it was (`Last-Event-ID`), and nothing is told twice or left out.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use tokio::sync::watch;

use crate::app::App;
use crate::lifecycle::requests as lifecycle;
use crate::problem::ApiResult;
use crate::store::events::{self, Event};
use crate::view;

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

/// The events of one request or of all, as they come.
struct Tale {
    app: App,
    request_id: Option<String>,
    seq: i64,
    read: VecDeque<Event>,
    news: watch::Receiver<u64>,
    end: watch::Receiver<bool>,
}

impl Tale {
    fn new(app: App, request_id: Option<String>, seq: i64) -> Self {
        // Before anything is read, so that no news is missed.
        let (news, end) = (app.news.subscribe(), app.stopping.subscribe());
        Self { app, request_id, seq, read: VecDeque::new(), news, end }
    }

    /// The next one; `None` when the server stops or its store fails: the browser then asks again.
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(event) = self.read.pop_front() {
                self.seq = event.seq;
                return Message::default().id(event.seq.to_string()).json_data(view::event(&event)).ok();
            }
            self.news.mark_unchanged();
            let (seq, id) = (self.seq, self.request_id.clone());
            self.read =
                self.app.store.run(move |tx| events::after(tx, seq, id.as_deref(), CHUNK)).await.ok()?.into();
            if self.read.is_empty() {
                tokio::select! {
                    news = self.news.changed() => news.ok()?,
                    _ = self.end.wait_for(|is_stopping| *is_stopping) => return None,
                }
            }
        }
    }
}

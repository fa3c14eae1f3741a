//! The analysis: a task that does what is due next, by the database, so that nothing is forgotten over a restart.
//! A document waits as `pending`, then `in-progress`, then its pictures are looked at and it is decided.

mod evidence;
mod judge;
mod ordered;
mod stops;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use kyc_wire::{DocumentStatus, DocumentType};
use serde_json::Value;
use tokio::task::JoinSet;

pub use judge::{case_of, record_of, settings_for};

use crate::app::App;
use crate::clock::to_ms;
use crate::lifecycle::documents as lifecycle;
use crate::problem::ApiResult;
use crate::record::{Analysis, Document, Matches, Verdict};
use crate::store::documents;

/// What an analysis comes to.
#[derive(Clone, Debug)]
struct Judgement {
    verdict: Verdict,
    /// What was read and how it scored, with the settings that were used; `None` when nothing was looked at.
    scored: Option<(Matches, Value)>,
}

impl From<Verdict> for Judgement {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, scored: None }
    }
}

/// The analysis of a document filed `now`.
pub fn schedule(
    document_type: DocumentType,
    verdict: Option<Verdict>,
    delay: Duration,
    now: i64,
) -> Analysis {
    let delay = to_ms(delay);
    // What goes to a person is handed over at once, unless a verdict was ordered for it.
    let wait = if document_type.is_analysed() || verdict.is_some() { delay / 2 } else { 0 };
    Analysis { due_at: now + wait, remaining_ms: delay - wait, verdict }
}

/// Starts the analysis of changed content again; an ordered verdict stays ordered.
pub fn restart(document: &mut Document, delay: Duration, now: i64) {
    let verdict = document.analysis.take().and_then(|analysis| analysis.verdict);
    document.status = DocumentStatus::Pending;
    document.processed_at = None;
    document.matches = None;
    document.parsed = None;
    document.settings = None;
    document.analysis = Some(schedule(document.document_type, verdict, delay, now));
}

/// The documents that are being looked at. That takes long and holds nobody else up.
#[derive(Default)]
struct InHand {
    ids: HashSet<String>,
    judging: JoinSet<String>,
}

impl InHand {
    fn take(&mut self, app: &App, document: Document) {
        let (app, id) = (Arc::clone(app), document.id.clone());
        self.ids.insert(id.clone());
        self.judging.spawn(async move {
            try_step(&app, document).await;
            id
        });
    }

    /// Waits until one of them is done; for ever when there is none.
    async fn done(&mut self) {
        match self.judging.join_next().await {
            Some(Ok(id)) => {
                self.ids.remove(&id);
            }
            // Which one panicked is not told; the others are taken up again, and the first of two judgements counts.
            Some(Err(_)) => self.ids.clear(),
            None => std::future::pending().await,
        }
    }
}

/// Runs until it is dropped.
pub async fn run(app: App) {
    let mut news = app.news.subscribe();
    let mut in_hand = InHand::default();
    loop {
        news.mark_unchanged();
        // One more than is in hand: the first that is free, if there is any.
        let limit = in_hand.ids.len() + 1;
        let due = match app.store.run(move |tx| documents::next_due(tx, limit)).await {
            Ok(due) => due,
            Err(error) => {
                eprintln!("analysis cannot read its work: {error:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let next = due.into_iter().find(|document| !in_hand.ids.contains(&document.id));
        let due_at = next.as_ref().and_then(|document| document.analysis.as_ref()).map(|it| it.due_at);
        match next {
            Some(document) if due_at.is_some_and(|at| at <= app.clock.now_ms()) => {
                if is_to_be_judged(&document) {
                    in_hand.take(&app, document);
                } else {
                    try_step(&app, document).await;
                }
            }
            _ => {
                tokio::select! {
                    () = until(&app, due_at) => {}
                    () = in_hand.done() => {}
                    // A document filed meanwhile may be due earlier. The sender lives as long as the app.
                    _ = news.changed() => {}
                }
            }
        }
    }
}

/// Waits for the time; for ever without one.
async fn until(app: &App, due_at: Option<i64>) {
    match due_at {
        Some(due_at) => app.clock.sleep_until(due_at).await,
        None => std::future::pending().await,
    }
}

/// Whether its next step is to look at its pictures.
fn is_to_be_judged(document: &Document) -> bool {
    let is_ordered = document.analysis.as_ref().is_some_and(|analysis| analysis.verdict.is_some());
    document.status == DocumentStatus::InProgress && document.document_type.is_analysed() && !is_ordered
}

async fn try_step(app: &App, document: Document) {
    if let Err(error) = step(app, document).await {
        eprintln!("analysis failed: {error:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn step(app: &App, document: Document) -> ApiResult<()> {
    let goes_to_a_person = !document.document_type.is_analysed()
        && document.analysis.as_ref().is_some_and(|analysis| analysis.verdict.is_none());
    if document.status == DocumentStatus::Pending && !goes_to_a_person {
        return begin(app, document).await;
    }
    let ordered = document.analysis.as_ref().and_then(|analysis| analysis.verdict.clone());
    let judgement = match ordered {
        Some(verdict) => ordered::judgement(app, &document, verdict).await?,
        None if goes_to_a_person => Verdict::pending().into(),
        None => judge(app, &document).await,
    };
    app.act(move |act| {
        // Amended or decided by hand in the meantime: this verdict is about something else.
        let mut current = documents::load(act.tx, &document.id)?;
        if current.revision == document.revision {
            if let Some((matches, settings)) = judgement.scored {
                current.matches = Some(matches.clone());
                current.parsed = Some(matches);
                current.settings = Some(settings);
            }
            lifecycle::decide(act, &mut current, judgement.verdict)?;
        }
        Ok(())
    })
    .await
}

/// `pending` becomes `in-progress`; the rest of the wait begins.
async fn begin(app: &App, mut document: Document) -> ApiResult<()> {
    app.act(move |act| {
        if documents::load(act.tx, &document.id)?.revision != document.revision {
            return Ok(());
        }
        if let Some(analysis) = &mut document.analysis {
            analysis.due_at = act.now + analysis.remaining_ms;
        }
        lifecycle::begin(act, &mut document)
    })
    .await
}

/// What cannot be analysed goes to a person; it must not hold up the others, nor cost the customer an attempt.
async fn judge(app: &App, document: &Document) -> Judgement {
    let (store, now, id) = (app.store.clone(), app.clock.now_ms(), document.id.clone());
    let document = document.clone();
    // Uploads decode pictures too; together they stay within bounds. Nobody closes the semaphore.
    let permit = app.heavy.clone().acquire_owned().await.ok();
    let work = move || {
        let _permit = permit;
        judge::blocking(&store, &document, now)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(judgement)) => judgement,
        Ok(Err(error)) => left_to_a_person(&id, &error),
        Err(error) => left_to_a_person(&id, &error),
    }
}

fn left_to_a_person(id: &str, error: &dyn std::fmt::Debug) -> Judgement {
    eprintln!("{id} could not be analysed: {error:?}");
    Verdict::pending().into()
}

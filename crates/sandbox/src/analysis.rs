//! The analysis: one task that does what is due next, by the database, so that nothing is forgotten over a restart.
//! A document waits as `pending`, then `in-progress`, then its pictures are looked at and it is decided.

use std::time::Duration;

use kyc_vision::{FindingCode, SAME_PICTURE_DISTANCE, hamming};
use kyc_wire::{DocumentStatus, DocumentType, FileTag, RejectionType};

use crate::app::App;
use crate::clock::to_ms;
use crate::lifecycle::documents as lifecycle;
use crate::problem::ApiResult;
use crate::reading::{self, Condition, Picture};
use crate::record::{Analysis, Document, Format, StoredFile, Verdict};
use crate::store::{Store, documents, files};

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
    document.analysis = Some(schedule(document.document_type, verdict, delay, now));
}

/// Runs until it is dropped.
pub async fn run(app: App) {
    let mut news = app.news.subscribe();
    loop {
        news.mark_unchanged();
        match app.store.run(documents::next_due).await {
            Ok(Some(document)) => {
                let due_at = document.analysis.as_ref().map_or(0, |analysis| analysis.due_at);
                if due_at > app.clock.now_ms() {
                    tokio::select! {
                        () = app.clock.sleep_until(due_at) => {}
                        // A document filed meanwhile may be due earlier.
                        _ = news.changed() => {}
                    }
                } else if let Err(error) = step(&app, document).await {
                    eprintln!("analysis failed: {error:?}");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
            Ok(None) => {
                // The sender lives as long as the app that this task holds.
                let _ = news.changed().await;
            }
            Err(error) => {
                eprintln!("analysis cannot read its work: {error:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn step(app: &App, document: Document) -> ApiResult<()> {
    let goes_to_a_person = !document.document_type.is_analysed()
        && document.analysis.as_ref().is_some_and(|analysis| analysis.verdict.is_none());
    if document.status == DocumentStatus::Pending && !goes_to_a_person {
        return begin(app, document).await;
    }
    let ordered = document.analysis.as_ref().and_then(|analysis| analysis.verdict.clone());
    let verdict = match ordered {
        Some(verdict) => verdict,
        None if goes_to_a_person => Verdict::pending(),
        None => judge(app, &document).await,
    };
    app.act(move |act| {
        // Amended or decided by hand in the meantime: this verdict is about something else.
        let mut current = documents::load(act.tx, &document.id)?;
        if current.revision == document.revision {
            lifecycle::decide(act, &mut current, verdict)?;
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
async fn judge(app: &App, document: &Document) -> Verdict {
    let (store, id, document) = (app.store.clone(), document.id.clone(), document.clone());
    let work = move || judge_blocking(&store, &document);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(error)) => left_to_a_person(&id, &error),
        Err(error) => left_to_a_person(&id, &error),
    }
}

fn left_to_a_person(id: &str, error: &dyn std::fmt::Debug) -> Verdict {
    eprintln!("{id} could not be analysed: {error:?}");
    Verdict::pending()
}

fn judge_blocking(store: &Store, document: &Document) -> ApiResult<Verdict> {
    if document.subtype.is_none() {
        return Ok(Verdict::rejected(RejectionType::SubtypeMissing, "The kind of document is missing."));
    }
    let (parts, rejected) = store.run_blocking(|tx| {
        let parts: Vec<StoredFile> =
            document.file_ids.iter().map(|id| files::load(tx, id)).collect::<ApiResult<_>>()?;
        Ok((parts, rejected_fronts(tx, document)?))
    })?;
    if parts.iter().any(|file| file.has_tag(FileTag::IdFront) && rejected.contains(&file.sha1)) {
        return Ok(Verdict::rejected(RejectionType::DocumentDuplicate, "This picture was refused before."));
    }
    let mut sides = Vec::new();
    for file in &parts {
        match examine(file, &files::read(store.files_dir(), &file.id)?) {
            Ok(Some(look)) => sides.push((file, look)),
            Ok(None) => {}
            Err(verdict) => return Ok(verdict),
        }
    }
    let hash_of = |tag| sides.iter().find(|(file, _)| file.has_tag(tag)).map(|(_, look)| look.hash);
    if let (Some(front), Some(back)) = (hash_of(FileTag::IdFront), hash_of(FileTag::IdBack))
        && hamming(front, back) <= SAME_PICTURE_DISTANCE
    {
        let message = "The front and the back are the same picture.";
        return Ok(Verdict::rejected(RejectionType::DocumentDuplicate, message));
    }
    Ok(Verdict::accepted())
}

/// Fingerprints of the customer's identity fronts that were refused before. Byte for byte: a better picture of the
/// same document must not count as a duplicate of the blurred one, and a perceptual hash cannot tell these apart.
fn rejected_fronts(tx: &rusqlite::Transaction<'_>, document: &Document) -> ApiResult<Vec<String>> {
    let is_refused = |earlier: &Document| {
        earlier.document_type == DocumentType::IdentityProof && earlier.status == DocumentStatus::Rejected
    };
    let refused = documents::all(tx, Some(&document.customer_id))?.into_iter().filter(is_refused);
    let mut fingerprints = Vec::new();
    for earlier in refused {
        for id in &earlier.file_ids {
            let file = files::load(tx, id)?;
            if file.has_tag(FileTag::IdFront) {
                fingerprints.push(file.sha1);
            }
        }
    }
    Ok(fingerprints)
}

/// Looks at one file: a sound PDF gives nothing to compare, a bad file the verdict.
fn examine(file: &StoredFile, bytes: &[u8]) -> Result<Option<Picture>, Verdict> {
    let reading = reading::read(bytes, file.format);
    let is_pdf = file.format == Format::Pdf;
    let refused = |kind, message| Err(Verdict::rejected(kind, message));
    match reading.condition {
        Condition::Sound => {}
        Condition::Locked => return refused(RejectionType::DocumentNotOpen, "The PDF needs a password."),
        Condition::Unreadable => {
            let message = if is_pdf { "The PDF cannot be read." } else { "The picture cannot be decoded." };
            return refused(RejectionType::DocumentUnreadable, message);
        }
    }
    let Some(picture) = reading.picture.filter(|_| !is_pdf) else { return Ok(None) };
    let is_face = file.has_tag(FileTag::FaceProof);
    match picture.findings.iter().find(|finding| counts(finding.code, is_face)) {
        Some(finding) => refused(RejectionType::DocumentUnreadable, reading::describe(finding.code)),
        None => Ok(Some(picture)),
    }
}

/// The thresholds for focus and contrast are those of print; a face has less of both.
const fn counts(code: FindingCode, is_face: bool) -> bool {
    !is_face || matches!(code, FindingCode::TooDark | FindingCode::Blank | FindingCode::TooSmall)
}

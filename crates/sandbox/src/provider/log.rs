//! What became of the newest streams, for whoever writes a client. In memory: a restart forgets it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kyc_liveness::events::Opening;
use serde::Serialize;
use utoipa::ToSchema;

use super::challenge::Challenge;
use super::judge::Finding;
use super::orders::{CHALLENGES, DISTANCES};
use crate::clock::to_rfc3339;
use crate::openapi::words::KycLivenessSessionStatus;
use crate::record::{LivenessSession, LivenessStatus};

/// So many streams are kept,
const KEPT: usize = 200;
/// and so many moments of each.
const MOMENTS: usize = 200;

/// One WebSocket of a client.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stream {
    #[schema(example = "stream_1")]
    pub id: String,
    /// As the address names it; whether there is one is not said.
    pub session_id: Option<String>,
    pub kyc_liveness_session_id: Option<String>,
    pub kyc_request_id: Option<String>,
    pub customer_id: Option<String>,
    #[schema(format = DateTime)]
    pub opened_time: String,
    /// Null while it is open.
    #[schema(format = DateTime)]
    pub closed_time: Option<String>,
    /// With which code this server closed it; null when the client did, or the connection broke.
    pub close_code: Option<u16>,
    /// What the stream showed; null until that is known, and when the session was not used up.
    #[schema(value_type = Option<KycLivenessSessionStatus>)]
    pub found: Option<LivenessStatus>,
    /// What counts: an outcome that was ordered goes before what was found.
    #[schema(value_type = Option<KycLivenessSessionStatus>)]
    pub outcome: Option<LivenessStatus>,
    /// Why it ended as it did.
    pub reason: Option<String>,
    /// Everything that was wrong.
    pub findings: Vec<Finding>,
    /// `movement` or `movement-and-light`.
    pub challenge: Option<&'static str>,
    /// `closer` or `further`.
    pub distance: Option<&'static str>,
    pub video_width: Option<u32>,
    pub video_height: Option<u32>,
    /// The pieces of video,
    pub chunks: u32,
    /// and their bytes.
    pub bytes: usize,
    /// Which attempt it was, as the client counts.
    pub attempt_count: Option<u32>,
    pub user_agent: Option<String>,
    /// What happened when.
    pub moments: Vec<Moment>,
}

/// Something that happened in a stream.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Moment {
    #[schema(format = DateTime)]
    pub time: String,
    pub what: String,
}

impl Stream {
    pub fn add(&mut self, now: i64, what: impl Into<String>) {
        if self.moments.len() < MOMENTS {
            self.moments.push(Moment { time: to_rfc3339(now), what: what.into() });
        }
    }

    /// What is known once it was admitted.
    pub fn describe(&mut self, session: &LivenessSession, opening: &Opening, challenge: &Challenge) {
        self.kyc_liveness_session_id = Some(session.id.clone());
        self.kyc_request_id = Some(session.request_id.clone());
        self.customer_id = Some(session.customer_id.clone());
        self.challenge =
            CHALLENGES.iter().find(|(_, it)| *it == challenge.version.kind).map(|(word, _)| *word);
        self.distance = DISTANCES.iter().find(|(_, it)| *it == challenge.distance).map(|(word, _)| *word);
        self.video_width = Some(opening.video_width);
        self.video_height = Some(opening.video_height);
        self.attempt_count = Some(opening.attempt_count);
        self.user_agent = Some(opening.user_agent.clone()).filter(|agent| !agent.is_empty());
    }
}

/// The log.
#[derive(Debug, Default)]
pub struct Log(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    last: u64,
    streams: VecDeque<Stream>,
}

impl Log {
    /// Notes a new stream; the answer is its id.
    pub fn open(&self, session_id: Option<String>, now: i64) -> String {
        let mut book = self.lock();
        book.last += 1;
        let id = format!("stream_{}", book.last);
        if book.streams.len() >= KEPT {
            book.streams.pop_front();
        }
        let opened_time = to_rfc3339(now);
        book.streams.push_back(Stream { id: id.clone(), session_id, opened_time, ..Stream::default() });
        id
    }

    /// Changes what is noted of a stream, if that is still kept.
    pub fn note(&self, id: &str, change: impl FnOnce(&mut Stream)) {
        if let Some(stream) = self.lock().streams.iter_mut().find(|stream| stream.id == id) {
            change(stream);
        }
    }

    /// Oldest first; those of one session or all.
    pub fn list(&self, session_id: Option<&str>) -> Vec<Stream> {
        let book = self.lock();
        let is_wanted = |stream: &&Stream| {
            let names = [&stream.session_id, &stream.kyc_liveness_session_id];
            session_id.is_none_or(|wanted| names.iter().any(|name| name.as_deref() == Some(wanted)))
        };
        book.streams.iter().filter(is_wanted).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

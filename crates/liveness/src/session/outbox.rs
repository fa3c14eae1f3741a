//! What waits to be sent: one queue for everything, signed when it leaves.

use std::collections::VecDeque;

use super::effect::Effect;
use super::limits::{EARLY, ROOM};
use super::reason::Reason;
use crate::events::{ClientEvent, MOST_VIDEO};
use crate::sigv4::ChunkSigner;

/// The queue.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    chain: Option<ChunkSigner>,
    waiting: VecDeque<ClientEvent>,
    /// Bytes in the socket.
    queued: u64,
    /// The next piece of video that is due.
    due: u32,
    /// Pieces that came too early.
    early: Vec<(u32, Vec<u8>)>,
    /// Bytes of video so far.
    video: usize,
}

impl Outbox {
    /// Signs with this chain from now on.
    pub fn sign_with(&mut self, chain: ChunkSigner) {
        self.chain = Some(chain);
    }

    /// The socket tells how much waits in it.
    pub const fn queued(&mut self, bytes: u64) {
        self.queued = bytes;
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether nothing waits here, nor in the socket.
    pub fn is_taken(&self) -> bool {
        self.is_empty() && self.queued == 0
    }

    /// Puts an event at the end of the queue.
    pub fn push(&mut self, event: ClientEvent) {
        self.waiting.push_back(event);
    }

    /// Takes a piece of video, and puts all that are due now into the queue; empty ones, which would end the stream, are
    /// left out.
    pub fn record(&mut self, now: u64, number: u32, bytes: Vec<u8>) -> Result<(), Reason> {
        let is_known = number < self.due || self.early.iter().any(|(early, _)| *early == number);
        if is_known {
            return Ok(());
        }
        self.early.push((number, bytes));
        while let Some(at) = self.early.iter().position(|(early, _)| *early == self.due) {
            let (_, chunk) = self.early.swap_remove(at);
            self.due = self.due.saturating_add(1);
            self.video += chunk.len();
            if !chunk.is_empty() {
                self.push(ClientEvent::Video { chunk, at: now });
            }
        }
        let held: usize = self.early.iter().map(|(_, bytes)| bytes.len()).sum();
        if self.video + held > MOST_VIDEO {
            return Err(Reason::TooLarge);
        }
        if self.early.len() > EARLY { Err(Reason::RecorderFailed) } else { Ok(()) }
    }

    /// Whether there was any video.
    pub const fn has_video(&self) -> bool {
        self.video > 0
    }

    /// Whether all of so many pieces came.
    pub const fn has_all(&self, chunks: u32) -> bool {
        self.due >= chunks
    }

    /// Hands out what there is room for. Whether that was anything.
    pub fn flush(&mut self, now: u64, out: &mut Vec<Effect>) -> Result<bool, Reason> {
        let Some(chain) = &mut self.chain else { return Ok(false) };
        let mut has_sent = false;
        while self.queued < ROOM
            && let Some(event) = self.waiting.pop_front()
        {
            // A single piece that does not fit a frame is more than a session may have, too.
            let inner = event.encode().map_err(|_| Reason::TooLarge)?;
            let frame = chain.wrap(now, &inner).map_err(|_| Reason::TooLarge)?;
            self.queued = self.queued.saturating_add(frame.len() as u64);
            out.push(Effect::Send(frame));
            has_sent = true;
        }
        Ok(has_sent)
    }
}

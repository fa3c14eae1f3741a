//! A slow line: a body that comes in small pieces, each after the time it would take.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use futures_util::{StreamExt, stream};

use super::lifted::Lifted;

/// Ten pieces per second look like a steady flow to a progress bar.
const PIECES_PER_SECOND: u32 = 10;
const LARGEST_PIECE: u32 = 64 * 1024;

/// `body` at `rate` bytes per second, until the faults are lifted.
pub fn paced(body: Body, rate: u32, lifted: Lifted) -> Body {
    let line = Line { source: body.into_data_stream(), rest: Bytes::new(), rate: rate.max(1), lifted };
    Body::from_stream(stream::unfold(line, Line::next))
}

struct Line {
    source: BodyDataStream,
    rest: Bytes,
    rate: u32,
    lifted: Lifted,
}

impl Line {
    async fn next(mut self) -> Option<(Result<Bytes, axum::Error>, Self)> {
        while self.rest.is_empty() {
            match self.source.next().await? {
                Ok(bytes) => self.rest = bytes,
                Err(error) => return Some((Err(error), self)),
            }
        }
        let piece = usize::try_from((self.rate / PIECES_PER_SECOND).clamp(1, LARGEST_PIECE)).unwrap_or(1);
        let piece = piece.min(self.rest.len());
        self.lifted.wait(time_for(piece, self.rate)).await;
        let piece = if self.lifted.is_lifted() { self.rest.len() } else { piece };
        Some((Ok(self.rest.split_to(piece)), self))
    }
}

fn time_for(bytes: usize, rate: u32) -> Duration {
    Duration::from_secs(1).saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX)) / rate
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::super::lifted::Lifter;
    use super::*;

    async fn pieces(body: Body) -> Vec<usize> {
        body.into_data_stream().map(|piece| piece.unwrap().len()).collect().await
    }

    // Tokio's clock stands still here and jumps to the next timer: no real time is measured.
    #[tokio::test(start_paused = true)]
    async fn a_body_takes_the_time_its_bytes_take() {
        let start = Instant::now();
        let body = paced(Body::from(vec![7; 4_050]), 1_000, Lifter::default().watch());
        assert_eq!(pieces(body).await, [vec![100; 40], vec![50]].concat());
        // Timers have a resolution of a millisecond.
        let taken = start.elapsed().as_millis();
        assert!((4_050..4_100).contains(&taken), "{taken}");
    }

    #[tokio::test(start_paused = true)]
    async fn very_slow_and_very_fast_lines_deliver_everything() {
        let start = Instant::now();
        let slow = paced(Body::from("abc"), 1, Lifter::default().watch());
        assert_eq!(pieces(slow).await, [1, 1, 1]);
        assert_eq!(start.elapsed().as_secs(), 3);
        let fast = paced(Body::from(vec![7; 200_000]), 1_000_000_000, Lifter::default().watch());
        assert_eq!(pieces(fast).await, [65_536, 65_536, 65_536, 3_392]);
        assert_eq!(pieces(paced(Body::empty(), 1, Lifter::default().watch())).await, Vec::<usize>::new());
    }

    #[tokio::test(start_paused = true)]
    async fn a_reset_frees_the_line() {
        let lifter = Lifter::default();
        let body = paced(Body::from(vec![7; 1_000]), 10, lifter.watch());
        let mut body = body.into_data_stream();
        assert_eq!(body.next().await.unwrap().unwrap().len(), 1);
        lifter.lift();
        assert_eq!(body.next().await.unwrap().unwrap().len(), 999);
        assert!(body.next().await.is_none());
    }
}

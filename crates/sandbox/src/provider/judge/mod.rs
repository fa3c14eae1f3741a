//! What a stream shows: the order of its events, whether times and places are plausible, and the colours. A client that
//! says nothing impossible is believed: of the video nothing but its length and its first bytes are looked at.

mod colours;
mod places;
#[cfg(test)]
mod tests;

use kyc_liveness::events::{
    BoundingBox, ChallengeKind, ClientEvent, InitialFace, MOST_VIDEO, SessionEvent, SessionInformation,
    TargetFace, Told,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::faults::Point;
use colours::Colours;
use places::{agree, is_in_frame, oval_box};

/// How much longer a video may be than the time in which it came, in milliseconds: the recorder begins before its first
/// piece is sent, and browsers' clocks are coarse.
const SLACK_MS: u64 = 2000;
/// How far before the video's start the face may have been seen first, in milliseconds: the reference places the
/// video's start between the call of the recorder and its answer, at 73% of the way.
const BEFORE_MS: u64 = 1000;

/// How a video begins: WebM with the header of EBML, MP4 with the length of its first box and the box's name.
const EBML: &[u8] = &[0x1A, 0x45, 0xDF, 0xA3];
const FTYP: &[u8] = b"ftyp";
/// So many bytes tell which it is.
const HEAD: usize = 8;

/// Something that is wrong with a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// A word for programs.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// A sentence.
    pub detail: String,
}

/// What follows from an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The next event.
    Event,
    /// The same; and a point was reached.
    Reached(Point),
    /// The verdict: the stream is over.
    Verdict,
    /// The verdict, at once: no more is read.
    Excess,
}

/// Watches one stream.
#[derive(Clone, Debug)]
pub struct Judge {
    kind: ChallengeKind,
    oval: BoundingBox,
    colours: Colours,
    /// When the stream was opened, in unix milliseconds.
    opened_at: u64,
    challenge_id: Option<String>,
    start: Option<(u64, InitialFace)>,
    end: Option<(TargetFace, u64)>,
    /// The first bytes of the video, whatever the pieces in which they came.
    head: Vec<u8>,
    pub chunks: u32,
    pub bytes: usize,
    pub findings: Vec<Finding>,
}

impl Judge {
    /// For what was asked, in a video of this width and height.
    pub fn new(asked: &SessionInformation, video: (u32, u32), opened_at: u64) -> Self {
        Self {
            kind: asked.kind,
            oval: oval_box(&asked.oval, video),
            colours: Colours::new(&asked.colours),
            opened_at,
            challenge_id: None,
            start: None,
            end: None,
            head: Vec::new(),
            chunks: 0,
            bytes: 0,
            findings: Vec::new(),
        }
    }

    /// Whether the client has begun: from then on it is expected to send something every second.
    pub const fn has_begun(&self) -> bool {
        self.chunks > 0 || self.start.is_some()
    }

    /// The next event; `now` is when it came, in unix milliseconds.
    pub fn take(&mut self, event: &ClientEvent, now: u64) -> Next {
        match event {
            ClientEvent::Video { chunk, .. } => self.take_video(chunk),
            ClientEvent::Session(event) => self.take_session(event, now),
        }
    }

    /// Nothing comes any more: adds what is missing. Whether nothing is wrong.
    pub fn conclude(&mut self) -> bool {
        self.demand(self.start.is_some(), "no-start", "The start was never told.");
        self.demand(self.chunks > 0, "no-video", "There is no video.");
        self.demand(self.end.is_some(), "no-end", "The end was never told.");
        let is_video = self.head.starts_with(EBML) || self.head.get(4..HEAD) == Some(FTYP);
        self.demand(
            self.chunks == 0 || is_video,
            "not-a-video",
            "What came as video is neither WebM nor MP4.",
        );
        if let Some((_, video_end)) = self.end {
            let missing = self.colours.missing(video_end);
            self.findings.extend(missing);
        }
        self.findings.is_empty()
    }

    fn take_video(&mut self, chunk: &[u8]) -> Next {
        let length = chunk.len();
        self.head.extend(chunk.iter().take(HEAD.saturating_sub(self.head.len())));
        if length == 0 {
            return Next::Verdict;
        }
        self.demand(self.end.is_none(), "video-after-end", "There is video after the end.");
        self.chunks = self.chunks.saturating_add(1);
        self.bytes = self.bytes.saturating_add(length);
        if self.bytes > MOST_VIDEO {
            self.find("video-too-long", format!("The video has more than {MOST_VIDEO} bytes."));
            return Next::Excess;
        }
        if self.chunks == 1 { Next::Reached(Point::Video) } else { Next::Event }
    }

    fn take_session(&mut self, event: &SessionEvent, now: u64) -> Next {
        let (asked, shown) = (self.kind, event.kind);
        if asked != shown {
            self.find("other-challenge", format!("{} was asked, {} is told of.", asked.name(), shown.name()));
        }
        let is_same =
            self.challenge_id.get_or_insert_with(|| event.challenge_id.clone()) == &event.challenge_id;
        self.demand(is_same, "other-challenge-id", "The events have different challenge ids.");
        self.demand(self.end.is_none(), "after-end", "Something is told after the end.");
        match event.told {
            Told::Start { video_start, face } => self.take_start(video_start, face, now),
            Told::Colour { current, previous, number, at } => {
                let (start, _) = self.start.unzip();
                let is_first = self.colours.is_untouched();
                if let Some(start) = start {
                    self.demand_length(at.saturating_sub(start), now);
                }
                let wrong = self.colours.take((previous, current, number, at), start);
                self.findings.extend(wrong);
                if is_first { Next::Reached(Point::Colour) } else { Next::Event }
            }
            Told::End { face, target, video_end } => {
                self.take_end(face, target, video_end, now);
                Next::Event
            }
        }
    }

    fn take_start(&mut self, video_start: u64, face: InitialFace, now: u64) -> Next {
        self.demand(self.start.is_none(), "second-start", "The start was told twice.");
        self.demand(is_in_frame(&face.bounds), "face-outside", "The first face is not in the frame.");
        let is_timely = face.at.saturating_add(BEFORE_MS) >= video_start;
        self.demand(is_timely, "face-before-video", "The first face was seen long before the video began.");
        // Only how long ago is compared: the clock of the client's events may be another than that of its signatures.
        let length = face.at.saturating_sub(video_start);
        self.demand_length(length, now);
        self.start = Some((video_start, face));
        Next::Reached(Point::Start)
    }

    fn take_end(&mut self, face: InitialFace, target: TargetFace, video_end: u64, now: u64) {
        self.demand(self.chunks > 0, "no-video", "The end was told before there was any video.");
        self.demand(
            agree(&target.bounds, &self.oval),
            "target-beside-oval",
            "The target is not the oval that was asked for.",
        );
        self.demand(
            target.start <= target.end,
            "target-times",
            "The face left the oval before it was in it.",
        );
        let is_after = self.colours.since().is_none_or(|since| since >= target.start);
        self.demand(is_after, "colours-before-match", "The colours began before the face was in the oval.");
        match self.start {
            None => self.find("end-before-start", "The end was told before the start."),
            Some((video_start, first)) => {
                let is_within = target.start >= video_start && target.end <= video_end;
                self.demand(
                    is_within,
                    "target-outside-video",
                    "The face was not in the oval during the video.",
                );
                let is_same = first.at == face.at && agree(&first.bounds, &face.bounds);
                self.demand(is_same, "other-first-face", "Start and end tell of different first faces.");
                self.demand_length(video_end.saturating_sub(video_start), now);
            }
        }
        self.end = Some((target, video_end));
    }

    /// A video cannot be longer than the time since the stream was opened.
    fn demand_length(&mut self, length: u64, now: u64) {
        let longest = now.saturating_sub(self.opened_at).saturating_add(SLACK_MS);
        let is_possible = length <= longest;
        self.demand(is_possible, "video-from-the-future", "The video is longer than the stream.");
    }

    fn demand(&mut self, is_right: bool, code: &'static str, detail: &str) {
        if !is_right {
            self.find(code, detail);
        }
    }

    fn find(&mut self, code: &'static str, detail: impl Into<String>) {
        self.findings.push(Finding { code, detail: detail.into() });
    }
}

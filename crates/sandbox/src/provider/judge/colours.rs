//! The colours: every stage told once, in order, and each for about as long as it was to take.
//!
//! The first colour stands; each next one comes from above over the one before and then stands, unless its time for that
//! is nothing. The beginning of each such stage is told, with the colour's place in the sequence as its number.

use kyc_liveness::events::{ColourSequence, Rgb};

use super::Finding;

/// How much shorter a stage may be: two frames at 60 a second. Clients begin a stage with the frame that draws it, and some
/// browsers' clocks have steps of 16.7 ms.
const EARLY_MS: u64 = 34;
/// How much longer: a busy phone loses frames while it detects and encodes, a browser in power saving more of them. Longer
/// would mean that another sequence was shown.
const LATE_MS: u64 = 700;

/// A stage as it is told: the colour below, the one above, its number, and when it began.
pub type Shown = (Rgb, Rgb, u8, u64);

#[derive(Clone, Copy, Debug)]
struct Stage {
    previous: Rgb,
    current: Rgb,
    number: u8,
    millis: u32,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Colours {
    stages: Vec<Stage>,
    told: usize,
    since: Option<u64>,
    last: Option<(Stage, u64)>,
}

impl Colours {
    pub fn new(sequence: &[ColourSequence]) -> Self {
        let mut stages = Vec::new();
        let mut previous = None;
        for (number, colour) in (0..=u8::MAX).zip(sequence) {
            let (current, below) = (colour.colour, previous.replace(colour.colour));
            if let Some(previous) = below {
                stages.push(Stage { previous, current, number, millis: colour.downscroll });
            }
            if below.is_none() || colour.flat > 0 {
                stages.push(Stage { previous: current, current, number, millis: colour.flat });
            }
        }
        Self { stages, told: 0, since: None, last: None }
    }

    /// Whether none was told.
    pub const fn is_untouched(&self) -> bool {
        self.told == 0
    }

    /// When the first began.
    pub const fn since(&self) -> Option<u64> {
        self.since
    }

    /// The next stage; `start` is when the video began, if that was told.
    pub fn take(&mut self, shown: Shown, start: Option<u64>) -> Vec<Finding> {
        let (previous, current, number, at) = shown;
        self.since.get_or_insert(at);
        let stage = self.stages.get(self.told).copied();
        self.told = self.told.saturating_add(1);
        let Some(stage) = stage else {
            return vec![finding("colour-not-asked", format!("Colour {number} is one too many."))];
        };
        let mut wrong = Vec::new();
        if (stage.previous, stage.current, stage.number) != (previous, current, number) {
            let detail = format!(
                "Colour {} over {} was to come as number {}; {} over {} came as number {number}.",
                name(stage.current),
                name(stage.previous),
                stage.number,
                name(current),
                name(previous)
            );
            wrong.push(finding("other-colour", detail));
        }
        match start {
            None => wrong.push(finding("colour-before-start", "A colour was told before the start.")),
            Some(start) if at < start => {
                wrong.push(finding("colour-before-video", "A colour was shown before the video began."));
            }
            Some(_) => {}
        }
        wrong.extend(self.last.replace((stage, at)).and_then(|(last, since)| last.lasted(since, at)));
        wrong
    }

    /// What was not shown by the end of the video.
    pub fn missing(&self, video_end: u64) -> Option<Finding> {
        if self.told < self.stages.len() {
            let detail = format!("{} of {} changes of colour were told.", self.told, self.stages.len());
            return Some(finding("colours-missing", detail));
        }
        let (last, since) = self.last?;
        let until = since.saturating_add(last.millis.into());
        let is_filmed = video_end.saturating_add(EARLY_MS) >= until;
        (!is_filmed).then(|| finding("colours-not-filmed", "The video ended before the last colour did."))
    }
}

impl Stage {
    /// What is wrong with how long it took.
    fn lasted(self, since: u64, until: u64) -> Option<Finding> {
        let wanted = u64::from(self.millis);
        let Some(lasted) = until.checked_sub(since) else {
            let detail = format!("The stage after number {} began before it.", self.number);
            return Some(finding("colour-times", detail));
        };
        let is_right = (wanted.saturating_sub(EARLY_MS)..=wanted + LATE_MS).contains(&lasted);
        let detail = || format!("A stage of colour {} took {lasted} ms in place of {wanted}.", self.number);
        (!is_right).then(|| finding("colour-times", detail()))
    }
}

fn finding(code: &'static str, detail: impl Into<String>) -> Finding {
    Finding { code, detail: detail.into() }
}

fn name(Rgb([red, green, blue]): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

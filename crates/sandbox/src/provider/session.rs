//! A stream that was admitted: tells the challenge, watches the client perform it, and settles what it showed.

use kyc_liveness::events::{ClientEvent, ExceptionKind, ReceiveError, ServerEvent};
use kyc_liveness::sigv4::{ChunkRefusal, ChunkVerifier};

use super::admission::{Admitted, exception, unsigned};
use super::challenge::Challenge;
use super::judge::{Judge, Next};
use super::line::{Line, Received, Stop};
use crate::app::App;
use crate::faults::Point;
use crate::lifecycle::liveness;
use crate::record::{LivenessSession, LivenessStatus};

/// A client that has begun sends a piece of video every second; after so long without any it is taken for gone.
const IDLE_MS: i64 = 15_000;
/// The code of a stream on which nothing came any more.
const IDLE: u16 = 4001;
/// The code of a session whose time is up.
const EXPIRED: u16 = 4003;

/// Runs until the stream is over; `Ok` is the good end, whatever was found.
pub async fn run(app: &App, line: &mut Line, admitted: Admitted) -> Result<(), Stop> {
    let Admitted { session, opening, offered, mut verifier } = admitted;
    let order = app.provider.orders.take(&session);
    let challenge = Challenge::choose(&opening, &offered, &order);
    line.note(|stream| stream.describe(&session, &opening, &challenge));
    let video = (opening.video_width, opening.video_height);
    let mut judge = Judge::new(&challenge.information, video, unsigned(line.now()));
    let performed = perform(line, &challenge, &mut verifier, &mut judge, session.ends_at).await;
    let (found, reason) = verdict(&mut judge, &performed);
    // Before the good end is told: whoever was told asks at once what was found.
    settle(app, line, &session, found, &reason).await;
    let Judge { chunks, bytes, findings, .. } = judge;
    line.note(|stream| (stream.chunks, stream.bytes, stream.findings) = (chunks, bytes, findings));
    performed?;
    line.reach(Point::End).await?;
    line.send(&ServerEvent::Disconnection { at: unsigned(line.now()) }).await
}

async fn perform(
    line: &mut Line,
    challenge: &Challenge,
    verifier: &mut ChunkVerifier,
    judge: &mut Judge,
    ends_at: i64,
) -> Result<(), Stop> {
    if challenge.is_announced() {
        let version = challenge.version.clone();
        line.send(&ServerEvent::Challenge { kind: Some(version.kind), version: version.version }).await?;
    }
    line.send(&ServerEvent::Information(Box::new(challenge.information.clone()))).await?;
    line.reach(Point::Session).await?;
    loop {
        let idle = if judge.has_begun() { line.clock() + IDLE_MS } else { ends_at };
        let frame = match line.receive(idle.min(ends_at)).await? {
            Received::Frame(frame) => frame,
            Received::Nothing if idle < ends_at => {
                return Err(Stop::broken(Some(IDLE), "nothing came for 15 seconds"));
            }
            Received::Nothing => return Err(Stop::broken(Some(EXPIRED), "the session's time was up")),
        };
        let now = line.now();
        let event = match open(verifier, &frame, now) {
            Ok(Some(event)) => event,
            // An empty frame: some clients end a stream so.
            Ok(None) => return Ok(()),
            Err((kind, words)) => return Err(line.refuse(exception(kind, words)).await),
        };
        line.note(|stream| stream.add(now, told(&event)));
        match judge.take(&event, unsigned(now)) {
            Next::Event => {}
            Next::Reached(point) => line.reach(point).await?,
            Next::Verdict => return Ok(()),
            Next::Excess => {
                let words = "The video is longer than a session may have.";
                return Err(line.refuse(exception(ExceptionKind::Validation, words)).await);
            }
        }
    }
}

/// The event in a frame, if there is one; or which error to answer.
fn open(
    verifier: &mut ChunkVerifier,
    frame: &[u8],
    now: i64,
) -> Result<Option<ClientEvent>, (ExceptionKind, String)> {
    let chunk = verifier.open(frame, unsigned(now)).map_err(|refusal| {
        let kind = match refusal {
            ChunkRefusal::Frame(_) | ChunkRefusal::Message(_) => ExceptionKind::Validation,
            _ => ExceptionKind::InvalidSignature,
        };
        (kind, refusal.to_string())
    })?;
    let invalid = |error: ReceiveError| (ExceptionKind::Validation, error.to_string());
    chunk.message.map(|message| ClientEvent::decode(&message).map_err(invalid)).transpose()
}

fn verdict(judge: &mut Judge, performed: &Result<(), Stop>) -> (LivenessStatus, String) {
    match performed {
        Ok(()) if judge.conclude() => (LivenessStatus::Succeeded, "everything was as asked".to_owned()),
        Ok(()) => {
            let first = judge.findings.first();
            (LivenessStatus::Failed, first.map(|it| it.detail.clone()).unwrap_or_default())
        }
        Err(stop) if stop.is_offence => (LivenessStatus::Failed, stop.reason.clone()),
        Err(stop) => (LivenessStatus::Abandoned, stop.reason.clone()),
    }
}

async fn settle(app: &App, line: &mut Line, session: &LivenessSession, found: LivenessStatus, reason: &str) {
    let (id, why) = (session.id.clone(), reason.to_owned());
    // A failure is in the server's log; the session is then abandoned when its time is up.
    let outcome = app.act(move |act| liveness::judge(act, &id, found, &why)).await.ok();
    line.note(|stream| {
        (stream.found, stream.outcome, stream.reason) = (Some(found), outcome, Some(reason.to_owned()));
    });
}

/// A line of the log.
fn told(event: &ClientEvent) -> String {
    use kyc_liveness::events::Told;
    match event {
        ClientEvent::Video { chunk, .. } if chunk.is_empty() => "the end of the video".to_owned(),
        ClientEvent::Video { chunk, .. } => format!("{} bytes of video", chunk.len()),
        ClientEvent::Session(event) => match event.told {
            Told::Start { .. } => "start".to_owned(),
            Told::Colour { number, .. } => format!("colour {number}"),
            Told::End { .. } => "end".to_owned(),
        },
    }
}

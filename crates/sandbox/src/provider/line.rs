//! One end of a stream: sends events, receives frames, and plays what was ordered to go wrong.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use kyc_liveness::events::{Exception, ExceptionKind, ServerEvent};
use tokio::sync::watch;

use super::admission::exception;
use super::log::Stream;
use super::socket::close_code;
use crate::app::App;
use crate::clock::to_rfc3339;
use crate::faults::{Met, Point, StreamFault};

/// How long a client may take to answer a close.
const GOODBYE: Duration = Duration::from_secs(2);

/// As long as other delays at most.
const MAX_SILENCE_MS: i64 = 10 * 60 * 1000;
const SILENT: &str = "stream-silent was ordered";

/// Why a stream does not go on: how its socket is closed, and what the log says.
#[derive(Clone, Debug)]
pub struct Stop {
    /// `None`: the client is gone.
    pub code: Option<u16>,
    pub reason: String,
    /// Whether the client did what it must not, or the check was only broken off.
    pub is_offence: bool,
}

impl Stop {
    /// The good end.
    pub const DONE: Self = Self { code: Some(1000), reason: String::new(), is_offence: false };

    /// The check was broken off.
    pub fn broken(code: Option<u16>, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into(), is_offence: false }
    }
}

/// See the module.
pub struct Line {
    app: App,
    /// Its id in the log.
    id: String,
    socket: WebSocket,
    met: Met,
    stopping: watch::Receiver<bool>,
}

impl Line {
    /// `session_id` is what the address names.
    pub fn new(socket: WebSocket, app: &App, met: Met, session_id: Option<String>) -> Self {
        let id = app.provider.log.open(session_id, super::now(app, &met));
        Self { app: App::clone(app), id, socket, met, stopping: app.stopping.subscribe() }
    }

    /// The provider's clock.
    pub fn now(&self) -> i64 {
        super::now(&self.app, &self.met)
    }

    /// The sandbox's.
    pub fn clock(&self) -> i64 {
        self.app.clock.now_ms()
    }

    /// Changes what the log has of this stream.
    pub fn note(&self, change: impl FnOnce(&mut Stream)) {
        self.app.provider.log.note(&self.id, change);
    }

    /// The next frame, before the sandbox's clock shows `until`.
    pub async fn receive(&mut self, until: i64) -> Result<Received, Stop> {
        loop {
            let message = tokio::select! {
                message = self.socket.recv() => message,
                () = self.app.clock.sleep_until(until) => return Ok(Received::Nothing),
                _ = self.stopping.wait_for(|is_stopping| *is_stopping) => {
                    return Err(Stop::broken(Some(1001), "the sandbox stopped"));
                }
            };
            return match message {
                Some(Ok(Message::Binary(frame))) => Ok(Received::Frame(frame.into())),
                Some(Ok(Message::Text(_))) => {
                    let words = "Text where an event stream was expected.";
                    Err(self.refuse(exception(ExceptionKind::Validation, words)).await)
                }
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(1005, |frame| frame.code);
                    Err(Stop::broken(None, format!("the client closed with {code}")))
                }
                Some(Ok(_)) => continue,
                Some(Err(error)) => Err(Stop::broken(None, format!("the connection broke: {error}"))),
                None => Err(Stop::broken(None, "the connection broke")),
            };
        }
    }

    /// Sends an event.
    pub async fn send(&mut self, event: &ServerEvent) -> Result<(), Stop> {
        if let Some((StreamFault::Slow, delay)) = self.met.stream {
            self.met.lifted.wait(delay).await;
        }
        let broken = |_| Stop::broken(Some(1011), "an event could not be written");
        let frame = event.encode().map_err(broken)?;
        let gone = |error| Stop::broken(None, format!("the connection broke: {error}"));
        self.socket.send(Message::Binary(frame.into())).await.map_err(gone)
    }

    /// Answers an error, after which the stream is over.
    pub async fn refuse(&mut self, exception: Exception) -> Stop {
        let reason = format!("{}: {}", exception.kind.name(), exception.message);
        let stop = Stop { code: Some(close_code(exception.kind)), reason, is_offence: true };
        self.send(&ServerEvent::Exception(exception)).await.err().unwrap_or(stop)
    }

    /// A point is reached, at which a fault may be waiting.
    pub async fn reach(&mut self, point: Point) -> Result<(), Stop> {
        let Some((fault, delay)) = self.met.stream.filter(|(fault, _)| fault.point() == Some(point)) else {
            return Ok(());
        };
        self.met.lifted.wait(delay).await;
        if self.met.lifted.is_lifted() {
            return Ok(());
        }
        let reason = format!("{} was ordered", fault.name());
        match fault {
            StreamFault::Slow => Ok(()),
            StreamFault::Silent(_) => Err(self.ignore().await),
            StreamFault::Exception(_, kind) => {
                let stop = self.refuse(exception(kind, "This fault was ordered.")).await;
                Err(Stop { reason, is_offence: false, ..stop })
            }
            StreamFault::Close(_, code) => Err(Stop::broken(Some(code), reason)),
        }
    }

    /// Reads and says nothing, until the client goes or the fault is lifted.
    async fn ignore(&mut self) -> Stop {
        let (mut lifted, until) = (self.met.lifted.clone(), self.app.clock.now_ms() + MAX_SILENCE_MS);
        let rest = async {
            loop {
                match self.receive(until).await {
                    Ok(Received::Frame(_)) => {}
                    Ok(Received::Nothing) => return Stop::broken(Some(1011), SILENT),
                    Err(stop) => return stop,
                }
            }
        };
        tokio::select! {
            stop = rest => Stop { reason: format!("{SILENT}; {}", stop.reason), ..stop },
            () = lifted.wait(Duration::MAX) => Stop::broken(Some(1011), SILENT),
        }
    }

    /// Closes the socket and lets the client answer: what it is still sending would break the connection before it has
    /// read the code.
    pub async fn close(mut self, stop: Stop) {
        let now = self.now();
        self.note(|stream| {
            (stream.closed_time, stream.close_code) = (Some(to_rfc3339(now)), stop.code);
            stream.reason.get_or_insert(stop.reason);
        });
        let Some(code) = stop.code else { return };
        let frame = CloseFrame { code, reason: "".into() };
        if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
            let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
            // Gone or not, this side is done.
            let _ = tokio::time::timeout(GOODBYE, rest).await;
        }
    }
}

/// What came.
pub enum Received {
    Frame(Vec<u8>),
    /// Nothing in time.
    Nothing,
}

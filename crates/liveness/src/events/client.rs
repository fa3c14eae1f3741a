//! What the client says: pieces of video, and what it showed and saw when.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{CONTENT_TYPE, ChallengeKind, EARLIEST, EVENT_TYPE, LAST_SEQUENCE, LATEST, MESSAGE_TYPE, Rgb};
use crate::events::opening::is_uuid;
use crate::events::server::ReceiveError;
use crate::eventstream::{EncodeError, Message};
use crate::json::{Fields, Json, Object, ReadError};

const VIDEO: &str = "VideoEvent";
const SESSION: &str = "ClientSessionInformationEvent";

/// An event of the client.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEvent {
    /// The next piece of the video; an empty one ends the stream.
    Video {
        /// As the recorder gave it.
        chunk: Vec<u8>,
        /// When it was sent, in unix milliseconds.
        at: u64,
    },
    /// What happened in front of the camera.
    Session(SessionEvent),
}

/// Something that was shown or seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionEvent {
    /// The challenge that is under way.
    pub kind: ChallengeKind,
    /// The client's own name for this run of it: a UUID.
    pub challenge_id: String,
    /// What.
    pub told: Told,
}

/// The three things to tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told {
    /// The video began, with one face in it.
    Start {
        /// When.
        video_start: u64,
        /// The face.
        face: InitialFace,
    },
    /// A colour began to come, or to stay.
    Colour {
        /// The colour that comes.
        current: Rgb,
        /// The one before; the same when it stays.
        previous: Rgb,
        /// Its place in the sequence, from 0.
        number: u8,
        /// When.
        at: u64,
    },
    /// The face was where it belongs, and the video is over.
    End {
        /// The same face as at the start.
        face: InitialFace,
        /// The oval it was in.
        target: TargetFace,
        /// When the video ended.
        video_end: u64,
    },
}

/// The face when the video began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InitialFace {
    /// Where.
    pub bounds: BoundingBox,
    /// When it was seen, in unix milliseconds.
    pub at: u64,
}

/// The oval in which the face was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetFace {
    /// The box around the oval, not around the face.
    pub bounds: BoundingBox,
    /// The first of the frames that matched, in unix milliseconds.
    pub start: u64,
    /// The last of them.
    pub end: u64,
}

/// A place in the video, in fractions of its width and height, as the camera sees it: not mirrored.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoundingBox {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Distance from the left edge.
    pub left: f64,
    /// Distance from the upper edge.
    pub top: f64,
}

impl ClientEvent {
    /// The message that goes into a signed frame.
    ///
    /// # Errors
    /// When the chunk is too long for a frame.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let (name, content) = match self {
            Self::Video { chunk, at } => (VIDEO, video(chunk, *at)),
            Self::Session(event) => (SESSION, event.write()),
        };
        Message::new(content)
            .with(EVENT_TYPE, name)
            .with(MESSAGE_TYPE, "event")
            .with(CONTENT_TYPE, "application/json")
            .encode()
    }

    /// Reads the message of a frame; `content` is its payload as JSON, `None` when it is none.
    ///
    /// # Errors
    /// When it is no event that is known, or not a possible one.
    pub fn read<J: Json>(message: &Message, content: Option<J>) -> Result<Self, ReceiveError> {
        let fields = || content.map(Fields).ok_or(ReadError::Syntax);
        match message.text(EVENT_TYPE) {
            Some(VIDEO) => {
                let fields = fields()?;
                let at = moment(&fields, "TimestampMillis")?;
                // Some clients leave the chunk out where it is empty.
                let text = fields.0.field("VideoChunk").and_then(|chunk| chunk.text()).unwrap_or_default();
                let chunk = STANDARD.decode(text).map_err(|_| ReadError::Field("VideoChunk"))?;
                Ok(Self::Video { chunk, at })
            }
            Some(SESSION) => Ok(Self::Session(SessionEvent::read(&fields()?)?)),
            _ => Err(ReceiveError::Unknown),
        }
    }

    /// The same with `serde_json`.
    ///
    /// # Errors
    /// As [`ClientEvent::read`].
    #[cfg(feature = "serde_json")]
    pub fn decode(message: &Message) -> Result<Self, ReceiveError> {
        let content: Option<serde_json::Value> = serde_json::from_slice(&message.payload).ok();
        Self::read(message, content.as_ref())
    }
}

/// Written in place: a chunk is a hundred kilobytes and more.
fn video(chunk: &[u8], at: u64) -> String {
    let mut text = String::with_capacity(chunk.len() * 4 / 3 + 64);
    text.push_str("{\"VideoChunk\":\"");
    STANDARD.encode_string(chunk, &mut text);
    text.push_str("\",\"TimestampMillis\":");
    text.push_str(&at.to_string());
    text.push('}');
    text
}

impl SessionEvent {
    fn write(&self) -> String {
        let inner = Object::new().text("ChallengeId", &self.challenge_id);
        let inner = match &self.told {
            Told::Start { video_start, face } => {
                inner.whole("VideoStartTimestamp", *video_start).raw("InitialFace", &face.write())
            }
            Told::Colour { current, previous, number, at } => {
                let colour = Object::new()
                    .raw("CurrentColor", &current.write())
                    .raw("PreviousColor", &previous.write())
                    .whole("SequenceNumber", (*number).into())
                    .whole("CurrentColorStartTimestamp", *at);
                inner.raw("ColorDisplayed", &colour.done())
            }
            Told::End { face, target, video_end } => inner
                .raw("InitialFace", &face.write())
                .raw("TargetFace", &target.write())
                .whole("VideoEndTimestamp", *video_end),
        };
        let challenge = Object::new().raw(self.kind.name(), &inner.done()).done();
        Object::new().raw("Challenge", &challenge).done()
    }

    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        let challenge = fields.inner("Challenge")?;
        let light = challenge.inner(ChallengeKind::MovementAndLight.name());
        let (kind, inner) = match light {
            Ok(inner) => (ChallengeKind::MovementAndLight, inner),
            Err(_) => (ChallengeKind::Movement, challenge.inner(ChallengeKind::Movement.name())?),
        };
        let challenge_id = inner.text("ChallengeId")?;
        if !is_uuid(&challenge_id) {
            return Err(ReadError::Field("ChallengeId"));
        }
        Ok(Self { kind, challenge_id, told: Told::read(&inner)? })
    }
}

impl Told {
    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        if let Ok(colour) = fields.inner("ColorDisplayed") {
            return Ok(Self::Colour {
                current: Rgb::read(&colour, "CurrentColor")?,
                previous: Rgb::read(&colour, "PreviousColor")?,
                number: colour.whole("SequenceNumber", LAST_SEQUENCE)? as u8,
                at: moment(&colour, "CurrentColorStartTimestamp")?,
            });
        }
        let face = InitialFace::read(&fields.inner("InitialFace")?)?;
        if let Ok(target) = fields.inner("TargetFace") {
            let (target, video_end) = (TargetFace::read(&target)?, moment(fields, "VideoEndTimestamp")?);
            return Ok(Self::End { face, target, video_end });
        }
        Ok(Self::Start { video_start: moment(fields, "VideoStartTimestamp")?, face })
    }
}

impl InitialFace {
    fn write(&self) -> String {
        Object::new()
            .raw("BoundingBox", &self.bounds.write())
            .whole("InitialFaceDetectedTimestamp", self.at)
            .done()
    }

    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        let bounds = BoundingBox::read(&fields.inner("BoundingBox")?)?;
        Ok(Self { bounds, at: moment(fields, "InitialFaceDetectedTimestamp")? })
    }
}

impl TargetFace {
    fn write(&self) -> String {
        Object::new()
            .raw("BoundingBox", &self.bounds.write())
            .whole("FaceDetectedInTargetPositionStartTimestamp", self.start)
            .whole("FaceDetectedInTargetPositionEndTimestamp", self.end)
            .done()
    }

    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        Ok(Self {
            bounds: BoundingBox::read(&fields.inner("BoundingBox")?)?,
            start: moment(fields, "FaceDetectedInTargetPositionStartTimestamp")?,
            end: moment(fields, "FaceDetectedInTargetPositionEndTimestamp")?,
        })
    }
}

impl BoundingBox {
    fn write(&self) -> String {
        Object::new()
            .fraction("Width", self.width)
            .fraction("Height", self.height)
            .fraction("Left", self.left)
            .fraction("Top", self.top)
            .done()
    }

    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        Ok(Self {
            width: fields.number("Width")?,
            height: fields.number("Height")?,
            left: fields.number("Left")?,
            top: fields.number("Top")?,
        })
    }
}

/// A moment that an event may tell.
fn moment<J: Json>(fields: &Fields<J>, name: &'static str) -> Result<u64, ReadError> {
    fields
        .whole(name, LATEST)?
        .checked_sub(EARLIEST)
        .map(|since| since + EARLIEST)
        .ok_or(ReadError::Field(name))
}

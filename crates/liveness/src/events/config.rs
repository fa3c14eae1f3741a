//! What the server wants to see.

use super::{ChallengeKind, LAST_SEQUENCE};
use crate::json::{Fields, Json, Object, ReadError, list};

/// The longest that one colour may stay or move, in milliseconds: a wrong unit would otherwise keep a customer for hours.
const LONGEST_COLOUR: u64 = 10_000;

/// The challenge that the server chose.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionInformation {
    /// Which.
    pub kind: ChallengeKind,
    /// Where the face belongs.
    pub oval: OvalParameters,
    /// The thresholds.
    pub config: ChallengeConfig,
    /// The colours; none for the movement alone.
    pub colours: Vec<ColourSequence>,
}

/// An oval in pixels of the video, as the camera sees it: not mirrored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OvalParameters {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its middle, from the left.
    pub centre_x: f64,
    /// Its middle, from above.
    pub centre_y: f64,
}

/// The thresholds as they were sent. [`crate::oval::Thresholds`] has sane values for what is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChallengeConfig {
    /// Least score of Amazon's own detector, 0 to 1.
    pub blaze_face_detection_threshold: Option<f64>,
    /// The face is far enough to begin when its eyes are closer together than this, in widths of the oval.
    pub face_distance_threshold_min: Option<f64>,
    /// The same when it was far enough before.
    pub face_distance_threshold: Option<f64>,
    /// Not used by any client that is known.
    pub face_distance_threshold_max: Option<f64>,
    /// Least overlap of face and oval, intersection over union.
    pub oval_iou_threshold: Option<f64>,
    /// The oval's height in widths.
    pub oval_height_width_ratio: Option<f64>,
    /// Greatest distance of a side of the face from that of the oval, in widths of the oval.
    pub oval_iou_width_threshold: Option<f64>,
    /// The same for upper and lower edges, in heights.
    pub oval_iou_height_threshold: Option<f64>,
    /// How far a face may stick out at both sides before it is too close, in widths of the oval.
    pub face_iou_width_threshold: Option<f64>,
    /// The same above or below, in heights.
    pub face_iou_height_threshold: Option<f64>,
    /// How long the customer may take to bring the face into the oval, in milliseconds.
    pub oval_fit_timeout: Option<f64>,
}

/// A colour, and how it comes and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColourSequence {
    /// The colour.
    pub colour: Rgb,
    /// How long it takes to move over the screen from above, in milliseconds.
    pub downscroll: u32,
    /// How long it then stays, in milliseconds.
    pub flat: u32,
}

/// Red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl SessionInformation {
    pub(super) fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        let challenge = fields.inner("SessionInformation")?.inner("Challenge")?;
        let light = challenge.inner(ChallengeKind::MovementAndLight.name());
        let (kind, inner, colours) = if let Ok(inner) = light {
            let colours = ColourSequence::read_all(&inner)?;
            (ChallengeKind::MovementAndLight, inner, colours)
        } else {
            let inner = challenge.inner(ChallengeKind::Movement.name())?;
            (ChallengeKind::Movement, inner, Vec::new())
        };
        let oval = OvalParameters::read(&inner.inner("OvalParameters")?)?;
        let config = inner.inner("ChallengeConfig").map(|fields| ChallengeConfig::read(&fields));
        Ok(Self { kind, oval, config: config.unwrap_or_default(), colours })
    }

    pub(super) fn write(&self) -> String {
        let inner = Object::new()
            .raw("OvalParameters", &self.oval.write())
            .raw("ChallengeConfig", &self.config.write());
        let inner = match self.kind {
            ChallengeKind::Movement => inner,
            ChallengeKind::MovementAndLight => inner
                .text("LightChallengeType", "SEQUENTIAL")
                .raw("ColorSequences", &list(self.colours.iter().map(ColourSequence::write))),
        };
        let challenge = Object::new().raw(self.kind.name(), &inner.done()).done();
        let session = Object::new().raw("Challenge", &challenge).done();
        Object::new().raw("SessionInformation", &session).done()
    }
}

/// The longest edge that any video has.
const MOST_PIXELS: f64 = 65_536.0;

impl OvalParameters {
    /// One that could be seen: a pixel at least, and no more than [`MOST_PIXELS`].
    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        let is_possible = |length: &f64| *length >= 1.0 && *length <= MOST_PIXELS;
        let length = |name| fields.number(name).ok().filter(is_possible).ok_or(ReadError::Field(name));
        Ok(Self {
            width: length("Width")?,
            height: length("Height")?,
            centre_x: length("CenterX")?,
            centre_y: length("CenterY")?,
        })
    }

    fn write(&self) -> String {
        Object::new()
            .fraction("Width", self.width)
            .fraction("Height", self.height)
            .fraction("CenterX", self.centre_x)
            .fraction("CenterY", self.centre_y)
            .done()
    }
}

impl ChallengeConfig {
    fn read<J: Json>(fields: &Fields<J>) -> Self {
        let mut config = Self::default();
        for (name, field) in config.named_mut() {
            *field = fields.optional(name);
        }
        config
    }

    fn write(&self) -> String {
        let mut config = *self;
        let mut object = Object::new();
        for (name, field) in config.named_mut() {
            object = match *field {
                Some(value) => object.fraction(name, value),
                None => object,
            };
        }
        object.done()
    }

    fn named_mut(&mut self) -> [(&'static str, &mut Option<f64>); 11] {
        [
            ("BlazeFaceDetectionThreshold", &mut self.blaze_face_detection_threshold),
            ("FaceDistanceThresholdMin", &mut self.face_distance_threshold_min),
            ("FaceDistanceThreshold", &mut self.face_distance_threshold),
            ("FaceDistanceThresholdMax", &mut self.face_distance_threshold_max),
            ("OvalIouThreshold", &mut self.oval_iou_threshold),
            ("OvalHeightWidthRatio", &mut self.oval_height_width_ratio),
            ("OvalIouWidthThreshold", &mut self.oval_iou_width_threshold),
            ("OvalIouHeightThreshold", &mut self.oval_iou_height_threshold),
            ("FaceIouWidthThreshold", &mut self.face_iou_width_threshold),
            ("FaceIouHeightThreshold", &mut self.face_iou_height_threshold),
            ("OvalFitTimeout", &mut self.oval_fit_timeout),
        ]
    }
}

impl ColourSequence {
    /// One colour at least, and no more than events have numbers for.
    fn read_all<J: Json>(fields: &Fields<J>) -> Result<Vec<Self>, ReadError> {
        const NAME: &str = "ColorSequences";
        let colours: Vec<_> = fields.list(NAME)?.iter().map(Self::read).collect::<Result<_, _>>()?;
        let is_possible = !colours.is_empty() && colours.len() as u64 <= LAST_SEQUENCE + 1;
        if is_possible { Ok(colours) } else { Err(ReadError::Field(NAME)) }
    }

    fn read<J: Json>(fields: &Fields<J>) -> Result<Self, ReadError> {
        let millis = |name| fields.whole(name, LONGEST_COLOUR).map(|millis| millis as u32);
        Ok(Self {
            colour: Rgb::read(fields, "FreshnessColor")?,
            downscroll: millis("DownscrollDuration")?,
            flat: millis("FlatDisplayDuration")?,
        })
    }

    fn write(&self) -> String {
        Object::new()
            .raw("FreshnessColor", &self.colour.write())
            .whole("DownscrollDuration", self.downscroll.into())
            .whole("FlatDisplayDuration", self.flat.into())
            .done()
    }
}

impl Rgb {
    pub(super) fn read<J: Json>(fields: &Fields<J>, name: &'static str) -> Result<Self, ReadError> {
        let parts = fields.inner(name)?.list("RGB")?;
        let part = |part: &Fields<J>| {
            let number = part.0.number().filter(|number| (0.0..=255.0).contains(number))?;
            (number.fract() == 0.0).then_some(number as u8)
        };
        match parts.as_slice() {
            [red, green, blue] => match (part(red), part(green), part(blue)) {
                (Some(red), Some(green), Some(blue)) => Ok(Self([red, green, blue])),
                _ => Err(ReadError::Field(name)),
            },
            _ => Err(ReadError::Field(name)),
        }
    }

    pub(super) fn write(self) -> String {
        let parts = self.0.iter().map(u8::to_string);
        Object::new().raw("RGB", &list(parts)).done()
    }
}

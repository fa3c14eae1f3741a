//! What a session asks of the client: which challenge, where the face belongs, which colours. Everything follows from a
//! seed, the session's name unless told.

use kyc_liveness::events::{
    ChallengeConfig, ChallengeKind, ColourSequence, Opening, OvalParameters, Rgb, SessionInformation, Version,
};

use super::dice::Dice;
use super::orders::{Distance, Order};

/// The oval's height in widths.
const RATIO: f64 = 1.618;
/// How wide the oval is, in widths of an upright frame, for a face that is to come closer. The upper end is the width
/// against which clients measure whether a face is far enough to begin, which such a face therefore never fills.
const CLOSER: (f64, f64) = (0.62, 0.8);
/// The same for a face that is to go further away: smaller than most faces at an arm's length.
const FURTHER: (f64, f64) = (0.3, 0.4);
/// How often that is asked, when the order leaves it open.
const FURTHER_SHARE: f64 = 0.25;
/// How far the oval's middle may be from the frame's, in its lengths. More would let a face leave the frame.
const SHIFT: f64 = 0.06;
/// At most three changes of colour in a second are safe to look at (WCAG 2.2, 2.3.1): a colour comes and stays for at
/// least so long, in milliseconds.
const COLOUR_MS: u32 = 400;
const FLAT_MS: u32 = 100;

const COLOURS: [Rgb; 8] = [
    Rgb([0, 0, 0]),
    Rgb([255, 255, 255]),
    Rgb([255, 0, 0]),
    Rgb([255, 255, 0]),
    Rgb([0, 255, 0]),
    Rgb([0, 255, 255]),
    Rgb([0, 0, 255]),
    Rgb([143, 0, 255]),
];

/// What is asked of the client.
#[derive(Clone, Debug)]
pub struct Challenge {
    pub version: Version,
    pub distance: Distance,
    pub information: SessionInformation,
}

impl Challenge {
    /// For a client that offers these; never none.
    pub fn choose(opening: &Opening, offered: &[Version], order: &Order) -> Self {
        let seed = order.seed.as_deref().unwrap_or(&opening.session_id);
        let mut dice = Dice::new(seed);
        let version = choose(offered, order.challenge);
        let by_chance = if dice.fraction() < FURTHER_SHARE { Distance::Further } else { Distance::Closer };
        let distance = order.distance.unwrap_or(by_chance);
        let size = (f64::from(opening.video_width), f64::from(opening.video_height));
        let thrown = oval(size, distance, &mut dice);
        let colours = colours(&mut dice);
        let information = SessionInformation {
            kind: version.kind,
            oval: order.oval.unwrap_or(thrown),
            config: config(),
            colours: if version.kind == ChallengeKind::Movement { Vec::new() } else { colours },
        };
        Self { version, distance, information }
    }

    /// Older light challenges are not announced.
    pub fn is_announced(&self) -> bool {
        self.version.kind == ChallengeKind::Movement || !self.version.version.starts_with("1.")
    }
}

/// What was ordered, if the client can show it; else with light, if it can.
fn choose(offered: &[Version], ordered: Option<ChallengeKind>) -> Version {
    let find = |kind| offered.iter().find(|version| version.kind == kind);
    let found = ordered.and_then(find).or_else(|| find(ChallengeKind::MovementAndLight));
    found
        .or_else(|| find(ChallengeKind::Movement))
        .cloned()
        .unwrap_or_else(|| Version { kind: ChallengeKind::Movement, version: "1.0.0".to_owned() })
}

/// Within the frame; lengths in whole pixels.
fn oval((frame_width, frame_height): (f64, f64), distance: Distance, dice: &mut Dice) -> OvalParameters {
    let (least, most) = if distance == Distance::Closer { CLOSER } else { FURTHER };
    let upright = frame_width.min(frame_height * 0.75);
    let width = (upright * dice.between(least, most)).floor();
    let height = (width * RATIO).floor().min(frame_height);
    let mut place = |frame: f64, length: f64| {
        let middle = (frame * (0.5 + dice.between(-SHIFT, SHIFT))).round();
        middle.max(length / 2.0).min(frame - length / 2.0)
    };
    let (centre_x, centre_y) = (place(frame_width, width), place(frame_height, height));
    OvalParameters { width, height, centre_x, centre_y }
}

fn colours(dice: &mut Dice) -> Vec<ColourSequence> {
    let mut colours = COLOURS;
    dice.shuffle(&mut colours);
    let sequence = colours.into_iter().enumerate().map(|(index, colour)| {
        // Some colours do not stay, but are at once displaced by the next one: clients have a case for it.
        let stays = index == 0 || dice.fraction() >= 0.25;
        let flat = if stays { FLAT_MS } else { 0 };
        ColourSequence { colour, downscroll: COLOUR_MS - flat, flat }
    });
    sequence.collect()
}

/// Those of the original's own tests; the time is the one that its web client takes when there is none.
const fn config() -> ChallengeConfig {
    ChallengeConfig {
        blaze_face_detection_threshold: Some(0.75),
        face_distance_threshold_min: Some(0.4),
        face_distance_threshold: Some(0.4),
        face_distance_threshold_max: Some(0.0),
        oval_iou_threshold: Some(0.6),
        oval_height_width_ratio: Some(RATIO),
        oval_iou_width_threshold: Some(0.25),
        oval_iou_height_threshold: Some(0.25),
        face_iou_width_threshold: Some(0.15),
        face_iou_height_threshold: Some(0.15),
        oval_fit_timeout: Some(7000.0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn opening(seed: &str, width: u32, height: u32) -> Opening {
        Opening {
            session_id: seed.to_owned(),
            video_width: width,
            video_height: height,
            challenge_versions: Version::offered(true).to_owned(),
            attempt_count: 1,
            has_precheck: true,
            user_agent: String::new(),
        }
    }

    fn chosen(has_light: bool, order: &Order) -> Challenge {
        let offered = Version::read_all(Version::offered(has_light)).unwrap();
        Challenge::choose(&opening("seed", 640, 480), &offered, order)
    }

    #[test]
    fn light_is_chosen_where_it_is_offered_and_an_order_changes_that() {
        let kind = |has_light, challenge| {
            chosen(has_light, &Order { challenge, ..Order::default() }).information.kind
        };
        let (light, movement) = (ChallengeKind::MovementAndLight, ChallengeKind::Movement);
        assert_eq!(kind(true, None), light);
        assert_eq!(kind(false, None), movement);
        assert_eq!(kind(true, Some(movement)), movement);
        // What a client cannot show is not asked of it.
        assert_eq!(kind(false, Some(light)), movement);
    }

    #[test]
    fn an_old_light_challenge_is_not_announced() {
        let old = Version { kind: ChallengeKind::MovementAndLight, version: "1.0.0".to_owned() };
        let challenge = Challenge::choose(&opening("seed", 640, 480), &[old], &Order::default());
        assert!(!challenge.is_announced());
        assert!(chosen(true, &Order::default()).is_announced());
        assert!(chosen(false, &Order::default()).is_announced());
    }

    #[test]
    fn both_directions_are_asked() {
        let offered = Version::read_all(Version::offered(true)).unwrap();
        let throws = (0..100).map(|seed| {
            let opening = opening(&seed.to_string(), 640, 480);
            Challenge::choose(&opening, &offered, &Order::default()).distance
        });
        let further = throws.filter(|distance| *distance == Distance::Further).count();
        assert!((10..40).contains(&further), "{further}");
    }

    proptest! {
        #[test]
        fn the_oval_lies_within_any_frame(seed: u64, width in 100..9999_u32, height in 100..9999_u32) {
            let offered = Version::read_all(Version::offered(true)).unwrap();
            let challenge =
                Challenge::choose(&opening(&seed.to_string(), width, height), &offered, &Order::default());
            let oval = challenge.information.oval;
            prop_assert!(oval.width > 0.0 && oval.height > 0.0);
            prop_assert!(oval.centre_x - oval.width / 2.0 >= 0.0 && oval.centre_y - oval.height / 2.0 >= 0.0);
            prop_assert!(oval.centre_x + oval.width / 2.0 <= f64::from(width), "{oval:?}");
            prop_assert!(oval.centre_y + oval.height / 2.0 <= f64::from(height), "{oval:?}");
        }

        #[test]
        fn no_more_than_three_colours_come_in_a_second(seed: u64) {
            let colours = colours(&mut Dice::new(&seed.to_string()));
            prop_assert_eq!(colours.len(), COLOURS.len());
            for pair in colours.windows(2) {
                prop_assert_ne!(pair[0].colour, pair[1].colour);
                prop_assert!(pair[1].downscroll + pair[1].flat >= 334);
            }
        }
    }
}

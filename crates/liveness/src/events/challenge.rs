//! The two challenges, and their versions.

/// What the customer is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChallengeKind {
    /// To bring the face into an oval.
    Movement,
    /// The same, then to look at a screen that changes its colour.
    MovementAndLight,
}

impl ChallengeKind {
    /// Its name in events and parameters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Movement => "FaceMovementChallenge",
            Self::MovementAndLight => "FaceMovementAndLightChallenge",
        }
    }

    /// The reverse.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Movement, Self::MovementAndLight].into_iter().find(|kind| kind.name() == name)
    }
}

/// A challenge that a client offers to show, as in the parameter `challenge-versions`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub kind: ChallengeKind,
    /// Such as `2.0.0`.
    pub version: String,
}

impl Version {
    /// What this client can do: both, or without flashing light.
    #[must_use]
    pub const fn offered(has_light: bool) -> &'static str {
        if has_light {
            "FaceMovementAndLightChallenge_2.0.0,FaceMovementChallenge_1.0.0"
        } else {
            "FaceMovementChallenge_1.0.0"
        }
    }

    /// Reads `Name_x.y.z,Name_x.y.z`; unknown challenges are left out. `None` when it is not such a list, of 15 to 150
    /// letters.
    #[must_use]
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        if !(15..=150).contains(&text.len()) {
            return None;
        }
        let mut versions = Vec::new();
        for part in text.split(',') {
            let (name, version) = part.split_once('_')?;
            let numbers: Vec<_> = version.split('.').collect();
            let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_name || numbers.len() != 3 || !numbers.iter().all(is_number) {
                return None;
            }
            let kind = ChallengeKind::of_name(name);
            versions.extend(kind.map(|kind| Self { kind, version: version.to_owned() }));
        }
        Some(versions)
    }
}

//! What the URL of the socket says about the session.

use super::Version;
use crate::json::ReadError;

/// The parameters of the URL beside those of the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The session: a UUID, 36 lower-case letters.
    pub session_id: String,
    /// The video's width in pixels.
    pub video_width: u32,
    /// Its height.
    pub video_height: u32,
    /// What the client can show, as [`Version::offered`] has it.
    pub challenge_versions: String,
    /// Which attempt of this page it is, from 1.
    pub attempt_count: u32,
    /// Whether the customer saw a screen with advice first.
    pub has_precheck: bool,
    /// The client's name; empty for none.
    pub user_agent: String,
}

impl Opening {
    /// Names and values, as [`crate::sigv4::Presign`] takes them.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut parameters = vec![
            ("session-id", self.session_id.clone()),
            ("video-width", self.video_width.to_string()),
            ("video-height", self.video_height.to_string()),
            ("challenge-versions", self.challenge_versions.clone()),
            ("attempt-count", self.attempt_count.to_string()),
            ("precheck-view-enabled", if self.has_precheck { "1" } else { "0" }.to_owned()),
        ];
        if !self.user_agent.is_empty() {
            parameters.push(("user-agent", self.user_agent.clone()));
        }
        parameters
    }

    /// The reverse, for a server. `parameter` is [`crate::sigv4::Claim::parameter`]. The last three may be missing, as in
    /// older clients: 1, no, and none.
    ///
    /// # Errors
    /// The first parameter that is missing or not as above.
    pub fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Result<Self, ReadError> {
        let needed = |name| parameter(name).ok_or(ReadError::Field(name));
        let length = |name: &'static str| {
            let text = needed(name)?;
            let is_right = (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_right).ok_or(ReadError::Field(name))
        };
        let session_id = needed("session-id")?;
        if !is_uuid(session_id) {
            return Err(ReadError::Field("session-id"));
        }
        let versions = needed("challenge-versions")?;
        Version::read_all(versions).ok_or(ReadError::Field("challenge-versions"))?;
        let count = parameter("attempt-count").unwrap_or("1").parse().ok().filter(|count| *count >= 1);
        let agent = parameter("user-agent").or_else(|| parameter("x-amz-user-agent"));
        Ok(Self {
            session_id: session_id.to_owned(),
            video_width: length("video-width")?,
            video_height: length("video-height")?,
            challenge_versions: versions.to_owned(),
            attempt_count: count.ok_or(ReadError::Field("attempt-count"))?,
            has_precheck: parameter("precheck-view-enabled") == Some("1"),
            user_agent: agent.unwrap_or_default().to_owned(),
        })
    }
}

/// 36 lower-case letters.
pub(super) fn is_uuid(text: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_right)
}

//! Where the socket goes.

/// A WebSocket address without a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    is_secure: bool,
    host: String,
    path: String,
}

/// Why a text is no endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It does not begin with `wss://` or `ws://`.
    #[error("not a WebSocket address")]
    Scheme,
    /// There is no host, or it has letters that a host cannot have.
    #[error("no host, or not a possible one")]
    Host,
    /// The path has letters that must be encoded, a query or a fragment.
    #[error("not a possible path")]
    Path,
}

impl Endpoint {
    /// The path of the socket, whoever runs it.
    pub const PATH: &str = "/start-face-liveness-session-websocket";

    /// Amazon's in a region.
    ///
    /// # Errors
    /// When the region cannot be a part of a host's name.
    pub fn amazon(region: &str) -> Result<Self, EndpointError> {
        if region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(EndpointError::Host);
        }
        Self::parse(&["wss://streaming-rekognition.", region, ".amazonaws.com", Self::PATH].concat())
    }

    /// Reads `wss://host[:port][/path]`; without a path, [`Endpoint::PATH`].
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(address: &str) -> Result<Self, EndpointError> {
        let secure = address.strip_prefix("wss://");
        let rest = secure.or_else(|| address.strip_prefix("ws://")).ok_or(EndpointError::Scheme)?;
        let is_secure = secure.is_some();
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end).ok_or(EndpointError::Host)?;
        // Browsers leave a usual port out of the Host header, which is signed.
        let usual = if is_secure { ":443" } else { ":80" };
        let host = host.strip_suffix(usual).unwrap_or(host);
        let is_named = host.bytes().next().is_some_and(|byte| byte != b':');
        if !is_named || !host.bytes().all(is_of_host) {
            return Err(EndpointError::Host);
        }
        if !path.bytes().all(is_of_path) {
            return Err(EndpointError::Path);
        }
        let path = if path.is_empty() { Self::PATH } else { path };
        Ok(Self { is_secure, host: host.to_ascii_lowercase(), path: path.to_owned() })
    }

    /// As in the Host header: with the port, unless it is the usual one.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path, as it is requested.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn url(&self, query: &str) -> String {
        let scheme = if self.is_secure { "wss://" } else { "ws://" };
        [scheme, &self.host, &self.path, "?", query].concat()
    }
}

const fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'[' | b']')
}

const fn is_of_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_request_them() {
        let read = |address| Endpoint::parse(address).map(|endpoint| endpoint.url("a=b"));
        let path = Endpoint::PATH;
        assert_eq!(read("ws://127.0.0.1:8080"), Ok(format!("ws://127.0.0.1:8080{path}?a=b")));
        assert_eq!(read("wss://Kyc.Example:443/live"), Ok("wss://kyc.example/live?a=b".to_owned()));
        assert_eq!(read("wss://kyc.example:80/live"), Ok("wss://kyc.example:80/live?a=b".to_owned()));
        assert_eq!(read("https://kyc.example"), Err(EndpointError::Scheme));
        assert_eq!(read("wss:///live"), Err(EndpointError::Host));
        assert_eq!(read("ws://:443"), Err(EndpointError::Host), "a port alone, usual or not");
        assert_eq!(read("wss://user@kyc.example"), Err(EndpointError::Host));
        assert_eq!(read("wss://kyc.example?a=b"), Err(EndpointError::Path));
        assert_eq!(read("wss://kyc.example/live?"), Err(EndpointError::Path));
        let amazon = Endpoint::amazon("eu-west-1").unwrap();
        assert_eq!(amazon.host(), "streaming-rekognition.eu-west-1.amazonaws.com");
        assert_eq!(Endpoint::amazon("evil.example/"), Err(EndpointError::Host));
    }
}

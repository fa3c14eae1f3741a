//! Uploads by address. A server that fetches whatever it is told is a door into its own network, so this one only
//! fetches plain http from this machine, only for the merchant, without redirects, within bounds of size and time.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

use crate::api::body::MAX_FILE_BYTES;
use crate::app::Shared;
use crate::problem::{ApiError, ApiResult};
use crate::store::spool::{Feeder, Spool};

const PATIENCE: Duration = Duration::from_secs(10);
const MAX_ADDRESS: usize = 2048;

/// The address, if it is one that may be fetched; else why not.
pub fn admit(address: &str) -> Result<Url, &'static str> {
    let too_long = address.len() > MAX_ADDRESS;
    let url = Url::parse(address).ok().filter(|_| !too_long).ok_or("This is not an address.")?;
    let is_here = match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    };
    if url.scheme() == "http" && is_here {
        Ok(url)
    } else {
        Err(
            "The sandbox only fetches data: URLs in base64 and http addresses of this machine (127.0.0.1, [::1], localhost).",
        )
    }
}

/// The bytes at an admitted address. `Err` inside: it did not give any.
pub async fn fetch(app: &Shared, url: Url) -> ApiResult<Result<Spool, &'static str>> {
    let fetched = tokio::time::timeout(PATIENCE, download(app, url)).await;
    fetched.unwrap_or(Ok(Err("The address did not answer in time.")))
}

async fn download(app: &Shared, url: Url) -> ApiResult<Result<Spool, &'static str>> {
    // Whatever the system's resolver says of the name: this machine is meant. Port 0 leaves the address's own.
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let client = Client::builder().redirect(Policy::none()).no_proxy().resolve("localhost", here);
    let client = client.build().map_err(ApiError::internal)?;
    let Ok(mut answer) = client.get(url).send().await else {
        return Ok(Err("The address does not answer."));
    };
    if answer.status() != StatusCode::OK {
        return Ok(Err("The address does not answer with a file."));
    }
    let mut feeder = Feeder::new(Spool::create(app.store.files_dir(), MAX_FILE_BYTES)?);
    let mut received = 0;
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                received += chunk.len();
                feeder.feed(&chunk).await?;
            }
            Ok(None) => return feeder.finish().await.map(Ok),
            Err(_) => return Ok(Err("The answer of the address ended in the middle.")),
        }
        if received > MAX_FILE_BYTES {
            return Ok(Err("The file at the address is too large."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_of_this_machine_is_admitted() {
        for good in
            ["http://127.0.0.1:8080/a.jpg", "http://localhost/a", "http://[::1]:9/a", "http://127.9.9.9/"]
        {
            assert!(admit(good).is_ok(), "{good}");
        }
        let bad = [
            "https://127.0.0.1/a",
            "http://example.com/a.jpg",
            "http://10.0.0.1/a",
            "http://169.254.169.254/latest/meta-data",
            "http://localhost.example.com/",
            "http://127.0.0.1@example.com/",
            "http://[::ffff:10.0.0.1]/",
            "http://0.0.0.0/",
            "file:///etc/passwd",
            "ftp://127.0.0.1/a",
            "a.jpg",
            "",
        ];
        for bad in bad {
            assert!(admit(bad).is_err(), "{bad}");
        }
    }
}

//! Hears from the page of the browser tests which test begins. The runner tells only what has ended, and reads even that
//! from a page that may hang.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use anyhow::Context;

use crate::progress::Progress;

/// Browsers open connections that they may never use.
const IDLE: Duration = Duration::from_secs(10);
/// The page of the tests has another origin.
const ANSWER: &[u8] =
    b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n";

/// Listens for `POST /name` as long as this program runs; answers its address, without a slash at the end.
pub fn listen(progress: &Progress) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
    let url = format!("http://{}", listener.local_addr()?);
    let progress = progress.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let progress = progress.clone();
            // A message that cannot be read is no progress, and no reason to stop.
            std::thread::spawn(move || drop(hear(&stream, &progress)));
        }
    });
    Ok(url)
}

fn hear(mut stream: &TcpStream, progress: &Progress) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    let mut first = String::new();
    let mut request = BufReader::new(stream);
    request.read_line(&mut first)?;
    if let Some(name) = name(&first) {
        progress.begins(name);
    }
    // Unread, the rest of the head would make the answer fail.
    let mut line = String::new();
    while request.read_line(&mut line)? > 0 && !line.trim().is_empty() {
        line.clear();
    }
    stream.write_all(ANSWER)
}

fn name(request: &str) -> Option<&str> {
    request.strip_prefix("POST /")?.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_that_begins_is_known_once_its_message_is_answered() {
        let progress = Progress::new();
        let url = listen(&progress).unwrap();
        let answer = ureq::post(format!("{url}/journeys::network::a_rate_limit")).send_empty().unwrap();
        assert_eq!(answer.headers().get("access-control-allow-origin").unwrap(), "*");
        assert_eq!(progress.last(), "the last test started is journeys::network::a_rate_limit");
    }
}

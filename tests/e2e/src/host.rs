//! A merchant's page on another origin that embeds the app and writes down what it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::page::Page;

/// Title of the frame that holds the app.
const FRAME: &str = "Verification";

/// A web server with two pages: `/` embeds the address in its fragment, `/return` is where customers come back.
pub struct Host {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// A message that arrived at the host.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Who sent it.
    pub origin: String,
    /// `ready`, `step`…
    pub kind: String,
    /// The payload, `null` without one.
    pub payload: Value,
}

impl Host {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    #[track_caller]
    pub fn start() -> Self {
        let bound =
            TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr().map(|address| (it, address)));
        let (listener, address) = match bound {
            Ok(bound) => bound,
            Err(error) => panic!("no port is free: {error}"),
        };
        let is_over = Arc::new(AtomicBool::new(false));
        let is_told = Arc::clone(&is_over);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_told.load(Ordering::Acquire) {
                    return;
                }
                // A browser that gives up on a connection is none of our business.
                std::thread::spawn(move || drop(answer(&stream)));
            }
        });
        Self { address, is_over, thread: Some(thread) }
    }

    /// Its origin under a name of this machine, such as `localhost`.
    #[must_use]
    pub fn origin(&self, name: &str) -> String {
        format!("http://{name}:{}", self.address.port())
    }

    /// Opens the page that embeds `link`, under a name of this machine.
    pub fn embed(&self, page: &Page, name: &str, link: &str) {
        page.open(&format!("{}/#{link}", self.origin(name)));
    }

    /// Goes inside the frame.
    #[track_caller]
    pub fn enter(&self, page: &Page) {
        page.enter_frame(FRAME);
    }

    /// Waits for a message of a kind, with the page itself in focus, and answers all that came.
    #[must_use]
    #[track_caller]
    pub fn told(&self, page: &Page, kind: &str) -> Vec<Told> {
        page.leave_frame();
        let probe = "return window.told?.some((it) => it.data.type === args);";
        page.wait(&format!("the message `{kind}`"), probe, &json!(kind));
        Self::messages(page)
    }

    /// The messages so far, with the page itself in focus.
    #[must_use]
    pub fn messages(page: &Page) -> Vec<Told> {
        page.leave_frame();
        let told = page.evaluate("return window.told;");
        let text =
            |it: &Value, pointer| it.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = |it: &Value| Told {
            origin: text(it, "/origin"),
            kind: text(it, "/data/type"),
            payload: it.pointer("/data/payload").cloned().unwrap_or_default(),
        };
        told.as_array().into_iter().flatten().map(read).collect()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn answer(mut stream: &TcpStream) -> std::io::Result<()> {
    // Browsers also open connections ahead of time and never use them.
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let body = if request.starts_with("GET /return") { RETURN } else { EMBEDDING };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\n"
    )?;
    write!(stream, "referrer-policy: strict-origin\r\nconnection: close\r\n\r\n{body}")
}

const EMBEDDING: &str = r#"<!doctype html>
<html lang="en"><title>Host</title><link rel="icon" href="data:,"><h1>Host</h1>
<iframe title="Verification" allow="camera" width="420" height="800"></iframe>
<script>
  window.told = [];
  const frame = document.querySelector("iframe");
  addEventListener("message", ({ origin, data, source }) => {
    if (source === frame.contentWindow) told.push({ origin, data });
  });
  frame.src = location.hash.slice(1);
</script></html>"#;

const RETURN: &str = r#"<!doctype html>
<html lang="en"><title>Return</title><link rel="icon" href="data:,"><h1>Return</h1></html>"#;

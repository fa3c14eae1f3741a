//! Somebody who is told: a small HTTP server, by hand so that it can misbehave on the wire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// One message as it came.
#[derive(Clone, Debug)]
pub struct Message {
    /// By their names in lower case.
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    /// Whether it was answered with a receipt.
    pub is_receipted: bool,
}

impl Message {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn id(&self) -> &str {
        self.header("sandbox-webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn event(&self) -> String {
        self.json()["eventType"].as_str().unwrap().to_owned()
    }

    /// The document or the request.
    pub fn resource(&self) -> String {
        let json = self.json();
        let id = json.get("kycDocumentId").unwrap_or(&json["kycRequestId"]);
        id.as_str().unwrap().to_owned()
    }
}

/// How to answer.
#[derive(Clone, Debug)]
pub enum Mood {
    Status(u16),
    /// Somewhere else.
    Redirect(String),
    /// Never.
    Hang,
    /// The connection ends without an answer.
    Die,
}

pub const RECEIPT: Mood = Mood::Status(204);

type Temper = Box<dyn FnMut(&Message) -> Mood + Send>;

struct State {
    temper: Mutex<Temper>,
    messages: watch::Sender<Vec<Message>>,
}

/// Ends when it is dropped.
pub struct Subscriber {
    pub url: String,
    pub address: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

impl Subscriber {
    /// Gives receipts.
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1:0").await
    }

    pub async fn start_at(address: &str) -> Self {
        Self::serve(address, None).await
    }

    pub async fn serve(address: &str, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(State {
            temper: Mutex::new(Box::new(|_| RECEIPT)),
            messages: watch::Sender::new(Vec::new()),
        });
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{address}/hooks?for=kyc");
        let server = tokio::spawn(accept(listener, tls, Arc::clone(&state)));
        Self { url, address, state, server }
    }

    pub fn behave(&self, temper: impl FnMut(&Message) -> Mood + Send + 'static) {
        *lock(&self.state.temper) = Box::new(temper);
    }

    /// All that came, receipted or not.
    pub fn messages(&self) -> Vec<Message> {
        self.state.messages.borrow().clone()
    }

    /// Waits until the messages are as wanted.
    pub async fn heard(&self, is_enough: impl Fn(&[Message]) -> bool) -> Vec<Message> {
        let mut messages = self.state.messages.subscribe();
        let heard = tokio::time::timeout(LONG, messages.wait_for(|all| is_enough(all))).await;
        match heard {
            Ok(all) => all.unwrap().clone(),
            Err(_) => {
                let events: Vec<String> = self.messages().iter().map(Message::event).collect();
                panic!("what was awaited never came; what came: {events:?}");
            }
        }
    }

    pub async fn heard_event(&self, event: &str) -> Vec<Message> {
        self.heard(|all| all.iter().any(|it| it.event() == event)).await
    }

    pub async fn heard_count(&self, count: usize) -> Vec<Message> {
        self.heard(|all| all.len() >= count).await
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, state) = (tls.clone(), Arc::clone(&state));
        tokio::spawn(async move {
            match tls {
                None => answer(stream, &state).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => answer(stream, &state).await,
                    Err(error) => {
                        eprintln!("no TLS: {error}");
                        None
                    }
                },
            }
        });
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, state: &State) -> Option<()> {
    let mut message = read(&mut stream).await?;
    let mood = lock(&state.temper)(&message);
    message.is_receipted = matches!(mood, Mood::Status(200..300));
    let head = match &mood {
        Mood::Status(status) => format!("{status} Said\r\n"),
        Mood::Redirect(to) => format!("307 Elsewhere\r\nlocation: {to}\r\n"),
        Mood::Hang | Mood::Die => String::new(),
    };
    state.messages.send_modify(|all| all.push(message));
    match mood {
        Mood::Hang => std::future::pending().await,
        Mood::Die => None,
        Mood::Status(_) | Mood::Redirect(_) => {
            let answer = format!("HTTP/1.1 {head}content-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.ok()?;
            stream.shutdown().await.ok()
        }
    }
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Message> {
    let mut bytes = Vec::new();
    let end = loop {
        let found = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = found {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    assert!(head.starts_with("POST /hooks?for=kyc HTTP/1.1\r\n"), "{head}");
    let headers: HashMap<String, String> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Message { headers, body, is_receipted: false })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

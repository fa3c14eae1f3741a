//! A client of the liveness stream: signs and frames with `kyc-liveness`, and says what a test makes it say.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use kyc_liveness::events::{
    BoundingBox, ClientEvent, InitialFace, Opening, ServerEvent, SessionEvent, SessionInformation,
    TargetFace, Told, Version,
};
use kyc_liveness::oval::{Rect, Size};
use kyc_liveness::sigv4::{ChunkSigner, Credentials, Endpoint, Presign, Scope};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::{Customer, Server};

pub const CHALLENGE_ID: &str = "0b8f3c1e-5d2a-4f7b-9c6d-1a2b3c4d5e6f";
pub const VIDEO: (u32, u32) = (640, 480);
/// By how much a test lets the clock go on, so that there is time for a whole video.
pub const TAKE: Duration = Duration::from_secs(8);

/// What came from the server.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Event(ServerEvent),
    Closed(u16),
    Lost,
}

/// A customer with a session, and the keys to perform it.
pub struct Actor {
    pub customer: Customer,
    pub session: Value,
    pub credentials: Credentials,
    pub region: String,
}

impl Actor {
    pub async fn new(server: &Server) -> Self {
        let customer = server.ask(json!([{ "type": "identity-proof", "faceLivenessRequired": true }])).await;
        let session = begin(&customer).await;
        Self { customer, session, credentials: credentials(server).await, region: "us-east-1".to_owned() }
    }

    pub fn session_id(&self) -> &str {
        self.session["sessionId"].as_str().unwrap()
    }

    pub fn opening(&self, has_light: bool) -> Opening {
        Opening {
            session_id: self.session_id().to_owned(),
            video_width: VIDEO.0,
            video_height: VIDEO.1,
            challenge_versions: Version::offered(has_light).to_owned(),
            attempt_count: 1,
            has_precheck: true,
            user_agent: "kyc tests/1.0 (a + b)".to_owned(),
        }
    }

    /// The signed address, and what continues its signature.
    pub fn sign(&self, server: &Server, opening: &Opening, at: u64) -> (String, ChunkSigner) {
        let address = server.sandbox.url().replace("http://", "ws://");
        let (endpoint, scope) = (Endpoint::parse(&address).unwrap(), Scope::rekognition(&self.region));
        let parameters = opening.parameters();
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (credentials, endpoint, scope) = (&self.credentials, &endpoint, &scope);
        let signed = Presign { credentials, scope, endpoint, parameters: &parameters, at }.sign();
        (signed.url, signed.chain)
    }

    pub async fn open(&self, server: &Server, has_light: bool) -> Line {
        let (url, chain) = self.sign(server, &self.opening(has_light), now(server));
        Line::open(&url, chain).await
    }

    /// Opens the stream, and reads what is asked.
    pub async fn begin(&self, server: &Server, has_light: bool) -> (Line, SessionInformation) {
        let mut line = self.open(server, has_light).await;
        let information = line.information().await;
        (line, information)
    }

    /// Performs everything, after `edit`; what the server heard last.
    pub async fn perform(
        &self,
        server: &Server,
        has_light: bool,
        edit: impl FnOnce(&mut Vec<ClientEvent>),
    ) -> Heard {
        let (mut line, information) = self.begin(server, has_light).await;
        let mut script = script(&information, now(server));
        edit(&mut script);
        server.sandbox.clock().advance(TAKE);
        for event in &script {
            line.say(event, now(server)).await;
        }
        line.hear().await
    }

    pub async fn finish(&self) -> Value {
        let path =
            format!("storefront/kyc-liveness-sessions/{}/finish", self.session["id"].as_str().unwrap());
        self.customer.call(Method::POST, &path).send().await.unwrap().json().await.unwrap()
    }

    pub async fn status(&self) -> String {
        let path = format!("storefront/kyc-liveness-sessions/{}", self.session["id"].as_str().unwrap());
        self.customer.get(&path).await["status"].as_str().unwrap().to_owned()
    }

    /// What the log has of the session's last stream, once it is closed.
    pub async fn log(&self, server: &Server) -> Value {
        let url =
            format!("{}/sandbox/liveness-streams?sessionId={}", server.sandbox.url(), self.session_id());
        loop {
            let streams: Value = server.client.get(&url).send().await.unwrap().json().await.unwrap();
            let last = streams.as_array().unwrap().last().unwrap().clone();
            if !last["closedTime"].is_null() {
                return last;
            }
            tokio::task::yield_now().await;
        }
    }
}

pub async fn begin(customer: &Customer) -> Value {
    let body = json!({ "kycRequestId": customer.request_id });
    let call = customer.call(Method::POST, "storefront/kyc-liveness-sessions").json(&body);
    call.send().await.unwrap().json().await.unwrap()
}

/// A call of the identity pool.
pub async fn cognito(server: &Server, target: &str, body: Value) -> (u16, Value) {
    let call = server.client.post(format!("{}/", server.sandbox.url()));
    let call = call.header("content-type", "application/x-amz-json-1.1").header("x-amz-target", target);
    let answer = call.body(body.to_string()).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

pub async fn config(server: &Server) -> Value {
    let url = format!("{}/config.json", server.sandbox.url());
    server.client.get(url).send().await.unwrap().json().await.unwrap()
}

pub async fn credentials(server: &Server) -> Credentials {
    let pool = config(server).await["liveness"]["identityPoolId"].clone();
    let (status, identity) =
        cognito(server, "AWSCognitoIdentityService.GetId", json!({ "IdentityPoolId": pool })).await;
    assert_eq!(status, 200, "{identity}");
    let target = "AWSCognitoIdentityService.GetCredentialsForIdentity";
    let (status, given) = cognito(server, target, json!({ "IdentityId": identity["IdentityId"] })).await;
    assert_eq!(status, 200, "{given}");
    let text = |name: &str| given["Credentials"][name].as_str().unwrap().to_owned();
    Credentials {
        access_key: text("AccessKeyId"),
        secret_key: text("SecretKey"),
        session_token: Some(text("SessionToken")),
    }
}

pub fn now(server: &Server) -> u64 {
    u64::try_from(server.sandbox.clock().now_ms()).unwrap()
}

/// An open socket.
pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub chain: ChunkSigner,
}

impl Line {
    pub async fn open(url: &str, chain: ChunkSigner) -> Self {
        let (socket, _) = connect_async(url).await.unwrap();
        Self { socket, chain }
    }

    pub async fn say(&mut self, event: &ClientEvent, at: u64) {
        let frame = self.chain.wrap(at, &event.encode().unwrap()).unwrap();
        self.send(frame).await;
    }

    /// What is sent to a server that has closed is lost.
    pub async fn send(&mut self, frame: Vec<u8>) {
        self.send_message(Message::Binary(frame.into())).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        let _ = self.socket.send(message).await;
    }

    pub async fn close(&mut self, code: u16) {
        use tokio_tungstenite::tungstenite::protocol::CloseFrame;
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            return match self.socket.next().await {
                Some(Ok(Message::Binary(frame))) => Heard::Event(ServerEvent::decode(&frame).unwrap()),
                Some(Ok(Message::Close(frame))) => {
                    Heard::Closed(frame.map_or(1005, |frame| frame.code.into()))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Heard::Lost,
            };
        }
    }

    pub async fn information(&mut self) -> SessionInformation {
        loop {
            match self.hear().await {
                Heard::Event(ServerEvent::Information(information)) => return *information,
                Heard::Event(ServerEvent::Challenge { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The error that comes, and the code with which the socket is closed after it.
    pub async fn refusal(&mut self) -> (String, u16) {
        let exception = match self.hear().await {
            Heard::Event(ServerEvent::Exception(exception)) => exception,
            other => panic!("{other:?}"),
        };
        match self.hear().await {
            Heard::Closed(code) => (exception.kind.name().to_owned(), code),
            other => panic!("{other:?}"),
        }
    }
}

/// A piece that begins as WebM does.
pub fn video(length: usize, at: u64) -> ClientEvent {
    let mut chunk = vec![7; length];
    chunk.iter_mut().zip([0x1A, 0x45, 0xDF, 0xA3]).for_each(|(byte, head)| *byte = head);
    ClientEvent::Video { chunk, at }
}

/// What a good client says of a session that began at `start`.
pub fn script(asked: &SessionInformation, start: u64) -> Vec<ClientEvent> {
    let said = |told| {
        ClientEvent::Session(SessionEvent { kind: asked.kind, challenge_id: CHALLENGE_ID.to_owned(), told })
    };
    let bounds = BoundingBox { width: 0.3, height: 0.5, left: 0.35, top: 0.25 };
    let face = InitialFace { bounds, at: start + 100 };
    let mut events =
        vec![video(1000, start), said(Told::Start { video_start: start, face }), video(1000, start)];
    let mut colours = kyc_liveness::colours::Colours::new(asked.colours.clone());
    let mut at = start + 2000;
    while !colours.is_over() && !asked.colours.is_empty() {
        events.extend(colours.tick(at).told.map(said));
        at += 10;
    }
    let size = Size { width: VIDEO.0.into(), height: VIDEO.1.into() };
    let bounds = Rect::of_oval(&asked.oval).fractions(size);
    let target = TargetFace { bounds, start: start + 1500, end: start + 1800 };
    events.extend([
        video(1000, at),
        said(Told::End { face, target, video_end: at + 100 }),
        video(0, at + 100),
    ]);
    events
}

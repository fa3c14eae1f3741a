//! The stream's WebSocket: admitted or refused, served, and closed with a code.

use axum::Extension;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use kyc_liveness::events::ExceptionKind;
use kyc_liveness::eventstream::Limits;

use super::admission::{Handshake, admit};
use super::line::{Line, Stop};
use super::session;
use crate::app::App;
use crate::faults::{Met, Point};

/// `GET /start-face-liveness-session-websocket`
pub async fn open(
    State(app): State<App>,
    Extension(met): Extension<Met>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let handshake = Handshake {
        host: host.to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
    };
    let longest = Limits::default().message;
    let upgrade = upgrade.max_message_size(longest).max_frame_size(longest);
    upgrade.on_upgrade(move |socket| async move {
        let named = handshake.query.split('&').filter_map(|pair| pair.strip_prefix("session-id=")).next();
        let mut line = Line::new(socket, &app, met, named.map(str::to_owned));
        let stop = serve(&app, &mut line, handshake).await.err().unwrap_or(Stop::DONE);
        line.close(stop).await;
    })
}

async fn serve(app: &App, line: &mut Line, handshake: Handshake) -> Result<(), Stop> {
    line.reach(Point::Open).await?;
    match admit(app, handshake, line.now()).await {
        Ok(admitted) => session::run(app, line, admitted).await,
        Err(exception) => Err(line.refuse(exception).await),
    }
}

/// The code with which a socket is closed after an error: whose fault it was. The original's are not published.
pub const fn close_code(kind: ExceptionKind) -> u16 {
    match kind {
        ExceptionKind::InternalServer => 1011,
        ExceptionKind::ServiceUnavailable
        | ExceptionKind::Throttling
        | ExceptionKind::ServiceQuotaExceeded => 1013,
        _ => 1008,
    }
}

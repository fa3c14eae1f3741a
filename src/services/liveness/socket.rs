//! The socket to the provider: binary messages out, events in.

use js_sys::Uint8Array;
use kyc_liveness::events::{ReceiveError, ServerEvent};
use kyc_liveness::eventstream::Message;
use kyc_liveness::session::Event;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::Tell;
use super::named::{call, construct};
use crate::services::js::{self, Listener};
use crate::services::json::Json;

/// What a close event without a code counts as.
pub const LOST: u16 = 1006;

/// An open or opening socket; closed when dropped.
pub struct Socket {
    socket: EventTarget,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Opens it; `None` where the address or the page's rules forbid that.
    pub fn open(url: &str, tell: &Tell) -> Option<Self> {
        let socket: EventTarget = construct("WebSocket", &[url.into()]).ok()?.unchecked_into();
        js::set(&socket, "binaryType", &"arraybuffer".into());
        let (opened, received, closed) = (tell.clone(), tell.clone(), tell.clone());
        let listeners = [
            Listener::new(&socket, "open", move |_| opened.tell(Event::SocketOpened)),
            Listener::new(&socket, "message", move |event| {
                received.tell(Event::Received(read(&js::get(&event, "data"))));
            }),
            Listener::new(&socket, "close", move |event| {
                let code = js::get(&event, "code").as_f64().map_or(LOST, |code| code as u16);
                closed.tell(Event::SocketClosed { code });
            }),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a message. One that cannot be sent is followed by the end of the socket.
    pub fn send(&self, message: &[u8]) {
        drop(call(&self.socket, "send", &[Uint8Array::from(message).into()]));
    }

    /// How many bytes wait.
    pub fn queued(&self) -> u64 {
        js::get(&self.socket, "bufferedAmount").as_f64().unwrap_or_default() as u64
    }

    /// Closes it, after what waits.
    pub fn close(&self, code: u16) {
        drop(call(&self.socket, "close", &[code.into()]));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Does nothing to one that is closed, or closing with another code.
        drop(call(&self.socket, "close", &[]));
    }
}

fn read(data: &JsValue) -> Result<ServerEvent, ReceiveError> {
    if !data.is_object() {
        // Text.
        return Err(ReceiveError::Unknown);
    }
    let message = Message::decode(&Uint8Array::new(data).to_vec())?;
    let content = str::from_utf8(&message.payload).ok().and_then(Json::parse);
    Ok(ServerEvent::read(&message, content)?)
}

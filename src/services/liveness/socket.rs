//! The socket to the provider: binary messages out, events in.

use js_sys::{ArrayBuffer, Uint8Array};
use kyc_liveness::events::{ReceiveError, ServerEvent};
use kyc_liveness::eventstream::Message;
use kyc_liveness::session::Event;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use super::Tell;
use crate::services::js::Listener;
use crate::services::json::Json;

/// What a close event without a code counts as.
pub const LOST: u16 = 1006;

/// An open or opening socket; closed when dropped.
pub struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Opens it; `None` where the address or the page's rules forbid that.
    pub fn open(url: &str, tell: &Tell) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (opened, received, closed) = (tell.clone(), tell.clone(), tell.clone());
        let listeners = [
            Listener::new(&socket, "open", move |_| opened.tell(Event::SocketOpened)),
            Listener::new(&socket, "message", move |event| {
                let data = event.unchecked_into::<MessageEvent>().data();
                received.tell(Event::Received(read(&data)));
            }),
            Listener::new(&socket, "close", move |event| {
                closed.tell(Event::SocketClosed { code: event.unchecked_into::<CloseEvent>().code() });
            }),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a message. One that cannot be sent is followed by the end of the socket.
    pub fn send(&self, message: &[u8]) {
        drop(self.socket.send_with_u8_array(message));
    }

    /// How many bytes wait.
    pub fn queued(&self) -> u64 {
        self.socket.buffered_amount().into()
    }

    /// Closes it, after what waits.
    pub fn close(&self, code: u16) {
        drop(self.socket.close_with_code(code));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Does nothing to one that is closed, or closing with another code.
        drop(self.socket.close());
    }
}

fn read(data: &JsValue) -> Result<ServerEvent, ReceiveError> {
    let buffer: &ArrayBuffer = data.dyn_ref().ok_or(ReceiveError::Unknown)?;
    let message = Message::decode(&Uint8Array::new(buffer).to_vec())?;
    let content = str::from_utf8(&message.payload).ok().and_then(Json::parse);
    Ok(ServerEvent::read(&message, content)?)
}

//! A listener whose connections can be severed from inside a handler, so that the sandbox can play a network that
//! breaks while the answer is on its way.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::http::{HeaderMap, header};
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::statics::is_loopback_name;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// How far an answer gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cut {
    #[default]
    Intact,
    /// In the head, of whose end so many bytes have been seen; then comes so much of the body.
    InHead {
        seen: usize,
        body: usize,
    },
    InBody {
        left: usize,
    },
    Severed,
}

impl Cut {
    const fn in_body(left: usize) -> Self {
        if left == 0 { Self::Severed } else { Self::InBody { left } }
    }

    /// After `byte` has left.
    fn after(self, byte: u8) -> Self {
        match self {
            Self::InHead { seen, body } => {
                let seen = match END_OF_HEAD.get(seen) {
                    Some(expected) if *expected == byte => seen + 1,
                    _ => usize::from(byte == b'\r'),
                };
                if seen == END_OF_HEAD.len() { Self::in_body(body) } else { Self::InHead { seen, body } }
            }
            Self::InBody { left } => Self::in_body(left.saturating_sub(1)),
            other => other,
        }
    }

    fn after_all(self, bytes: &[u8]) -> Self {
        match self {
            Self::Intact => self,
            _ => bytes.iter().fold(self, |cut, byte| cut.after(*byte)),
        }
    }

    /// How many of `bytes` may still leave.
    fn permitted(self, bytes: &[u8]) -> usize {
        if self == Self::Intact {
            return bytes.len();
        }
        let mut cut = self;
        let leaving = bytes.iter().take_while(|byte| {
            let may_leave = cut != Self::Severed;
            cut = cut.after(**byte);
            may_leave
        });
        leaving.count()
    }
}

/// What a handler knows of its connection, and the means to cut it.
#[derive(Clone, Debug)]
pub struct Connection {
    peer: SocketAddr,
    cut: Arc<Mutex<Cut>>,
}

impl Connection {
    /// A connection from there that has not been cut.
    #[cfg(test)]
    pub fn of(peer: SocketAddr) -> Self {
        Self { peer, cut: Arc::default() }
    }

    pub fn is_loopback(&self) -> bool {
        self.peer.ip().is_loopback()
    }

    /// Whether the call comes from this machine and under a name of it: another name may have been rebound to the
    /// address, or belong to a tunnel that opens it to the world.
    pub fn is_local(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        self.is_loopback() && host.is_some_and(is_loopback_name)
    }

    /// The next answer ends after its headers and so many bytes of its body, which must be longer.
    pub fn sever_after_head(&self, body: usize) {
        *lock(&self.cut) = Cut::InHead { seen: 0, body };
    }
}

fn lock(cut: &Mutex<Cut>) -> MutexGuard<'_, Cut> {
    cut.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A TCP listener that makes severable connections.
pub struct SeverableListener(pub TcpListener);

impl Listener for SeverableListener {
    type Io = SeverableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // Small answers must not wait for the acknowledgement of earlier ones. Failing here is harmless.
        let _ = stream.set_nodelay(true);
        (SeverableStream { stream, cut: Arc::default() }, peer)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, SeverableListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, SeverableListener>) -> Self {
        Self { peer: *stream.remote_addr(), cut: Arc::clone(&stream.io().cut) }
    }
}

/// The connection's bytes.
pub struct SeverableStream {
    stream: TcpStream,
    cut: Arc<Mutex<Cut>>,
}

impl AsyncRead for SeverableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for SeverableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let cut = *lock(&self.cut);
        let leaving = bytes.get(..cut.permitted(bytes)).unwrap_or_default();
        if leaving.is_empty() && !bytes.is_empty() {
            return Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        }
        let poll = Pin::new(&mut self.stream).poll_write(cx, leaving);
        if let Poll::Ready(Ok(written)) = poll {
            *lock(&self.cut) = cut.after_all(leaving.get(..written).unwrap_or_default());
        }
        poll
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nx: \r\r\n\r\nbody\r\n\r\nmore";

    proptest! {
        /// However the socket splits the answer, the same bytes leave.
        #[test]
        fn a_cut_does_not_depend_on_how_the_bytes_are_written(sizes in prop::collection::vec(1..9_usize, 60), body in 0..12_usize) {
            let mut cut = Cut::InHead { seen: 0, body };
            let mut left = Vec::new();
            for size in sizes {
                let rest = &ANSWER[left.len()..];
                let chunk = &rest[..size.min(rest.len())];
                let leaving = &chunk[..cut.permitted(chunk)];
                cut = cut.after_all(leaving);
                left.extend_from_slice(leaving);
            }
            let head = ANSWER.windows(4).position(|window| window == END_OF_HEAD).unwrap() + 4;
            prop_assert_eq!(left, &ANSWER[..head + body]);
            prop_assert_eq!(cut, Cut::Severed);
        }
    }

    #[test]
    fn an_intact_connection_lets_everything_pass() {
        assert_eq!(Cut::Intact.permitted(ANSWER), ANSWER.len());
        assert_eq!(Cut::Intact.after_all(ANSWER), Cut::Intact);
    }
}

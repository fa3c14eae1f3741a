//! A listener whose connections can be severed from inside a handler, so that the sandbox can play a network that
//! breaks while the answer is on its way.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const INTACT: u8 = 0;
const AFTER_HEAD: u8 = 1;
const SEVERED: u8 = 2;

/// What a handler knows of its connection, and the means to cut it.
#[derive(Clone, Debug)]
pub struct Connection {
    peer: SocketAddr,
    cut: Arc<AtomicU8>,
}

impl Connection {
    pub fn is_loopback(&self) -> bool {
        self.peer.ip().is_loopback()
    }

    /// The next answer ends after its headers.
    pub fn sever_after_head(&self) {
        self.cut.store(AFTER_HEAD, Ordering::Release);
    }
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
    cut: Arc<AtomicU8>,
}

impl SeverableStream {
    /// How much of `bytes` may still leave.
    fn permitted<'a>(&self, bytes: &'a [u8]) -> io::Result<&'a [u8]> {
        match self.cut.load(Ordering::Acquire) {
            INTACT => Ok(bytes),
            AFTER_HEAD => {
                let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
                if end.is_some() {
                    self.cut.store(SEVERED, Ordering::Release);
                }
                Ok(end.and_then(|end| bytes.get(..end + 4)).unwrap_or(bytes))
            }
            _ => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
        }
    }
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
        match self.permitted(bytes) {
            Ok(bytes) => Pin::new(&mut self.stream).poll_write(cx, bytes),
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

//! One client's connection: its bytes to the hub, the hub's to it.
//!
//! A connection that is idle has no buffers of its own: bytes are read into one per thread, and handed to the hub there.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::guard::Guard;
use crate::hub::{ClientId, Ending, Progress};
use crate::shared::Shared;

/// Bytes of one read.
const READ_BYTES: usize = 16 << 10;
/// How long a connection that ends has to take what waits for it.
const CLOSING: Duration = Duration::from_secs(5);
/// An output buffer that is larger is not kept.
const KEPT_BYTES: usize = 4 << 10;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; READ_BYTES]);
}

/// What a connection knows.
pub(super) struct Connection {
    pub shared: Arc<Shared>,
    pub guard: Arc<Guard>,
    pub id: ClientId,
    pub output: Arc<Notify>,
    pub room: Arc<Notify>,
    /// The names of the client's certificate.
    pub certificate: Option<Vec<String>>,
}

impl Connection {
    /// Serve the client to the end of its connection.
    pub async fn serve<S: AsyncRead + AsyncWrite>(self, stream: S) {
        let (mut from, mut to) = tokio::io::split(stream);
        let ended = {
            let mut writing = pin!(self.write(&mut to));
            tokio::select! {
                over = self.read(&mut from) => {
                    if over {
                        // What waits is still sent: why it was refused, for one.
                        let _ = timeout(CLOSING, writing.as_mut()).await;
                    }
                    over
                }
                _ = writing.as_mut() => true,
            }
        };
        if ended {
            let _ = timeout(CLOSING, to.shutdown()).await;
        }
        self.shared.with(|hub, now| hub.disconnect(self.id, now));
    }

    /// Read to the end; true if the bridge ends the connection, false if the client did.
    async fn read<R: AsyncRead + Unpin>(&self, from: &mut R) -> bool {
        let mut progress = Progress::More;
        loop {
            progress = match progress {
                Progress::More => {
                    let take = |bytes: &[u8]| {
                        self.shared.with(|hub, now| hub.receive(self.id, bytes, now))
                    };
                    match read_some(from, take).await {
                        Ok(Some(progress)) => progress,
                        Ok(None) | Err(_) => return false,
                    }
                }
                Progress::Full => {
                    self.room.notified().await;
                    self.go_on()
                }
                Progress::Login(credentials) => {
                    let names = self.certificate.as_deref();
                    let rights = self.guard.check(&credentials, names).await;
                    self.shared.with(|hub, now| match rights {
                        Ok(rights) => hub.admit(self.id, &credentials, rights, now),
                        Err(refusal) => hub.refuse_login(self.id, &credentials, &refusal, now),
                    });
                    self.go_on()
                }
                Progress::Closing => return true,
            };
        }
    }

    /// Go on with what has come already.
    fn go_on(&self) -> Progress {
        self.shared.with(|hub, now| hub.receive(self.id, &[], now))
    }

    /// Write what waits, until the connection is to end or takes no more.
    async fn write<W: AsyncWrite + Unpin>(&self, to: &mut W) {
        let mut buffer = Vec::new();
        loop {
            let open = self.shared.with(|hub, _| hub.take_output(self.id, &mut buffer));
            if buffer.is_empty() {
                if !open {
                    return;
                }
                self.output.notified().await;
                continue;
            }
            let patience = self.shared.with(|hub, _| hub.patience(self.id));
            if !write_all(to, &buffer, patience).await {
                let why = format!("it took nothing for {patience:?}, or its connection broke");
                self.shared.with(|hub, _| hub.close(self.id, Ending::Slow, &why));
                return;
            }
            self.shared.with(|hub, _| hub.written(self.id));
            buffer.clear();
            buffer.shrink_to(KEPT_BYTES);
        }
    }
}

/// Whether all of it was taken; each part within `patience`.
async fn write_all<W: AsyncWrite + Unpin>(to: &mut W, bytes: &[u8], patience: Duration) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        match timeout(patience, to.write(rest)).await {
            Ok(Ok(count)) if count > 0 => rest = rest.get(count..).unwrap_or_default(),
            _ => return false,
        }
    }
    matches!(timeout(patience, to.flush()).await, Ok(Ok(())))
}

/// Hand what comes to `take`; `None` at the end.
async fn read_some<R: AsyncRead + Unpin, T>(
    from: &mut R,
    take: impl Fn(&[u8]) -> T,
) -> io::Result<Option<T>> {
    poll_fn(|context| {
        BUFFER.with_borrow_mut(|buffer| {
            let mut bytes = ReadBuf::new(buffer);
            ready!(Pin::new(&mut *from).poll_read(context, &mut bytes))?;
            let filled = bytes.filled();
            Poll::Ready(Ok((!filled.is_empty()).then(|| take(filled))))
        })
    })
    .await
}

//! The carrier within the process: what a client writes is processed on its own thread, what
//! it reads comes through one small buffer.

use std::fmt;
use std::io;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use commdn::carrier::Transport;
use commdn_rt::sync::{Condvar, Mutex};

use super::driver::Driver;
use crate::engine::ClientId;

/// Bytes that the buffer takes; more waits in the engine, which has its own limit.
const CAPACITY: usize = 1 << 20;
/// A client that has so much to read may not write more.
const HIGH_WATER: usize = CAPACITY / 2;
/// Most bytes that one write hands to the engine: others have their turn in between.
const MAX_WRITE: usize = 64 << 10;

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    start: usize,
    closed: bool,
    /// Whether the engine has more for it than it could take.
    starved: bool,
}

impl Content {
    fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    fn take(&mut self, buffer: &mut [u8]) -> usize {
        let waiting = self.bytes.get(self.start..).unwrap_or_default();
        let len = waiting.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..len), waiting.get(..len)) {
            to.copy_from_slice(from);
        }
        self.start += len;
        if self.start * 2 >= self.bytes.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        len
    }
}

/// What the engine has sent and the client has not read.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    content: Mutex<Content>,
    /// There is something to read, or the end.
    filled: Condvar,
    /// There is room for what the client's writes lead to.
    drained: Condvar,
}

impl Inbox {
    /// Take bytes of the engine; tells how many.
    pub fn fill(&self, bytes: &[u8]) -> usize {
        let mut content = self.content.lock();
        let room = CAPACITY.saturating_sub(content.len());
        let len = bytes.len().min(room);
        content.bytes.extend_from_slice(bytes.get(..len).unwrap_or_default());
        content.starved = len < bytes.len();
        drop(content);
        self.filled.notify_one();
        len
    }

    /// The engine has ended the connection; what is in the buffer can still be read.
    pub fn close(&self) {
        self.content.lock().closed = true;
        self.filled.notify_all();
        self.drained.notify_all();
    }
}

/// The client's end of a connection within the process.
pub(crate) struct Pipe {
    id: ClientId,
    driver: Weak<Driver>,
    inbox: Arc<Inbox>,
}

impl Pipe {
    pub fn new(id: ClientId, driver: &Arc<Driver>, inbox: Arc<Inbox>) -> Self {
        Self { id, driver: Arc::downgrade(driver), inbox }
    }
}

impl fmt::Debug for Pipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipe").field("client", &self.id.number()).finish_non_exhaustive()
    }
}

impl Transport for Pipe {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now().checked_add(timeout);
        let mut inbox = self.inbox.content.lock();
        while inbox.len() == 0 {
            if inbox.closed {
                return Ok(0);
            }
            if !wait(&self.inbox.filled, &mut inbox, until) {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        let len = inbox.take(buffer);
        let low = inbox.len() < HIGH_WATER;
        let starved = low && std::mem::take(&mut inbox.starved);
        drop(inbox);
        if low {
            self.inbox.drained.notify_all();
        }
        if starved && let Some(driver) = self.driver.upgrade() {
            driver.step(|engine, _| engine.mark_ready(self.id));
        }
        Ok(len)
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read(buffer, Duration::ZERO)
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now().checked_add(timeout);
        let mut inbox = self.inbox.content.lock();
        while !inbox.closed && inbox.len() >= HIGH_WATER {
            if !wait(&self.inbox.drained, &mut inbox, until) {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        if inbox.closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        drop(inbox);
        let part = bytes.get(..bytes.len().min(MAX_WRITE)).unwrap_or(bytes);
        let driver = self.driver.upgrade().ok_or(io::ErrorKind::BrokenPipe)?;
        if driver.pipe_received(self.id, part) {
            Ok(part.len())
        } else {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    fn shutdown(&self) {
        {
            let mut inbox = self.inbox.content.lock();
            if inbox.closed && inbox.len() == 0 {
                return;
            }
            // The client reads no more, whatever is left.
            *inbox = Content { closed: true, ..Content::default() };
        }
        self.inbox.filled.notify_all();
        self.inbox.drained.notify_all();
        if let Some(driver) = self.driver.upgrade() {
            driver.client_ended(self.id, "closed by the client");
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.shutdown();
    }
}

/// Wait until notified; false when `until` has passed.
fn wait(
    condition: &Condvar,
    content: &mut commdn_rt::sync::MutexGuard<'_, Content>,
    until: Option<Instant>,
) -> bool {
    match until {
        Some(until) => !condition.wait_until(content, until).timed_out(),
        None => {
            condition.wait(content);
            true
        }
    }
}

//! A server on a pipe that reacts to each request as the test says.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::carrier::{Connector, Transport};
use crate::link::{AttributeId, FrameBuffer, FrameWriter, MessageId, preface};
use commdn_rt::sync::{Condvar, Mutex};

/// What the server sends back for the packed user data of a request.
pub type Reaction = Box<dyn FnMut(i32, &[u8]) -> Vec<u8> + Send>;

/// Both ends of the pipe: what the client writes is handled at once, on the writer's thread.
pub struct Peer {
    pipe: Mutex<Pipe>,
    changed: Condvar,
}

struct Pipe {
    buffer: FrameBuffer,
    greeted: bool,
    to_client: VecDeque<u8>,
    react: Reaction,
    /// The client's bytes stay where they are.
    deaf: bool,
    /// Nothing is sent to the client, not even at the start.
    mute: bool,
    /// Login is refused.
    refuse: bool,
    closed: bool,
    farewells: usize,
    writes: usize,
    /// How often the client has asked without waiting.
    polls: usize,
    /// It can.
    can_poll: bool,
}

impl Peer {
    pub fn new(react: impl FnMut(i32, &[u8]) -> Vec<u8> + Send + 'static) -> Arc<Self> {
        let pipe = Pipe {
            buffer: FrameBuffer::new(1 << 20),
            greeted: false,
            to_client: VecDeque::new(),
            react: Box::new(react),
            deaf: false,
            mute: false,
            refuse: false,
            closed: false,
            farewells: 0,
            writes: 0,
            polls: 0,
            can_poll: true,
        };
        Arc::new(Self { pipe: Mutex::new(pipe), changed: Condvar::new() })
    }

    /// Acknowledges everything.
    pub fn friendly() -> Arc<Self> {
        Self::new(|_, user_data| super::acknowledgement(user_data))
    }

    /// Takes everything and says nothing.
    pub fn silent() -> Arc<Self> {
        Self::new(|_, _| Vec::new())
    }

    pub fn send(&self, bytes: &[u8]) {
        self.pipe.lock().to_client.extend(bytes);
        self.changed.notify_all();
    }

    pub fn hang_up(&self) {
        self.pipe.lock().closed = true;
        self.changed.notify_all();
    }

    pub fn be_deaf(&self, deaf: bool) {
        self.pipe.lock().deaf = deaf;
        self.changed.notify_all();
    }

    pub fn be_mute(&self) {
        self.pipe.lock().mute = true;
    }

    pub fn refuse_login(&self) {
        self.pipe.lock().refuse = true;
    }

    pub fn farewells(&self) -> usize {
        self.pipe.lock().farewells
    }

    /// How often the client has written something.
    pub fn writes(&self) -> usize {
        self.pipe.lock().writes
    }

    /// How often the client has asked for bytes without waiting for them.
    pub fn polls(&self) -> usize {
        self.pipe.lock().polls
    }

    /// The client can only wait.
    pub fn refuse_polls(&self) {
        self.pipe.lock().can_poll = false;
    }

    pub fn is_closed(&self) -> bool {
        self.pipe.lock().closed
    }
}

impl Pipe {
    fn take(&mut self, bytes: &[u8]) {
        self.buffer.push(bytes);
        if !self.greeted {
            if self.buffer.take_preface().unwrap().is_none() {
                return;
            }
            self.greeted = true;
            self.to_client.extend(preface());
        }
        let Self { buffer, to_client, react, farewells, refuse, .. } = self;
        let mut out = Vec::new();
        while buffer
            .next(|frame| {
                let reference = frame.int(AttributeId::REFERENCE_ID).unwrap_or(0);
                let mut plain = |message| {
                    FrameWriter::new(&mut out, message).int(AttributeId::REFERENCE_ID, reference);
                };
                match frame.message {
                    MessageId::REGISTER_CLIENT if *refuse => {
                        FrameWriter::new(&mut out, MessageId::ERROR)
                            .int(AttributeId::ERROR_CODE, 7)
                            .bytes(AttributeId::ERROR_MESSAGE, b"wrong password");
                    }
                    MessageId::REGISTER_CLIENT => {
                        plain(MessageId::SERVER_CONNECTED);
                        plain(MessageId::LINK_CONNECTED);
                    }
                    MessageId::REGISTER_ADDRESS => plain(MessageId::REGISTERED),
                    MessageId::UNREGISTER_ADDRESS => *farewells += 1,
                    MessageId::KEEP_ALIVE_POLL => plain(MessageId::KEEP_ALIVE_ANSWER),
                    MessageId::DISTRIBUTE_USER_EVENT => {
                        plain(MessageId::ACK);
                        let event = frame.nested(AttributeId::USER_EVENT).unwrap().unwrap();
                        let user_data = event.bytes(AttributeId::USER_DATA).unwrap();
                        out.extend(react(reference, user_data));
                    }
                    other => panic!("{other}"),
                }
            })
            .unwrap()
            .is_some()
        {}
        if !self.mute {
            to_client.extend(out);
        }
    }
}

impl std::fmt::Debug for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Peer")
    }
}

impl Transport for Peer {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut pipe = self.pipe.lock();
        while pipe.to_client.is_empty() {
            if pipe.closed {
                return Ok(0);
            }
            if self.changed.wait_until(&mut pipe, until).timed_out() {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        let count = buffer.len().min(pipe.to_client.len());
        for (to, from) in buffer.iter_mut().zip(pipe.to_client.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut pipe = self.pipe.lock();
        pipe.polls += 1;
        if !pipe.can_poll {
            return Err(io::ErrorKind::Unsupported.into());
        }
        drop(pipe);
        self.read(buffer, Duration::ZERO)
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut pipe = self.pipe.lock();
        while pipe.deaf && !pipe.closed {
            if self.changed.wait_until(&mut pipe, until).timed_out() {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        if pipe.closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        pipe.writes += 1;
        pipe.take(bytes);
        drop(pipe);
        self.changed.notify_all();
        Ok(bytes.len())
    }

    fn shutdown(&self) {
        self.hang_up();
    }
}

/// Where a peer is reached.
#[derive(Debug)]
pub struct Place(pub Arc<Peer>);

impl Connector for Place {
    fn connect(&self, _timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        Ok(Arc::clone(&self.0) as Arc<dyn Transport>)
    }

    fn server(&self) -> String {
        "the pipe".into()
    }
}

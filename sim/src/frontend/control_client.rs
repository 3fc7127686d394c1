//! One connection of the control interface: lines of JSON, on the thread of the event loop.
//!
//! What it may have waiting is bounded: one line that is not complete or not executed yet, and the reply to one. It is
//! not read from while either is there.

use std::io::{self, Read, Write};

use crate::control::Control;

/// The longest command.
const MAX_LINE: usize = 64 << 10;

/// How it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// There is nothing to do until the system says so.
    Idle,
    /// There may be more to do.
    Again,
    /// The connection is over.
    Over,
}

/// One connection.
#[derive(Debug)]
pub(super) struct ControlClient {
    stream: mio::net::TcpStream,
    received: Vec<u8>,
    to_send: Vec<u8>,
    /// So much of it is sent.
    sent: usize,
    /// It ends when everything is sent.
    ending: bool,
    /// It stands in the queue of those who have something to do.
    pub queued: bool,
}

impl ControlClient {
    pub const fn new(stream: mio::net::TcpStream) -> Self {
        Self {
            stream,
            received: Vec::new(),
            to_send: Vec::new(),
            sent: 0,
            ending: false,
            queued: false,
        }
    }

    /// Send what waits, then execute one command or read once.
    pub fn proceed(&mut self, control: &Control) -> Step {
        match self.send() {
            Step::Again => {}
            other => return other,
        }
        if self.ending {
            return Step::Over;
        }
        if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.received.drain(..=end).collect();
            self.execute(control, &line);
            return match self.send() {
                Step::Again if self.ending => Step::Over,
                other => other,
            };
        }
        if self.received.len() > MAX_LINE {
            self.ending = true;
            self.to_send.extend_from_slice(b"{\"ok\":false,\"error\":\"the line is too long\"}\n");
            return Step::Again;
        }
        self.read()
    }

    fn read(&mut self) -> Step {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer) {
            Ok(0) => Step::Over,
            Ok(len) => {
                self.received.extend_from_slice(buffer.get(..len).unwrap_or_default());
                Step::Again
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Step::Again,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Step::Idle,
            Err(_) => Step::Over,
        }
    }

    fn execute(&mut self, control: &Control, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if line.trim().is_empty() {
            return;
        }
        let reply = control.execute_line(line.trim());
        // What is no command may come from a web page: such a one gets no second try.
        self.ending = reply.is_err();
        let (Ok(reply) | Err(reply)) = reply;
        self.to_send.extend_from_slice(reply.as_bytes());
        self.to_send.push(b'\n');
    }

    /// Send what waits: `Again` when all has gone, `Idle` when there is no room.
    fn send(&mut self) -> Step {
        while let Some(rest) = self.to_send.get(self.sent..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest) {
                Ok(0) => return Step::Over,
                Ok(len) => self.sent += len,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Step::Idle,
                Err(_) => return Step::Over,
            }
        }
        self.to_send.clear();
        self.sent = 0;
        Step::Again
    }
}

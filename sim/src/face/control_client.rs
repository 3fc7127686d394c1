//! One connection of the control interface: lines of JSON, on the TCP face's thread.

use std::io::{self, Read, Write};

use crate::control::Control;

/// The longest command.
const MAX_LINE: usize = 64 << 10;

/// One connection.
#[derive(Debug)]
pub(super) struct ControlClient {
    pub stream: mio::net::TcpStream,
    received: Vec<u8>,
    to_send: Vec<u8>,
    /// It ends when everything is sent.
    ending: bool,
}

impl ControlClient {
    pub const fn new(stream: mio::net::TcpStream) -> Self {
        Self { stream, received: Vec::new(), to_send: Vec::new(), ending: false }
    }

    /// Read, execute and reply as far as it goes; false at the end of the connection.
    pub fn proceed(&mut self, control: &Control) -> bool {
        let mut buffer = [0; 4096];
        // One that does not take its replies is not read from.
        while self.to_send.is_empty() && !self.ending {
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(len) => {
                    self.received.extend_from_slice(buffer.get(..len).unwrap_or_default());
                    self.execute(control);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return true,
                Err(_) => return false,
            }
            if !self.send() {
                return false;
            }
        }
        self.send() && !(self.ending && self.to_send.is_empty())
    }

    fn execute(&mut self, control: &Control) {
        while let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.received.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                continue;
            }
            let reply = control.execute_line(line.trim());
            // What is no command may come from a web page: such a one gets no second try.
            self.ending = reply.is_err();
            let (Ok(reply) | Err(reply)) = reply;
            self.to_send.extend_from_slice(reply.as_bytes());
            self.to_send.push(b'\n');
            if self.ending {
                return;
            }
        }
        if self.received.len() > MAX_LINE {
            self.ending = true;
            self.to_send.extend_from_slice(b"{\"ok\":false,\"error\":\"the line is too long\"}\n");
        }
    }

    /// Send what waits; false at the end of the connection.
    fn send(&mut self) -> bool {
        while !self.to_send.is_empty() {
            match self.stream.write(&self.to_send) {
                Ok(0) => return false,
                Ok(len) => {
                    self.to_send.drain(..len);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return true,
                Err(_) => return false,
            }
        }
        true
    }
}

//! The carrier of the address `exec:`: a child process that speaks the link protocol on standard
//! input and output.
//!
//! Owns the connector and the transport of a child. What its input and output are, and what it is
//! ended by, differs: `unix` has a pair of sockets and a process group, `windows` has pipes and a
//! job. The supervisor handles the child's standard error and its end.

use std::io;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use commdn_rt::fork::Origin;

use super::cancel::ConnectCancel;
use super::command::CommandLine;
use super::error::CommandError;
use super::transport::{CarrierLog, Connector, Transport};
use life::Life;
use supervisor::Supervisor;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

mod life;
#[cfg(any(windows, test))]
mod pipes;
mod supervisor;
#[cfg(all(test, unix))]
mod tests;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;
#[cfg(all(test, windows))]
mod windows_tests;

/// Time for which a lost connection waits for the child's own end, which has the reason.
const EXPLANATION: Duration = Duration::from_millis(500);

/// Starts a command for each connection.
///
/// The command gets this process's environment, working folder and user. It ends with its
/// connection: its standard input ends, after a second it gets SIGTERM, after another one SIGKILL,
/// with all of its process group, which is its own. On Windows it gets no window; its input ends,
/// and after two seconds it and its own children are terminated.
#[derive(Debug)]
pub struct ExecConnector {
    command: CommandLine,
    /// Children that were asked to end and have not ended.
    ending: Arc<AtomicUsize>,
}

impl ExecConnector {
    /// For that command.
    #[must_use]
    pub fn new(command: CommandLine) -> Self {
        Self { command, ending: Arc::default() }
    }

    fn spawn(&self) -> io::Result<system::Started> {
        let mut command = Command::new(self.command.program());
        system::spawn(command.args(self.command.arguments())).map_err(|error| {
            let program = self.command.program().to_owned();
            let text = error.to_string();
            io::Error::new(error.kind(), CommandError::Start { program, text })
        })
    }
}

impl Connector for ExecConnector {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        self.connect_cancellable(timeout, &ConnectCancel::new())
    }

    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        let log: CarrierLog = Arc::new(|line| {
            log::info!(target: "commdn", "{}", crate::text::escape(line));
        });
        self.connect_logged(timeout, cancel, &log)
    }

    fn connect_logged(
        &self,
        _timeout: Duration,
        cancel: &ConnectCancel,
        log: &CarrierLog,
    ) -> io::Result<Arc<dyn Transport>> {
        cancel.check()?;
        let life = Arc::new(Life::new(Arc::clone(&self.ending))?);
        let (child, channel, family) = self.spawn()?;
        let program = self.command.program().to_owned();
        Supervisor::start((child, family), program.clone(), Arc::clone(&life), Arc::clone(log))?;
        Ok(Arc::new(ExecTransport { channel, program, life, process: Origin::here() }))
    }

    fn is_at_rest(&self) -> bool {
        self.ending.load(Ordering::Acquire) == 0
    }

    fn server(&self) -> String {
        super::Address::Exec { command: self.command.clone() }.to_string()
    }
}

/// The connection to one child.
#[derive(Debug)]
struct ExecTransport {
    channel: system::Channel,
    program: String,
    life: Arc<Life>,
    process: Origin,
}

impl ExecTransport {
    /// Result of a read; the end of the child is reported with its status and last line.
    fn explain_end(&self, count: io::Result<usize>) -> io::Result<usize> {
        match count {
            Ok(0) if !self.life.is_ending() => Err(self.ended()),
            Err(error) if is_end(&error) && !self.life.is_ending() => Err(self.ended()),
            other => other,
        }
    }

    fn ended(&self) -> io::Error {
        self.life.end();
        let (status, last_line) = self.life.explanation(EXPLANATION);
        let program = self.program.clone();
        let ended = CommandError::Ended { program, status, last_line };
        io::Error::new(io::ErrorKind::ConnectionReset, ended)
    }
}

fn is_end(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, NotConnected};
    matches!(error.kind(), BrokenPipe | ConnectionReset | NotConnected)
}

impl Transport for ExecTransport {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.explain_end(self.channel.read(buffer, timeout))
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.explain_end(self.channel.poll(buffer))
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        match self.channel.write(bytes, timeout) {
            // As if on its way: the reader reports the end, after what the child has written before.
            Err(error) if is_end(&error) && !self.life.is_ending() => Ok(bytes.len()),
            other => other,
        }
    }

    fn shutdown(&self) {
        // The child is the parent's, and so is the socket.
        if !self.process.is_elsewhere() {
            self.life.end();
            self.channel.shutdown();
        }
    }
}

impl Drop for ExecTransport {
    fn drop(&mut self) {
        self.shutdown();
    }
}

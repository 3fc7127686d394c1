//! Unix: one end of a pair of sockets is the child's standard input and output, so timeouts, polling
//! and shutdown work as in the TCP carrier, and a fork of this process with our end inherited does
//! not keep it open.

use std::io::{self, Read};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{RecvFlags, SendFlags, recv, send};
use rustix::process::{Pid, Signal, kill_process_group};

use super::life::Life;
use crate::carrier::tcp::{set, within};

#[cfg(target_vendor = "apple")]
const QUIETLY: SendFlags = SendFlags::empty();
#[cfg(not(target_vendor = "apple"))]
const QUIETLY: SendFlags = SendFlags::NOSIGNAL;

/// The child, our end of its input and output, and its family.
pub(super) type Started = (Child, Channel, Family);

/// Start a command.
pub(super) fn spawn(command: &mut Command) -> io::Result<Started> {
    let (ours, theirs) = UnixStream::pair()?;
    // A child that has ended must not end us with SIGPIPE.
    #[cfg(target_vendor = "apple")]
    rustix::net::sockopt::set_socket_nosigpipe(&ours, true)?;
    let input: OwnedFd = theirs.into();
    let output = input.try_clone()?;
    // A terminal's signals to its foreground are for this process, which ends the child cleanly.
    let child = command
        .stdin(Stdio::from(input))
        .stdout(Stdio::from(output))
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()?;
    Ok((child, Channel::new(ours), Family))
}

/// Our end.
#[derive(Debug)]
pub(super) struct Channel {
    stream: UnixStream,
    /// Timeouts in force, in microseconds: setting one is a system call.
    read_timeout_us: AtomicU64,
    write_timeout_us: AtomicU64,
}

impl Channel {
    fn new(stream: UnixStream) -> Self {
        let unset = || AtomicU64::new(u64::MAX);
        Self { stream, read_timeout_us: unset(), write_timeout_us: unset() }
    }

    pub fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let stream = &self.stream;
        let arm = |left| set(&self.read_timeout_us, left, |t| stream.set_read_timeout(Some(t)));
        within(timeout, arm, || (&mut &*stream).read(buffer))
    }

    pub fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match recv(&self.stream, &mut *buffer, RecvFlags::DONTWAIT) {
                Ok((count, _)) => return Ok(count),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let stream = &self.stream;
        let arm = |left| set(&self.write_timeout_us, left, |t| stream.set_write_timeout(Some(t)));
        within(timeout, arm, || Ok(send(stream, bytes, QUIETLY)?))
    }

    pub fn shutdown(&self) {
        // It fails only when the child was first.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// The child and its own children: a process group. The child has not been waited for when it is
/// signalled, so the id is still its own.
#[derive(Debug)]
pub(super) struct Family;

impl Family {
    /// Ask them to end: SIGTERM.
    pub fn ask(&self, child: &Child) {
        Self::signal(child, Signal::TERM);
    }

    /// SIGKILL.
    pub fn kill(&self, child: &Child) {
        Self::signal(child, Signal::KILL);
    }

    fn signal(child: &Child, signal: Signal) {
        // It fails only when all of them have just ended.
        let _ = kill_process_group(Pid::from_child(child), signal);
    }
}

/// What the child says on its standard error; reading it does not block.
pub(super) struct Words(ChildStderr);

impl Words {
    pub fn new(words: ChildStderr, _life: &Arc<Life>) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&words, true)?;
        Ok(Self(words))
    }

    /// After the child's end: all that it wrote is in the pipe.
    #[expect(clippy::unused_self, reason = "on Windows there is something to wait for")]
    pub const fn settle(&self) {}

    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// Until there are words, the life's wake-up, or the time has passed.
pub(super) fn wait(life: &Life, words: Option<&Words>, pause: Option<Duration>) -> io::Result<()> {
    let mut fds = vec![PollFd::new(&life.wakeup, PollFlags::IN)];
    if let Some(Words(words)) = words {
        fds.push(PollFd::new(words, PollFlags::IN));
    }
    let pause = pause.and_then(|pause| Timespec::try_from(pause).ok());
    match poll(&mut fds, pause.as_ref()) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

//! A process in one of the roles: its lines, its violent end.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A role's process; dropping it kills it.
#[derive(Debug)]
pub struct Role {
    child: Child,
    lines: Receiver<String>,
}

impl Role {
    /// Start this program in a role.
    pub fn start(arguments: &[&str]) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let (told, lines) = channel();
        let out = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
        // Ends with the process: its end of the pipe is the only one.
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if told.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, lines })
    }

    /// The next line that it prints, if one comes within `patience`; `None` also at its end.
    pub fn line(&self, patience: Duration) -> Option<String> {
        self.lines.recv_timeout(patience).ok()
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// SIGSTOP, and SIGCONT after that time: it goes on as if nothing had been.
    pub fn stop_for(&mut self, time: Duration) -> io::Result<()> {
        self.signal("-STOP")?;
        std::thread::sleep(time);
        self.signal("-CONT")
    }

    fn signal(&self, signal: &str) -> io::Result<()> {
        let pid = self.child.id().to_string();
        // One that has ended meanwhile is told by its end.
        Command::new("kill").args([signal, &pid]).stderr(Stdio::null()).status().map(drop)
    }

    /// SIGKILL; then everything that it has said and nobody has heard yet.
    pub fn kill(&mut self) -> io::Result<Vec<String>> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(self.lines.iter().collect())
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Let this process end when the one that started it does, whatever way.
pub fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(3);
    });
}

//! A process in one of the roles: its lines, its violent end.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// A role's process; dropping it kills it.
#[derive(Debug)]
pub struct Role {
    child: Child,
    lines: Receiver<String>,
}

impl Role {
    /// Start this program in a role.
    pub fn start(arguments: &[&str]) -> io::Result<Self> {
        // A file that may not grow is an error to be told, as it is in a program of Python's.
        let mut command = Command::new("env");
        command.arg("--ignore-signal=XFSZ").arg(std::env::current_exe()?);
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

    /// Its number; `env` has become it.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGSTOP, and SIGCONT after that time: it goes on as if nothing had been.
    pub fn stop_for(&mut self, time: Duration) {
        // One that has ended meanwhile is told by its end; its number is its own until it is waited for.
        if let Some(pid) = i32::try_from(self.pid()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::STOP);
            std::thread::sleep(time);
            let _ = kill_process(pid, Signal::CONT);
        }
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

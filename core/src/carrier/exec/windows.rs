//! Windows: the child's standard input and output are pipes, and it is in a job with its own
//! children.

use std::io::{self, Read};
use std::os::windows::io::AsHandle;
use std::os::windows::process::CommandExt;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn_rt::job::Job;
use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;

use super::life::Life;
use super::pipes::Pipes;

/// A window of a console would come up in front of the program's own; a console of its own gets no
/// Ctrl-C of this process's.
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
/// Words that wait to be taken; a child that says more waits.
const MOST_WAITING: usize = 64 * 1024;
/// How long the last words of a child are waited for.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How long the supervisor waits for nothing in one turn.
const TURN: Duration = Duration::from_secs(3600);

/// The child, our end of its input and output, and its family.
pub(super) type Started = (Child, Channel, Family);

/// Start a command.
pub(super) fn spawn(command: &mut Command) -> io::Result<Started> {
    let job = Job::new()?;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .creation_flags(CREATE_NO_WINDOW)
        .spawn()?;
    let joined = job.take_in(child.as_handle());
    let pipes = joined.and_then(|()| match (child.stdout.take(), child.stdin.take()) {
        (Some(output), Some(input)) => Pipes::new(output, input),
        _ => Err(io::ErrorKind::BrokenPipe.into()),
    });
    match pipes {
        Ok(pipes) => Ok((child, pipes, Family(job))),
        Err(error) => {
            // Nobody would end it.
            let _ = child.kill();
            let _ = child.wait();
            Err(error)
        }
    }
}

/// Our end.
pub(super) type Channel = Pipes;

/// The child and its own children, which end with the value at the latest.
#[derive(Debug)]
pub(super) struct Family(Job);

impl Family {
    /// The end of its input has to do: Windows has no signal that every program takes for a request.
    pub fn ask(&self, _child: &Child) {}

    /// End them all.
    pub fn kill(&self, _child: &Child) {
        self.0.terminate();
    }
}

/// What the child says on its standard error; a thread of its own reads it.
pub(super) struct Words(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    said: Mutex<Said>,
    taken: commdn_rt::sync::Condvar,
}

#[derive(Debug, Default)]
struct Said {
    bytes: std::collections::VecDeque<u8>,
    /// No more comes, or nobody takes it.
    over: bool,
}

impl Words {
    pub fn new(words: ChildStderr, life: &Arc<Life>) -> io::Result<Self> {
        let waiting = Arc::new(Waiting::default());
        let (theirs, life) = (Arc::clone(&waiting), Arc::clone(life));
        // It ends with the child, and with whoever else has its standard error.
        Thread::start("commdn-exec-words", move || theirs.listen(words, &life))?;
        Ok(Self(waiting))
    }

    /// After the child's end: wait a little for its last words, with which the thread may be a
    /// moment behind. Whoever else has its standard error is not waited for.
    pub fn settle(&self) {
        let until = Instant::now() + LAST_WORDS;
        while !self.0.said.lock().over && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut said = self.0.said.lock();
        let count = said.bytes.read(buffer)?;
        self.0.taken.notify_all();
        if count == 0 && !said.over {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(count)
    }
}

impl Waiting {
    fn listen(&self, mut words: ChildStderr, life: &Life) {
        let mut buffer = [0; 4096];
        loop {
            let count = words.read(&mut buffer).unwrap_or(0);
            let mut said = self.said.lock();
            while said.bytes.len() > MOST_WAITING && !said.over {
                self.taken.wait(&mut said);
            }
            said.bytes.extend(buffer.iter().take(count));
            said.over |= count == 0;
            let over = said.over;
            drop(said);
            life.wakeup.raise();
            if over {
                return;
            }
        }
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.0.said.lock().over = true;
        self.0.taken.notify_all();
    }
}

/// Until the life's wake-up, which words raise, too, or the time has passed.
pub(super) fn wait(life: &Life, _words: Option<&Words>, pause: Option<Duration>) -> io::Result<()> {
    let _ = life.wakeup.wait(pause.unwrap_or(TURN));
    Ok(())
}

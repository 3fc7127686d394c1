//! A connection over two pipes that only block: a thread reads the one, another writes the other.
//!
//! Owns what has come and was not taken, what was taken and is not written, and the time limits of
//! both. Knows nothing of processes. What was taken before a shutdown is still written.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn_rt::sync::{Condvar, Mutex};
use commdn_rt::thread::Thread;

/// Bytes that wait in each direction.
const MOST_WAITING: usize = 64 * 1024;

/// Both directions.
#[derive(Debug)]
pub(super) struct Pipes {
    incoming: Arc<Direction>,
    outgoing: Arc<Direction>,
}

#[derive(Default)]
struct Direction {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: VecDeque<u8>,
    /// The pipe has ended, with an error or without.
    over: Option<Option<io::ErrorKind>>,
    /// This end has been shut down.
    shut: bool,
}

impl fmt::Debug for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Direction").finish_non_exhaustive()
    }
}

impl Pipes {
    /// Over these two, from now on; each is closed when its direction has ended.
    pub fn new(
        from: impl Read + Send + 'static,
        to: impl Write + Send + 'static,
    ) -> io::Result<Self> {
        let pipes = Self { incoming: Arc::default(), outgoing: Arc::default() };
        let (incoming, outgoing) = (Arc::clone(&pipes.incoming), Arc::clone(&pipes.outgoing));
        // Both end with their pipe.
        Thread::start("commdn-exec-read", move || incoming.fill(from))?;
        Thread::start("commdn-exec-write", move || outgoing.drain(to))
            .inspect_err(|_| pipes.shutdown())?;
        Ok(pipes)
    }

    pub fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut state = self.incoming.state.lock();
        while state.bytes.is_empty() && state.over.is_none() && !state.shut {
            if self.incoming.changed.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        if state.bytes.is_empty() || state.shut {
            return state.end().unwrap_or(Err(io::ErrorKind::TimedOut.into()));
        }
        let count = state.bytes.read(buffer)?;
        drop(state);
        self.incoming.changed.notify_all();
        Ok(count)
    }

    pub fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.read(buffer, Duration::ZERO) {
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                Err(io::ErrorKind::WouldBlock.into())
            }
            other => other,
        }
    }

    pub fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut state = self.outgoing.state.lock();
        while state.room() == 0 && state.over.is_none() && !state.shut {
            if self.outgoing.changed.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        if state.over.is_some() || state.shut {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.get(..state.room()).unwrap_or(bytes);
        if taken.is_empty() && !bytes.is_empty() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        state.bytes.extend(taken);
        drop(state);
        self.outgoing.changed.notify_all();
        Ok(taken.len())
    }

    pub fn shutdown(&self) {
        for direction in [&self.incoming, &self.outgoing] {
            direction.state.lock().shut = true;
            direction.changed.notify_all();
        }
    }
}

impl State {
    fn room(&self) -> usize {
        MOST_WAITING.saturating_sub(self.bytes.len())
    }

    /// How reading ends, if it does.
    fn end(&self) -> Option<io::Result<usize>> {
        match self.over {
            _ if self.shut => Some(Ok(0)),
            Some(None) => Some(Ok(0)),
            Some(Some(kind)) => Some(Err(kind.into())),
            None => None,
        }
    }
}

impl Direction {
    fn fill(&self, mut from: impl Read) {
        let mut block = vec![0; 16 * 1024];
        loop {
            let count = match from.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other,
            };
            let mut state = self.state.lock();
            while state.room() == 0 && !state.shut {
                self.changed.wait(&mut state);
            }
            match count {
                Ok(0) => state.over = Some(None),
                Ok(count) => state.bytes.extend(block.iter().take(count)),
                Err(error) => state.over = Some(Some(error.kind())),
            }
            let done = state.shut || state.over.is_some();
            drop(state);
            self.changed.notify_all();
            if done {
                return;
            }
        }
    }

    fn drain(&self, mut to: impl Write) {
        let mut block = Vec::new();
        loop {
            let mut state = self.state.lock();
            while state.bytes.is_empty() && !state.shut {
                self.changed.wait(&mut state);
            }
            if state.bytes.is_empty() {
                return;
            }
            block.clear();
            block.extend(state.bytes.drain(..));
            drop(state);
            self.changed.notify_all();
            if let Err(error) = to.write_all(&block).and_then(|()| to.flush()) {
                self.state.lock().over = Some(Some(error.kind()));
                self.changed.notify_all();
                return;
            }
        }
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        self.shutdown();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    /// Ours, and the two ends of whoever is on the other side.
    fn pipes() -> (Pipes, io::PipeWriter, io::PipeReader) {
        let (from, theirs_out) = io::pipe().unwrap();
        let (theirs_in, to) = io::pipe().unwrap();
        (Pipes::new(from, to).unwrap(), theirs_out, theirs_in)
    }

    #[test]
    fn bytes_go_both_ways_until_the_other_side_ends() {
        let (pipes, mut out, mut input) = pipes();
        let mut buffer = [0; 8];
        let nothing = pipes.read(&mut buffer, Duration::from_millis(1)).unwrap_err();
        assert_eq!(nothing.kind(), io::ErrorKind::TimedOut);
        assert_eq!(pipes.poll(&mut buffer).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        out.write_all(b"hello").unwrap();
        assert_eq!(pipes.read(&mut buffer, SOON).unwrap(), 5);
        assert_eq!(buffer.get(..5), Some(&b"hello"[..]));
        assert_eq!(pipes.write(b"world", SOON).unwrap(), 5);
        input.read_exact(buffer.get_mut(..5).unwrap()).unwrap();
        assert_eq!(buffer.get(..5), Some(&b"world"[..]));
        out.write_all(b"last").unwrap();
        drop(out);
        assert_eq!(pipes.read(&mut buffer, SOON).unwrap(), 4);
        assert_eq!(pipes.read(&mut buffer, SOON).unwrap(), 0);
    }

    #[test]
    fn who_does_not_read_takes_only_so_much_and_has_it_after_a_shutdown() {
        let (pipes, _out, mut input) = pipes();
        let mut written = 0;
        let error = loop {
            match pipes.write(&[7; 10_000], Duration::from_millis(100)) {
                Ok(count) => written += count,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        pipes.shutdown();
        assert_eq!(pipes.write(b"x", SOON).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        let mut all = Vec::new();
        assert_eq!(input.read_to_end(&mut all).unwrap(), written);
    }

    #[test]
    fn writing_to_who_has_ended_is_an_error() {
        let (pipes, _out, input) = pipes();
        drop(input);
        let began = Instant::now();
        while pipes.write(b"x", SOON).is_ok() {
            assert!(began.elapsed() < SOON);
        }
    }

    #[test]
    fn a_shutdown_wakes_who_reads_and_who_writes() {
        let (pipes, _out, _input) = pipes();
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| pipes.read(&mut [0; 8], SOON * 10).unwrap());
            let writer = scope.spawn(|| while pipes.write(&[0; 4096], SOON * 10).is_ok() {});
            std::thread::sleep(Duration::from_millis(20));
            pipes.shutdown();
            assert_eq!(reader.join().unwrap(), 0);
            writer.join().unwrap();
        });
    }
}

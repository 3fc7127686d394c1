//! The log's lines on standard output, written by a thread of their own.
//!
//! Owns that a reader who is slow, or has stopped reading, holds up neither the contact centre nor its end: lines that find
//! no room are counted, and the count is printed where they are missing. What the lines say is not known here.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many lines may wait for their reader.
const MOST_WAITING: usize = 16_384;
/// How long the end of the process waits for what is left to be read.
const LAST_WORDS: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(10);

enum Line {
    Text(String),
    End,
}

/// Takes lines from any thread, and never blocks.
#[derive(Clone)]
pub(super) struct Printer {
    lines: SyncSender<Line>,
    lost: Arc<AtomicU64>,
    ended: Arc<Mutex<Receiver<()>>>,
}

impl Printer {
    /// Start the thread that writes to `out`; with `json` every line is a document.
    pub(super) fn start(out: impl Write + Send + 'static, json: bool) -> std::io::Result<Self> {
        let (lines, taken) = mpsc::sync_channel(MOST_WAITING);
        let (done, ended) = mpsc::channel();
        let lost = Arc::new(AtomicU64::new(0));
        let missing = Arc::clone(&lost);
        std::thread::Builder::new().name("commdn-sim-log".to_owned()).spawn(move || {
            write_lines(&taken, &missing, out, json);
            // Nobody waits for it unless the process is about to end.
            let _ = done.send(());
        })?;
        Ok(Self { lines, lost, ended: Arc::new(Mutex::new(ended)) })
    }

    /// Print a line, or count it as lost.
    pub(super) fn print(&self, line: String) {
        if let Err(TrySendError::Full(_)) = self.lines.try_send(Line::Text(line)) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Wait until everything is written, for a second at most: there may be nobody who reads it.
    pub(super) fn finish(&self) {
        let until = Instant::now() + LAST_WORDS;
        while let Err(TrySendError::Full(_)) = self.lines.try_send(Line::End) {
            if Instant::now() >= until {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        let left = until.saturating_duration_since(Instant::now());
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = ended.recv_timeout(left);
    }
}

fn write_lines(lines: &Receiver<Line>, lost: &AtomicU64, mut out: impl Write, json: bool) {
    while let Ok(Line::Text(line)) = lines.recv() {
        let missing = lost.swap(0, Ordering::Relaxed);
        // A reader of the log that went away is no reason to end.
        if missing > 0 {
            let text = format!("{missing} lines are missing here: nobody read the log");
            let _ = match json {
                true => writeln!(out, "{}", serde_json::json!({ "event": "lost", "text": text })),
                false => writeln!(out, "{text}"),
            };
        }
        let _ = writeln!(out, "{line}");
    }
    let _ = out.flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that nobody reads; tells when somebody writes to it.
    struct Stuck(mpsc::Sender<()>);

    impl Write for Stuck {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.send(());
            loop {
                std::thread::park();
            }
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_log_that_nobody_reads_holds_up_neither_its_writers_nor_the_end() -> std::io::Result<()> {
        let began = Instant::now();
        let (writes, written) = mpsc::channel();
        let printer = Printer::start(Stuck(writes), false)?;
        printer.print("the first".to_owned());
        assert!(written.recv_timeout(Duration::from_secs(10)).is_ok());
        for number in 0..2 * MOST_WAITING {
            printer.print(number.to_string());
        }
        assert!(printer.lost.load(Ordering::Relaxed) >= MOST_WAITING as u64);
        printer.finish();
        assert!(began.elapsed() < Duration::from_secs(10));
        Ok(())
    }

    #[test]
    fn every_line_that_has_room_is_written_before_the_end() -> std::io::Result<()> {
        let kept = Kept::default();
        let printer = Printer::start(kept.clone(), false)?;
        printer.print("one".to_owned());
        printer.print("two".to_owned());
        printer.finish();
        let written = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(String::from_utf8_lossy(&written), "one\ntwo\n");
        Ok(())
    }
}

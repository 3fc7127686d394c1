//! `commdn-sim run --stdio`: one client, on standard input and output.
//!
//! Owns the two threads between these and the connection within the process. The client's end is the simulator's, and
//! the other way round; standard output takes nothing else than the connection's bytes.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::Transport;
use commdn_sim::Simulator;

/// How long one look for bytes, or for room, takes.
const TURN: Duration = Duration::from_secs(1);
/// Bytes that are read in one piece.
const BLOCK_BYTES: usize = 32 * 1024;

/// The connection of the one client.
pub(super) struct Client(Arc<dyn Transport>);

impl Client {
    /// Connect it.
    ///
    /// # Errors
    /// The simulator has ended.
    pub(super) fn of(simulator: &Simulator) -> std::io::Result<Self> {
        simulator.connector().connect(TURN).map(Self)
    }

    /// Serve it on threads of their own: when it ends, the simulator is stopped.
    ///
    /// # Errors
    /// The system gives them no thread.
    pub(super) fn serve(self, simulator: &Simulator) -> std::io::Result<()> {
        let (from, to) = (Arc::clone(&self.0), self.0);
        let (reading, writing) = (simulator.clone(), simulator.clone());
        start("commdn-sim-stdin", move || {
            receive(&*from);
            from.shutdown();
            reading.stop();
        })?;
        start("commdn-sim-stdout", move || {
            send(&*to);
            to.shutdown();
            writing.stop();
        })
    }
}

fn start(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map(drop)
}

fn is_patience(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock)
}

/// From the client, until it ends or the connection does.
fn receive(to: &dyn Transport) {
    let mut input = std::io::stdin().lock();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let mut rest = match input.read(&mut block) {
            Ok(0) => return,
            Ok(count) => block.get(..count).unwrap_or_default(),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        while !rest.is_empty() {
            match to.write(rest, TURN) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if is_patience(&error) => {}
                Err(_) => return,
            }
        }
    }
}

/// To the client, until it takes no more or the connection ends.
fn send(from: &dyn Transport) {
    // Frames have line ends anywhere: standard output's own buffer is flushed with each block.
    let mut output = std::io::stdout().lock();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        match from.read(&mut block, TURN) {
            Ok(0) => return,
            Ok(count) => {
                let bytes = block.get(..count).unwrap_or_default();
                if output.write_all(bytes).and_then(|()| output.flush()).is_err() {
                    return;
                }
            }
            Err(error) if is_patience(&error) => {}
            Err(_) => return,
        }
    }
}

//! Opening of connections: the first on the caller's thread, later ones in the background.

use std::sync::Arc;
use std::time::Instant;

use super::shared::Shared;
use super::state::{Interest, State};
use super::wait::Waiting;
use crate::carrier::{Cancelled, CarrierLog, Transport};
use crate::error::{Error, ErrorKind};
use crate::test_hooks;

/// State of a session's first connection.
enum Start {
    Up,
    /// No connection is open, and perhaps there will be none.
    Down,
}

impl Shared {
    /// Try every server once, until one has registered the DN.
    ///
    /// Blocks up to `connect_timeout` for each.
    pub(super) fn bring_up(&self) -> Result<(), Error> {
        test_hooks::panic_point("before connecting");
        loop {
            self.open_if_due();
            let look = |state: &mut State| match state.engine.is_up() {
                true => Some(Start::Up),
                false => (!state.engine.has_connection()).then_some(Start::Down),
            };
            // The engine has a deadline of its own for each attempt, and for the time that a DN is
            // out of service there is none: a session with such a DN is open all the same.
            let patience = self.config.settings.connect_timeout * 2;
            let start =
                self.wait_for(Interest::Notice, Waiting::since(Instant::now(), patience), look);
            let state = self.state.lock();
            match start {
                Some(Start::Up) => return Ok(()),
                _ if self.cancel.is_cancelled() => return Err(Cancelled.into()),
                _ if state.engine.is_out_of_service() => return Ok(()),
                _ if state.engine.rounds() > 0 => return Err(state.engine.trouble()),
                _ => {}
            }
        }
    }

    /// Open a connection if one is due.
    pub(super) fn open_if_due(&self) {
        let now = self.moment(Instant::now());
        let due = self.state.lock().engine.wants_open(now);
        let Some(server) = due.and_then(|index| self.servers.get(index)) else { return };
        // A carrier that panics must not take the session's thread with it.
        let timeout = self.config.settings.connect_timeout;
        let logger = self.config.logger.clone();
        let log: CarrierLog =
            Arc::new(move |line| logger.log(super::LogLevel::Info, || line.to_owned()));
        let connect =
            std::panic::AssertUnwindSafe(|| server.connect_logged(timeout, &self.cancel, &log));
        match std::panic::catch_unwind(connect) {
            Ok(Ok(transport)) => self.opened(transport),
            // The session is closed: no notice is needed.
            Ok(Err(_)) if self.cancel.is_cancelled() => {}
            Ok(Err(error)) => self.open_failed(Error::of_connect(&server.server(), error)),
            Err(_) => {
                let text = format!("the carrier panicked while connecting to {}", server.server());
                self.open_failed(Error::new(ErrorKind::Internal, text));
            }
        }
    }

    fn opened(&self, transport: Arc<dyn Transport>) {
        let mut state = self.state.lock();
        state.engine.opened(self.moment(Instant::now()));
        if !state.engine.has_connection() {
            // The session was closed in the meantime.
            drop(state);
            return transport.shutdown();
        }
        state.transport = Some(transport);
        state.connection += 1;
        test_hooks::panic_point("with a new connection");
        drop(state);
        self.flush(Waiting::since(Instant::now(), self.config.settings.connect_timeout));
    }

    fn open_failed(&self, error: Error) {
        let mut state = self.state.lock();
        let line = format!("attempt failed: {error}");
        state.engine.open_failed(error, self.moment(Instant::now()));
        let mut wake = state.settle();
        if state.engine.unusable().is_some() {
            state.wake_everyone(&mut wake);
        }
        drop(state);
        self.config.logger.log(super::LogLevel::Warn, || line);
        self.wake(wake);
    }
}

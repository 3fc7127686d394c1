//! The connections of the control interface, served in turns.
//!
//! A command holds up everybody while it runs. One connection has one command a turn, and all together a few
//! milliseconds; who had none is first in the next turn.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Interest, Registry, Token};

use super::control_client::{ControlClient, Step};
use crate::control::Control;

/// Most connections at a time.
pub(crate) const MAX_CONTROLS: usize = 64;
/// How long commands may run in a turn; the first one runs in any case.
const TURN: Duration = Duration::from_millis(5);

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Controls {
    clients: HashMap<Token, ControlClient>,
    /// Who may have something to do, each once.
    queue: VecDeque<Token>,
}

impl Controls {
    /// Take one in; one too many is dropped.
    pub fn add(&mut self, registry: &Registry, token: Token, mut stream: TcpStream) {
        let both = Interest::READABLE | Interest::WRITABLE;
        if self.clients.len() < MAX_CONTROLS && registry.register(&mut stream, token, both).is_ok()
        {
            self.clients.insert(token, ControlClient::new(stream));
            self.note(token);
        }
    }

    /// The system says that one can be read or written; false if that is not one of these.
    pub fn note(&mut self, token: Token) -> bool {
        let Some(client) = self.clients.get_mut(&token) else { return false };
        if !std::mem::replace(&mut client.queued, true) {
            self.queue.push_back(token);
        }
        true
    }

    pub fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// Serve each once, or as many as there is time for; tells how many have ended.
    pub fn take_turn(&mut self, control: &Control) -> usize {
        let began = Instant::now();
        let mut ended = 0;
        for _ in 0..self.queue.len() {
            let Some(token) = self.queue.pop_front() else { break };
            let Some(client) = self.clients.get_mut(&token) else { continue };
            client.queued = false;
            match client.proceed(control) {
                Step::Idle => {}
                Step::Again => {
                    self.note(token);
                }
                Step::Over => {
                    self.clients.remove(&token);
                    ended += 1;
                }
            }
            if began.elapsed() >= TURN {
                break;
            }
        }
        ended
    }
}

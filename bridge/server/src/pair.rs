//! A pair of bridges: which of the two serves.
//!
//! Each tries to log in to the other one as a client. One that is let in, or whose peer says that it is about to end,
//! waits; one whose peer refuses as a backup, or is not there, takes over after a while. Owns the decision ([`Decision`],
//! which reads no clock) and the thread that watches the peer.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use commdn::carrier::{ConnectCancel, Connector, Transport};
use commdn::link::{KeepAlive, LinkConfig, LinkError};
use commdn::time::Moment;
use commdn_config::ConfigError;
use tracing::{info, warn};

use crate::config::{Pair, Role};
use crate::shared::Shared;
use crate::upstream::{UpstreamLink, connector, password};

/// T-Server's code of a server that does not serve.
const OUT_OF_SERVICE: i32 = 58;
/// How often the peer is asked, and asked whether it is still there.
const INTERVAL: Duration = Duration::from_millis(500);

/// What is known of the peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Peer {
    /// It serves.
    Serves,
    /// It waits, or is not there.
    Not,
}

/// Who serves, by what is known of the peer.
#[derive(Debug)]
struct Decision {
    role: Role,
    takeover: Duration,
    /// Since when the peer has not served.
    not_since: Option<Moment>,
    serves: bool,
}

impl Decision {
    const fn new(role: Role, takeover: Duration) -> Self {
        Self { role, takeover, not_since: None, serves: false }
    }

    /// Whether this bridge serves; `gave_up` if it has lost its server.
    fn take(&mut self, peer: Peer, gave_up: bool, now: Moment) -> bool {
        match peer {
            Peer::Serves => {
                self.not_since = None;
                // Both serve after they could not see each other: the backup gives way.
                if self.role == Role::Backup {
                    self.serves = false;
                }
            }
            Peer::Not => {
                let since = *self.not_since.get_or_insert(now);
                let wait = match self.role {
                    // At the start of both the primary is first.
                    Role::Primary => self.takeover / 2,
                    Role::Backup => self.takeover,
                };
                if !self.serves && now.saturating_sub(since) >= wait {
                    self.serves = true;
                } else if self.serves && gave_up {
                    // The other one may reach a server.
                    self.serves = false;
                    self.not_since = Some(now + self.takeover * 2);
                }
            }
        }
        self.serves
    }
}

/// The thread.
#[derive(Debug)]
pub(crate) struct PairWatch {
    ended: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl PairWatch {
    /// Watch the peer; until it is known, the bridge does not serve.
    pub fn start(shared: &Arc<Shared>, pair: &Pair) -> Result<Self, PairError> {
        let mut config = LinkConfig::new(&pair.name, "");
        config.password = password(pair.password_file.as_ref(), "pair.password_file")?;
        config.keep_alive = KeepAlive::every(INTERVAL);
        config.step_timeout = INTERVAL * 4;
        config.max_frame_bytes = 64 << 10;
        let watch = Watch {
            connector: connector(&pair.peer, pair.tls.as_ref())
                .map_err(|error| ConfigError::at("pair.peer", error))?,
            config,
            decision: Decision::new(pair.role, Duration::from_secs_f64(pair.takeover_seconds)),
            shared: Arc::clone(shared),
            ended: Arc::default(),
        };
        shared.with(|hub, now| hub.serve_clients(false, now));
        let ended = Arc::clone(&watch.ended);
        let thread = std::thread::Builder::new()
            .name("commdn-bridge-pair".to_owned())
            .spawn(move || watch.run())?;
        Ok(Self { ended, thread: Some(thread) })
    }

    /// End it.
    pub fn stop(&mut self) {
        self.ended.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for PairWatch {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Why the peer cannot be watched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PairError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("no thread for the pair: {0}")]
    Thread(#[from] io::Error),
}

struct Watch {
    connector: Arc<dyn Connector>,
    config: LinkConfig,
    decision: Decision,
    shared: Arc<Shared>,
    ended: Arc<AtomicBool>,
}

impl Watch {
    fn run(mut self) {
        let cancel = ConnectCancel::new();
        while !self.ended.load(Ordering::Acquire) {
            let connected = self.connector.connect_cancellable(INTERVAL * 2, &cancel);
            if let Ok(transport) = connected {
                self.ask(&*transport);
                transport.shutdown();
            }
            self.decide(Peer::Not);
            std::thread::sleep(INTERVAL / 5);
        }
    }

    /// Log in to the peer, and stay for as long as it serves.
    fn ask(&mut self, transport: &dyn Transport) {
        let mut out = Vec::new();
        let mut link = UpstreamLink::start(self.config.clone(), self.shared.now(), &mut out);
        let mut buffer = vec![0; 4_096];
        while !self.ended.load(Ordering::Acquire) {
            if !out.is_empty() && transport.write(&out, INTERVAL).ok() != Some(out.len()) {
                return;
            }
            out.clear();
            let heard = match transport.read(&mut buffer, INTERVAL / 5) {
                Ok(0) => return,
                Ok(count) => {
                    let bytes = buffer.get(..count).unwrap_or_default();
                    link.receive(bytes, self.shared.now(), &mut out, &mut |_| {})
                }
                Err(error) if is_timeout(&error) => link.tick(self.shared.now(), &mut out),
                Err(_) => return,
            };
            match heard {
                Ok(()) if link.is_logged_in() => self.decide(Peer::Serves),
                Ok(()) => {}
                Err(LinkError::LoginRefused { code: OUT_OF_SERVICE, .. }) => return,
                Err(error @ LinkError::LoginRefused { .. }) => {
                    // It is there and serves somebody, but not this one: two would serve.
                    warn!(event = "pair-refused", cause = %error);
                    return self.decide(Peer::Serves);
                }
                Err(_) => return,
            }
        }
    }

    fn decide(&mut self, peer: Peer) {
        let (now, ended) = (self.shared.now(), self.ended.load(Ordering::Acquire));
        let gave_up = self.shared.with(|hub, _| hub.server().is_given_up());
        let before = self.decision.serves;
        let serves = self.decision.take(peer, gave_up, now);
        if serves != before && !ended {
            info!(event = if serves { "pair-serves" } else { "pair-waits" });
            self.shared.with(|hub, now| hub.serve_clients(serves, now));
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(role: Role) -> Decision {
        Decision::new(role, Duration::from_secs(4))
    }

    const S: fn(u64) -> Moment = Moment::from_secs;

    #[test]
    fn the_primary_serves_first_and_the_backup_when_there_is_nobody() {
        let (mut primary, mut backup) = (decision(Role::Primary), decision(Role::Backup));
        assert!(!primary.take(Peer::Not, false, S(0)) && !backup.take(Peer::Not, false, S(0)));
        assert!(primary.take(Peer::Not, false, S(2)) && !backup.take(Peer::Not, false, S(2)));
        assert!(!backup.take(Peer::Serves, false, S(3)));
        // The primary is killed, comes back, and finds the backup serving.
        assert!(!backup.take(Peer::Not, false, S(10)) && !backup.take(Peer::Not, false, S(13)));
        assert!(backup.take(Peer::Not, false, S(14)));
        let mut primary = decision(Role::Primary);
        assert!(!primary.take(Peer::Serves, false, S(20)));
        assert!(backup.take(Peer::Not, false, S(20)), "it goes on");
    }

    #[test]
    fn of_two_that_serve_the_backup_gives_way() {
        let (mut primary, mut backup) = (decision(Role::Primary), decision(Role::Backup));
        for one in [&mut primary, &mut backup] {
            one.take(Peer::Not, false, S(0));
            assert!(one.take(Peer::Not, false, S(4)));
        }
        assert!(primary.take(Peer::Serves, false, S(5)) && !backup.take(Peer::Serves, false, S(5)));
    }

    #[test]
    fn one_that_has_lost_its_server_lets_the_other_one_try() {
        let mut primary = decision(Role::Primary);
        primary.take(Peer::Not, false, S(0));
        assert!(primary.take(Peer::Not, false, S(2)));
        assert!(!primary.take(Peer::Not, true, S(10)));
        assert!(!primary.take(Peer::Not, true, S(14)), "it leaves time to the other one");
        assert!(primary.take(Peer::Not, false, S(20)), "which did not take over");
    }
}

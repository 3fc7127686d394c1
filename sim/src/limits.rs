//! How many files the process may have open, beside what the configuration lets in.
//!
//! For the process `commdn-sim` alone: a library does not change its program's limits.

use crate::config::Config;
use crate::frontend::MAX_CONTROLS;

/// What the process needs for itself: its output, storage, listeners.
const OWN: u64 = 32;

/// Raise the limit of open files as far as `config` needs it; tells what stands in the way, if it cannot.
#[must_use]
pub fn raise_for(config: &Config) -> Option<String> {
    let clients = config.tserver.max_clients as u64;
    // As many again may be connected and not registered.
    let needed = clients.saturating_mul(2).saturating_add(MAX_CONTROLS as u64 + OWN);
    let allowed = raise(needed)?;
    (allowed < needed).then(|| {
        format!(
            "{clients} clients (tserver.max_clients) may need {needed} open files, and this process may have \
             {allowed} (ulimit -Hn): raise that or lower max_clients; who finds none waits until another one goes"
        )
    })
}

/// Raise the limit to `needed`, or to the hardest one there is; tells what it is then. `None` if there is no limit.
#[cfg(unix)]
fn raise(needed: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current?;
    if current >= needed {
        return Some(current);
    }
    let wanted = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => Some(wanted),
        Err(_) => Some(current),
    }
}

#[cfg(not(unix))]
fn raise(_needed: u64) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_told_with_its_figures() {
        let mut config = Config::demo();
        config.tserver.max_clients = 1;
        assert_eq!(raise_for(&config), None);
        config.tserver.max_clients = usize::MAX / 4;
        let text = raise_for(&config).expect("no system has so many");
        assert!(text.contains("tserver.max_clients") && text.contains("ulimit -Hn"), "{text}");
    }
}

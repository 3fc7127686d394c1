//! How many files the process may have open: one for each client, and some.

use commdn_bridge::Config;

/// What the process needs for itself.
#[cfg(unix)]
const OWN: u64 = 64;

/// Raise the limit as far as `config` needs it; tells what stands in the way, if it cannot.
#[cfg(unix)]
pub(super) fn raise_for(config: &Config) -> Option<String> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let clients = config.bridge.max_clients as u64;
    // As many again may be connected and not logged in.
    let needed = clients.saturating_mul(2).saturating_add(OWN);
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return None;
    }
    let wanted = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
    if wanted >= needed && setrlimit(Resource::Nofile, raised).is_ok() {
        return None;
    }
    let _ = setrlimit(Resource::Nofile, raised);
    Some(format!(
        "{clients} clients (bridge.max_clients) may need {needed} open files, and this process may have {wanted} \
         (ulimit -Hn, LimitNOFILE): raise that or lower max_clients"
    ))
}

#[cfg(not(unix))]
pub(super) const fn raise_for(_: &Config) -> Option<String> {
    None
}

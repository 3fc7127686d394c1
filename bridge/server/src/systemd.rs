//! What systemd is told: that the bridge is ready, that it lives, that it ends. Elsewhere nothing.

use std::sync::Arc;

use crate::shared::Shared;

#[cfg(target_os = "linux")]
mod told {
    use std::time::Duration;

    use sd_notify::NotifyState;

    /// Nobody may listen: the variable NOTIFY_SOCKET says so.
    fn tell(states: &[NotifyState<'_>]) {
        if let Err(error) = sd_notify::notify(false, states) {
            tracing::warn!(event = "systemd-not-told", cause = %error);
        }
    }

    pub fn ready(status: &str) {
        tell(&[NotifyState::Ready, NotifyState::Status(status)]);
    }

    pub fn ending() {
        tell(&[NotifyState::Stopping]);
    }

    pub fn alive() {
        tell(&[NotifyState::Watchdog]);
    }

    /// How often it wants to hear that the bridge lives.
    pub fn interval() -> Option<Duration> {
        let mut micros = 0;
        sd_notify::watchdog_enabled(false, &mut micros).then(|| Duration::from_micros(micros) / 3)
    }
}

#[cfg(not(target_os = "linux"))]
mod told {
    use std::time::Duration;

    pub fn ready(_: &str) {}
    pub fn ending() {}
    pub fn alive() {}

    pub fn interval() -> Option<Duration> {
        None
    }
}

pub(crate) use told::{ending, ready};

/// Tell for as long as the tasks run and the hub's lock is free in time.
pub(crate) async fn watchdog(shared: Arc<Shared>) {
    let Some(interval) = told::interval() else { return };
    loop {
        shared.with(|_, _| ());
        told::alive();
        tokio::time::sleep(interval).await;
    }
}

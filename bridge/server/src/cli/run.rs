//! `commdn-bridge run`: the bridge as a process, until SIGTERM or Ctrl-C.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use commdn_bridge::config::{Client, LogFormat};
use commdn_bridge::{Bridge, Config, StartError, journal};

use super::{Done, limits};

/// What to run, and how.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The configuration file.
    file: PathBuf,
    /// Log lines for people instead of JSON, whatever the file says.
    #[arg(long)]
    text: bool,
    /// Log at this level, whatever the file says: error, warn, info or debug.
    #[arg(long)]
    level: Option<String>,
}

pub(super) fn run(options: &Options) -> Done {
    let mut config = Config::load(&options.file)?;
    if options.text {
        config.log.format = LogFormat::Text;
    }
    if let Some(level) = &options.level {
        config.log.level.clone_from(level);
        config.check()?;
    }
    journal::begin(&config.log);
    for warning in warnings(&config) {
        tracing::warn!(event = "configuration", text = warning);
    }
    if let Some(shortfall) = limits::raise_for(&config) {
        tracing::warn!(event = "limits", text = shortfall);
    }
    // Signals that come while it starts are heard as well.
    let signals = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ending = signals.block_on(async { Ending::heard() })?;
    let bridge = Bridge::start(&config).map_err(|error| match error {
        StartError::Config(error) => error.in_file(&options.file).into(),
        other => Box::<dyn std::error::Error>::from(other),
    })?;
    let mut out = std::io::stdout();
    // Whoever started it may have closed its end.
    let _ = writeln!(out, "{}", ready(&bridge)).and_then(|()| out.flush());
    signals.block_on(ending.comes());
    // A second signal ends the process at once.
    std::thread::spawn(move || {
        if let Ok(again) = signals.block_on(async { Ending::heard() }) {
            signals.block_on(again.comes());
            std::process::exit(1);
        }
    });
    bridge.stop();
    Ok(())
}

fn ready(bridge: &Bridge) -> String {
    let addresses: Vec<String> = bridge.addresses().iter().map(ToString::to_string).collect();
    let mut text = format!("listening on {}", addresses.join(", "));
    if let Some(status) = bridge.status_address() {
        text.push_str(&format!(", status on http://{status}/health"));
    }
    text
}

/// What is allowed and unwise.
pub(super) fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = Vec::new();
    let open = |client: &&Client| {
        client.password_hash.is_none()
            && client.password_file.is_none()
            && client.certificate.is_none()
    };
    for client in config.client.iter().filter(open) {
        let name = &client.name;
        warnings.push(format!("client {name:?} has neither a password nor a certificate"));
    }
    if config.clients.unknown {
        warnings.push("programs that have no table are let in (clients.unknown)".to_owned());
    }
    let files = config.client.iter().filter_map(|client| client.password_file.as_deref());
    for file in files.chain(config.upstream.password_file.as_deref()).filter(|file| is_open(file)) {
        warnings.push(format!("{} can be read by every user of this machine", file.display()));
    }
    warnings
}

#[cfg(unix)]
fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

/// The signal that ends the process.
struct Ending {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 3],
}

#[cfg(unix)]
impl Ending {
    fn heard() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
        let [terminate, interrupt, hangup] = kinds.map(signal);
        Ok(Self { signals: [terminate?, interrupt?, hangup?] })
    }

    async fn comes(mut self) {
        let [terminate, interrupt, hangup] = &mut self.signals;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Ending {
    fn heard() -> std::io::Result<Self> {
        Ok(Self {})
    }

    async fn comes(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

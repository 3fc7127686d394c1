//! The options of a session, set one by one.

pub mod callbacks;
pub mod cancel;
mod reconnect;
mod tls;

use crate::boundary::{
    Borrowed, BorrowedMut, Object, OutOwned, Text, commdn_error, commdn_status, ffi_guard, ffi_set,
    ffi_try_set, milliseconds,
};
use crate::objects::directory::commdn_directory;
use commdn::carrier::{ConnectCancel, TlsConfig};
use commdn::link::KeepAlive;
use commdn::session::SessionConfig;

/// Who connects, to which DN, and how patiently; each option has a default.
#[derive(Clone)]
pub struct commdn_session_options {
    config: SessionConfig,
    /// The options of TLS, if one was set.
    tls: Option<TlsConfig>,
    cancel: ConnectCancel,
}

impl Object for commdn_session_options {
    const NAME: &'static str = "session_options";
}

impl commdn_session_options {
    pub(crate) fn new(config: SessionConfig) -> Self {
        Self { config, tls: None, cancel: ConnectCancel::new() }
    }

    /// What gives a session up that is being opened with them.
    pub(crate) const fn cancel(&self) -> &ConnectCancel {
        &self.cancel
    }

    pub(crate) fn set_cancel(&mut self, cancel: ConnectCancel) {
        self.cancel = cancel;
    }

    pub(crate) const fn config(&self) -> &SessionConfig {
        &self.config
    }

    pub(crate) const fn tls(&self) -> Option<&TlsConfig> {
        self.tls.as_ref()
    }

    /// The same for the options of TLS.
    pub(crate) fn set_tls(&mut self, set: impl FnOnce(TlsConfig) -> TlsConfig) {
        self.tls = Some(set(self.tls.take().unwrap_or_default()));
    }

    /// Apply one of the core's setters, which take the options and give them back.
    pub(crate) fn set(&mut self, set: impl FnOnce(SessionConfig) -> SessionConfig) {
        let config = std::mem::replace(&mut self.config, SessionConfig::new("", 0));
        self.config = set(config);
    }
}

/// Options with their defaults, for the communication DN `dn` and the application with DBID `app_dbid`.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_new(
    dn: Text,
    app_dbid: i32,
    out_session_options: OutOwned<commdn_session_options>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let object = out_session_options.needed("out_session_options")?;
        let dn = dn.text("dn")?;
        let config = SessionConfig::new(dn, app_dbid);
        object.give(commdn_session_options::new(config));
        Ok(())
    })
}

/// Explain with a directory why OCS does not answer: the message of COMMDN_ERR_NO_ANSWER, and commdn_error_verdict(). NULL for none, the default.
///
/// Owns:    the directory stays yours, and may be freed before the options and the session.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_directory(
    session_options: BorrowedMut<commdn_session_options>,
    directory: Borrowed<commdn_directory>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        let directory = directory.opt().map(commdn_directory::shared);
        session_options.set(|options| options.directory(directory));
    })
}

/// How often an idle connection is watched, from both sides; 0 for never. Default 10,000.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_keep_alive_ms(
    session_options: BorrowedMut<commdn_session_options>,
    keep_alive_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let keep_alive = KeepAlive::every(milliseconds(keep_alive_ms, "keep_alive_ms")?);
        session_options.set(|options| options.keep_alive(keep_alive));
        Ok(())
    })
}

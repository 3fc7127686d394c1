//! The simulated contact centre inside the library: started, reached, controlled.

use std::ffi::c_char;

use commdn::kvlist::Charset;

#[cfg(feature = "sim")]
use crate::boundary::invalid;
#[cfg(feature = "sim")]
use crate::boundary::status::COMMDN_ERR_CONNECT;
use crate::boundary::{
    Borrowed, Fault, Object, Out, OutOwned, Text, allocate, commdn_error, commdn_status, ffi_give,
    ffi_guard, ffi_make,
};
use crate::objects::address::{self, Simulator};
use crate::objects::options::commdn_session_options;
use crate::objects::session::commdn_session;

/// A simulated contact centre in this process: T-Server and OCS, for tests and first steps.
pub struct commdn_simulator(Simulator);

impl Object for commdn_simulator {
    const NAME: &'static str = "simulator";
}

impl commdn_simulator {
    pub(crate) fn stop(&self) {
        self.0.stop();
    }
}

#[cfg(feature = "sim")]
fn listen(simulator: &Simulator, address: &str) -> Result<u16, Fault> {
    let listening = simulator.listen(address);
    let at = listening.map_err(|error| Fault::new(COMMDN_ERR_CONNECT, error.to_string()))?;
    Ok(at.port())
}

#[cfg(feature = "sim")]
fn command(simulator: &Simulator, command: &str) -> Result<String, Fault> {
    let command: commdn_sim::Command = serde_json::from_str(command)
        .map_err(|error| invalid(format!("this is not a command of the simulator: {error}")))?;
    let reply = simulator.control().execute(command);
    reply.map(|reply| reply.to_string()).map_err(invalid)
}

#[cfg(not(feature = "sim"))]
fn listen(simulator: &Simulator, _: &str) -> Result<u16, Fault> {
    match *simulator {}
}

#[cfg(not(feature = "sim"))]
fn command(simulator: &Simulator, _: &str) -> Result<String, Fault> {
    match *simulator {}
}

/// Start a simulated contact centre: with the TOML configuration in the file `path`, or the demo's for NULL.
///
/// The demo's: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2, group 10.
///
/// Threads: Starts threads of its own.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells file, line and key; COMMDN_ERR_UNSUPPORTED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_start(
    path: Text,
    out_simulator: OutOwned<commdn_simulator>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let object = out_simulator.needed("out_simulator")?;
        let file = path.opt_text("path")?.unwrap_or_default();
        object.give(commdn_simulator(address::start(file, Charset::Utf8)?));
        Ok(())
    })
}

/// The same with a TOML configuration as text.
///
/// Threads: Starts threads of its own.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells line and key; COMMDN_ERR_UNSUPPORTED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_start_toml(
    toml: Text,
    out_simulator: OutOwned<commdn_simulator>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let object = out_simulator.needed("out_simulator")?;
        let toml = toml.text("toml")?;
        object.give(commdn_simulator(address::start_toml(toml)?));
        Ok(())
    })
}

/// Open a session with the simulator, as commdn_session_open() does with an address.
///
/// Blocks:  up to the option connect_timeout_ms.
/// Errors:  as commdn_session_open().
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_open_session(
    simulator: Borrowed<commdn_simulator>,
    options: Borrowed<commdn_session_options>,
    out_session: OutOwned<commdn_session>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(simulator, out_session, out_error, |simulator| {
        let options = options.named("options")?;
        commdn_session::connect(options, simulator.0.connector().into(), Vec::new())
    })
}

/// Let clients of the network connect, at "host:port" with port 0 for any; `*out_port` tells which.
///
/// "tls://host:port" listens with TLS, as the table [tls] of the configuration says.
///
/// Errors:  COMMDN_ERR_CONNECT if it cannot listen there.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_listen(
    simulator: Borrowed<commdn_simulator>,
    address: Text,
    out_port: Out<i32>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(simulator, (out_port, "out_port"), out_error, |simulator| {
        listen(&simulator.0, address.text("address")?).map(i32::from)
    })
}

/// Do one command of the simulator's control interface, as JSON: look inside, let time pass, make things go wrong.
///
/// For example {"command": "snapshot"} or {"command": "cut"}; the simulator's guide has them all.
///
/// Owns:    `*out_reply`, JSON that ends with NUL, is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL otherwise.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT if it is no command, or cannot be done.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_command(
    simulator: Borrowed<commdn_simulator>,
    command: Text,
    out_reply: Out<*mut c_char>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(simulator, (out_reply, "out_reply"), out_error, |simulator| {
        let reply = self::command(&simulator.0, command.text("command")?)?;
        Ok(allocate(reply.as_bytes())?.cast())
    })
}

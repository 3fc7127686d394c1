//! The simulated contact centre inside the library: started, reached, controlled.

use std::ffi::c_char;

use commdn::kvlist::Charset;

use crate::error::commdn_error;
use crate::guard::{NO_ERROR, borrow, c_text, ffi_free, ffi_guard, into_handle, out};
use crate::memory::allocate;
use crate::options::commdn_session_options;
use crate::session::commdn_session;
use crate::sim_backend::{self as backend, Backend};
use crate::status::commdn_status;

/// A simulated contact centre in this process: T-Server and OCS, for tests and first steps.
pub struct commdn_simulator(Backend);

/// Start a simulated contact centre: with the TOML configuration in the file `path`, or the demo's for NULL.
///
/// The demo's: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2, group 10.
///
/// Owns:    `*out_simulator` is the caller's on COMMDN_OK, free it with commdn_simulator_free(); NULL otherwise.
/// Threads: any. Starts threads of its own.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells file, line and key; COMMDN_ERR_UNSUPPORTED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_start(
    path: *const c_char,
    out_simulator: *mut *mut commdn_simulator,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_simulator, "out_simulator")? };
        let file = if path.is_null() {
            ""
        } else {
            // SAFETY: not NULL; a string by the caller's word.
            unsafe { c_text(path, "path")? }
        };
        object.give(into_handle(commdn_simulator(backend::start(file, Charset::Utf8)?)));
        Ok(())
    })
}

/// The same with a TOML configuration as text.
///
/// Owns:    `*out_simulator` is the caller's on COMMDN_OK, free it with commdn_simulator_free(); NULL otherwise.
/// Threads: any. Starts threads of its own.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells line and key; COMMDN_ERR_UNSUPPORTED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_start_toml(
    toml: *const c_char,
    out_simulator: *mut *mut commdn_simulator,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let (object, toml) =
            unsafe { (out(out_simulator, "out_simulator")?, c_text(toml, "toml")?) };
        object.give(into_handle(commdn_simulator(backend::start_toml(toml)?)));
        Ok(())
    })
}

/// Stop and free a simulator; sessions with it lose their connection.
///
/// Owns:    takes `simulator`; NULL is harmless.
/// Threads: any, when nobody else uses `simulator`.
/// Blocks:  until its threads have ended, which they do at once.
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_free(simulator: *mut commdn_simulator) {
    ffi_free(simulator)
}

/// Open a session with the simulator, as commdn_session_open() does with an address.
///
/// Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL otherwise. `options` is copied.
/// Threads: any, at the same time as other calls on `simulator`.
/// Blocks:  up to the option connect_timeout_ms.
/// Errors:  as commdn_session_open().
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_open_session(
    simulator: *const commdn_simulator,
    options: *const commdn_session_options,
    out_session: *mut *mut commdn_session,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (object, simulator) =
            unsafe { (out(out_session, "out_session")?, borrow(simulator, "simulator")?) };
        // SAFETY: as above.
        let options = unsafe { borrow(options, "options")? };
        let connector = backend::connector(&simulator.0);
        object.give(into_handle(commdn_session::connect(
            options.config().clone(),
            connector.into(),
            Vec::new(),
        )?));
        Ok(())
    })
}

/// Let clients of the network connect, at "host:port" with port 0 for any; `*out_port` tells which.
///
/// "tls://host:port" listens with TLS, as the table [tls] of the configuration says.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `simulator`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CONNECT if it cannot listen there.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_listen(
    simulator: *const commdn_simulator,
    address: *const c_char,
    out_port: *mut i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (port, simulator) =
            unsafe { (out(out_port, "out_port")?, borrow(simulator, "simulator")?) };
        // SAFETY: NULL is checked.
        let address = unsafe { c_text(address, "address")? };
        port.give(backend::listen(&simulator.0, address)?.into());
        Ok(())
    })
}

/// Do one command of the simulator's control interface, as JSON: look inside, let time pass, make things go wrong.
///
/// For example {"command": "snapshot"} or {"command": "cut"}; the simulator's guide has them all.
///
/// Owns:    `*out_reply`, JSON that ends with NUL, is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `simulator`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT if it is no command, or cannot be done.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_command(
    simulator: *const commdn_simulator,
    command: *const c_char,
    out_reply: *mut *mut c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (reply, simulator) =
            unsafe { (out(out_reply, "out_reply")?, borrow(simulator, "simulator")?) };
        // SAFETY: NULL is checked.
        let command = unsafe { c_text(command, "command")? };
        reply.give(allocate(backend::command(&simulator.0, command)?.as_bytes())?.cast());
        Ok(())
    })
}

/// Stop a simulator without freeing it: sessions with it lose their connection.
///
/// Owns:    nothing; the simulator must still be freed.
/// Threads: any, at the same time as other calls on `simulator`.
/// Blocks:  until its threads have ended, which they do at once.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_simulator_stop(
    simulator: *const commdn_simulator,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        backend::stop(&unsafe { borrow(simulator, "simulator")? }.0);
        Ok(())
    })
}

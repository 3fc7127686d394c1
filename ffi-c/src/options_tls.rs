//! The options of TLS, for addresses that begin with "tls://"; what they say is checked when a session opens.

use std::ffi::c_char;

use commdn::link::TlsVersion;

use crate::error::commdn_error;
use crate::guard::{borrow_mut, c_text, ffi_guard};
use crate::options::commdn_session_options;
use crate::status::commdn_status;

/// Trust the CAs in `ca`, a PEM file's path or PEM text, and not the system's. Default: the system's.
///
/// Owns:    nothing; `ca`, which is UTF-8, is copied; a file is read when a session opens.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_tls_ca(
    session_options: *mut commdn_session_options,
    ca: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        // SAFETY: NULL is checked.
        let ca = unsafe { c_text(ca, "ca")? };
        session_options.set_tls(|tls| tls.ca(ca));
        Ok(())
    })
}

/// Show this certificate (with its chain), whose key that is, to a server that asks for one: PEM files' paths or PEM text. Default none.
///
/// Owns:    nothing; both, which are UTF-8, are copied; files are read when a session opens.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_tls_identity(
    session_options: *mut commdn_session_options,
    certificate: *const c_char,
    key: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        // SAFETY: NULL is checked.
        let (certificate, key) =
            unsafe { (c_text(certificate, "certificate")?, c_text(key, "key")?) };
        session_options.set_tls(|tls| tls.identity(certificate, key));
        Ok(())
    })
}

/// The name or IP address that the server's certificate must be for. Default: the address's host.
///
/// Owns:    nothing; `name`, which is UTF-8, is copied.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_tls_server_name(
    session_options: *mut commdn_session_options,
    name: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        // SAFETY: NULL is checked.
        let name = unsafe { c_text(name, "name")? };
        session_options.set_tls(|tls| tls.server_name(name));
        Ok(())
    })
}

/// The lowest version of TLS that is spoken: "1.2" or "1.3". Default "1.2".
///
/// Owns:    nothing; `version` is only read.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_tls_minimum_version(
    session_options: *mut commdn_session_options,
    version: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        // SAFETY: NULL is checked.
        let version = unsafe { c_text(version, "version")? };
        let version: TlsVersion = version.parse()?;
        session_options.set_tls(|tls| tls.minimum_version(version));
        Ok(())
    })
}

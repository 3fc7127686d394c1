//! The mechanical entry points of `session options`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, BorrowedMut, OutOwned, Owned, Text, commdn_error, commdn_status, ffi_do, ffi_dup,
    ffi_free, ffi_new, ffi_set, ffi_set_text, ffi_try_set, microseconds, milliseconds,
};
use crate::objects::dialect::commdn_dialect;
use crate::objects::options::cancel::commdn_cancel;
use crate::objects::options::commdn_session_options;

/// A copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_dup(
    session_options: Borrowed<commdn_session_options>,
    out_session_options: OutOwned<commdn_session_options>,
) -> commdn_status {
    ffi_dup(session_options, out_session_options)
}

/// Free the options; sessions opened with them keep their copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_free(session_options: Owned<commdn_session_options>) {
    ffi_free(session_options)
}

/// A cancel that is not thrown.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_cancel_new(out_cancel: OutOwned<commdn_cancel>) -> commdn_status {
    ffi_new(out_cancel, commdn_cancel::default)
}

/// Free a cancel; options that have it keep a copy, which nobody throws any more.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_cancel_free(cancel: Owned<commdn_cancel>) {
    ffi_free(cancel)
}

/// Throw it, for good: a session that is being opened with it is given up at once, as is each that
/// is opened later.
///
/// The open returns COMMDN_ERR_CLOSED. A session that is open already is left alone.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_cancel_throw(cancel: Borrowed<commdn_cancel>) -> commdn_status {
    ffi_do(cancel, |cancel| cancel.0.cancel())
}

/// Application name sent to T-Server. Default "commdn".
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_application(
    session_options: BorrowedMut<commdn_session_options>,
    application: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(
        session_options,
        (application, "application"),
        out_error,
        |session_options, application| {
            session_options.set(|options| options.application(application))
        },
    )
}

/// Password of the application. Default: none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_password(
    session_options: BorrowedMut<commdn_session_options>,
    password: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(session_options, (password, "password"), out_error, |session_options, password| {
        session_options.set(|options| options.password(password))
    })
}

/// DBID of the OCS to ask when a request does not name one. Default 0: every OCS on the DN, allowed
/// for do-not-call and cancel requests only.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_ocs_dbid(
    session_options: BorrowedMut<commdn_session_options>,
    ocs_dbid: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.ocs_dbid(ocs_dbid))
    })
}

/// Time limit for opening the connection to one server and registering the DN. Default 10 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_connect_timeout_ms(
    session_options: BorrowedMut<commdn_session_options>,
    connect_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let connect_timeout = milliseconds(connect_timeout_ms, "connect_timeout_ms")?;
        session_options.set(|options| options.connect_timeout(connect_timeout));
        Ok(())
    })
}

/// Time limit for the answer to a request; a call may set another. Default 10 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_request_timeout_ms(
    session_options: BorrowedMut<commdn_session_options>,
    request_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let request_timeout = milliseconds(request_timeout_ms, "request_timeout_ms")?;
        session_options.set(|options| options.request_timeout(request_timeout));
        Ok(())
    })
}

/// Time without progress in sending after which the connection is closed. Default 10 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_write_timeout_ms(
    session_options: BorrowedMut<commdn_session_options>,
    write_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let write_timeout = milliseconds(write_timeout_ms, "write_timeout_ms")?;
        session_options.set(|options| options.write_timeout(write_timeout));
        Ok(())
    })
}

/// Time limit for closing the session. Default 2 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_close_timeout_ms(
    session_options: BorrowedMut<commdn_session_options>,
    close_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let close_timeout = milliseconds(close_timeout_ms, "close_timeout_ms")?;
        session_options.set(|options| options.close_timeout(close_timeout));
        Ok(())
    })
}

/// Time that a thread waiting for an answer polls the connection before it sleeps. Default 0.
///
/// Polling avoids waking a thread, which takes longer than the rest of a call to a nearby server,
/// but uses a whole core while a call waits. It suits few callers, fast answers and spare cores. At
/// most one thread polls at a time; none does while more than four wait, or for a notice. The time
/// starts again whenever something is received. Deadlines and closing are not affected.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_spin_us(
    session_options: BorrowedMut<commdn_session_options>,
    spin_us: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let spin = microseconds(spin_us, "spin_us")?;
        session_options.set(|options| options.spin(spin));
        Ok(())
    })
}

/// Return at once, and connect in the background. Default false.
///
/// For programs that start before their servers: COMMDN_NOTICE_CONNECTED reports the connection,
/// commdn_session_trouble() why there is none yet.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_connect_in_background(
    session_options: BorrowedMut<commdn_session_options>,
    connect_in_background: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.connect_in_background(connect_in_background))
    })
}

/// Hold requests while there is no connection, up to their timeout; if off, they fail immediately
/// with COMMDN_ERR_DISCONNECTED. Default true.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_hold_requests(
    session_options: BorrowedMut<commdn_session_options>,
    hold_requests: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.hold_requests(hold_requests))
    })
}

/// Maximum number of open requests; each takes less than 1 KiB. Default 131,072.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_max_open_requests(
    session_options: BorrowedMut<commdn_session_options>,
    max_open_requests: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.max_open_requests(max_open_requests))
    })
}

/// Maximum number of unsent bytes; a request beyond it is refused. Default 16 MiB.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_max_unsent_bytes(
    session_options: BorrowedMut<commdn_session_options>,
    max_unsent_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.max_unsent_bytes(max_unsent_bytes))
    })
}

/// Maximum number of queued notices; beyond it the oldest are dropped and counted. Default 10,000.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_max_notices(
    session_options: BorrowedMut<commdn_session_options>,
    max_notices: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.max_notices(max_notices))
    })
}

/// Maximum size of a received frame. Default 131,072.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_max_frame_bytes(
    session_options: BorrowedMut<commdn_session_options>,
    max_frame_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.max_frame_bytes(max_frame_bytes))
    })
}

/// Send "GSW_CM_AttrReferenceID" with each request; if off, ids in answers are ignored. Default
/// true.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_send_reference_id(
    session_options: BorrowedMut<commdn_session_options>,
    send_reference_id: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.send_reference_id(send_reference_id))
    })
}

/// Match an answer that fits several different requests with the oldest of them; if off, such an
/// answer completes none and becomes a notice. Default false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_first_in_first_out(
    session_options: BorrowedMut<commdn_session_options>,
    first_in_first_out: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.first_in_first_out(first_in_first_out))
    })
}

/// Accept an answer with only one of the request's phone number and customer; if off, such an
/// answer may be a late one to another request, and becomes a notice. Default false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_accept_partial_echo(
    session_options: BorrowedMut<commdn_session_options>,
    accept_partial_echo: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.accept_partial_echo(accept_partial_echo))
    })
}

/// Accept an answer with a phone number, customer or campaign name that its request does not have;
/// if off, such an answer belongs to another request or to none, and becomes a notice. Default
/// false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_accept_added_facts(
    session_options: BorrowedMut<commdn_session_options>,
    accept_added_facts: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.accept_added_facts(accept_added_facts))
    })
}

/// Show phone numbers and customer ids in log lines; if off, they are masked as "****". Default
/// false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_log_personal_data(
    session_options: BorrowedMut<commdn_session_options>,
    log_personal_data: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        session_options.set(|options| options.log_personal_data(log_personal_data))
    })
}

/// Dialect for writing and reading user data; it is copied. Default: the default dialect.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_dialect(
    session_options: BorrowedMut<commdn_session_options>,
    dialect: Borrowed<commdn_dialect>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let dialect = dialect.get()?.0;
        session_options.set(|options| options.dialect(dialect));
        Ok(())
    })
}

/// The CAs that are trusted, and the system's are not: a PEM file, or PEM text. Default: the
/// system's.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_tls_ca(
    session_options: BorrowedMut<commdn_session_options>,
    ca: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(session_options, (ca, "ca"), out_error, |session_options, ca| {
        session_options.set_tls(|options| options.ca(ca))
    })
}

/// The name or IP address that the server's certificate must be for. Default: the address's host.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_tls_server_name(
    session_options: BorrowedMut<commdn_session_options>,
    server_name: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(
        session_options,
        (server_name, "server_name"),
        out_error,
        |session_options, server_name| {
            session_options.set_tls(|options| options.server_name(server_name))
        },
    )
}

/// The lowest version that is spoken: "1.2" or "1.3". Default "1.2".
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_tls_minimum_version(
    session_options: BorrowedMut<commdn_session_options>,
    minimum_version: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let minimum_version =
            minimum_version.text("minimum_version")?.parse().map_err(commdn::Error::from)?;
        session_options.set_tls(|options| options.minimum_version(minimum_version));
        Ok(())
    })
}

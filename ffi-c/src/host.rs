//! The host carrier: a session over the application's own connection to T-Server.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use commdn::link::{HostCarrier, HostSendError};

use crate::callback::{UserData, commdn_drop_fn};
use crate::error::{Fault, commdn_error};
use crate::guard::{
    NO_ERROR, borrow, bytes, c_bytes, ffi_free, ffi_guard, into_handle, invalid, out,
};
use crate::options::commdn_session_options;
use crate::session::commdn_session;
use crate::status::{COMMDN_ERR_CLOSED, COMMDN_ERR_NOT_FOUND, commdn_status};

/// The application's connection to T-Server, as a session uses it.
///
/// The application logs in and registers the DN; it sends what the session wants sent, and hands in
/// what T-Server tells. One session at a time.
pub struct commdn_host(HostCarrier);

/// Sends a user event with packed user data on a DN.
///
/// Returns the reference id above 0 that T-Server's answer will name, 0 where there is none, or a
/// number below 0 if it was not sent: the session ends the request with COMMDN_ERR_TSERVER_REFUSED
/// and that number. Called on a thread that submits, one call at a time. It may hand in events,
/// but must not use or close the session, and must not throw.
pub type commdn_host_send_fn = Option<
    unsafe extern "C" fn(
        dn: *const c_char,
        user_data: *const u8,
        user_data_bytes: usize,
        context: *mut c_void,
    ) -> i32,
>;

/// A host carrier that sends with `send`.
///
/// Owns:    `*out_host` is the caller's on COMMDN_OK, free it with commdn_host_free(); NULL otherwise. Takes `context` on COMMDN_OK, to be ended by `drop_context`, which may be NULL, once the host and its session are freed.
/// Threads: any; for the callback see commdn_host_send_fn.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_new(
    send: commdn_host_send_fn,
    context: *mut c_void,
    drop_context: commdn_drop_fn,
    out_host: *mut *mut commdn_host,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let host = unsafe { out(out_host, "out_host")? };
        let send = send.ok_or_else(|| invalid("send is NULL"))?;
        let context = UserData::new(context, drop_context);
        host.give(into_handle(commdn_host(HostCarrier::new(Arc::new(move |dn, user_data| {
            let dn = CString::new(dn).unwrap_or_default();
            // SAFETY: the application's function, called as commdn_host_send_fn says.
            match unsafe { send(dn.as_ptr(), user_data.as_ptr(), user_data.len(), context.get()) } {
                0 => Ok(None),
                reference if reference > 0 => Ok(Some(reference)),
                code => {
                    let message = "the application could not send".to_owned();
                    Err(HostSendError { code, message })
                }
            }
        })))));
        Ok(())
    })
}

/// Free a host; its session loses its connection.
///
/// Owns:    takes `host`; NULL is harmless.
/// Threads: any, when nobody else uses `host`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_free(host: *mut commdn_host) {
    ffi_free(host)
}

impl Drop for commdn_host {
    fn drop(&mut self) {
        self.0.disconnected();
    }
}

/// Open a session over the host, which has registered the DN of `options` already.
///
/// Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL otherwise. `options` is copied.
/// Threads: any, at the same time as other calls on `host`. Starts a thread of its own.
/// Blocks:  none to speak of.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CONNECT if another session is open.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_open_session(
    host: *const commdn_host,
    options: *const commdn_session_options,
    out_session: *mut *mut commdn_session,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (session, host) = unsafe { (out(out_session, "out_session")?, borrow(host, "host")?) };
        // SAFETY: as above.
        let config = unsafe { borrow(options, "options")? }.config().clone();
        session.give(into_handle(commdn_session::connect(
            config,
            host.0.clone().into(),
            Vec::new(),
        )?));
        Ok(())
    })
}

/// Hand in a user event that was received on the DN: its packed user data.
///
/// Owns:    nothing; the bytes are copied.
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CLOSED if no session is open to take it.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_user_event(
    host: *const commdn_host,
    user_data: *const u8,
    user_data_bytes: usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let host = unsafe { borrow(host, "host")? };
        // SAFETY: NULL is checked; the length is the caller's word.
        let user_data = unsafe { bytes(user_data, user_data_bytes, "user_data")? };
        taken(host.0.user_event(user_data))
    })
}

/// T-Server took the request with the reference id that the send function returned (EventACK).
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`; also from the send function.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it is no request of the session.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_accepted(
    host: *const commdn_host,
    reference_id: i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        known(unsafe { borrow(host, "host")? }.0.accepted(reference_id), reference_id)
    })
}

/// T-Server refused the request with the reference id that the send function returned (EventError).
///
/// Owns:    nothing; `message` is copied and may be NULL.
/// Threads: any, at the same time as other calls on `host`; also from the send function.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it is no request of the session.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_refused(
    host: *const commdn_host,
    reference_id: i32,
    server_code: i32,
    message: *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let host = unsafe { borrow(host, "host")? };
        let message = if message.is_null() {
            c"".to_string_lossy()
        } else {
            // SAFETY: not NULL; a string by the caller's word. Its charset is T-Server's.
            String::from_utf8_lossy(unsafe { c_bytes(message, "message")? })
        };
        known(host.0.refused(reference_id, server_code, &message), reference_id)
    })
}

/// The link of T-Server to its switch came (true) or went.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CLOSED if no session is open to take it.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_switch_link(
    host: *const commdn_host,
    up: bool,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        taken(unsafe { borrow(host, "host")? }.0.switch_link(up))
    })
}

/// The application lost its connection: the session has none until commdn_host_connected().
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_disconnected(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.disconnected();
        Ok(())
    })
}

/// The application has its connection again, and has registered the DN: the session goes on, or another one may be opened.
///
/// Needed only after commdn_host_disconnected(). The session looks for it at the times of its reconnecting.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_connected(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.connected();
        Ok(())
    })
}

/// The DN is out of service (EventDNOutOfService, 147): the session holds its requests until commdn_host_in_service().
///
/// A session that is opened later learns of it, too.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_out_of_service(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.service(false);
        Ok(())
    })
}

/// The DN is back in service (EventDNBackInService, 148): the session sends what it has held.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_in_service(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.service(true);
        Ok(())
    })
}

/// T-Server took the DN's registration away, which nobody had asked for (EventUnregistered): the session holds its requests.
///
/// Register the DN again, and call commdn_host_registered(). A session that waits for that longer than its
/// connect_timeout treats its connection as lost.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_unregistered(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.unregistered();
        Ok(())
    })
}

/// The application has registered the DN again: the session goes on. The DN is in service until it is said otherwise.
///
/// Needed only after commdn_host_unregistered().
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `host`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_host_registered(host: *const commdn_host) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow(host, "host")? }.0.registered();
        Ok(())
    })
}

fn taken(taken: bool) -> Result<(), Fault> {
    let closed = || Fault::new(COMMDN_ERR_CLOSED, "no session is open on the host");
    taken.then_some(()).ok_or_else(closed)
}

fn known(known: bool, reference_id: i32) -> Result<(), Fault> {
    let unknown = || {
        let text = format!("no request of the session has the reference id {reference_id}");
        Fault::new(COMMDN_ERR_NOT_FOUND, text)
    };
    known.then_some(()).ok_or_else(unknown)
}

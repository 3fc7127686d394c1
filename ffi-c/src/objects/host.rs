//! The host carrier: a session over the application's own connection to T-Server.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use crate::boundary::status::{COMMDN_ERR_CLOSED, COMMDN_ERR_NOT_FOUND};
use crate::boundary::{
    Array, Borrowed, Fault, Object, OutOwned, Text, UserData, commdn_drop_fn, commdn_error,
    commdn_status, ffi_call, ffi_guard, missing_callback,
};
use crate::objects::options::commdn_session_options;
use crate::objects::session::commdn_session;
use commdn::carrier::{HostCarrier, HostSendError};

/// The application's connection to T-Server, as a session uses it.
///
/// The application logs in and registers the DN; it sends what the session wants sent, and hands in
/// what T-Server tells. One session at a time.
pub struct commdn_host(pub(crate) HostCarrier);

impl Object for commdn_host {
    const NAME: &'static str = "host";
}

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
/// Owns:    Takes `context` on COMMDN_OK; `drop_context`, which may be NULL, destroys it, once the host and its session are freed.
/// Threads: for the callback see commdn_host_send_fn.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_new(
    send: commdn_host_send_fn,
    context: *mut c_void,
    drop_context: commdn_drop_fn,
    out_host: OutOwned<commdn_host>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let host = out_host.needed("out_host")?;
        let send = send.ok_or_else(|| missing_callback("send"))?;
        let context = UserData::new(context, drop_context);
        let carrier = HostCarrier::new(Arc::new(move |dn, user_data| {
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
        }));
        host.give(commdn_host(carrier));
        Ok(())
    })
}

impl Drop for commdn_host {
    fn drop(&mut self) {
        self.0.disconnected();
    }
}

/// Open a session over the host, which has registered the DN of `options` already.
///
/// Threads: Starts a thread of its own.
/// Errors:  COMMDN_ERR_CONNECT if another session is open.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_open_session(
    host: Borrowed<commdn_host>,
    options: Borrowed<commdn_session_options>,
    out_session: OutOwned<commdn_session>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let session = out_session.needed("out_session")?;
        let (host, options) = (host.get()?, options.named("options")?);
        let servers = host.0.clone().into();
        session.give(commdn_session::connect(options, servers, Vec::new())?);
        Ok(())
    })
}

/// Hand in a user event that was received on the DN: its packed user data.
///
/// Errors:  COMMDN_ERR_CLOSED if no session is open to take it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_user_event(
    host: Borrowed<commdn_host>,
    user_data: Array<u8>,
    user_data_bytes: usize,
) -> commdn_status {
    ffi_call(host, |host| taken(host.0.user_event(user_data.bytes(user_data_bytes, "user_data")?)))
}

/// T-Server took the request with the reference id that the send function returned (EventACK).
///
/// Threads: also from the send function.
/// Errors:  COMMDN_ERR_NOT_FOUND if it is no request of the session.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_accepted(
    host: Borrowed<commdn_host>,
    reference_id: i32,
) -> commdn_status {
    ffi_call(host, |host| known(host.0.accepted(reference_id), reference_id))
}

/// T-Server refused the request with the reference id that the send function returned (EventError).
///
/// Owns:    `message` may be NULL.
/// Threads: also from the send function.
/// Errors:  COMMDN_ERR_NOT_FOUND if it is no request of the session.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_refused(
    host: Borrowed<commdn_host>,
    reference_id: i32,
    server_code: i32,
    message: Text,
) -> commdn_status {
    ffi_call(host, |host| {
        // Its charset is T-Server's.
        let message = String::from_utf8_lossy(message.opt().unwrap_or_default());
        known(host.0.refused(reference_id, server_code, &message), reference_id)
    })
}

/// T-Server's link to its switch is up (true) or down.
///
/// Errors:  COMMDN_ERR_CLOSED if no session is open to take it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_switch_link(host: Borrowed<commdn_host>, up: bool) -> commdn_status {
    ffi_call(host, |host| taken(host.0.switch_link(up)))
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

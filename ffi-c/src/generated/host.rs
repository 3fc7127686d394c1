//! The mechanical entry points of `host`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Owned, commdn_status, ffi_do, ffi_free};
use crate::objects::host::commdn_host;

/// Free a host; its session loses its connection.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_free(host: Owned<commdn_host>) {
    ffi_free(host)
}

/// The application lost its connection: the session has none until commdn_host_connected().
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_disconnected(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.disconnected())
}

/// The application has its connection again, and has registered the DN: the session goes on, or
/// another one may be opened.
///
/// Needed only after commdn_host_disconnected(). The session looks for it at the times of its
/// reconnecting.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_connected(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.connected())
}

/// The DN is out of service (EventDNOutOfService, 147): the session holds its requests until
/// commdn_host_in_service().
///
/// A session that is opened later learns of it, too.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_out_of_service(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.service(false))
}

/// The DN is back in service (EventDNBackInService, 148): the session sends what it has held.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_in_service(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.service(true))
}

/// T-Server took the DN's registration away, which nobody had asked for (EventUnregistered): the
/// session holds its requests.
///
/// Register the DN again, and call commdn_host_registered(). A session that waits for that longer
/// than its connect_timeout treats its connection as lost.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_unregistered(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.unregistered())
}

/// The application has registered the DN again: the session goes on. The DN is in service until it
/// is said otherwise.
///
/// Needed only after commdn_host_unregistered().
#[unsafe(no_mangle)]
pub extern "C" fn commdn_host_registered(host: Borrowed<commdn_host>) -> commdn_status {
    ffi_do(host, |host| host.0.registered())
}

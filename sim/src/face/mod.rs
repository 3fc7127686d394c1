//! The faces of the engine: pipes within the process, TCP, and the threads behind both.
//!
//! Everything that waits, sleeps or talks to the system is here; everything that decides is
//! in the engine.

mod clients;
mod control_client;
mod controls;
mod hub;
mod io_loop;
mod listeners;
mod pipe;
#[cfg_attr(not(feature = "tls"), path = "secure_absent.rs")]
mod secure;
mod store_thread;

#[cfg(feature = "cli")]
pub(crate) use controls::MAX_CONTROLS;
pub(crate) use hub::{Hub, Sink, WallClock};
pub(crate) use io_loop::{Guest, IoLoop};
pub(crate) use pipe::{Inbox, Pipe};
pub(crate) use secure::Guard;
pub(crate) use store_thread::{StoreQueue, StoreThread};

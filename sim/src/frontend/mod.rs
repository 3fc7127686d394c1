//! Frontends of the engine: pipes within the process, TCP, and the threads behind both.
//!
//! Owns everything that waits, sleeps or talks to the system. Must not decide anything about a
//! message: decisions are the engine's.

mod clients;
mod control_client;
mod controls;
mod driver;
mod event_loop;
mod listeners;
mod pipe;
mod store_thread;
#[cfg_attr(not(feature = "tls"), path = "tls_absent.rs")]
mod tls;

#[cfg(feature = "cli")]
pub(crate) use controls::MAX_CONTROLS;
pub(crate) use driver::{Driver, Sink, WallClock};
pub(crate) use event_loop::{EventLoopHandle, PeerKind};
pub(crate) use pipe::{Inbox, Pipe};
pub(crate) use store_thread::{StoreQueue, StoreThread};
pub(crate) use tls::TlsAcceptor;

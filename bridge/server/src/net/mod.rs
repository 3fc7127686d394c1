//! Sockets of clients: listeners, TLS, logins, and the bytes of each connection.
//!
//! Owns the tasks. What a client says and gets is the hub's.

mod client;
mod guard;
mod listener;
mod tls;

pub(crate) use guard::Guard;
pub(crate) use listener::{Listener, accept_all};
pub(crate) use tls::Acceptor;

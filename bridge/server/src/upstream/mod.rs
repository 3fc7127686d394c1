//! The server that is shared: its connection as a machine, and the threads that open it and move its bytes.

mod drive;
mod link;
mod servers;

pub(crate) use drive::{Driver, Wake};
pub(crate) use link::{Heard, UpstreamLink};
pub(crate) use servers::{Servers, connector, password, read_secret};

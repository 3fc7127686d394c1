//! The bridge between real sockets: clients on one side, a simulator on the other.

#[path = "../../../../sim/tests/common/mod.rs"]
mod client;

mod limits;
mod logins;
mod pair;
mod pass_through;
mod server;
mod site;
mod status;

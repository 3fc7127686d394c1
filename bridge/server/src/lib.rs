//! One connection to a T-Server, shared by many programs.
//!
//! `hub` decides, without I/O; `net` has the clients' sockets, `upstream` the server's connection, `pair` the
//! other bridge of a pair, `status` metrics and health. [`Bridge`] puts them together. For the program
//! `commdn-bridge`, and for tests: no promise is made to anybody else.

mod bridge;
pub mod config;
mod hub;
pub mod journal;
mod net;
mod pair;
mod shared;
mod status;
mod systemd;
mod upstream;

pub use bridge::{Bridge, StartError, check_files};
pub use config::{Config, ConfigError};

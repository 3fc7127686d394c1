//! Client for the Communication DN (CommDN) API of Genesys Outbound Contact.
//!
//! From the bytes up: [`kvlist`] is the TKVList, [`message`] the requests and events of the
//! API, [`phone`] what a telephone number is, [`exchange`] tells which event answers which request, [`link`] frames T-Library
//! messages, and [`session`] is the blocking client that puts them together. The feature `outbox`
//! adds `outbox`, where requests survive everything until they have an outcome.
//!
//! ```no_run
//! use commdn::link::TcpConnector;
//! use commdn::message::Request;
//! use commdn::session::{Session, SessionConfig, Wait};
//!
//! let config = SessionConfig::new("8001", 20).application("desktop").ocs_dbid(101);
//! let session = Session::connect(config, TcpConnector::new("tserver", 3000))?;
//! let answer = session.call(&Request::do_not_call().phone("5551234567"), Wait::Default)?;
//! println!("{}", answer.event.message_type());
//! # Ok::<(), commdn::Error>(())
//! ```

// Allowed in `kvlist/utf8.rs` and `fork.rs`, which say why, and in the test of `thread.rs`.
#![deny(unsafe_code)]

pub mod delays;
mod error;
pub mod exchange;
#[doc(hidden)]
pub mod fork;
pub mod kvlist;
pub mod link;
pub mod message;
#[cfg(feature = "outbox")]
pub mod outbox;
pub mod phone;
pub mod session;
#[doc(hidden)]
pub mod sync;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
#[cfg(not(feature = "test-hooks"))]
mod test_hooks;
pub mod text;
#[doc(hidden)]
pub mod thread;

pub use error::{Error, ErrorKind};

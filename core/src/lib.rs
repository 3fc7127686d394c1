//! Client for the Communication DN (CommDN) API of Genesys Outbound Contact.
//!
//! From the bytes up: [`kvlist`] is the TKVList, [`message`] the requests and events of the API,
//! [`phone`] what a telephone number is, [`exchange`] tells which event answers which request,
//! [`link`] frames T-Library messages, and [`session`] is the blocking client that puts them
//! together. [`directory`] has the names of the configuration. The feature `outbox` adds `outbox`,
//! where requests survive everything until they have an outcome; `site` adds `site`, which reads the
//! settings of a contact centre from a file.
//!
//! ```no_run
//! use commdn::carrier::TcpConnector;
//! use commdn::message::Request;
//! use commdn::session::{Session, SessionConfig, Wait};
//!
//! let config = SessionConfig::new("8001", 20).application("desktop").ocs_dbid(101);
//! let session = Session::connect(config, TcpConnector::new("tserver", 3000))?;
//! let answer = session.call(&Request::do_not_call().phone("5551234567"), Wait::Default)?;
//! println!("{}", answer.event.message_type());
//! # Ok::<(), commdn::Error>(())
//! ```

// Allowed in `kvlist/fast/words.rs`, which says why.
#![deny(unsafe_code)]

pub mod carrier;
#[cfg(any(feature = "directory", feature = "outbox"))]
mod companions;
pub mod delays;
#[doc(hidden)]
pub mod description;
pub mod directory;
pub mod doctor;
mod error;
pub mod exchange;
mod finding;
pub mod kvlist;
pub mod link;
pub mod message;
pub mod outbox;
pub mod phone;
pub mod session;
#[cfg(feature = "site")]
pub mod site;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
#[cfg(not(feature = "test-hooks"))]
mod test_hooks;
pub mod text;
pub mod time;

pub use error::{Error, ErrorKind};

/// The code of the README is run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

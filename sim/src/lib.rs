//! A contact centre on a laptop: T-Server and any number of OCS, for everything that speaks
//! the Communication DN (CommDN) API.
//!
//! One [`engine`] without I/O, and frontends around it: a simulator in the same process, a TCP
//! server, and the process `commdn-sim`.
//!
//! ```
//! use commdn_sim::{Config, Simulator};
//!
//! let simulator = Simulator::start(Config::demo())?;
//! let connector = simulator.connector(); // for a session in this process
//! let address = simulator.listen("127.0.0.1:0")?; // for other processes
//! assert_eq!(simulator.control().snapshot().ocs[0].dbid, 101);
//! # Ok::<(), commdn_sim::SimError>(())
//! ```

#![forbid(unsafe_code)]

mod address;
#[cfg(feature = "certificates")]
mod certificates;
mod command;
pub mod config;
mod control;
mod directory;
pub mod engine;
mod facts;
pub mod fault;
mod frontend;
mod journal;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod limits;
pub mod log;
mod ocs;
mod simulator;
mod store;

pub use address::{connector, start};
#[cfg(feature = "certificates")]
pub use certificates::{
    CertificateFault, CertificateFiles, Issued, Subject, ThrowAwayCa, write_certificates,
};
pub use command::Command;
pub use config::{Config, ConfigError};
pub use control::Control;
pub use engine::{Fate, Server};
pub use facts::Facts;
pub use ocs::{DialingPlan, GroupState, OcsCounters, Outcome, RecordStatus};
pub use simulator::{SimError, Simulator};
pub use store::StoreError;

/// The code of the project's README is run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ProjectReadme;

/// The code of the crate's README is run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The code of the manual is run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/simulator.md")]
struct Manual;

#[cfg(all(doctest, feature = "certificates"))]
#[doc = include_str!("../../docs/tls.md")]
struct TlsManual;

//! A deterministic simulation: sessions and outboxes of several programs, and the contact centre
//! that they talk to, on one virtual network and clock, with faults that a seed decides.
//!
//! - [`World`] owns time and lets everything happen in order; [`network`] the bytes under way.
//! - [`client`] is one program: the session's machine, the outbox's sender, its crashes.
//! - [`Ledger`] knows what was asked and what came of it, and states the invariants.
//! - [`vfs`] is the disk under the outbox, with faults of its own.
//! - [`Plan`] is what a seed decides; [`report`] adds runs up, [`kept`] keeps what long ones have found.
//!
//! Nothing here has a thread, a socket or a clock: a seed replays exactly.

pub mod client;
pub mod kept;
pub mod ledger;
pub mod network;
pub mod plan;
pub mod report;
pub mod trace;
pub mod vfs;
pub mod world;

pub use ledger::{Broken, Ledger};
pub use plan::Plan;
pub use report::Report;
pub use world::World;

/// Run one seed; tells what happened, or the invariant that broke.
///
/// # Errors
/// [`Broken`] with the last things that happened.
pub fn run(seed: u64, traced: bool) -> Result<Report, Broken> {
    run_plan(Plan::of(seed), traced)
}

/// Run one plan; tells what happened, or the invariant that broke.
///
/// # Errors
/// As [`run`].
pub fn run_plan(plan: Plan, traced: bool) -> Result<Report, Broken> {
    World::new(plan, traced).run()
}

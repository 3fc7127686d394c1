//! What the threads of a session do to each other, in every order that there is.
//!
//! [`combining`], [`hand_on`] and [`batch_after_wake`] are the session's own files, and [`correlation`] runs its own exchange. The
//! others are models: what `core/src/session` does under its lock, by the same names, without time. A wait has no timeout
//! here, so that a wake-up that is lost is a deadlock, which loom finds. Each model has a counterpart that must fail.

#![cfg(test)]

#[path = "../../../core/src/session/combining.rs"]
mod combining;
#[path = "../../../core/src/session/dispatch.rs"]
mod hand_on;

#[path = "../../../core/src/session/batch_after_wake.rs"]
mod batch_after_wake;

mod batching;
mod close;
mod correlation;
mod dispatch;
mod reader;
mod sync;
mod writer;

/// Tells a test that was started again that it is to run the model that must fail.
const BROKEN: &str = "COMMDN_BROKEN_MODEL";

/// Whether loom finds a fault in `model`, which is the one of the test of that name.
///
/// In a process of its own: a deadlock inside a model ends the process.
fn fails(test: &str, model: impl Fn() + Sync + Send + 'static) -> bool {
    if std::env::var_os(BROKEN).is_some() {
        loom::model(model);
        return true;
    }
    let own = std::env::current_exe().expect("a test is a program");
    let run = std::process::Command::new(own).args([test, "--exact"]).env(BROKEN, "yes").output();
    !run.expect("the test can be started again").status.success()
}

//! The options of an outbox and of one submit, set one by one.

use commdn::delays;
use commdn::message::CmError;
use commdn::outbox::{OutboxConfig, Policy, SubmitOptions};

use crate::boundary::{
    BorrowedMut, Object, OutOwned, commdn_error, commdn_status, ffi_set, ffi_try_set, milliseconds,
};

/// The options of an outbox; each has a default, and NULL stands for the defaults.
#[derive(Default)]
pub struct commdn_outbox_options {
    config: OutboxConfig,
    policy: Policy,
    retryable_refusals: Vec<CmError>,
}

impl Object for commdn_outbox_options {
    const NAME: &'static str = "options";
}

impl commdn_outbox_options {
    /// Apply one of the core's setters, which take the options and give them back.
    pub(crate) fn set(&mut self, set: impl FnOnce(OutboxConfig) -> OutboxConfig) {
        self.config = set(std::mem::take(&mut self.config));
    }

    /// The same for how entries are sent.
    pub(crate) fn set_policy(&mut self, set: impl FnOnce(Policy) -> Policy) {
        self.policy = set(std::mem::take(&mut self.policy));
    }

    /// All of them, as the core has them.
    pub(crate) fn config(&self) -> OutboxConfig {
        let policy =
            self.policy.clone().retryable_refusals(self.retryable_refusals.iter().copied());
        self.config.clone().policy(policy)
    }
}

/// The options of a submit to an outbox; each has a default, and NULL stands for the defaults.
#[derive(Default)]
pub struct commdn_outbox_submit_options {
    options: SubmitOptions,
    unordered: bool,
}

impl Object for commdn_outbox_submit_options {
    const NAME: &'static str = "options";
}

impl commdn_outbox_submit_options {
    /// Apply one of the core's setters, which take the options and give them back.
    pub(crate) fn set(&mut self, set: impl FnOnce(SubmitOptions) -> SubmitOptions) {
        self.options = set(std::mem::take(&mut self.options));
    }

    /// All of them, as the core has them.
    pub(crate) fn options(&self) -> SubmitOptions {
        let options = self.options.clone();
        if self.unordered { options.unordered() } else { options }
    }
}

/// The pause after a failed attempt: `first_ms`, then twice as long each time, up to `max_ms`, the last half of it by chance. Default 1 second to 5 minutes.
///
/// Both are above 0, and the first is not longer than the longest. No pause is shorter than 100 ms, whatever they are.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_backoff_ms(
    options: BorrowedMut<commdn_outbox_options>,
    first_ms: i32,
    max_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let first = milliseconds(first_ms, "first_ms")?;
        let max = milliseconds(max_ms, "max_ms")?;
        delays::check(("first_ms", first), ("max_ms", max))?;
        options.set_policy(|policy| policy.backoff(first, max));
        Ok(())
    })
}

/// Another refusal of OCS, a COMMDN_CM_ERROR_ number or one that has no name, after which the same request may do better
/// later: its entry is repeated as if nobody had answered. Default none: a refusal is final.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_add_retryable_refusal(
    options: BorrowedMut<commdn_outbox_options>,
    cm_error: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(options, out_error, |options| options.retryable_refusals.push(CmError(cm_error)))
}

/// Send it whatever other requests of the same customer wait. Default false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_set_unordered(
    options: BorrowedMut<commdn_outbox_submit_options>,
    unordered: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(options, out_error, |options| {
        options.unordered = unordered;
    })
}

//! Speed work of the messages, beside the plain code and never the only way.
//!
//! Each file does the work of plain code faster, and a property test named in its header compares
//! the two. `--cfg commdn_no_fast` builds without it, for the test matrix.

#[cfg(any(test, not(commdn_no_fast)))]
mod correlation_keys;
mod record_template;

#[cfg(not(commdn_no_fast))]
pub(crate) use correlation_keys::CorrelationKeys;

//! Speed work of the codec, beside the plain code and never the only way.
//!
//! `--cfg commdn_no_fast` builds without it, for the test matrix.

pub(super) mod words;

//! Speed work of the exchange, beside the plain code and never the only way.
//!
//! `--cfg commdn_no_fast` builds without it, for the test matrix.

pub(super) mod text_places;

//! How a site writes and reads user data: the options that `docs/assumptions.md` explains.

use crate::boundary::{
    Borrowed, BorrowedMut, Object, OutOwned, commdn_error, commdn_status, ffi_set,
};
use commdn::message::Dialect;

/// How user data is written and read at a site. NULL stands for the default everywhere.
#[derive(Default)]
pub struct commdn_dialect(pub(crate) Dialect);

impl Object for commdn_dialect {
    const NAME: &'static str = "dialect";
}

/// The dialect behind an argument that may be NULL.
pub(crate) fn or_default(dialect: Borrowed<commdn_dialect>) -> Dialect {
    dialect.opt().map_or(Dialect::DEFAULT, |dialect| dialect.0)
}

/// What a packed list that is read may hold: bytes, pairs over all levels, and levels of nested lists.
///
/// Defaults 65,535, 13,107 and 32; ceilings 65,535, 13,107 and 64. More than a ceiling counts as the ceiling.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_limits(
    dialect: BorrowedMut<commdn_dialect>,
    max_bytes: usize,
    max_pairs: usize,
    max_depth: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(dialect, out_error, |dialect| {
        let limits = dialect.0.limits.with_max_bytes(max_bytes).with_max_pairs(max_pairs);
        dialect.0.limits = limits.with_max_depth(max_depth);
    })
}

//! The locks, under the name by which `tests/loom` replaces them.

pub(super) use parking_lot::{Condvar, Mutex};

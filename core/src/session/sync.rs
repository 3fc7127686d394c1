//! Locks under the name by which `tests/loom` replaces them.

pub(super) use commdn_rt::sync::{Condvar, Mutex};

//! The locks, under the name by which `tests/loom` replaces them.

pub(super) use crate::sync::{Condvar, Mutex};

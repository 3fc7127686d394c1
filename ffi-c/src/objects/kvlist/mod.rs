//! The list (TKVList): `list` is the object, the other files are its entry points.

pub mod add;
pub mod forms;
mod list;
pub mod make;
pub mod read;
pub mod walk;

pub use list::commdn_kvlist;

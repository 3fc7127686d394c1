//! The TKVList: Genesys' ordered list of key-value pairs, and its packed form.
//!
//! Owns the bytes: [`KvList`] keeps itself packed in one buffer, [`KvRef`] reads packed
//! bytes where they lie, [`KvWriter`] writes them into a buffer that is reused, and
//! [`text`] prints and parses the form that servers write to their logs.
//!
//! Knows nothing of sockets, clocks or threads, and answers any input with a value or a
//! [`KvError`] that tells the offset: no panic, no unbounded memory, no unbounded recursion.

mod builder;
mod charset;
mod error;
mod key;
mod limits;
mod list;
pub mod text;
mod utf8;
mod value;
mod view;
mod visit;
mod wire;
mod writer;

#[cfg(test)]
mod tests;

pub use builder::KvBuilder;
#[cfg(feature = "charsets")]
pub use charset::SiteCharset;
pub use charset::{Charset, CharsetError};
pub use error::{KvError, KvErrorKind};
pub use key::KvKey;
pub use limits::Limits;
pub use list::KvList;
pub(crate) use utf8::has_nul;
pub use value::{KvPair, KvStr, KvType, KvValue, KvWide};
pub use view::{KvRef, Pairs};
pub(crate) use visit::{Checked, visit_checked};
pub use visit::{KvScalar, KvVisitor, lookup, visit};
pub(crate) use wire::prefix_bytes as list_prefix;
pub use wire::{ListPrefix, Packing, UnicodeLength};
pub use writer::KvWriter;
pub(crate) use writer::{
    int_head, int_head_len, list_head, list_head_len, string_head, string_head_len,
};

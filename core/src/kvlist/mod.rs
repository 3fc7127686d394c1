//! The TKVList: Genesys' ordered list of key-value pairs, and its packed form.
//!
//! Owns the bytes: [`KvList`] keeps itself packed in one buffer, [`KvRef`] reads packed bytes in
//! place, [`KvWriter`] writes them into a reused buffer, and [`text`] prints and parses the log
//! text of servers.
//!
//! Knows nothing of sockets, clocks or threads. Every input gives a value or a [`KvError`] with the
//! offset: no panic, no unbounded memory, no unbounded recursion.

mod builder;
mod charset;
mod error;
mod fast;
mod grammar;
mod key;
mod limits;
mod list;
mod packing;
pub mod text;
mod value;
mod visit;
mod writer;

#[cfg(test)]
mod tests;

pub use builder::KvBuilder;
#[cfg(feature = "charsets")]
pub use charset::SiteCharset;
pub use charset::{Charset, CharsetError};
pub use error::{KvError, KvErrorKind};
pub(crate) use fast::words::has_nul;
pub use grammar::KvType;
pub(crate) use grammar::{int_field, list_prefix};
pub use key::KvKey;
pub(crate) use key::{KnownHead, head_len, put_head};
pub use limits::Limits;
pub use list::KvList;
pub use packing::{ListPrefix, Packing, UnicodeLength};
pub use value::{KvPair, KvRef, KvStr, KvValue, KvWide, Pairs};
pub(crate) use visit::{Checked, visit_checked};
pub use visit::{KvScalar, KvVisitor, lookup, visit};
pub use writer::KvWriter;

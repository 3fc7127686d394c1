//! Walking a list: every pair of every level is handed to a function of the caller's.
//!
//! Nothing is copied or allocated, but the texts of unicode values. Two ways to the same walk: over
//! a list, and over received bytes, of which no list is made.

use std::ffi::{c_char, c_void};

use commdn::kvlist::{self, KvError, KvScalar, KvStr, KvVisitor, Limits, Packing};

use crate::boundary::{
    Array, Borrowed, Fault, OutOwned, commdn_error, commdn_status, ffi_guard, invalid,
};
use crate::generated::numbers::kvlist::*;
use crate::objects::dialect::{commdn_dialect, or_default};
use crate::objects::kvlist::commdn_kvlist;

/// A pair that a walk has come to. It ends with the call that it is handed to; what its pointers point to, see there.
///
/// A later library may append fields: `struct_size` tells which are there.
#[repr(C)]
pub struct commdn_pair {
    /// Bytes of this struct.
    pub struct_size: u32,
    /// One of the COMMDN_TYPE numbers.
    pub value_type: i32,
    /// The key; no NUL ends it.
    pub key: *const c_char,
    /// Bytes of the key.
    pub key_bytes: usize,
    /// A string's or a binary value's bytes, a unicode value as UTF-8; no NUL ends them. NULL for others.
    pub value: *const c_char,
    /// Bytes of the value.
    pub value_bytes: usize,
    /// An int's number; how many pairs a list announces, which come next.
    pub number: i32,
    /// In how many lists of the walked one the pair stands: 0 for the outermost pairs.
    pub depth: u32,
}

/// Takes a pair of a walk; true to go on, false to end the walk.
///
/// Called on the walk's own thread before it returns, with no lock held. `pair` and a unicode
/// value end with the call. It must not throw, nor change or free what is walked.
pub type commdn_pair_fn =
    Option<unsafe extern "C" fn(pair: *const commdn_pair, user_data: *mut c_void) -> bool>;

/// Where the pairs go.
struct Walk {
    visit: unsafe extern "C" fn(*const commdn_pair, *mut c_void) -> bool,
    user_data: *mut c_void,
    depth: u32,
}

/// Why a walk ends before the end.
enum End {
    Wanted,
    Fault(Box<KvError>),
}

impl From<KvError> for End {
    fn from(error: KvError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl Walk {
    /// Walk packed bytes.
    fn run(
        bytes: &[u8],
        packing: Packing,
        limits: &Limits,
        visit: commdn_pair_fn,
        user_data: *mut c_void,
    ) -> Result<(), Fault> {
        let call = visit.ok_or_else(|| invalid("visit is NULL"))?;
        let mut walk = Self { visit: call, user_data, depth: 0 };
        match kvlist::visit(bytes, packing, limits, &mut walk) {
            Ok(()) | Err(End::Wanted) => Ok(()),
            Err(End::Fault(error)) => Err((*error).into()),
        }
    }

    #[inline(always)]
    fn hand(
        &self,
        key: KvStr<'_>,
        value_type: i32,
        value: Option<&[u8]>,
        number: i32,
    ) -> Result<(), End> {
        let key = key.bytes();
        let pair = commdn_pair {
            struct_size: size_of::<commdn_pair>() as u32,
            value_type,
            key: key.as_ptr().cast(),
            key_bytes: key.len(),
            value: value.map_or(std::ptr::null(), |value| value.as_ptr().cast()),
            value_bytes: value.map_or(0, <[u8]>::len),
            number,
            depth: self.depth,
        };
        // SAFETY: the application's function, called as commdn_pair_fn says.
        let more = unsafe { (self.visit)(&raw const pair, self.user_data) };
        if more { Ok(()) } else { Err(End::Wanted) }
    }
}

impl<'a> KvVisitor<'a> for Walk {
    type Error = End;

    #[inline(always)]
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), End> {
        match value {
            KvScalar::String(string) => self.hand(key, COMMDN_TYPE_STRING, Some(string.bytes()), 0),
            KvScalar::Int(number) => self.hand(key, COMMDN_TYPE_INT, None, number),
            KvScalar::Binary(bytes) => self.hand(key, COMMDN_TYPE_BINARY, Some(bytes), 0),
            KvScalar::Unicode(wide) => {
                let text = wide.text_lossy();
                self.hand(key, COMMDN_TYPE_UNICODE, Some(text.as_bytes()), 0)
            }
        }
    }

    fn enter(&mut self, key: KvStr<'a>, pairs: usize) -> Result<(), End> {
        self.hand(key, COMMDN_TYPE_LIST, None, pairs as i32)?;
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) -> Result<(), End> {
        self.depth -= 1;
        Ok(())
    }
}

/// Hand every pair to `visit`, nested ones right after the list that they are in.
///
/// Quicker than asking for each pair by its index. COMMDN_OK also when `visit` ends the walk.
///
/// Owns:    `user_data` is only handed to `visit`. Keys, strings and bytes are the list's: they end with it, and with its next change.
/// Blocks:  none, but what `visit` does
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_walk(
    list: Borrowed<commdn_kvlist>,
    visit: commdn_pair_fn,
    user_data: *mut c_void,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let list = list.get()?;
        // What a list may hold, whatever a dialect accepts.
        let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
        Walk::run(list.view().bytes(), Packing::DEFAULT, &limits, visit, user_data)
    })
}

/// As commdn_kvlist_walk(), over packed bytes, of which no list is made: the quickest way to read what was received.
///
/// Where the bytes are no list, `visit` may have been handed pairs before the fault.
///
/// Owns:    `user_data` is only handed to `visit`. Keys, strings and bytes are those of `packed`. `dialect` may be NULL.
/// Blocks:  none, but what `visit` does
/// Errors:  COMMDN_ERR_INVALID_LIST, whose message tells the offset of the fault or the limit.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_walk_packed(
    packed: Array<u8>,
    packed_bytes: usize,
    dialect: Borrowed<commdn_dialect>,
    visit: commdn_pair_fn,
    user_data: *mut c_void,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let data = packed.bytes(packed_bytes, "packed")?;
        let dialect = or_default(dialect);
        Walk::run(data, dialect.packing, &dialect.limits, visit, user_data)
    })
}

//! The keys that come again and again: as Python strings that exist already, and as bytes ready to be written.
//!
//! Owns two tables, one by the bytes of a key and one by the address of its string; a key that finds its place taken
//! by another one moves in. A hit saves making the string, checking that its bytes are text and hashing it, or
//! asking it for its bytes. What hostile peers send can displace keys, never add places: the tables are bounded.

use std::cell::UnsafeCell;
use std::mem::size_of;

use commdn::kvlist::KvKey;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Keys that are longer are not kept; the longest of the API has 26 bytes.
const LONGEST: usize = 47;
const PLACES: usize = 1024;

/// A key and its bytes; 64 bytes, one cache line.
#[repr(align(64))]
struct Place {
    key: Option<Py<PyString>>,
    len: u8,
    bytes: [u8; LONGEST],
}

/// A string and what is written for it as a key.
#[repr(align(64))]
struct Written {
    string: Option<Py<PyString>>,
    key: KvKey,
}

struct Table<T>(UnsafeCell<[T; PLACES]>);

// SAFETY: the functions of this file alone touch the tables. Each has a `Python` token, so its thread holds the GIL
// (abi3 without free threading), and calls nothing that could run Python code or give the GIL away while it borrows a
// place.
unsafe impl<T> Sync for Table<T> {}

static TABLE: Table<Place> =
    Table(UnsafeCell::new([const { Place { key: None, len: 0, bytes: [0; LONGEST] } }; PLACES]));

static WRITTEN: Table<Written> =
    Table(UnsafeCell::new([const { Written { string: None, key: KvKey::EMPTY } }; PLACES]));

/// What is written for a str as a key; `bytes` are asked for if that is not known yet. `None` if it is too long.
///
/// # Safety
/// `string` is an exact str and alive. The key is good until the next call of this function.
#[inline]
pub unsafe fn written<'a>(
    py: Python<'_>,
    string: *mut ffi::PyObject,
    bytes: impl FnOnce() -> Option<&'a [u8]>,
) -> Option<&'a KvKey> {
    let address = (string.addr() / size_of::<usize>()) as u64;
    let number = upper_bits(address.wrapping_mul(0x9E37_79B9_7F4A_7C15))?;
    // SAFETY: in bounds, for `upper_bits` tells less than PLACES; unshared, see `Sync` above.
    let place = unsafe { &*WRITTEN.0.get().cast::<Written>().add(number) };
    match &place.string {
        // The place has a reference to it, so nothing else can have come to that address.
        Some(kept) if kept.as_ptr() == string => Some(&place.key),
        _ => {
            let key = KvKey::new(bytes()?)?;
            // SAFETY: `string` is alive, by this function's contract; the rest as above.
            let (kept, place) = unsafe {
                let kept = Bound::from_borrowed_ptr(py, string).cast_into_unchecked::<PyString>();
                (kept.unbind(), &mut *WRITTEN.0.get().cast::<Written>().add(number))
            };
            place.key = key;
            // With the token, for an entry may not be counted as attached.
            drop(place.string.replace(kept).map(|displaced| displaced.into_bound(py)));
            Some(&place.key)
        }
    }
}

/// The number of a place by a well-mixed hash, whose upper bits are the best.
#[inline]
fn upper_bits(hash: u64) -> Option<usize> {
    usize::try_from(hash >> (64 - PLACES.ilog2())).ok()
}

/// The ASCII string with these bytes, if they are ASCII and worth keeping.
#[inline]
pub fn string<'py>(py: Python<'py>, bytes: &[u8]) -> Option<Bound<'py, PyString>> {
    borrowed(py, bytes).map(|key| key.to_owned())
}

/// The same without a reference of its own: good until the next call here, or until Python code runs.
#[inline]
pub fn borrowed<'a, 'py>(py: Python<'py>, bytes: &[u8]) -> Option<Borrowed<'a, 'py, PyString>> {
    let number = place_of(bytes)?;
    // SAFETY: in bounds, for `place_of` tells less than PLACES; unshared, see `Sync` above.
    let place = unsafe { &*TABLE.0.get().cast::<Place>().add(number) };
    if let Some(key) = &place.key
        && let Some(kept) = place.bytes.get(..place.len.into())
        && same(kept, bytes)
    {
        return Some(key.bind_borrowed(py));
    }
    keep(py, bytes, number)
}

/// Make the string and let it move in.
#[cold]
fn keep<'a, 'py>(
    py: Python<'py>,
    bytes: &[u8],
    number: usize,
) -> Option<Borrowed<'a, 'py, PyString>> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?;
    let key = PyString::intern(py, text).unbind();
    let len = u8::try_from(bytes.len()).ok()?;
    // SAFETY: in bounds; unshared, and nothing of Python's runs while it is borrowed: what is dropped is a str.
    let place = unsafe { &mut *TABLE.0.get().cast::<Place>().add(number) };
    place.len = len;
    place.bytes.get_mut(..bytes.len())?.copy_from_slice(bytes);
    // With the token, for an entry may not be counted as attached.
    drop(place.key.replace(key).map(|displaced| displaced.into_bound(py)));
    place.key.as_ref().map(|key| key.bind_borrowed(py))
}

/// The place of a key by its length and its first and last bytes, which tell the API's keys apart.
#[inline]
fn place_of(bytes: &[u8]) -> Option<usize> {
    if bytes.len() > LONGEST {
        return None;
    }
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => bytes
                .iter()
                .fold((0, 0), |(first, last), byte| (first << 8 | u64::from(*byte), last)),
        },
    };
    let mixed = first ^ last.rotate_left(23) ^ (bytes.len() as u64);
    upper_bits(mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Whether two keys are the same; in two or three wide comparisons instead of a call.
#[inline]
pub fn same(kept: &[u8], key: &[u8]) -> bool {
    fn ends<const N: usize>(one: &[u8], two: &[u8]) -> Option<bool> {
        let first = one.first_chunk::<N>()? == two.first_chunk::<N>()?;
        Some(first && one.last_chunk::<N>()? == two.last_chunk::<N>()?)
    }
    if kept.len() != key.len() {
        return false;
    }
    if key.len() > 32 {
        return kept == key;
    }
    ends::<16>(kept, key)
        .or_else(|| ends::<8>(kept, key))
        .or_else(|| ends::<4>(kept, key))
        .unwrap_or_else(|| kept == key)
}

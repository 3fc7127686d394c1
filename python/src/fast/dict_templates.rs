//! The shapes that come again and again: lists with the same keys in the same order.
//!
//! A key that is expected is compared, and need not be looked for. A dict of more than a few pairs is rebuilt while it
//! is filled, once or several times, and the stable ABI has no dict with room. A copy of a dict has room for what the
//! original holds: a dict whose shape is expected starts as a copy of a template, and its values replace the
//! template's, which are all None. What turns out to differ goes on in an empty dict with the pairs that it has. Owns
//! a table of shapes by depth and number of pairs, bounded in places, keys and their length; what hostile peers send
//! can displace shapes, and makes no dict wrong.

use std::cell::UnsafeCell;
use std::ptr::{null, null_mut};

use pyo3::ffi;
use pyo3::prelude::*;

use crate::fast::keys;

/// A dict of fewer pairs is not rebuilt while it is filled: it needs no template.
const LARGE: usize = 6;
const MOST: usize = 64;
/// Levels that have shapes: no message of the API has long lists that are deeper.
const LEVELS: usize = 4;
/// How often a shape may fail to come before another one takes its place.
const PATIENCE: u8 = 3;

/// A list that is expected to come again; the references are owned.
struct Shape {
    keys: Vec<Key>,
    /// The dict of these keys, with None for each, or NULL: made for a large one when it has come twice.
    template: *mut ffi::PyObject,
    trust: u8,
}

/// A str and its bytes, which are ASCII and within it.
#[derive(Clone, Copy)]
struct Key {
    object: *mut ffi::PyObject,
    data: *const u8,
    len: usize,
}

struct Table {
    shapes: [[Shape; MOST + 1]; LEVELS],
    is_used: bool,
}

struct Shared(UnsafeCell<Table>);

// SAFETY: `Shapes` alone touches it. There is one with a table at a time, and its thread holds the GIL (abi3 without
// free threading), or gives it away where Python collects garbage: whoever comes then finds the table used.
unsafe impl Sync for Shared {}

static SHARED: Shared = Shared(UnsafeCell::new(Table {
    shapes: [const { [const { Shape { keys: Vec::new(), template: null_mut(), trust: 0 } }; MOST + 1] };
        LEVELS],
    is_used: false,
}));

/// The table while somebody uses it.
pub struct Shapes(*mut Table);

/// What is still expected of a list: the keys between two places of a shape that stays as it is meanwhile.
#[derive(Clone, Copy)]
pub struct Expected {
    /// NULL if nothing is, or not any more.
    next: *const Key,
    end: *const Key,
    /// Whether the dict is a copy of the template.
    is_copy: bool,
}

impl Expected {
    pub const NOTHING: Self = Self { next: null(), end: null(), is_copy: false };

    /// The str of the next key, if it is the one that is expected; good as long as the shapes are there.
    ///
    /// # Safety
    /// The shapes that this is from are there.
    #[inline(always)]
    pub unsafe fn meet(&mut self, key: &[u8]) -> Option<*mut ffi::PyObject> {
        if self.next == self.end {
            return None;
        }
        // SAFETY: between the places are keys, whose bytes are alive with them.
        unsafe {
            let wanted = *self.next;
            if !keys::same(std::slice::from_raw_parts(wanted.data, wanted.len), key) {
                return None;
            }
            self.next = self.next.add(1);
            Some(wanted.object)
        }
    }

    /// Before another key than the expected one is put into a dict that has `told` pairs; tells whether Python had
    /// the memory.
    ///
    /// # Safety
    /// This is what is expected of `dict`, which is alive, and the GIL is held.
    #[inline(never)]
    pub unsafe fn differ(&mut self, dict: *mut ffi::PyObject, told: isize) -> bool {
        let is_copy = self.is_copy;
        *self = Self::NOTHING;
        // SAFETY: by this function's contract.
        !is_copy || unsafe { keep_first(dict, told) }
    }

    /// Whether all that was expected has come.
    fn is_met(&self) -> bool {
        !self.next.is_null() && self.next == self.end
    }
}

impl Shapes {
    /// The table, or none if it is in use further up on the stack or by another thread.
    #[inline]
    pub fn take(_: Python<'_>) -> Self {
        let table = SHARED.0.get();
        // SAFETY: the GIL is held; nobody keeps a reference to the flag.
        unsafe {
            if (*table).is_used {
                return Self(null_mut());
            }
            (*table).is_used = true;
        }
        Self(table)
    }

    #[inline]
    fn shape(&mut self, depth: usize, pairs: usize) -> Option<&mut Shape> {
        if self.0.is_null() {
            return None;
        }
        // SAFETY: nobody else uses the table until this is dropped, and the borrow is of `self`.
        let shapes = unsafe { &mut (*self.0).shapes };
        shapes.get_mut(depth)?.get_mut(pairs)
    }

    /// A new dict for a list of `pairs` pairs, or NULL with an exception set, and what is expected of it.
    #[inline]
    pub fn start(
        &mut self,
        _: Python<'_>,
        depth: usize,
        pairs: usize,
    ) -> (*mut ffi::PyObject, Expected) {
        // SAFETY: the GIL is held.
        unsafe {
            let Some(shape) = self.shape(depth, pairs).filter(|shape| !shape.keys.is_empty())
            else {
                return (ffi::PyDict_New(), Expected::NOTHING);
            };
            let keys = shape.keys.as_ptr_range();
            let is_copy = !shape.template.is_null();
            let expected = Expected { next: keys.start, end: keys.end, is_copy };
            let dict = if is_copy { ffi::PyDict_Copy(shape.template) } else { ffi::PyDict_New() };
            (dict, expected)
        }
    }

    /// The list of that dict has ended: what to expect the next time. `None` if Python had no memory.
    ///
    /// # Safety
    /// `dict` is alive, and all its keys are from the table of `keys`, or are not to be kept.
    #[inline]
    pub unsafe fn learn(
        &mut self,
        _: Python<'_>,
        depth: usize,
        pairs: usize,
        dict: *mut ffi::PyObject,
        expected: &Expected,
    ) -> Option<()> {
        let Some(shape) = self.shape(depth, pairs) else { return Some(()) };
        if expected.is_met() {
            shape.trust = PATIENCE;
            let wants_template = shape.template.is_null() && pairs >= LARGE;
            return if wants_template { shape.make_template() } else { Some(()) };
        }
        match shape.trust.checked_sub(1) {
            Some(less) => shape.trust = less,
            // SAFETY: by this function's contract.
            None => unsafe { shape.become_that_of(dict) },
        }
        Some(())
    }
}

impl Drop for Shapes {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: it was taken, and nobody else uses it.
            unsafe { (*self.0).is_used = false };
        }
    }
}

impl Shape {
    #[cold]
    fn make_template(&mut self) -> Option<()> {
        // SAFETY: a table is used by who holds the GIL; the keys are alive, and no Python code runs but in a
        // collection, which leaves the table alone.
        unsafe {
            let template = ffi::PyDict_New();
            let mut made = !template.is_null();
            for key in &self.keys {
                made = made && ffi::PyDict_SetItem(template, key.object, ffi::Py_None()) == 0;
            }
            if !made {
                ffi::Py_XDECREF(template);
                return None;
            }
            self.template = template;
        }
        Some(())
    }

    /// # Safety
    /// `dict` is a dict and alive, and the GIL is held.
    #[cold]
    unsafe fn become_that_of(&mut self, dict: *mut ffi::PyObject) {
        // SAFETY: by this function's contract; what loses its last reference is a dict of str and None, or a str.
        unsafe {
            ffi::Py_XDECREF(std::mem::replace(&mut self.template, null_mut()));
            for key in self.keys.drain(..) {
                ffi::Py_DECREF(key.object);
            }
            let (mut position, mut key) = (0, null_mut());
            while ffi::PyDict_Next(dict, &mut position, &mut key, null_mut()) != 0 {
                let mut len = 0;
                let data = ffi::PyUnicode_AsUTF8AndSize(key, &mut len);
                if data.is_null() {
                    // It is no key of the table: there is nothing to expect then.
                    ffi::PyErr_Clear();
                    continue;
                }
                ffi::Py_INCREF(key);
                self.keys.push(Key { object: key, data: data.cast(), len: len.unsigned_abs() });
            }
        }
    }
}

/// Empty a copy of a template but for the pairs that were told; tells whether Python had the memory.
///
/// # Safety
/// `dict` is a dict, alive, of exact str, and the GIL is held.
#[cold]
unsafe fn keep_first(dict: *mut ffi::PyObject, told: isize) -> bool {
    let mut kept = Vec::with_capacity(MOST);
    // SAFETY: by this function's contract; the pairs have references of their own while the dict has none to them,
    // and what goes are references to None.
    unsafe {
        let (mut position, mut key, mut value) = (0, null_mut(), null_mut());
        for _ in 0..told {
            if ffi::PyDict_Next(dict, &mut position, &mut key, &mut value) == 0 {
                break;
            }
            ffi::Py_INCREF(key);
            ffi::Py_INCREF(value);
            kept.push((key, value));
        }
        ffi::PyDict_Clear(dict);
        let mut put = true;
        for (key, value) in kept {
            put = put && ffi::PyDict_SetItem(dict, key, value) == 0;
            ffi::Py_DECREF(key);
            ffi::Py_DECREF(value);
        }
        put
    }
}

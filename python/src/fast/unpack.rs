//! Packed bytes to a tree of dicts in one pass, without a list or a second look between.
//!
//! Runs no Python code of anybody's. What was seen before decides how a dict starts (`dict_templates`), never what it holds. Gives up at the first thing that needs more than that, and at the first fault:
//! the plain code (`crate::unpack`) then starts afresh, knows everything, and finds the words for faults. Which bytes are a
//! list is the core's matter.

use std::mem::MaybeUninit;
use std::ptr::null_mut;

use commdn::kvlist::{Charset, KvError, KvScalar, KvStr, KvVisitor, Limits, Packing, visit};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::fast::dict_templates::{Expected, Shapes};
use crate::fast::keys;

/// The dict of a packed list, if no key occurs twice, no value is a unicode one, and all text is text.
#[inline]
pub fn dict<'py>(
    py: Python<'py>,
    bytes: &[u8],
    charset: Charset,
    packing: Packing,
    limits: &Limits,
) -> Option<Bound<'py, PyDict>> {
    let around = [const { MaybeUninit::uninit() }; Limits::MAX_DEPTH];
    let shapes = Shapes::take(py);
    let mut maker = Maker { py, charset, shapes, root: None, level: Level::NONE, depth: 0, around };
    visit(bytes, packing, limits, &mut maker).ok()?;
    maker.end_level().ok()?;
    maker.root
}

/// No tree was made.
struct GivenUp;

impl From<KvError> for GivenUp {
    fn from(_: KvError) -> Self {
        Self
    }
}

/// A dict that is being filled; the dict around it keeps it alive, and the maker the outermost.
#[derive(Clone, Copy)]
struct Level {
    dict: *mut ffi::PyObject,
    /// How many pairs it was told.
    told: isize,
    /// How many its list announced.
    pairs: usize,
    expected: Expected,
    /// All its keys are from the table of keys.
    is_plain: bool,
}

impl Level {
    /// Of a tree that has no root.
    const NONE: Self =
        Self { dict: null_mut(), told: 0, pairs: 0, expected: Expected::NOTHING, is_plain: false };
}

struct Maker<'py> {
    py: Python<'py>,
    charset: Charset,
    shapes: Shapes,
    root: Option<Bound<'py, PyDict>>,
    level: Level,
    depth: usize,
    /// The levels around it, the first `depth` of which are there.
    around: [MaybeUninit<Level>; Limits::MAX_DEPTH],
}

impl Maker<'_> {
    /// The innermost list has ended.
    #[inline]
    fn end_level(&mut self) -> Result<(), GivenUp> {
        let Level { dict, told, pairs, ref expected, is_plain } = self.level;
        if dict.is_null() {
            return Err(GivenUp);
        }
        // SAFETY: the dict is alive, and the GIL is held.
        unsafe {
            // A key came twice: the wrong value would be kept.
            if ffi::PyDict_Size(dict) != told {
                return Err(GivenUp);
            }
            if is_plain && self.shapes.learn(self.py, self.depth, pairs, dict, expected).is_none() {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            }
        }
        Ok(())
    }

    /// Put a pair into the dict that is being filled.
    ///
    /// # Safety
    /// `value` is a new reference, which ends here, or NULL with an exception set.
    #[inline(always)]
    unsafe fn put(&mut self, key: KvStr<'_>, value: *mut ffi::PyObject) -> Result<(), GivenUp> {
        // SAFETY: by this function's contract, and the shapes are there.
        unsafe {
            if value.is_null() {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            }
            let Level { dict, told, ref mut expected, .. } = self.level;
            self.level.told += 1;
            let put = match expected.meet(key.bytes()) {
                Some(key) => ffi::PyDict_SetItem(dict, key, value) == 0,
                None => expected.differ(dict, told) && self.put_other(key, value),
            };
            ffi::Py_DECREF(value);
            if !put {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            }
        }
        Ok(())
    }

    /// Put a pair whose key was not expected; tells whether that went well.
    ///
    /// # Safety
    /// The value is alive, and the GIL is held.
    #[inline(never)]
    unsafe fn put_other(&mut self, key: KvStr<'_>, value: *mut ffi::PyObject) -> bool {
        let dict = self.level.dict;
        // SAFETY: by this function's contract; the dict takes a reference of its own to a key that is borrowed.
        unsafe {
            if let Some(key) = keys::borrowed(self.py, key.bytes()) {
                return ffi::PyDict_SetItem(dict, key.as_ptr(), value) == 0;
            }
            self.level.is_plain = false;
            let key = self.text(key);
            let put = !key.is_null() && ffi::PyDict_SetItem(dict, key, value) == 0;
            ffi::Py_XDECREF(key);
            put
        }
    }

    /// A new reference to a text, or NULL with an exception set.
    #[inline]
    fn text(&self, text: KvStr<'_>) -> *mut ffi::PyObject {
        let bytes = text.bytes();
        match self.charset {
            // SAFETY: the GIL is held, and the bytes are there; Python checks that they are text.
            Charset::Utf8 => unsafe {
                ffi::PyUnicode_FromStringAndSize(bytes.as_ptr().cast(), bytes.len().cast_signed())
            },
            charset => PyString::new(self.py, &charset.decode_lossy(bytes)).into_any().into_ptr(),
        }
    }
}

impl<'a> KvVisitor<'a> for Maker<'_> {
    type Error = GivenUp;

    #[inline(always)]
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), GivenUp> {
        // SAFETY: the GIL is held; all three make new references.
        unsafe {
            let value = match value {
                KvScalar::Int(number) => ffi::PyLong_FromLong(number.into()),
                KvScalar::String(text) => self.text(text),
                KvScalar::Binary(bytes) => {
                    ffi::PyBytes_FromStringAndSize(bytes.as_ptr().cast(), bytes.len().cast_signed())
                }
                KvScalar::Unicode(_) => return Err(GivenUp),
            };
            self.put(key, value)
        }
    }

    #[inline]
    fn begin(&mut self, pairs: usize) -> Result<(), GivenUp> {
        let (dict, expected) = self.shapes.start(self.py, 0, pairs);
        // SAFETY: the GIL is held; it is a new reference to a dict, or NULL with an exception set.
        unsafe {
            let Some(root) = Bound::from_owned_ptr_or_opt(self.py, dict) else {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            };
            self.root = Some(root.cast_into_unchecked());
        }
        self.level = Level { dict, told: 0, pairs, expected, is_plain: true };
        Ok(())
    }

    #[inline]
    fn enter(&mut self, key: KvStr<'a>, pairs: usize) -> Result<(), GivenUp> {
        let (dict, expected) = self.shapes.start(self.py, self.depth + 1, pairs);
        // SAFETY: the GIL is held; the dict around keeps the new one alive once it has it.
        unsafe { self.put(key, dict)? };
        self.around.get_mut(self.depth).ok_or(GivenUp)?.write(self.level);
        self.depth += 1;
        self.level = Level { dict, told: 0, pairs, expected, is_plain: true };
        Ok(())
    }

    #[inline]
    fn leave(&mut self) -> Result<(), GivenUp> {
        self.end_level()?;
        self.depth = self.depth.checked_sub(1).ok_or(GivenUp)?;
        let level = self.around.get(self.depth).ok_or(GivenUp)?;
        // SAFETY: `enter` has written it, for it was below `depth`.
        self.level = unsafe { level.assume_init() };
        Ok(())
    }
}

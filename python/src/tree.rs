//! Packed bytes to a tree of dicts in one pass, without a list or a second look between.
//!
//! Runs no Python code of anybody's. Gives up at the first thing that needs more than that, and at the first fault:
//! the general way (`convert`) then starts afresh, knows everything, and finds the words for faults. Which bytes are a
//! list is the core's matter.

use std::mem::MaybeUninit;

use commdn::kvlist::{Charset, KvError, KvScalar, KvStr, KvVisitor, Limits, Packing, visit};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::keys;

/// The dict of a packed list, if no key occurs twice, no value is a unicode one, and all text is text.
#[inline]
pub fn dict<'py>(
    py: Python<'py>,
    bytes: &[u8],
    charset: Charset,
    packing: Packing,
    limits: &Limits,
) -> Option<Bound<'py, PyDict>> {
    let root = PyDict::new(py);
    let level = Level { dict: root.as_ptr(), told: 0 };
    let around = [const { MaybeUninit::uninit() }; Limits::MAX_DEPTH];
    let mut maker = Maker { py, charset, level, depth: 0, around };
    visit(bytes, packing, limits, &mut maker).ok()?;
    maker.level.is_whole().then_some(root)
}

/// No tree was made.
struct GivenUp;

impl From<KvError> for GivenUp {
    fn from(_: KvError) -> Self {
        Self
    }
}

/// A dict that is being filled; the dict around it keeps it alive, and `dict` the outermost.
#[derive(Clone, Copy)]
struct Level {
    dict: *mut ffi::PyObject,
    /// How many pairs it was told.
    told: isize,
}

impl Level {
    /// Whether no key came twice: the wrong value would be kept then.
    #[inline]
    fn is_whole(self) -> bool {
        // SAFETY: the dict is alive, and whoever has a level holds the GIL.
        unsafe { ffi::PyDict_Size(self.dict) == self.told }
    }
}

struct Maker<'py> {
    py: Python<'py>,
    charset: Charset,
    level: Level,
    depth: usize,
    /// The levels around it, the first `depth` of which are there.
    around: [MaybeUninit<Level>; Limits::MAX_DEPTH],
}

impl Maker<'_> {
    /// Put a pair into the dict that is being filled.
    ///
    /// # Safety
    /// `value` is a new reference, which ends here, or NULL with an exception set.
    #[inline]
    unsafe fn put(&mut self, key: KvStr<'_>, value: *mut ffi::PyObject) -> Result<(), GivenUp> {
        let dict = self.level.dict;
        self.level.told += 1;
        // SAFETY: by this function's contract; a borrowed key is used before anything else happens to the table,
        // and the dict takes a reference of its own.
        unsafe {
            if value.is_null() {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            }
            let failed = match keys::borrowed(self.py, key.bytes()) {
                Some(key) => ffi::PyDict_SetItem(dict, key.as_ptr(), value),
                None => {
                    let key = self.text(key);
                    let failed = match key.is_null() {
                        true => -1,
                        false => ffi::PyDict_SetItem(dict, key, value),
                    };
                    ffi::Py_XDECREF(key);
                    failed
                }
            };
            ffi::Py_DECREF(value);
            if failed != 0 {
                ffi::PyErr_Clear();
                return Err(GivenUp);
            }
        }
        Ok(())
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

    #[inline]
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
    fn enter(&mut self, key: KvStr<'a>, _: usize) -> Result<(), GivenUp> {
        // SAFETY: the GIL is held; the dict around keeps the new one alive once it has it.
        let dict = unsafe {
            let dict = ffi::PyDict_New();
            self.put(key, dict)?;
            dict
        };
        self.around.get_mut(self.depth).ok_or(GivenUp)?.write(self.level);
        self.depth += 1;
        self.level = Level { dict, told: 0 };
        Ok(())
    }

    #[inline]
    fn leave(&mut self) -> Result<(), GivenUp> {
        if !self.level.is_whole() {
            return Err(GivenUp);
        }
        self.depth = self.depth.checked_sub(1).ok_or(GivenUp)?;
        let level = self.around.get(self.depth).ok_or(GivenUp)?;
        // SAFETY: `enter` has written it, for it was below `depth`.
        self.level = unsafe { level.assume_init() };
        Ok(())
    }
}

//! The functions that are called most, entered without a detour.
//!
//! A binding's ordinary way into a function unpacks keyword arguments, counts attachments and carries errors, which
//! costs more than packing a request. The entries here look for the plain call of the quick kind and do it at once;
//! any other call goes the ordinary way, with the arguments as they came.

use std::sync::OnceLock;

use commdn::kvlist::{Charset, KvValue, Limits, Packing};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCFunction, PyType};

use super::{pack as fast_pack, unpack as fast_unpack};
use crate::objects::kvlist::KvListObject;

type Entry = ffi::PyCFunctionFastWithKeywords;

/// What Python keeps a pointer to.
struct Definition(ffi::PyMethodDef);

// SAFETY: Python only reads it.
unsafe impl Sync for Definition {}

static PACK: Definition = Definition(ffi::PyMethodDef {
    ml_name: c"pack".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: pack },
    ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
    ml_doc: c"pack(source, /, *, charset='utf-8', list_prefix='length32', unicode_length='bytes')\n--\n\n\
              Pairs or a nested dict to packed bytes, without a list between.\n\n\
              Raises: CommDNListError or TypeError naming the keys down to what does not fit."
        .as_ptr(),
});

static UNPACK: Definition = Definition(ffi::PyMethodDef {
    ml_name: c"unpack".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: unpack },
    ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
    ml_doc: c"unpack(data, /, *, charset='utf-8', duplicates='first', unicode_length='bytes', \
              max_bytes=65535, max_pairs=13107, max_depth=32)\n--\n\n\
              Packed bytes to a nested dict, without a list between.\n\n\
              Raises: CommDNListError with the offset of the first fault."
        .as_ptr(),
});

static GET: Definition = Definition(ffi::PyMethodDef {
    ml_name: c"get".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionFast: get },
    ml_flags: ffi::METH_FASTCALL,
    ml_doc: c"get($self, key, default=None, /)\n--\n\nThe value of the first pair with that key."
        .as_ptr(),
});

static GENERAL_PACK: OnceLock<Entry> = OnceLock::new();
static GENERAL_UNPACK: OnceLock<Entry> = OnceLock::new();

/// Add the functions to the module, and the method to its class.
pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let general = wrap_pyfunction!(crate::pack::pack, module)?;
    add_function(module, "pack", &PACK, &GENERAL_PACK, general)?;
    let general = wrap_pyfunction!(crate::unpack::unpack, module)?;
    add_function(module, "unpack", &UNPACK, &GENERAL_UNPACK, general)?;
    let class: Bound<'_, PyType> = module.py().get_type::<KvListObject>();
    // SAFETY: the GIL is held; Python only reads the definition, which lives for ever.
    let method = unsafe {
        let definition = (&raw const GET.0).cast_mut();
        Bound::from_owned_ptr_or_err(
            module.py(),
            ffi::PyDescr_NewMethod(class.as_type_ptr(), definition),
        )?
    };
    class.setattr("get", method)
}

fn add_function(
    module: &Bound<'_, PyModule>,
    name: &str,
    definition: &'static Definition,
    general: &OnceLock<Entry>,
    function: Bound<'_, PyCFunction>,
) -> PyResult<()> {
    let py = module.py();
    let module_name = module.name()?;
    // SAFETY: the GIL is held; Python only reads the definition, which lives for ever. The flags say which type the
    // pointer of the ordinary function has, and its code lives as long as the process.
    let entry = unsafe {
        if ffi::PyCFunction_GetFlags(function.as_ptr()) != ffi::METH_FASTCALL | ffi::METH_KEYWORDS {
            return Err(PyTypeError::new_err("a function with options has an unknown way in"));
        }
        let Some(pointer) = ffi::PyCFunction_GetFunction(function.as_ptr()) else {
            return Err(PyErr::fetch(py));
        };
        general.get_or_init(|| std::mem::transmute::<ffi::PyCFunction, Entry>(pointer));
        let definition_ptr = (&raw const definition.0).cast_mut();
        let entry = ffi::PyCFunction_NewEx(definition_ptr, module.as_ptr(), module_name.as_ptr());
        Bound::from_owned_ptr_or_err(py, entry)?
    };
    module.add(name, entry)
}

unsafe extern "C" fn pack(
    module: *mut ffi::PyObject,
    args: *const *mut ffi::PyObject,
    count: isize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: Python calls with the GIL held and `count` arguments that stay alive.
    unsafe {
        if count == 1 && names.is_null() {
            let source = Borrowed::from_ptr(Python::assume_attached(), *args);
            if let Some(packed) = fast_pack::pack(&source, Charset::Utf8, Packing::DEFAULT) {
                return packed.into_ptr();
            }
        }
        go_on(&GENERAL_PACK, module, args, count, names)
    }
}

unsafe extern "C" fn unpack(
    module: *mut ffi::PyObject,
    args: *const *mut ffi::PyObject,
    count: isize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: Python calls with the GIL held and `count` arguments that stay alive.
    unsafe {
        if count == 1 && names.is_null() && ffi::Py_TYPE(*args) == &raw mut ffi::PyBytes_Type {
            let data =
                Borrowed::from_ptr(Python::assume_attached(), *args).cast_unchecked::<PyBytes>();
            let made = fast_unpack::dict(
                data.py(),
                data.as_bytes(),
                Charset::Utf8,
                Packing::DEFAULT,
                &Limits::DEFAULT,
            );
            if let Some(dict) = made {
                return dict.into_ptr();
            }
        }
        go_on(&GENERAL_UNPACK, module, args, count, names)
    }
}

/// Call the ordinary function.
///
/// # Safety
/// That of the function: Python's arguments, and the GIL held.
#[cold]
unsafe fn go_on(
    general: &OnceLock<Entry>,
    module: *mut ffi::PyObject,
    args: *const *mut ffi::PyObject,
    count: isize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    match general.get() {
        // SAFETY: by this function's contract.
        Some(general) => unsafe { general(module, args, count, names) },
        None => std::ptr::null_mut(),
    }
}

unsafe extern "C" fn get(
    this: *mut ffi::PyObject,
    args: *mut *mut ffi::PyObject,
    count: isize,
) -> *mut ffi::PyObject {
    // SAFETY: Python calls with the GIL held, `count` arguments that stay alive, and a KVList as the object that the
    // method is of.
    unsafe {
        let list =
            Borrowed::from_ptr(Python::assume_attached(), this).cast_unchecked::<KvListObject>();
        let (key, default) = match count {
            1 => (*args, ffi::Py_None()),
            2 => (*args, *args.add(1)),
            _ => return wrong_count(count),
        };
        if let Some(name) = fast_pack::text(key, list.get().charset()) {
            let value = match list.get().list().get(name) {
                Some(KvValue::Int(number)) => ffi::PyLong_FromLong(number.into()),
                Some(KvValue::String(text)) if list.get().charset() == Charset::Utf8 => {
                    let bytes = text.bytes();
                    ffi::PyUnicode_FromStringAndSize(
                        bytes.as_ptr().cast(),
                        bytes.len().cast_signed(),
                    )
                }
                None => {
                    ffi::Py_INCREF(default);
                    default
                }
                Some(_) => std::ptr::null_mut(),
            };
            if !value.is_null() {
                return value;
            }
            ffi::PyErr_Clear();
        }
        general_get(this, key, default)
    }
}

/// The value of a key of any kind, of any type.
///
/// # Safety
/// `this` is a KVList; all three are alive, and the GIL is held.
#[cold]
unsafe fn general_get(
    this: *mut ffi::PyObject,
    key: *mut ffi::PyObject,
    default: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    Python::attach(|py| {
        // SAFETY: by this function's contract.
        let (list, key, default) = unsafe {
            (
                Borrowed::from_ptr(py, this).cast_unchecked::<KvListObject>(),
                Borrowed::from_ptr(py, key),
                Borrowed::from_ptr(py, default),
            )
        };
        match list.get().find(&key) {
            Ok(found) => found.unwrap_or_else(|| default.to_owned()).into_ptr(),
            Err(error) => {
                error.restore(py);
                std::ptr::null_mut()
            }
        }
    })
}

#[cold]
fn wrong_count(count: isize) -> *mut ffi::PyObject {
    Python::attach(|py| {
        let text = format!("KVList.get() takes 1 or 2 positional arguments but {count} were given");
        PyTypeError::new_err(text).restore(py);
    });
    std::ptr::null_mut()
}

//! Arguments of Python calls as values of the core.
//!
//! Owns every conversion of an argument that has more than one form, and the text of its error, which
//! names the argument. No rule of the API: what a value may be is the core's matter.

use std::borrow::Cow;
use std::time::Duration;

use commdn::delays::LONGEST;
use commdn::kvlist::{Charset, Limits, ListPrefix, Packing, UnicodeLength};
use commdn::message::{AutoCompletionPlace, Dialect};
use commdn::session::Wait;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyEllipsis, PyInt, PyString};

use crate::enums::PyEnum;
use crate::errors::invalid_argument;

/// The charset of a `charset` argument.
pub fn charset(name: &str) -> PyResult<Charset> {
    if name == "utf-8" {
        return Ok(Charset::Utf8);
    }
    Charset::from_name(name).map_err(|error| invalid_argument(error.to_string()))
}

/// The bytes of a bytes-like object; borrowed if it is `bytes`.
pub fn buffer<'a>(data: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    PyBuffer::<u8>::get(data)?.to_vec(data.py()).map(Cow::Owned)
}

/// A text.
pub fn text<'a>(value: &'a Bound<'_, PyAny>, name: &str) -> PyResult<&'a str> {
    match value.cast::<PyString>() {
        Ok(text) => text.to_str(),
        Err(_) => Err(PyTypeError::new_err(format!("{name}: {} is not a str", kind(value)))),
    }
}

/// A text of digits, for which a whole number stands as well.
///
/// For phone numbers, ids of customers and DNs, never for names.
pub fn digits<'a>(value: &'a Bound<'_, PyAny>, name: &str) -> PyResult<Cow<'a, str>> {
    if let Ok(text) = value.cast::<PyString>() {
        return text.to_str().map(Cow::Borrowed);
    }
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        return Ok(Cow::Owned(value.str()?.to_string()));
    }
    let text = format!("{name}: {} is not a str, nor an int of digits", kind(value));
    Err(PyTypeError::new_err(text))
}

/// The number of an argument that is a member of an enumeration, a number, or a name of one.
pub fn number<E: PyEnum>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<E> {
    if value.is_instance_of::<PyInt>() {
        let number = value.extract().map_err(|_| {
            invalid_argument(format!("{name} {value} does not fit in a signed 32-bit int"))
        })?;
        return Ok(E::from(number));
    }
    let py = value.py();
    if value.is_instance_of::<PyString>() {
        // The class knows the words for its members, and finds the closest one.
        let member =
            E::class(py)?.call_method1("from_name", (value,)).map_err(|error| match error
                .is_instance_of::<PyValueError>(
                py,
            ) {
                true => invalid_argument(format!("{name}: {}", error.value(py))),
                false => error,
            })?;
        return Ok(E::from(member.extract()?));
    }
    let class = E::class(py)?.name()?;
    Err(PyTypeError::new_err(format!("{name}: {} is not a {class}, an int or a name", kind(value))))
}

/// A `timeout` argument: `...` is the session's default, `None` is for ever, otherwise seconds.
#[derive(Clone, Copy)]
pub struct Timeout(pub Wait);

impl<'py> FromPyObject<'_, 'py> for Timeout {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self(Wait::Forever));
        }
        if value.is_instance_of::<PyEllipsis>() {
            return Ok(Self(Wait::Default));
        }
        // Every argument of this type has this name.
        Ok(Self(Wait::For(seconds(&value, "timeout")?)))
    }
}

impl Timeout {
    /// The duration, where `default` is the session's.
    pub fn duration(self, default: Duration) -> Duration {
        match self.0 {
            Wait::No => Duration::ZERO,
            Wait::For(duration) => duration.min(LONGEST),
            Wait::Forever => LONGEST,
            _ => default.min(LONGEST),
        }
    }
}

/// An argument of one type; what has another one is refused by its name.
pub fn given<'py, T: FromPyObjectOwned<'py>>(value: &Bound<'py, PyAny>, name: &str) -> PyResult<T> {
    value.extract().map_err(|error: T::Error| {
        let (error, py): (PyErr, _) = (error.into(), value.py());
        let text = format!("{name}: {}", error.value(py));
        if error.is_instance_of::<PyTypeError>(py) {
            PyTypeError::new_err(text)
        } else if error.is_instance_of::<PyOverflowError>(py) {
            invalid_argument(format!("{name} {value} is too small or too large"))
        } else {
            error
        }
    })
}

/// An argument in seconds, as a number or a `timedelta`; `name` is for the message.
pub fn seconds(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Duration> {
    let value: f64 = match value.extract() {
        Ok(number) => number,
        Err(_) => {
            value.call_method0("total_seconds").and_then(|total| total.extract()).map_err(|_| {
                let kind = kind(value);
                let text = format!("{name}: {kind} is not a number of seconds or a timedelta");
                PyTypeError::new_err(text)
            })?
        }
    };
    if value.is_nan() || value < 0.0 {
        return Err(invalid_argument(format!("{name} {value} is not a number of seconds")));
    }
    let time = Duration::try_from_secs_f64(value).ok().filter(|time| *time <= LONGEST);
    time.ok_or_else(|| invalid_argument(format!("{name} {value:?} is over 100 years")))
}

/// Seconds, of a number or a `timedelta`; for waits that Python itself makes.
#[pyfunction(name = "seconds")]
pub fn seconds_of(value: &Bound<'_, PyAny>, name: &str) -> PyResult<f64> {
    Ok(seconds(value, name)?.as_secs_f64())
}

/// The name of an object's class, for messages.
pub fn kind(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

/// A time of a session: seconds, or None for ever.
pub fn time(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Duration> {
    if value.is_none() { Ok(LONGEST) } else { seconds(value, name) }
}

/// What `convert` makes of a value; `None` of None.
pub fn unless_none<'a, 'py, T>(
    value: &'a Bound<'py, PyAny>,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Option<T>> {
    if value.is_none() { Ok(None) } else { convert(value).map(Some) }
}

/// The limits of a reader.
pub fn limits(max_bytes: usize, max_pairs: usize, max_depth: usize) -> Limits {
    Limits::DEFAULT.with_max_bytes(max_bytes).with_max_pairs(max_pairs).with_max_depth(max_depth)
}

/// How a list is packed.
pub fn packing(list_prefix: &str, unicode_length: &str) -> PyResult<Packing> {
    let list_prefix = self::list_prefix(list_prefix)?;
    let unicode_length = self::unicode_length(unicode_length)?;
    Ok(Packing::DEFAULT.with_list_prefix(list_prefix).with_unicode_length(unicode_length))
}

/// The value of a `list_prefix` argument.
pub fn list_prefix(name: &str) -> PyResult<ListPrefix> {
    match name {
        "length32" => Ok(ListPrefix::Length32),
        "two_lengths16" => Ok(ListPrefix::TwoLengths16),
        other => Err(invalid_argument(format!(
            "list_prefix {other:?} is neither 'length32' nor 'two_lengths16'"
        ))),
    }
}

/// The value of a `unicode_length` argument.
pub fn unicode_length(name: &str) -> PyResult<UnicodeLength> {
    match name {
        "bytes" => Ok(UnicodeLength::Bytes),
        "units" => Ok(UnicodeLength::Units),
        other => Err(invalid_argument(format!(
            "unicode_length {other:?} is neither 'bytes' nor 'units'"
        ))),
    }
}

/// The dialect with a `list_prefix`.
pub fn with_list_prefix(dialect: Dialect, name: &str) -> PyResult<Dialect> {
    let packing = dialect.packing.with_list_prefix(list_prefix(name)?);
    Ok(dialect.with_packing(packing))
}

/// The dialect with a `unicode_length`.
pub fn with_unicode_length(dialect: Dialect, name: &str) -> PyResult<Dialect> {
    let packing = dialect.packing.with_unicode_length(unicode_length(name)?);
    Ok(dialect.with_packing(packing))
}

/// The dialect with an `auto_completion_place`.
pub fn with_auto_completion(dialect: Dialect, name: &str) -> PyResult<Dialect> {
    let place = match name {
        "top_level" => AutoCompletionPlace::TopLevel,
        "properties" => AutoCompletionPlace::Properties,
        other => {
            return Err(invalid_argument(format!(
                "auto_completion_place {other:?} is neither 'top_level' nor 'properties'"
            )));
        }
    };
    Ok(dialect.with_auto_completion(place))
}

//! Why a call fails: a status with its reason, and the object that tells C.
//!
//! Owns the way from the core's errors to statuses. What an error carries (an event, a request)
//! becomes an object only when C asks for it: `objects::error` knows those, this file does not.

use std::any::Any;
use std::borrow::Cow;
use std::sync::OnceLock;

use commdn::kvlist::KvError;
use commdn::kvlist::text::TextError;
use commdn::message::InvalidRequest;

use super::ctext::CText;
use super::status::{
    self, COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_NOT_FOUND, COMMDN_ERR_WRONG_TYPE, commdn_status,
};

/// An error on its way out.
#[derive(Debug)]
pub(crate) struct Fault {
    status: commdn_status,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Core(commdn::Error),
    Text(Cow<'static, str>),
}

impl Fault {
    /// A fault with that status; the text tells what failed and the value at fault.
    pub fn new(status: commdn_status, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, reason: Reason::Text(text.into()) }
    }

    pub const fn status(&self) -> commdn_status {
        self.status
    }
}

/// An argument that makes no sense.
pub(crate) fn invalid(text: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_INVALID_ARGUMENT, text)
}

/// There is nothing under that key, index or name.
pub(crate) fn not_found(what: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_NOT_FOUND, what)
}

/// There is something, of another type.
pub(crate) fn wrong_type(what: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_WRONG_TYPE, what)
}

/// Bytes as text.
pub(crate) fn utf8<'a>(bytes: &'a [u8], name: &str) -> Result<&'a str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        invalid(format!("{name} is not UTF-8 from byte {} on", error.valid_up_to()))
    })
}

impl From<commdn::Error> for Fault {
    fn from(error: commdn::Error) -> Self {
        Self { status: status::of_kind(error.kind()), reason: Reason::Core(error) }
    }
}

impl From<InvalidRequest> for Fault {
    fn from(error: InvalidRequest) -> Self {
        commdn::Error::from(error).into()
    }
}

impl From<KvError> for Fault {
    fn from(error: KvError) -> Self {
        commdn::Error::from(error).into()
    }
}

impl From<TextError> for Fault {
    fn from(error: TextError) -> Self {
        Self::new(status::COMMDN_ERR_INVALID_LIST, error.to_string())
    }
}

/// Why a call failed.
///
/// Every call with an `out_error` clears it first, and sets it when it fails and `out_error` is
/// not NULL. The object is then the caller's, to be freed with commdn_error_free().
pub struct commdn_error {
    status: commdn_status,
    message: CText,
    attribute: Option<CText>,
    verdict: Option<CText>,
    /// What the core says, if the error is the core's.
    core: Option<commdn::Error>,
    /// The objects in it that C has asked for.
    details: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl commdn_error {
    pub(crate) fn new(fault: Fault) -> Self {
        let (message, core) = match fault.reason {
            Reason::Core(error) => (CText::new(error.message()), Some(error)),
            Reason::Text(text) => (CText::new(text.as_bytes()), None),
        };
        let attribute = core.as_ref().and_then(|error| error.attribute()).map(CText::new);
        let verdict = core.as_ref().and_then(commdn::Error::verdict);
        let verdict = verdict.map(|verdict| CText::new(verdict.code));
        Self { status: fault.status, message, attribute, verdict, core, details: OnceLock::new() }
    }

    pub(crate) const fn status(&self) -> commdn_status {
        self.status
    }

    pub(crate) const fn message(&self) -> &CText {
        &self.message
    }

    pub(crate) const fn attribute(&self) -> Option<&CText> {
        self.attribute.as_ref()
    }

    pub(crate) const fn verdict(&self) -> Option<&CText> {
        self.verdict.as_ref()
    }

    pub(crate) const fn core(&self) -> Option<&commdn::Error> {
        self.core.as_ref()
    }

    /// The objects in it, made when C first asks for one; `T` is always the same type.
    pub(crate) fn details<T: Any + Send + Sync>(
        &self,
        make: impl FnOnce(&commdn::Error) -> T,
    ) -> Option<&T> {
        let core = self.core.as_ref()?;
        self.details.get_or_init(|| Box::new(make(core))).downcast_ref()
    }
}

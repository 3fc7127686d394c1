//! The phone number of a request: normalised when it is set, refused when the request is written.
//!
//! `crate::phone` decides what a number is; this file only keeps the result.

use std::borrow::Cow;

use super::Request;
use crate::phone::{PhoneError, normalize};

impl Request {
    /// Phone number in any notation that [`normalize`] reads; what is sent are its digits.
    ///
    /// A text that is not certainly one number is kept as it is, and refused by [`Request::write`]
    /// with the reason: it is never sent.
    #[must_use]
    pub fn phone(self, phone: impl Into<String>) -> Self {
        self.number(phone.into())
    }

    fn number(mut self, text: String) -> Self {
        let number = normalize(&text);
        self.phone_refused = number.is_err();
        let number = match number {
            Ok(Cow::Owned(number)) => number,
            Ok(Cow::Borrowed(number)) if number.len() < text.len() => number.to_owned(),
            _ => text,
        };
        self.record(|record| record.phone = Some(number))
    }

    /// A text to be sent as phone number unharmed, 64 bytes at most: internal numbers, service
    /// codes.
    #[must_use]
    pub fn phone_as_is(mut self, text: impl Into<String>) -> Self {
        self.phone_refused = false;
        self.record(|record| record.phone = Some(text.into()))
    }

    /// Reason why the phone is not accepted as a number.
    pub(super) fn phone_fault(&self) -> Option<PhoneError> {
        let phone = self.fields().record.as_ref()?.phone.as_deref();
        phone.filter(|_| self.phone_refused).and_then(|text| normalize(text).err())
    }

    /// Whether [`Request::phone`] would make another number, or none, of the phone that is sent.
    #[must_use]
    pub fn is_phone_as_is(&self) -> bool {
        let phone = self.fields().record.as_ref().and_then(|record| record.phone.as_deref());
        !self.phone_refused && phone.is_some_and(|text| normalize(text).as_deref() != Ok(text))
    }

    /// Whether the phone, if there is one, may be sent.
    #[inline]
    pub(super) const fn has_sendable_phone(&self) -> bool {
        !self.phone_refused
    }
}

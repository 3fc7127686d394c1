//! Correlation keys: the attributes that distinguish a received message from others.
//!
//! Owns which they are, and their plain reading: each is looked up by itself. Builds with
//! `--cfg commdn_no_fast` use it; others read them in `fast::correlation_keys`, which must say the
//! same. Must not decide which request a message answers: that is the exchange's.

use std::borrow::Cow;

use super::RecordList;
#[cfg(any(test, commdn_no_fast))]
use super::{Attribute, CmError, Dbid, Dialect, GroupStatus, Traffic, keys};
use crate::kvlist::{Charset, KvError, KvScalar};
#[cfg(any(test, commdn_no_fast))]
use crate::kvlist::{Checked, KvRef, KvStr, KvValue, KvVisitor, visit_checked};

/// Text of a received message, in the charset of the site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextValue<'a> {
    scalar: KvScalar<'a>,
    charset: Charset,
}

impl<'a> TextValue<'a> {
    pub const fn new(scalar: KvScalar<'a>, charset: Charset) -> Self {
        Self { scalar, charset }
    }

    /// Whether it is this text.
    #[inline]
    pub fn is(&self, text: &[u8]) -> bool {
        match self.scalar {
            KvScalar::String(own) if self.charset == Charset::Utf8 && own.bytes() == text => true,
            _ => self.text().as_bytes() == text,
        }
    }

    /// Whether there is nothing in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        match self.scalar {
            KvScalar::String(own) => own.bytes().is_empty(),
            _ => self.text().is_empty(),
        }
    }

    /// The text.
    pub fn text(&self) -> Cow<'a, str> {
        self.scalar.value().to_text(self.charset).unwrap_or_default()
    }
}

/// The lists of records, the one that counts where both stand first.
pub(super) const LISTS: [RecordList; 2] = [RecordList::DoNotCall, RecordList::CancelRecord];

/// Bytes that are not a packed list; which fault it is nobody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable;

impl From<KvError> for Unreadable {
    fn from(_: KvError) -> Self {
        Self
    }
}

/// Keys of a message, looked up when they are asked for.
#[cfg(any(test, commdn_no_fast))]
#[derive(Debug)]
pub(crate) struct CorrelationKeys<'a> {
    list: KvRef<'a>,
    charset: Charset,
}

#[cfg(any(test, commdn_no_fast))]
impl<'a> CorrelationKeys<'a> {
    /// Check the bytes of a message, and read its keys.
    ///
    /// # Errors
    /// [`Unreadable`] if they are not a packed list.
    pub fn read(bytes: &'a [u8], dialect: &Dialect) -> Result<(Self, Checked<'a>), Unreadable> {
        let checked = visit_checked(bytes, dialect.packing, &dialect.limits, &mut Nobody)?;
        Ok((Self { list: checked.view(), charset: dialect.charset }, checked))
    }

    pub fn traffic(&self) -> Traffic {
        Traffic::of(self.list)
    }

    pub fn origin(&self) -> Option<Dbid> {
        self.number(Attribute::Origin)
    }

    pub fn target(&self) -> Option<Dbid> {
        self.number(Attribute::Target)
    }

    pub fn reference_id(&self) -> Option<i32> {
        self.number(Attribute::ReferenceId)
    }

    pub fn campaign(&self) -> Option<Dbid> {
        self.number(Attribute::Campaign)
    }

    pub fn group(&self) -> Option<Dbid> {
        self.number(Attribute::Group)
    }

    pub fn status(&self) -> Option<GroupStatus> {
        self.number(Attribute::Status).map(GroupStatus)
    }

    pub fn error(&self) -> Option<CmError> {
        self.number(Attribute::Error).map(CmError).filter(|error| *error != CmError::NO)
    }

    pub fn record_list(&self) -> Option<RecordList> {
        let properties = self.list.get_list(keys::PROPERTIES)?;
        LISTS.into_iter().find(|list| properties.get_list(list.key()).is_some())
    }

    pub fn phone(&self) -> Option<TextValue<'a>> {
        self.text(Attribute::Phone)
    }

    pub fn customer_id(&self) -> Option<TextValue<'a>> {
        self.text(Attribute::CustomerId)
    }

    pub fn campaign_name(&self) -> Option<TextValue<'a>> {
        self.text(Attribute::CampaignName)
    }

    pub fn chain(&self) -> Option<TextValue<'a>> {
        self.text(Attribute::Chain)
    }

    fn number(&self, attribute: Attribute) -> Option<i32> {
        attribute.find(self.list)?.to_int()
    }

    fn text(&self, attribute: Attribute) -> Option<TextValue<'a>> {
        let scalar = match attribute.find(self.list)? {
            KvValue::String(string) => KvScalar::String(string),
            KvValue::Int(number) => KvScalar::Int(number),
            KvValue::Unicode(wide) => KvScalar::Unicode(wide),
            KvValue::Binary(_) | KvValue::List(_) => return None,
        };
        Some(TextValue::new(scalar, self.charset))
    }
}

/// A visitor of bytes that are only checked.
#[cfg(any(test, commdn_no_fast))]
struct Nobody;

#[cfg(any(test, commdn_no_fast))]
impl<'a> KvVisitor<'a> for Nobody {
    type Error = Unreadable;

    fn pair(&mut self, _: KvStr<'a>, _: KvScalar<'a>) -> Result<(), Unreadable> {
        Ok(())
    }

    fn enter(&mut self, _: KvStr<'a>, _: usize) -> Result<(), Unreadable> {
        Ok(())
    }

    fn leave(&mut self) -> Result<(), Unreadable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_another_charset_is_compared_as_text() {
        let scalar = KvScalar::String(KvStr::new(b"M\xfcller"));
        let text = TextValue::new(scalar, Charset::Latin1);
        assert!(text.is("Müller".as_bytes()) && !text.is(b"M\xfcller"));
    }
}

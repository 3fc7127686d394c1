//! The lists `do_not_call` and `cancel_record`: which records a request is about.

use std::fmt;

use super::heads::{put_list, put_string};
use super::keys;
use crate::kvlist::{Charset, CharsetError, KvRef, KvWriter};

/// Which of the two lists a record scope stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordList {
    /// `do_not_call`.
    DoNotCall,
    /// `cancel_record`.
    CancelRecord,
}

impl RecordList {
    /// The list's key in `GSW_CM_AttrProperties`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DoNotCall => keys::DO_NOT_CALL,
            Self::CancelRecord => keys::CANCEL_RECORD,
        }
    }
}

/// Scope of a request within a chain of records: `GSW_CHAIN_ATTR`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Chain {
    /// All records of the chain; what OCS does when the attribute is missing.
    #[default]
    AllChain,
    /// The matching record only.
    RecordOnly,
    /// Another value, kept as it came.
    Other(String),
}

impl Chain {
    /// The value as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AllChain => "AllChain",
            Self::RecordOnly => "RecordOnly",
            Self::Other(other) => other,
        }
    }
}

impl From<&str> for Chain {
    fn from(text: &str) -> Self {
        match text {
            "AllChain" => Self::AllChain,
            "RecordOnly" => Self::RecordOnly,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Which records a do-not-call or cancel request is about, or was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Record {
    /// The list it stands in.
    pub list: RecordList,
    /// Phone number.
    pub phone: Option<String>,
    /// Customer id.
    pub customer_id: Option<String>,
    /// Only records of this campaign; cancellation only.
    pub campaign_name: Option<String>,
    /// Scope within chains; OCS takes a missing one as all of the chain.
    pub chain: Option<Chain>,
    /// What OCS tells about a cancellation.
    pub message: Option<String>,
}

impl Record {
    /// A scope without attributes.
    #[must_use]
    pub const fn new(list: RecordList) -> Self {
        Self {
            list,
            phone: None,
            customer_id: None,
            campaign_name: None,
            chain: None,
            message: None,
        }
    }

    /// The list of either kind in `GSW_CM_AttrProperties`.
    pub(super) fn find(properties: KvRef<'_>) -> Option<(RecordList, KvRef<'_>)> {
        [RecordList::DoNotCall, RecordList::CancelRecord]
            .into_iter()
            .find_map(|list| Some((list, properties.get_list(list.key())?)))
    }

    pub(super) fn read(list: RecordList, scope: KvRef<'_>, charset: Charset) -> Self {
        let text = |key| Some(scope.get(key)?.to_text(charset)?.into_owned());
        Self {
            list,
            phone: text(keys::PHONE),
            customer_id: text(keys::CUSTOMER_ID),
            campaign_name: text(keys::CAMPAIGN_NAME),
            chain: text(keys::CHAIN_ATTR).map(|chain| Chain::from(chain.as_str())),
            message: text(keys::MESSAGE),
        }
    }

    pub(super) fn write(
        &self,
        writer: &mut KvWriter<'_>,
        charset: Charset,
    ) -> Result<(), (&'static str, CharsetError)> {
        let mut result = Ok(());
        let fill = |scope: &mut KvWriter<'_>| {
            macro_rules! texts {
                ($($key:path: $text:expr,)*) => {
                    $(if let Some(text) = $text {
                        match charset.encode(text) {
                            Ok(bytes) => put_string!(scope, $key, &bytes),
                            Err(error) => result = Err(($key, error)),
                        }
                    })*
                };
            }
            texts! {
                keys::PHONE: &self.phone,
                keys::CAMPAIGN_NAME: &self.campaign_name,
                keys::CUSTOMER_ID: &self.customer_id,
                keys::CHAIN_ATTR: self.chain.as_ref().map(Chain::as_str),
                keys::MESSAGE: &self.message,
            }
        };
        match self.list {
            RecordList::DoNotCall => put_list!(writer, keys::DO_NOT_CALL, fill),
            RecordList::CancelRecord => put_list!(writer, keys::CANCEL_RECORD, fill),
        }
        result
    }
}

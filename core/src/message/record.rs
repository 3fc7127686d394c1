//! The lists `do_not_call` and `cancel_record`: the records that a request applies to.

use std::fmt;

use super::heads::{put_list, put_string};
use super::keys;
use crate::description::attributes;
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

impl From<String> for Chain {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl AsRef<str> for Chain {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! record {
    (message { $($message:tt)+ } record { texts { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ } }) => {
        /// Which records a do-not-call or cancel request is about, or was.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct Record {
            /// The list it stands in.
            pub list: RecordList,
            $($(#[doc = $doc])+ pub $name: Option<text!($value)>,)+
        }

        impl Record {
            /// A scope without attributes.
            #[must_use]
            pub const fn new(list: RecordList) -> Self {
                Self { list, $($name: None,)+ }
            }

            pub(super) fn read(list: RecordList, scope: KvRef<'_>, charset: Charset) -> Self {
                let text = |key| Some(scope.get(key)?.to_text(charset)?.into_owned());
                Self { list, $($name: text(keys::$key_name).map(Into::into),)+ }
            }

            /// The texts with their keys, in the order in which they are written.
            pub(super) fn texts(&self) -> [(&'static str, Option<&str>); count!($($name)+)] {
                [$((keys::$key_name, self.$name.as_ref().map(AsRef::as_ref)),)+]
            }

            fn write_texts(
                &self,
                scope: &mut KvWriter<'_>,
                charset: Charset,
            ) -> Result<(), (&'static str, CharsetError)> {
                $(if let Some(text) = &self.$name {
                    let bytes = charset.encode(text.as_ref()).map_err(|error| (keys::$key_name, error))?;
                    put_string!(scope, keys::$key_name, &bytes);
                })+
                Ok(())
            }
        }
    };
}

/// The type of a text.
macro_rules! text {
    (Chain) => {
        Chain
    };
    (Text) => {
        String
    };
}

macro_rules! count {
    ($($name:ident)+) => {
        [$(stringify!($name)),+].len()
    };
}

attributes!(record);

impl Record {
    /// The list of either kind in `GSW_CM_AttrProperties`.
    pub(super) fn find(properties: KvRef<'_>) -> Option<(RecordList, KvRef<'_>)> {
        [RecordList::DoNotCall, RecordList::CancelRecord]
            .into_iter()
            .find_map(|list| Some((list, properties.get_list(list.key())?)))
    }

    pub(super) fn write(
        &self,
        writer: &mut KvWriter<'_>,
        charset: Charset,
    ) -> Result<(), (&'static str, CharsetError)> {
        let mut result = Ok(());
        let fill = |scope: &mut KvWriter<'_>| result = self.write_texts(scope, charset);
        match self.list {
            RecordList::DoNotCall => put_list!(writer, keys::DO_NOT_CALL, fill),
            RecordList::CancelRecord => put_list!(writer, keys::CANCEL_RECORD, fill),
        }
        result
    }
}

//! Open enumerations: a number without a name is kept and printed, never refused.

use std::fmt;

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certainty {
    /// The manual's chapter lists it.
    Chapter,
    /// The chapter lists it as not used by the CommDN API.
    NotApplicable,
    /// Another public source states it.
    Public,
    /// Inferred; see `docs/assumptions.md`.
    Inferred,
}

/// One named number of an enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumEntry {
    /// The number.
    pub number: i32,
    /// Its short name in this library, for example `REQ_DO_NOT_CALL`.
    pub label: &'static str,
    /// Its name in the field, for example `CM_ReqDoNotCall`.
    pub name: &'static str,
    /// Other spellings that the chapter or logs use.
    pub also: &'static [&'static str],
    /// Where the number comes from.
    pub certainty: Certainty,
}

/// One enumeration, for printing or listing all of them.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EnumInfo {
    /// The type's name.
    pub name: &'static str,
    /// The key whose values these are.
    pub key: &'static str,
    /// What it is, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
    /// All named numbers, in order.
    pub entries: &'static [EnumEntry],
}

impl EnumInfo {
    pub(super) const fn of<E: OpenEnum>() -> Self {
        Self { name: E::TYPE, key: E::KEY, doc: E::DOC, entries: E::ENTRIES }
    }
}

/// What every enumeration of user data offers.
pub trait OpenEnum: Copy + Eq + fmt::Debug + fmt::Display + From<i32> {
    /// The key whose values these are.
    const KEY: &'static str;
    /// The type's name.
    const TYPE: &'static str;
    /// What it is, as the lines of a Rust documentation comment.
    const DOC: &'static [&'static str];
    /// All named numbers, in order.
    const ENTRIES: &'static [EnumEntry];

    /// The number.
    fn number(self) -> i32;

    /// What is known of the number.
    fn entry(self) -> Option<&'static EnumEntry> {
        Self::ENTRIES.iter().find(|entry| entry.number == self.number())
    }

    /// Its name in the field, for example `CM_ReqDoNotCall`.
    fn name(self) -> Option<&'static str> {
        self.entry().map(|entry| entry.name)
    }

    /// The value of that name: the field's, another spelling, with or without `GSW_`, or this
    /// library's label.
    fn from_name(name: &str) -> Option<Self> {
        let plain = name.strip_prefix("GSW_").unwrap_or(name);
        let fits = |entry: &&EnumEntry| {
            entry.name == plain
                || entry.label == plain
                || entry.also.iter().any(|also| *also == plain || *also == name)
        };
        Self::ENTRIES.iter().find(fits).map(|entry| Self::from(entry.number))
    }
}

macro_rules! open_enum {
    (
        $(#[doc = $doc:literal])+
        $type:ident for $key:expr;
        $($(#[$note:meta])* $label:ident = $number:literal, $name:literal $(| $also:literal)*, $certainty:ident;)*
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(pub i32);

        impl $type {
            $($(#[$note])* #[doc = concat!("`", $name, "`, ", stringify!($number), ".")] pub const $label: Self = Self($number);)*
        }

        impl $crate::message::OpenEnum for $type {
            const KEY: &'static str = $key;
            const TYPE: &'static str = stringify!($type);
            const DOC: &'static [&'static str] = &[$($doc),+];
            const ENTRIES: &'static [$crate::message::EnumEntry] = &[
                $($crate::message::EnumEntry {
                    number: $number,
                    label: stringify!($label),
                    name: $name,
                    also: &[$($also),*],
                    certainty: $crate::message::Certainty::$certainty,
                },)*
            ];

            fn number(self) -> i32 {
                self.0
            }
        }

        impl From<i32> for $type {
            fn from(number: i32) -> Self {
                Self(number)
            }
        }

        impl From<$type> for i32 {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match $crate::message::OpenEnum::name(*self) {
                    Some(name) => f.pad(name),
                    None => f.pad(&format!("{}({})", stringify!($type), self.0)),
                }
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match $crate::message::OpenEnum::name(*self) {
                    Some(name) => write!(f, "{} {name}", self.0),
                    None => write!(f, "{}({})", stringify!($type), self.0),
                }
            }
        }
    };
}
pub(crate) use open_enum;

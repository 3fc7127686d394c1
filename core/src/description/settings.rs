//! Settings structs made from a table of options: a field, its default and a setter for each row.
//!
//! Owns the Rust form of each kind of option. Must not decide a default or a range: rows do.

use std::time::Duration;

use super::{OptionRow, Standard};

/// A value of an option.
pub(crate) trait Setting: Sized {
    /// The row's default.
    fn standard(row: &OptionRow) -> Self;

    /// The same value, as near as the row's range allows.
    fn within(self, _row: &OptionRow) -> Self {
        self
    }
}

impl Setting for bool {
    fn standard(row: &OptionRow) -> Self {
        row.standard == Standard::Flag(true)
    }
}

impl Setting for Duration {
    fn standard(row: &OptionRow) -> Self {
        row.standard_time()
    }

    fn within(self, row: &OptionRow) -> Self {
        row.time(self)
    }
}

impl Setting for Option<Duration> {
    fn standard(row: &OptionRow) -> Self {
        match row.standard {
            Standard::Time(time) => Some(time),
            _ => None,
        }
    }

    fn within(self, row: &OptionRow) -> Self {
        self.map(|time| row.time(time))
    }
}

impl Setting for String {
    fn standard(row: &OptionRow) -> Self {
        match row.standard {
            Standard::Text(text) => text.to_owned(),
            _ => Self::new(),
        }
    }
}

impl Setting for Option<String> {
    fn standard(_row: &OptionRow) -> Self {
        None
    }
}

impl Setting for i32 {
    fn standard(row: &OptionRow) -> Self {
        row.standard_number() as Self
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {
        $(impl Setting for $type {
            fn standard(row: &OptionRow) -> Self {
                row.standard_number() as Self
            }

            fn within(self, row: &OptionRow) -> Self {
                Self::try_from(row.number(self as u64)).unwrap_or(Self::MAX)
            }
        })+
    };
}

numbers!(u32, u64, usize);

/// The type of a field; an option without a default may be missing.
macro_rules! field {
    (Flag $standard:expr) => { bool };
    (Dbid $standard:expr) => { i32 };
    (Count32 $standard:expr) => { u32 };
    (Count $standard:expr) => { usize };
    (Bytes $standard:expr) => { usize };
    (Count64 $standard:expr) => { u64 };
    (Bytes64 $standard:expr) => { u64 };
    (Time $standard:expr) => { std::time::Duration };
    (ShortTime $standard:expr) => { std::time::Duration };
    (TimeOrNever $standard:expr) => { Option<std::time::Duration> };
    (Text $standard:expr) => { String };
    ($kind:ident) => { Option<$crate::description::settings::argument!($kind)> };
}

/// The type of the value that a setter takes.
macro_rules! argument {
    (Time) => { std::time::Duration };
    (Text) => { String };
    ($kind:ident $($standard:expr)?) => { $crate::description::settings::field!($kind $($standard)?) };
}

/// A setter.
macro_rules! setter {
    ($(#[$doc:meta])+ $name:ident Text $($standard:expr)?) => {
        $(#[$doc])+
        pub fn $name(mut self, text: impl Into<String>) -> Self {
            self.settings.$name = Into::<String>::into(text).into();
            self
        }
    };
    ($(#[$doc:meta])+ $name:ident $kind:ident $($standard:expr)?) => {
        $(#[$doc])+
        pub fn $name(mut self, value: $crate::description::settings::argument!($kind $($standard)?)) -> Self {
            self.settings.$name = $crate::description::Setting::within(value, &rows::$name).into();
            self
        }
    };
}

/// A struct of settings with a field for each row, and the setters of an object that has it as `settings`. Where it is
/// used, `rows` is the table's module.
macro_rules! settings {
    (
        $(#[$attribute:meta])*
        $settings:ident of $object:ident;
        $(
            $(#[doc = $doc:literal])+
            $name:ident: $kind:ident $(= $standard:expr)? $(=> $says:literal)? $(, $key:ident $value:expr)*;
        )+
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(super) struct $settings {
            $(pub $name: $crate::description::settings::field!($kind $($standard)?),)+
        }

        impl Default for $settings {
            fn default() -> Self {
                Self { $($name: $crate::description::Setting::standard(&rows::$name),)+ }
            }
        }

        impl $object {
            $($crate::description::settings::setter! {
                $(#[doc = $doc])+
                #[doc = concat!("\n\nDefault" $(, " `", stringify!($standard), "`")? $(, ": ", $says)?, ".")]
                $name $kind $($standard)?
            })+
        }
    };
}

pub(crate) use {argument, field, setter, settings};

//! One option: its name, the type of its value, default, range and purpose.
//!
//! Owns the type of a row and the checks that follow from it. The rows are in the tables beside
//! this file. Must not know the owner of an option: the table does.

use std::time::Duration;

/// Longest finite time, 100 years: some clocks overflow beyond it.
pub const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// The object that has an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionsOf {
    /// A session.
    Session,
    /// A session, how its lost connection is replaced.
    Reconnect,
    /// A session, how its connection is secured.
    Tls,
    /// A dialect: how user data is written and read.
    Dialect,
    /// An outbox.
    Outbox,
    /// An outbox, how it sends, repeats and gives up.
    Policy,
    /// One submit to an outbox.
    Submit,
}

/// The type of an option's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A number of things; the width is that of the core's setter.
    Count32,
    /// As above, as wide as an address.
    Count,
    /// As above, 64 bits wide.
    Count64,
    /// A number of bytes, as wide as an address.
    Bytes,
    /// A number of bytes, 64 bits wide.
    Bytes64,
    /// The DBID of an application.
    Dbid,
    /// A time: milliseconds where a language has no type for it.
    Time,
    /// A short time: microseconds where a language has no type for it.
    ShortTime,
    /// A time that may reach beyond 32 bits of milliseconds, or none for never.
    TimeOrNever,
    /// A text.
    Text,
    /// The path of a PEM file, or PEM text.
    Pem,
    /// The name of a charset.
    Charset,
    /// One of the row's choices.
    Choice,
    /// A whole dialect.
    Dialect,
    /// A set of OCS's error numbers.
    CmErrors,
}

/// The default of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standard {
    /// Not set: [`OptionRow::says`] is the resulting behaviour.
    Unset,
    /// Of a flag.
    Flag(bool),
    /// Of a number.
    Number(u64),
    /// Of a time.
    Time(Duration),
    /// Of a text, or the name of a choice.
    Text(&'static str),
}

/// One of the values of a [`Kind::Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// Its name, for example `two_lengths16`.
    pub name: &'static str,
    /// Its number in C, behind the name of the option.
    pub number: i32,
    /// What it means.
    pub doc: &'static [&'static str],
}

/// How a language sets an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setter {
    /// By a setter, or argument, of its own with that name: it is printed.
    Own(&'static str),
    /// By one that is written by hand, because it takes more than one option or another type.
    ByHand(&'static str),
    /// Not at all.
    Absent,
}

impl Setter {
    /// The name, if there is one.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Own(name) | Self::ByHand(name) => Some(name),
            Self::Absent => None,
        }
    }
}

/// One option.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct OptionRow {
    /// Its name in Rust; the others have it, too, unless they are named below.
    pub name: &'static str,
    /// The object that has it.
    pub of: OptionsOf,
    /// The type of its value.
    pub kind: Kind,
    /// Its default.
    pub standard: Standard,
    /// The default in words, where the value does not say enough: `the system's`.
    pub says: Option<&'static str>,
    /// The least value, in the unit of the kind; smaller ones count as this one.
    pub least: u64,
    /// The greatest value, in the unit of the kind; greater ones count as this one.
    pub most: u64,
    /// Whether 0 is refused; [`OptionRow::least`] takes it for the least value.
    pub positive: bool,
    /// The values of a [`Kind::Choice`].
    pub choices: &'static [Choice],
    /// What it is for, as the lines of a Rust documentation comment: the first paragraph is a summary.
    pub doc: &'static [&'static str],
    /// In C, without `commdn_<object>_set_` and without the unit.
    pub c: Setter,
    /// In C++.
    pub cpp: Setter,
    /// In Python.
    pub python: Setter,
}

impl OptionRow {
    /// A row whose option has the same name everywhere.
    #[must_use]
    pub const fn new(
        of: OptionsOf,
        name: &'static str,
        kind: Kind,
        standard: Standard,
        doc: &'static [&'static str],
    ) -> Self {
        let most = match kind {
            Kind::Time | Kind::ShortTime | Kind::TimeOrNever => LONGEST.as_millis() as u64,
            Kind::Count32 => u32::MAX as u64,
            Kind::Dbid => i32::MAX as u64,
            _ => u64::MAX,
        };
        let own = Setter::Own(name);
        Self {
            name,
            of,
            kind,
            standard,
            says: None,
            least: 0,
            most,
            positive: false,
            choices: &[],
            doc,
            c: own,
            cpp: own,
            python: own,
        }
    }

    /// The same with a least value.
    #[must_use]
    pub const fn least(mut self, least: u64) -> Self {
        self.least = least;
        self
    }

    /// The same with a greatest value.
    #[must_use]
    pub const fn most(mut self, most: u64) -> Self {
        self.most = most;
        self
    }

    /// The same, refusing 0.
    #[must_use]
    pub const fn positive(mut self, positive: bool) -> Self {
        self.positive = positive;
        self
    }

    /// The same with its default in words.
    #[must_use]
    pub const fn says(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }

    /// The same with the values that it may have.
    #[must_use]
    pub const fn choices(mut self, choices: &'static [Choice]) -> Self {
        self.choices = choices;
        self
    }

    /// The same with another way in C.
    #[must_use]
    pub const fn c(mut self, setter: Setter) -> Self {
        self.c = setter;
        self
    }

    /// The same with another way in C++.
    #[must_use]
    pub const fn cpp(mut self, setter: Setter) -> Self {
        self.cpp = setter;
        self
    }

    /// The same with another way in Python.
    #[must_use]
    pub const fn python(mut self, setter: Setter) -> Self {
        self.python = setter;
        self
    }

    /// A number, as near as the range allows.
    #[must_use]
    pub const fn number(&self, value: u64) -> u64 {
        if value < self.least {
            self.least
        } else if value > self.most {
            self.most
        } else {
            value
        }
    }

    /// A time, as near as the range allows.
    #[must_use]
    pub const fn time(&self, value: Duration) -> Duration {
        let millis = value.as_millis();
        if millis < self.least as u128 {
            Duration::from_millis(self.least)
        } else if millis > self.most as u128 {
            Duration::from_millis(self.most)
        } else {
            value
        }
    }

    /// The default of an option that is a number.
    #[must_use]
    pub const fn standard_number(&self) -> u64 {
        match self.standard {
            Standard::Number(number) => number,
            _ => 0,
        }
    }

    /// The default of an option that is a time.
    #[must_use]
    pub const fn standard_time(&self) -> Duration {
        match self.standard {
            Standard::Time(time) => time,
            _ => Duration::ZERO,
        }
    }

    /// The default of an option that is a flag.
    #[must_use]
    pub const fn standard_flag(&self) -> bool {
        matches!(self.standard, Standard::Flag(true))
    }

    /// The default of an option that is a text.
    #[must_use]
    pub const fn standard_text(&self) -> &'static str {
        match self.standard {
            Standard::Text(text) => text,
            _ => "",
        }
    }
}

/// Seconds.
pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Milliseconds.
pub(crate) const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// 1,048,576 bytes.
pub(crate) const MIB: u64 = 1 << 20;

/// A default as a [`Standard`], by the kind of the option.
macro_rules! standard {
    ($kind:ident) => {
        $crate::description::Standard::Unset
    };
    (Flag $value:expr) => {
        $crate::description::Standard::Flag($value)
    };
    (Text $value:expr) => {
        $crate::description::Standard::Text($value)
    };
    (Charset $value:expr) => {
        $crate::description::Standard::Text($value)
    };
    (Choice $value:expr) => {
        $crate::description::Standard::Text($value)
    };
    (Time $value:expr) => {
        $crate::description::Standard::Time($value)
    };
    (ShortTime $value:expr) => {
        $crate::description::Standard::Time($value)
    };
    (TimeOrNever $value:expr) => {
        $crate::description::Standard::Time($value)
    };
    ($kind:ident $value:expr) => {
        $crate::description::Standard::Number($value)
    };
}

/// A table of options as rows: one constant each, named as the option, and all of them in `ROWS`.
macro_rules! option_rows {
    (
        $of:ident:
        $($(#[doc = $doc:literal])+ $name:ident: $kind:ident $(= $standard:expr)? $(=> $says:literal)? $(, $key:ident $value:expr)*;)+
    ) => {
        $(
            #[doc = concat!("The option `", stringify!($name), "`.")]
            #[allow(non_upper_case_globals, reason = "a row has the name of its option")]
            pub const $name: OptionRow = OptionRow::new(
                OptionsOf::$of,
                stringify!($name),
                Kind::$kind,
                $crate::description::option::standard!($kind $($standard)?),
                &[$($doc),+],
            )$(.says($says))?$(.$key($value))*;
        )+

        /// All of them, in the order of the table.
        pub static ROWS: &[OptionRow] = &[$($name),+];
    };
}

pub(crate) use {option_rows, standard};

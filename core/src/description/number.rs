//! Numbers of the library's own with names: states, kinds, levels and types that are not user data.
//!
//! Owns their names and documentation, and the numbers themselves, which never change. C has a
//! constant for each, C++ an enumeration for each group. Those with a table of their own are
//! enumerations of the core, too.

/// A number with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NumberRow {
    /// Its variant of the enumeration, in Rust and C++.
    pub variant: &'static str,
    /// Its name in text. In capitals it is also that of its constant in C.
    pub name: &'static str,
    /// The number.
    pub number: i32,
    /// Its meaning, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
}

/// The numbers of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NumberGroup {
    /// The enumeration in C++.
    pub name: &'static str,
    /// Its constants in C begin with `COMMDN_` and this.
    pub prefix: &'static str,
    /// The function of C that names a number, and its argument; an empty name is none.
    pub named_by: (&'static str, &'static str),
    /// The group whose numbers follow behind the last row, which is none itself.
    pub then: Option<&'static [NumberRow]>,
    /// The numbers, each one more than the one before.
    pub rows: &'static [NumberRow],
    /// The subject, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
}

impl NumberGroup {
    const fn then(mut self, rows: &'static [NumberRow]) -> Self {
        self.then = Some(rows);
        self
    }
}

/// The states of an entry of an outbox; `EntryState` is made of this table.
macro_rules! entry_states {
    ($print:ident) => {
        $print! {
            /// It is sent when its time comes.
            Waiting "waiting" = 0;
            /// An earlier request of the same customer is unfinished.
            Blocked "blocked" = 1;
            /// A process has taken it to send it.
            Claimed "claimed" = 2;
            /// It has its outcome.
            Done "done" = 3;
            /// It was given up or has expired, and may be retried.
            Dead "dead" = 4;
        }
    };
}

/// The endings of an entry of an outbox; `OutcomeKind` is made of this table.
macro_rules! outcome_kinds {
    ($print:ident) => {
        $print! {
            /// OCS has acknowledged it.
            Acknowledged "acknowledged" = 0;
            /// OCS, T-Server or the rules of the API refused it.
            Refused "refused" = 1;
            /// It was sent, and whether OCS acted on it is not known; the error's message names the query that settles it.
            Unknown "unknown" = 2;
            /// All attempts failed; a dead letter.
            GaveUp "gave_up" = 3;
            /// It grew too old; a dead letter.
            Expired "expired" = 4;
            /// It was cancelled before it was sent, or between two attempts: OCS may then have acted on an earlier one.
            Cancelled "cancelled" = 5;
        }
    };
}

/// An enumeration of the core from a table: its variants, names and numbers.
macro_rules! numbered_enum {
    ($(#[$attribute:meta])* $name:ident: $($(#[doc = $doc:literal])+ $variant:ident $label:literal = $number:literal;)+) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$variant),+];

            /// Its name in text.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// Its number, the same in the file and in every language.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$variant => $number,)+
                }
            }
        }
    };
}

pub(crate) use {entry_states, numbered_enum, outcome_kinds};

macro_rules! number_rows {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal = $number:literal;)+) => {
        &[$(NumberRow { variant: stringify!($variant), name: $name, number: $number, doc: &[$($doc),+] },)+]
    };
}

macro_rules! number_groups {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident $prefix:literal $($function:literal of $argument:literal)? $(, $key:ident $value:expr)? => $rows:expr;
    )+) => {
        &[$(
            NumberGroup {
                name: stringify!($name),
                prefix: $prefix,
                named_by: ("", ""),
                then: None,
                rows: $rows,
                doc: &[$($doc),+],
            }$(.named($function, $argument))?$(.$key($value))?,
        )+]
    };
}

impl NumberGroup {
    const fn named(mut self, function: &'static str, argument: &'static str) -> Self {
        self.named_by = (function, argument);
        self
    }
}

const OUTCOMES: &[NumberRow] = outcome_kinds!(number_rows);

/// Every group.
pub static NUMBERS: &[NumberGroup] = number_groups! {
    /// The types of values.
    Type "TYPE_" "type" of "value_type" => number_rows! {
        /// Bytes with a charset view.
        String "string" = 0;
        /// A signed 32-bit number.
        Int "int" = 1;
        /// Bytes that are not text.
        Binary "binary" = 2;
        /// A nested list.
        List "list" = 3;
        /// UTF-16 text.
        Unicode "unicode" = 4;
    };

    /// The forms of log text.
    TextForm "TEXT_" => number_rows! {
        /// The log text of T-Server and URS.
        TServer "tserver" = 0;
        /// The log text of OCS.
        Ocs "ocs" = 1;
        /// The log text of the vendor's Java and .NET SDK.
        Sdk "sdk" = 2;
    };

    /// The source of a number of the field.
    Certainty "CERTAINTY_" "certainty" of "certainty" => number_rows! {
        /// The manual's chapter lists it.
        Chapter "chapter" = 0;
        /// The chapter lists it as not used by the CommDN API.
        NotApplicable "not_applicable" = 1;
        /// Another public source states it.
        Public "public" = 2;
        /// It is inferred; see docs/assumptions.md.
        Inferred "inferred" = 3;
    };

    /// The content of a notice.
    NoticeKind "NOTICE_" "notice" of "kind" => number_rows! {
        /// An event that was sent unasked, or for somebody else's request.
        Event "event" = 0;
        /// An event that answers a request that was given up before.
        LateAnswer "late_answer" = 1;
        /// An event that fits several open requests that differ; none was completed.
        AmbiguousAnswer "ambiguous_answer" = 2;
        /// The server's link to the switch is up.
        SwitchUp "switch_up" = 3;
        /// The server's link to the switch is down.
        SwitchDown "switch_down" = 4;
        /// The DN is no longer registered; its registration was asked for again.
        Unregistered "unregistered" = 5;
        /// The connection is lost; [`Notice::error`] says why. The session connects again, unless [`Session::is_over`].
        Disconnected "disconnected" = 6;
        /// A kind that this version does not know.
        Other "other" = 7;
        /// A connection is up again, or for the first time with the option connect_in_background.
        Connected "connected" = 8;
        /// The DN is registered again.
        Registered "registered" = 9;
        /// The DN is out of service: requests wait.
        OutOfService "out_of_service" = 10;
        /// The DN is back in service.
        InService "in_service" = 11;
    };

    /// The state of a session's connection.
    SessionStatus "SESSION_" "session_status" of "status" => number_rows! {
        /// There is no connection yet, or it is being replaced: requests wait.
        Connecting "connecting" = 0;
        /// The DN is registered and in service: requests go out at once.
        Up "up" = 1;
        /// The DN is registered and out of service: requests wait.
        OutOfService "out_of_service" = 2;
        /// The session was closed, or has given up.
        Over "over" = 3;
    };

    /// The counters of a session.
    Counter "COUNTER_" "counter" of "counter" => super::counter::ROWS;

    /// The severity of a log line.
    LogLevel "LOG_" "log" of "level" => number_rows! {
        /// The library gave up.
        Error "error" = 1;
        /// The library recovered.
        Warn "warn" = 2;
        /// Sessions opened and closed.
        Info "info" = 3;
        /// Every request.
        Debug "debug" = 4;
        /// Every frame, without values.
        Trace "trace" = 5;
    };

    /// The ending of an entry of an outbox.
    OutcomeKind "OUTCOME_" "outcome" of "kind" => OUTCOMES;

    /// The state of an entry of an outbox.
    EntryState "ENTRY_" "entry" of "state" => entry_states!(number_rows);

    /// A selection of an outbox's entries.
    OutboxFilter "OUTBOX_FILTER_", then OUTCOMES => number_rows! {
        /// All entries.
        All "all" = 0;
        /// Entries without an outcome.
        Unfinished "unfinished" = 1;
        /// Entries given up or expired, and not retried.
        Dead "dead" = 2;
        /// This and a COMMDN_OUTCOME number: entries with that outcome.
        Ended "ended" = 100;
    };

    /// The counts of an outbox; those from Acknowledged on are over the file's life.
    OutboxCounter "OUTBOX_", then OUTCOMES => number_rows! {
        /// Entries without an outcome.
        Unfinished "unfinished" = 0;
        /// Bytes of their requests.
        UnfinishedBytes "unfinished_bytes" = 1;
        /// Entries that a process is sending.
        Claimed "claimed" = 2;
        /// Dead letters that were not retried.
        Dead "dead" = 3;
        /// This and a COMMDN_OUTCOME number: entries that ended like that, over the file's life.
        Ended "ended" = 100;
    };
};

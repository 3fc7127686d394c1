//! The counters of a session: fields of `ExchangeStats` and `SessionStats`, and numbers of C.

use super::number::NumberRow;

/// The table; the first part is counted by the exchange, the second by the session around it.
macro_rules! counters {
    ($print:ident) => {
        $print! {
            exchange {
                /// Requests submitted.
                Submitted submitted: u64 = 0;
                /// Requests acknowledged by OCS.
                Acknowledged acknowledged: u64 = 1;
                /// Requests refused by OCS.
                Refused refused: u64 = 2;
                /// Requests refused by T-Server.
                RefusedByTServer refused_by_tserver: u64 = 3;
                /// Requests that nobody answered in time.
                Unanswered unanswered: u64 = 4;
                /// Requests ended by a lost connection, or for want of one.
                Disconnected disconnected: u64 = 5;
                /// Requests withdrawn by the caller.
                Withdrawn withdrawn: u64 = 6;
                /// Answers to requests that had ended before.
                LateAnswers late_answers: u64 = 7;
                /// Answers that fitted several open requests that differ.
                AmbiguousAnswers ambiguous_answers: u64 = 8;
                /// Events that came unasked.
                Unsolicited unsolicited: u64 = 9;
                /// This application's own requests, distributed back.
                Echoes echoes: u64 = 10;
                /// CommDN messages between others.
                Foreign foreign: u64 = 11;
                /// User events of the agent-desktop protocol.
                Desktop desktop: u64 = 12;
                /// User events of neither protocol.
                OtherTraffic other_traffic: u64 = 13;
                /// User data that is not a packed list.
                Malformed malformed: u64 = 14;
                /// Requests sent again on another connection, once for each time.
                Repeated repeated: u64 = 22;
            }
            session {
                /// Requests that are open.
                OpenRequests open_requests: usize = 15;
                /// Notices that wait to be taken.
                WaitingNotices waiting_notices: usize = 16;
                /// Notices that had to make room for newer ones.
                LostNotices lost_notices: u64 = 17;
                /// Bytes that wait for the peer to take them.
                UnsentBytes unsent_bytes: usize = 18;
                /// Bytes received.
                ReceivedBytes received_bytes: u64 = 19;
                /// Bytes sent.
                SentBytes sent_bytes: u64 = 20;
                /// Lost connections that were replaced.
                Reconnects reconnects: u64 = 21;
            }
        }
    };
}
pub(crate) use counters;

/// The struct of one part.
macro_rules! counter_struct {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:ident: $type:ty = $number:literal;)+ => $(#[$attribute:meta])* $struct:ident $($rest:tt)*) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub struct $struct {
            $($(#[doc = $doc])+ pub $name: $type,)+
            $($rest)*
        }
    };
}
pub(crate) use counter_struct;

macro_rules! counter_rows {
    ($($part:ident { $($(#[doc = $doc:literal])+ $variant:ident $name:ident: $type:ty = $number:literal;)+ })+) => {{
        let mut rows = [NumberRow { variant: "", name: "", number: 0, doc: &[] }; [$($($number),+),+].len()];
        $($(rows[$number] = NumberRow {
            variant: stringify!($variant),
            name: stringify!($name),
            number: $number,
            doc: &[$($doc),+],
        };)+)+
        rows
    }};
}

/// How many there are.
pub(crate) const COUNTERS: usize = ROWS.len();

/// All of them, in the order of their numbers.
pub(super) const ROWS: &[NumberRow] = &counters!(counter_rows);

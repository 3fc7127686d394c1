//! The options of outboxes, of their sending, and of one submit.

use super::option::{MIB, millis, option_rows, secs};
use super::{Kind, OptionRow, OptionsOf, Setter};

/// SQLite counts milliseconds in 31 bits.
const LONGEST_BUSY: u64 = i32::MAX as u64;

/// The table of what `OutboxConfig` is made of.
macro_rules! outbox_options {
    ($print:ident) => {
        $print! {
            Outbox:

            /// Maximum number of entries without an outcome.
            max_entries: Count64 = 1_000_000;

            /// Maximum number of bytes of requests without an outcome.
            max_bytes: Bytes64 = 1024 * MIB;

            /// Time that a call waits for another process to release the file, at most 24 days.
            busy_timeout: Time = secs(10), most LONGEST_BUSY;

            /// Time that closing an attached outbox waits for requests in flight, at most 24 days.
            close_timeout: Time = secs(2), most LONGEST_BUSY;

            /// Interval of checking the file for changes by other processes, at least 1 ms.
            poll_interval: Time = millis(100), least 1, most LONGEST_BUSY;

            /// Time limit for the answer to one attempt.
            request_timeout: Time => "the session's";
        }
    };
}
pub(crate) use outbox_options;

outbox_options!(option_rows);

/// How entries are sent, repeated and given up.
pub mod policy {
    use super::*;

    /// The table of what `Policy` is made of.
    macro_rules! policy_options {
        ($print:ident) => {
            $print! {
                Policy:

                /// Maximum number of requests in flight, 1 or more.
                window: Count32 = 256, positive true;

                /// Attempts after which an entry is given up, 1 or more; a submit may set another number.
                ///
                /// With the default backoff, 100 attempts take eight hours without an answer. Time without a connection
                /// does not count.
                max_attempts: Count32 = 100, positive true;

                /// Age at which an entry is given up; a submit may set another.
                max_age: TimeOrNever = secs(7 * 24 * 3600);

                /// Time without a sign of life after which another process takes over a sender's entries, 30 ms or more.
                lease: Time = secs(15);

                /// Keep the events that acknowledge requests; refusals are always kept.
                keep_answers: Flag = true;
            }
        };
    }
    pub(crate) use policy_options;

    policy_options!(option_rows);

    /// Options of policies whose setters in Rust take more than a plain value.
    pub mod composed {
        use super::*;

        option_rows! {
            Policy:

            /// Pause after a failed attempt; it doubles with each attempt, and half of it is random.
            ///
            /// Above 0, and not above the longest pause. No pause is shorter than 100 ms.
            first_backoff: Time = secs(1),
                c Setter::ByHand("backoff"), cpp Setter::ByHand("backoff"), python Setter::ByHand("backoff");

            /// Longest pause between two attempts, above 0.
            max_backoff: Time = secs(300),
                c Setter::ByHand("backoff"), cpp Setter::ByHand("backoff"), python Setter::ByHand("backoff");

            /// OCS refusals that are temporary: the entry is repeated as if there had been no answer.
            retryable_refusals: CmErrors => "none: a refusal is final",
                c Setter::ByHand("add_retryable_refusal"), cpp Setter::ByHand("retryable_refusals"),
                python Setter::ByHand("retryable_refusals");

            /// Dialect for checking requests when they are submitted; it is copied.
            dialect: Dialect => "the default dialect", python Setter::Absent;
        }
    }
}

/// One submit.
pub mod submit {
    use super::*;

    option_rows! {
        Submit:

        /// Idempotency key: a second submit with the same key returns the number of the first.
        key: Text => "none";

        /// Requests with the same order key are sent one at a time, in order.
        order_key: Text => "the request's customer id, else its phone; for requests without either its campaign and group";

        /// Send it without waiting for other requests of the same customer.
        unordered: Flag = false, c Setter::ByHand("unordered");

        /// Age at which it is given up.
        max_age: TimeOrNever => "the outbox's option";

        /// Attempts after which it is given up, 1 or more.
        max_attempts: Count32 => "the outbox's option", positive true;
    }
}

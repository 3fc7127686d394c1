//! The options of sessions, which make up `SessionConfig`.

use super::option::{MIB, option_rows, secs};
use super::{Kind, OptionRow, OptionsOf, Setter};

/// The table. `SessionConfig` has a setter of each name, which is made of it, too.
macro_rules! session_options {
    ($print:ident) => {
        $print! {
            Session:

            /// Application name sent to T-Server.
            application: Text = "commdn";

            /// Password of the application.
            password: Text => "none";

            /// DBID of the OCS to ask when a request does not name one.
            ocs_dbid: Dbid = 0 => "every OCS on the DN, allowed for do-not-call and cancel requests only";

            /// Time limit for opening the connection to one server and registering the DN.
            connect_timeout: Time = secs(10);

            /// Time limit for the answer to a request; a call may set another.
            request_timeout: Time = secs(10);

            /// Time without progress in sending after which the connection is closed.
            write_timeout: Time = secs(10);

            /// Time limit for closing the session.
            close_timeout: Time = secs(2);

            /// Time that a thread waiting for an answer polls the connection before it sleeps.
            ///
            /// Polling avoids waking a thread, which takes longer than the rest of a call to a nearby server, but uses a
            /// whole core while a call waits. It suits few callers, fast answers and spare cores. At most one thread
            /// polls at a time; none does while more than four wait, or for a notice. The time starts again whenever
            /// something is received. Deadlines and closing are not affected.
            spin: ShortTime = secs(0);

            /// Return at once, and connect in the background.
            ///
            /// For programs that start before their servers: [`Notice::Connected`](crate::session::Notice::Connected)
            /// reports the connection, [`Session::trouble`](crate::session::Session::trouble) why there is none yet.
            connect_in_background: Flag = false;

            /// Hold requests while there is no connection, up to their timeout; if off, they fail immediately
            /// with [`ErrorKind::Disconnected`](crate::ErrorKind::Disconnected).
            hold_requests: Flag = true;

            /// Maximum number of open requests; each takes less than 1 KiB.
            max_open_requests: Count = 131_072;

            /// Maximum number of unsent bytes; a request beyond it is refused.
            max_unsent_bytes: Bytes = 16 * MIB;

            /// Maximum number of queued notices; beyond it the oldest are dropped and counted.
            max_notices: Count = 10_000, least 1;

            /// Maximum size of a received frame.
            max_frame_bytes: Bytes = 131_072, least 1_024;

            /// Send `GSW_CM_AttrReferenceID` with each request; if off, ids in answers are ignored.
            send_reference_id: Flag = true;

            /// Match an answer that fits several different requests with the oldest of them; if off, such an answer
            /// completes none and becomes a notice.
            first_in_first_out: Flag = false;

            /// Accept an answer with only one of the request's phone number and customer; if off, such an answer may
            /// be a late one to another request, and becomes a notice.
            accept_partial_echo: Flag = false;

            /// Accept an answer with a phone number, customer or campaign name that its request does not have;
            /// if off, such an answer belongs to another request or to none, and becomes a notice.
            accept_added_facts: Flag = false;

            /// Show phone numbers and customer ids in log lines; if off, they are masked as `****`.
            log_personal_data: Flag = false;
        }
    };
}
pub(crate) use session_options;

session_options!(option_rows);

/// Options of sessions whose setters in Rust take more than a plain value.
pub mod composed {
    use super::*;

    option_rows! {
        Session:

        /// Interval of keep-alive frames on an idle connection, from both sides; 0 for none.
        keep_alive: Time = secs(10), c Setter::ByHand("keep_alive"), python Setter::ByHand("keep_alive");

        /// Dialect for writing and reading user data; it is copied.
        dialect: Dialect => "the default dialect", python Setter::Absent;
    }
}

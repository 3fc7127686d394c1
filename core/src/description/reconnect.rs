//! The options of sessions for lost connections, which make up `Reconnect`.

use super::option::{millis, option_rows, secs};
use super::{Kind, OptionRow, OptionsOf, Setter};

option_rows! {
    Reconnect:

    /// Replace a lost connection; without it a session ends with its connection.
    reconnect: Flag = true, c Setter::ByHand("reconnect"), python Setter::ByHand("reconnect");

    /// The delay after the first round over all servers; it doubles from round to round.
    ///
    /// Above 0, and not above the longest delay. A server is tried at most every 100 ms.
    reconnect_delay: Time = millis(250),
        c Setter::ByHand("reconnect_delays"), cpp Setter::ByHand("reconnect_delays"),
        python Setter::ByHand("reconnect_delay");

    /// The longest delay between two rounds over all servers, above 0.
    max_reconnect_delay: Time = secs(20),
        c Setter::ByHand("reconnect_delays"), cpp Setter::ByHand("reconnect_delays"),
        python Setter::ByHand("max_reconnect_delay");

    /// End a session that had no connection for so long.
    reconnect_give_up: TimeOrNever => "never",
        c Setter::ByHand("reconnect_give_up"), python Setter::ByHand("reconnect_give_up");
}

//! Counters of a session.

use crate::description::{COUNTERS, counter_struct, counters};
use crate::exchange::ExchangeStats;

macro_rules! session_stats {
    (exchange { $(
        $(#[doc = $doc:literal])+ $variant:ident $name:ident: $type:ty = $number:literal;
    )+ } session { $(
        $(#[doc = $its_doc:literal])+ $its_variant:ident $its_name:ident: $its_type:ty = $its_number:literal;
    )+ }) => {
        counter_struct! {
            $($(#[doc = $its_doc])+ $its_variant $its_name: $its_type = $its_number;)+ =>
            /// Counters and current sizes of a session.
            SessionStats
            /// Requests and events.
            pub exchange: ExchangeStats,
        }

        impl SessionStats {
            /// All counters with their names, in the order of their numbers in C.
            #[must_use]
            pub fn counters(&self) -> [(&'static str, u64); COUNTERS] {
                let mut counters = [("", 0); COUNTERS];
                $(counters[$number] = (stringify!($name), self.exchange.$name);)+
                $(counters[$its_number] = (stringify!($its_name), self.$its_name as u64);)+
                counters
            }
        }
    };
}
counters!(session_stats);

//! Counters of an exchange.
//!
//! Owns the numbers only; each is counted where the decision is made.

use crate::description::{counter_struct, counters};

macro_rules! exchange_stats {
    (exchange { $($rows:tt)+ } session { $($others:tt)+ }) => {
        counter_struct! {
            $($rows)+ =>
            /// Counters of an exchange since its creation.
            ExchangeStats
        }
    };
}
counters!(exchange_stats);

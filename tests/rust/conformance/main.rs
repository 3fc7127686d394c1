//! What the simulator must do, as tables of cases; every case runs against both of its forms.
//!
//! [`states`]: every request in every state. [`errors`]: every error that OCS tells. [`sentences`]: every
//! sentence of the manual's chapter that states a behaviour.

#[path = "../../../sim/tests/common/mod.rs"]
mod common;
mod errors;
mod sentences;
mod states;

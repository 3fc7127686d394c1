//! Client for the Communication DN (CommDN) API of Genesys Outbound Contact.
//!
//! From the bytes up: [`kvlist`] is the TKVList.

#![forbid(unsafe_code)]

pub mod exchange;
pub mod kvlist;
pub mod link;
pub mod message;

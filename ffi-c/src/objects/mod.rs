//! The objects of the C API, one file or folder each: conversion between C and the core.

#[cfg(not(all(feature = "outbox", feature = "sim")))]
mod absent;
mod address;
pub mod answer;
pub mod completions;
pub mod dialect;
pub mod directory;
pub mod enums;
pub mod error;
pub mod event;
pub mod host;
pub mod kvlist;
pub mod memory;
pub mod notice;
pub mod options;
pub mod outbox;
pub mod pending;
pub mod phone;
pub mod request;
pub mod schedule;
pub mod session;
pub mod simulator;
pub mod site;
pub mod stats;
pub mod version;

//! What `cargo xtask api` prints from the description in core/src/description.

pub mod options;

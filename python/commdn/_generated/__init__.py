"""What `cargo xtask api` prints from the description in core/src/description; use it by way of `commdn`."""

//! Macros for pairs with a constant key: their heads are packed at compile time.
//!
//! Owns the notation only; the bytes are `kvlist`'s.

/// Append an int pair.
macro_rules! put_int {
    ($writer:expr, $key:expr, $value:expr) => {{
        const HEAD: $crate::kvlist::KnownHead<{ $crate::kvlist::head_len($key) + 2 }> =
            $crate::kvlist::KnownHead::int($key);
        $writer.known_int(&HEAD, $value);
    }};
}

/// Append a string pair.
macro_rules! put_string {
    ($writer:expr, $key:expr, $value:expr) => {{
        const HEAD: $crate::kvlist::KnownHead<{ $crate::kvlist::head_len($key) }> =
            $crate::kvlist::KnownHead::new($crate::kvlist::KvType::String, $key);
        $writer.known_string(&HEAD, $value);
    }};
}

/// Append a list, filled by a closure.
macro_rules! put_list {
    ($writer:expr, $key:expr, $fill:expr) => {{
        const HEAD: $crate::kvlist::KnownHead<{ $crate::kvlist::head_len($key) }> =
            $crate::kvlist::KnownHead::new($crate::kvlist::KvType::List, $key);
        $writer.known_list(&HEAD, $fill);
    }};
}

pub(super) use {put_int, put_list, put_string};

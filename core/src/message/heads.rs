//! Pairs whose key is known when this is compiled: their heads are packed then.

/// Append an int pair.
macro_rules! put_int {
    ($writer:expr, $key:expr, $value:expr) => {{
        const HEAD: [u8; $crate::kvlist::int_head_len($key)] = $crate::kvlist::int_head($key);
        $writer.known_int(&HEAD, $value);
    }};
}

/// Append a string pair.
macro_rules! put_string {
    ($writer:expr, $key:expr, $value:expr) => {{
        const HEAD: [u8; $crate::kvlist::string_head_len($key)] = $crate::kvlist::string_head($key);
        $writer.known_string(&HEAD, $value);
    }};
}

/// Append a list, filled by a closure.
macro_rules! put_list {
    ($writer:expr, $key:expr, $fill:expr) => {{
        const HEAD: [u8; $crate::kvlist::list_head_len($key)] = $crate::kvlist::list_head($key);
        $writer.known_list(&HEAD, $fill);
    }};
}

pub(super) use {put_int, put_list, put_string};

//! Character classes shared by all forms of log text.

/// White space within a line; mails turn some of it into no-break spaces.
pub(super) const BLANKS: [char; 3] = [' ', '\t', '\u{a0}'];

/// Whether it is written like a number, whatever its size.
pub(super) fn is_number(body: &str) -> bool {
    let digits = body.strip_prefix('-').unwrap_or(body);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

//! Characters, and the role of each in a telephone number.

/// Role of a character in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Digit(u8),
    Plus,
    Blank,
    Hyphen,
    Dot,
    Slash,
    Open,
    Close,
    /// It does not show, and means nothing.
    Invisible,
    /// It belongs to no notation.
    Other,
}

impl Mark {
    pub fn of(char: char) -> Self {
        match char {
            '0'..='9' => Self::Digit(char as u8),
            '+' => Self::Plus,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => Self::Hyphen,
            '.' => Self::Dot,
            '/' => Self::Slash,
            '(' | '\u{ff08}' => Self::Open,
            ')' | '\u{ff09}' => Self::Close,
            _ if is_blank(char) => Self::Blank,
            _ if is_invisible(char) => Self::Invisible,
            _ => Self::Other,
        }
    }
}

/// Whether it is a blank of some width; a tab is not: it stands between columns.
pub(super) const fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Whether it is a mark without a shape: joiners, marks of direction, byte order, variation.
///
/// The right-to-left override is none of them: under it digits show in another order than they
/// have.
pub(super) const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202d}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether it stands at the ends of lines and cells without belonging to what is in them.
pub(super) fn is_margin(char: char) -> bool {
    char.is_whitespace() || is_blank(char) || is_invisible(char)
}

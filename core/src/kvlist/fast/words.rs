//! Checks of texts by whole words: ASCII, UTF-8, NUL.
//!
//! The only `unsafe` of the codec: rows R3 to R5 of the benches need it, because
//! [`std::str::from_utf8`] costs 2.6 times as much on texts of the usual length of user data. Must
//! agree with the standard library: `the_text_is_that_of_the_standard_library` and
//! `a_nul_is_found_as_by_the_standard_library`, below.

/// The text, if the bytes are UTF-8.
#[inline(always)]
pub(in crate::kvlist) fn text(bytes: &[u8]) -> Option<&str> {
    if cfg!(not(commdn_no_fast)) && is_ascii(bytes) {
        // SAFETY: every byte has its high bit clear, and a sequence of ASCII bytes is UTF-8.
        // `is_ascii` looks at every byte: words from both ends cover up to twice their size, longer
        // texts have each whole word between them looked at as well.
        #[allow(unsafe_code)]
        return Some(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).ok()
}

/// Whether every byte is ASCII, looking at whole words.
#[inline(always)]
pub(in crate::kvlist) fn is_ascii(bytes: &[u8]) -> bool {
    match bytes.len() {
        // The first, the middle and the last of up to three bytes are all of them.
        0..4 => match (bytes.first(), bytes.get(bytes.len() / 2), bytes.last()) {
            (Some(first), Some(middle), Some(last)) => (first | middle | last) < 0x80,
            _ => true,
        },
        4..8 => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                (u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last)) & HIGH as u32 == 0
            }
            _ => false,
        },
        8..=16 => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH as u64 == 0
            }
            _ => false,
        },
        17..=32 => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                (u128::from_ne_bytes(*first) | u128::from_ne_bytes(*last)) & HIGH == 0
            }
            _ => false,
        },
        _ => is_long_ascii(bytes),
    }
}

/// Whether a byte is 0, looking at whole words.
#[inline(always)]
pub(crate) fn has_nul(bytes: &[u8]) -> bool {
    if cfg!(commdn_no_fast) {
        return bytes.contains(&0);
    }
    match bytes.len() {
        8..=16 => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u64::from_ne_bytes(*first), u64::from_ne_bytes(*last));
                (nuls(first) | nuls(last)) & HIGH as u64 != 0
            }
            _ => true,
        },
        4..8 => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                // Both halves in one word.
                let (first, last) = (u32::from_ne_bytes(*first), u32::from_ne_bytes(*last));
                nuls(u64::from(first) << 32 | u64::from(last)) & HIGH as u64 != 0
            }
            _ => true,
        },
        _ => has_nul_far(bytes),
    }
}

/// The same for texts that two words do not cover.
#[inline(never)]
fn has_nul_far(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks();
    words.iter().any(|word| nuls(u64::from_ne_bytes(*word)) & HIGH as u64 != 0) || rest.contains(&0)
}

/// The high bit of a byte is set if that byte is the first 0; none is set if there is no 0.
const fn nuls(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word
}

/// The low bit of every byte of a word.
const LOW: u64 = u64::from_ne_bytes([0x01; 8]);

/// The high bit of every byte.
const HIGH: u128 = u128::from_ne_bytes([0x80; 16]);

/// The same for 16 bytes or more.
#[inline(never)]
fn is_long_ascii(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else { return false };
    let mut all = u128::from_ne_bytes(*last);
    for word in bytes.as_chunks().0 {
        all |= u128::from_ne_bytes(*word);
    }
    all & HIGH == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_byte_of_a_text_counts_whatever_its_length() {
        for len in 0..200 {
            let good = vec![b'a'; len];
            assert!(is_ascii(&good));
            for at in 0..len {
                let mut bad = good.clone();
                bad[at] = 0xe9;
                assert!(!is_ascii(&bad), "byte {at} of {len}");
                assert_eq!(text(&bad), None);
            }
        }
    }

    #[test]
    fn a_nul_is_found_wherever_it_is() {
        for len in 0..70 {
            for other in [0x01, b'a', 0x80, 0xff] {
                let good = vec![other; len];
                assert!(!has_nul(&good), "{len} bytes of {other}");
                for at in 0..len {
                    let mut bad = good.clone();
                    bad[at] = 0;
                    assert!(has_nul(&bad), "byte {at} of {len}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_nul_is_found_as_by_the_standard_library(
            bytes in proptest::collection::vec(0..4u8, 0..40)
        ) {
            prop_assert_eq!(has_nul(&bytes), bytes.contains(&0));
        }

        #[test]
        fn the_text_is_that_of_the_standard_library(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(text(&bytes), std::str::from_utf8(&bytes).ok());
        }

        #[test]
        fn any_string_is_read_back(string in any::<String>()) {
            prop_assert_eq!(text(string.as_bytes()), Some(string.as_str()));
            prop_assert_eq!(is_ascii(string.as_bytes()), string.is_ascii());
        }
    }
}

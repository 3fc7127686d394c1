//! Bytes as UTF-8, quickly where they are ASCII: nearly all keys and texts are.
//!
//! The one place of this crate with `unsafe`: rows R3 to R5 of the benches need it, because
//! [`std::str::from_utf8`] costs 2.6 times as much on texts of the length that user data has.

/// The text, if the bytes are UTF-8.
#[inline]
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    if is_ascii(bytes) {
        // SAFETY: every byte has its high bit clear, and a sequence of ASCII bytes is UTF-8. `is_ascii`
        // looks at every byte: words from both ends cover up to twice their size, longer
        // texts have each whole word between them looked at as well.
        #[allow(unsafe_code)]
        return Some(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).ok()
}

/// Whether every byte is ASCII, looking at whole words.
#[inline]
pub(super) fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH_16: u128 = u128::from_ne_bytes([0x80; 16]);
    const HIGH_8: u64 = u64::from_ne_bytes([0x80; 8]);
    const HIGH_4: u32 = u32::from_ne_bytes([0x80; 4]);
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        if bytes.len() <= 16 {
            return (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH_8 == 0;
        }
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return (u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last)) & HIGH_4 == 0;
    } else {
        // Three bytes or fewer: the first, the middle and the last are all of them.
        return match (bytes.first(), bytes.get(bytes.len() / 2), bytes.last()) {
            (Some(first), Some(middle), Some(last)) => (first | middle | last) < 0x80,
            _ => true,
        };
    }
    let Some(last) = bytes.last_chunk::<16>() else { return false };
    let mut all = u128::from_ne_bytes(*last);
    for word in bytes.as_chunks::<16>().0 {
        all |= u128::from_ne_bytes(*word);
    }
    all & HIGH_16 == 0
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

    proptest! {
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

//! Keys prepared for writing: the same bytes as without, and the same limits.

use super::super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_prepared_key_writes_what_the_key_writes(
        key in proptest::collection::vec(any::<u8>(), 0..40),
        text in proptest::collection::vec(any::<u8>(), 0..40),
        number in any::<i32>(),
    ) {
        let prepared = KvKey::new(&key);
        prop_assert_eq!(prepared.is_some(), key.len() <= KvKey::MAX_BYTES);
        if let Some(prepared) = prepared {
            prop_assert_eq!(prepared.bytes(), &key);
            let plain = KvList::build(|w| {
                w.string(&key, &text).list(&key, |w| { w.int(&key, number); });
            });
            let quick = KvList::build(|w| {
                w.string_at(&prepared, &text).list_at(&prepared, |w| { w.int_at(&prepared, number); });
            });
            prop_assert_eq!(plain, quick);
        }
    }
}

#[test]
fn a_text_that_is_too_long_under_a_prepared_key_is_told_when_the_list_is_finished() {
    let key = KvKey::new(b"k").unwrap();
    let text = vec![b'x'; 65_536];
    let plain = KvList::build(|w| {
        w.string("k", &text);
    });
    let quick = KvList::build(|w| {
        w.string_at(&key, &text);
    });
    assert_eq!(quick.unwrap_err(), plain.unwrap_err());
    let almost = vec![b'x'; 65_535];
    let error = KvList::build(|w| {
        w.string_at(&key, &almost);
    })
    .unwrap_err();
    assert!(matches!(error.kind(), KvErrorKind::TooManyBytes { .. }));
}

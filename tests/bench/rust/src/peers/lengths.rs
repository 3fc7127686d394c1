//! The floor of a walk: reads the lengths and nothing else, and checks nothing, not even where the bytes end.

/// Walk a packed list by its lengths alone; tells the pairs and the bytes passed.
///
/// # Safety
/// `list` is a well-formed packed list.
#[inline(never)]
pub unsafe fn walk(list: &[u8]) -> (usize, usize) {
    let mut pairs = 0;
    // SAFETY: the caller's promise.
    let end = unsafe { level(list.as_ptr(), &mut pairs) };
    (pairs, end as usize - list.as_ptr() as usize)
}

/// # Safety
/// `at` is the start of a well-formed packed list.
unsafe fn level(at: *const u8, pairs: &mut usize) -> *const u8 {
    // SAFETY: every field that a well-formed list announces lies inside it.
    unsafe {
        let count = short(at);
        let mut at = at.add(2);
        *pairs += count;
        for _ in 0..count {
            let kind = *at;
            at = at.add(3 + short(at.add(1)));
            at = match kind {
                3 => level(at.add(4), pairs),
                _ => at.add(2 + short(at)),
            };
        }
        at
    }
}

/// # Safety
/// Two bytes can be read at `at`.
unsafe fn short(at: *const u8) -> usize {
    // SAFETY: the caller's promise.
    usize::from(u16::from_be_bytes(unsafe { at.cast::<[u8; 2]>().read() }))
}

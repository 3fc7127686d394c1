//! Packed lists: any bytes are answered, and what is read is what is written again.
//!
//! Input: one byte of choices (packing, limits), then the packed bytes.

use commdn::kvlist::{
    KvError, KvList, KvRef, KvValue, KvWriter, Limits, ListPrefix, Packing, UnicodeLength,
};

use crate::input::Input;

/// What a walk over all levels has seen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    pairs: usize,
    depth: usize,
    bytes: usize,
}

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let packing = packing(choice);
    let limits = limits(choice >> 2);
    let bytes = input.rest();
    let view = KvRef::parse_with(bytes, packing, &limits);
    let list = KvList::unpack_with(bytes, packing, &limits);
    match (view, list) {
        (Ok(view), Ok(list)) => accepted(bytes, view, &list, &limits),
        (Err(view), Err(list)) => {
            assert_eq!(view, list, "both ways of reading tell the same fault");
            refused(bytes, &view);
        }
        (view, list) => panic!("one way reads it, the other does not: {view:?}, {list:?}"),
    }
}

/// Two bits of choices.
#[must_use]
pub fn packing(choice: u8) -> Packing {
    let mut packing = Packing::DEFAULT;
    if choice & 1 != 0 {
        packing.list_prefix = ListPrefix::TwoLengths16;
    }
    if choice & 2 != 0 {
        packing.unicode_length = UnicodeLength::Units;
    }
    packing
}

/// Two bits of choices: the defaults, and each limit small in turn.
#[must_use]
pub const fn limits(choice: u8) -> Limits {
    match choice & 3 {
        0 => Limits::DEFAULT,
        1 => Limits::DEFAULT.with_max_bytes(64),
        2 => Limits::DEFAULT.with_max_pairs(4),
        _ => Limits::DEFAULT.with_max_depth(2),
    }
}

fn refused(bytes: &[u8], error: &KvError) {
    assert!(!error.to_string().is_empty());
    if let Some(offset) = error.offset() {
        assert!(offset <= bytes.len(), "a fault at byte {offset} of {}", bytes.len());
    }
}

fn accepted(bytes: &[u8], view: KvRef<'_>, list: &KvList, limits: &Limits) {
    let mut seen = Seen::default();
    walk(view, 0, &mut seen);
    assert!(bytes.len() <= limits.max_bytes);
    assert!(seen.pairs <= limits.max_pairs && seen.depth <= limits.max_depth, "{seen:?}");
    assert_eq!(seen.depth, view.depth());
    assert_eq!(seen.depth, list.depth());
    assert_eq!(view, list.view());
    assert_eq!(list.packed_len(), bytes.len(), "all packings have one length");
    assert_eq!(KvList::from(view), *list);
    repacked(list);
    rebuilt(view, list);
    reduced(list);
}

/// Every pair on every level can be read, and is found by its key.
fn walk(list: KvRef<'_>, depth: usize, seen: &mut Seen) {
    assert_eq!(list.pairs().len(), list.len());
    assert_eq!(list.pairs().count(), list.len(), "as many pairs as announced");
    seen.depth = seen.depth.max(depth);
    for pair in list {
        seen.pairs += 1;
        seen.bytes += pair.key.bytes().len();
        let first = list.pairs().find(|other| other.key.bytes() == pair.key.bytes());
        // Quadratic otherwise: long lists are looked at from the front only.
        if seen.pairs <= 64 {
            assert_eq!(list.get(pair.key.bytes()), first.map(|found| found.value));
            assert!(list.get_ignoring_case(pair.key.bytes()).is_some());
        }
        let _ = (pair.value.to_int(), pair.key.utf8());
        match pair.value {
            KvValue::List(inner) => walk(inner, depth + 1, seen),
            KvValue::Unicode(wide) => {
                assert_eq!(wide.units().count() * 2, wide.bytes().len());
                let _ = wide.text_lossy();
            }
            _ => {}
        }
    }
}

/// Packing and unpacking in each packing gives the list again, and the same bytes.
fn repacked(list: &KvList) {
    for choice in 0..4 {
        let packing = packing(choice);
        let mut packed = Vec::new();
        list.pack_into(&mut packed, packing);
        let deep = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
        let back = KvList::unpack_with(&packed, packing, &deep);
        assert_eq!(back.as_ref(), Ok(list), "in {packing:?}");
        let mut again = Vec::new();
        back.unwrap_or_default().pack_into(&mut again, packing);
        assert_eq!(again, packed, "in {packing:?}");
    }
}

/// Adding pair by pair, and writing them into a buffer, give the same bytes.
fn rebuilt(view: KvRef<'_>, list: &KvList) {
    let mut added = KvList::new();
    added.extend(view).expect("what fitted once fits again");
    assert_eq!(added, *list);
    assert_eq!(added.depth(), list.depth());
    let mut out = vec![0xee];
    let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
    write(&mut writer, view);
    assert_eq!(writer.finish(), Ok(list.packed_len()));
    assert_eq!(out.get(1..), Some(list.pack().as_slice()));
}

fn write(writer: &mut KvWriter<'_>, list: KvRef<'_>) {
    for pair in list {
        let key = pair.key.bytes();
        match pair.value {
            KvValue::List(inner) => {
                writer.list(key, |writer| write(writer, inner));
            }
            value => {
                writer.value(key, value);
            }
        }
    }
}

/// Removing every pair in turn ends with an empty list.
fn reduced(list: &KvList) {
    let mut list = list.clone();
    if list.len() > 64 {
        return;
    }
    while !list.is_empty() {
        let (len, last) = (list.len(), list.len() - 1);
        assert!(!list.remove_at(len));
        assert!(list.remove_at(last / 2));
        assert_eq!(list.len(), last);
        assert_eq!(
            KvList::unpack_with(&list.pack(), Packing::DEFAULT, &deepest()),
            Ok(list.clone())
        );
    }
    assert_eq!(list.depth(), 0);
}

const fn deepest() -> Limits {
    Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH)
}

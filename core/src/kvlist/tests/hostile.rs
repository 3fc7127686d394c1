//! Bytes that are no list: a typed error with an offset, never a panic, within the limits.

use super::super::*;
use super::{any_tree, owned};
use proptest::prelude::*;

fn walk(view: KvRef<'_>) -> usize {
    view.pairs().map(|pair| 1 + pair.value.as_list().map_or(0, walk)).sum()
}

fn tight() -> Limits {
    Limits::DEFAULT.with_max_bytes(200).with_max_pairs(5).with_max_depth(2)
}

proptest! {
    #[test]
    fn any_bytes_are_answered_with_a_list_or_an_error_within_the_limits(
        bytes in proptest::collection::vec(any::<u8>(), 0..300)
    ) {
        for limits in [Limits::DEFAULT, tight()] {
            match KvRef::parse_with(&bytes, Packing::DEFAULT, &limits) {
                Ok(view) => {
                    prop_assert!(bytes.len() <= limits.max_bytes);
                    prop_assert!(walk(view) <= limits.max_pairs);
                    prop_assert!(view.depth() <= limits.max_depth);
                    let list = KvList::unpack(&bytes)?;
                    prop_assert_eq!(list.view(), view);
                }
                Err(error) => prop_assert!(error.offset().unwrap() <= bytes.len()),
            }
        }
    }

    #[test]
    fn a_list_with_some_bytes_changed_or_cut_off_is_answered_too(
        tree in any_tree(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = owned(&tree).pack();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let whole = bytes.len();
        for len in [whole, cut.index(whole)] {
            let part = &bytes[..len];
            for limits in [Limits::DEFAULT, tight()] {
                if let Ok(view) = KvRef::parse_with(part, Packing::DEFAULT, &limits) {
                    prop_assert!(walk(view) <= limits.max_pairs);
                    prop_assert!(view.depth() <= limits.max_depth);
                }
            }
        }
    }
}

#[test]
fn every_prefix_of_a_list_is_truncated_and_the_error_tells_where() {
    let list = KvList::build(|w| {
        w.string("k", "value").int("i", 1).unicode("u", "é").list("l", |w| {
            w.binary("b", [1, 2, 3]);
        });
    })
    .unwrap();
    let packed = list.pack();
    for len in 0..packed.len() {
        let error = KvRef::parse(&packed[..len]).unwrap_err();
        assert!(matches!(error.kind(), KvErrorKind::Truncated { .. }), "{len}: {error}");
        assert!(error.offset().unwrap() <= len);
    }
    let error = KvRef::parse(&packed[..9]).unwrap_err();
    let text = "the list ends inside string: 5 bytes needed, 1 left (at byte 8)";
    assert_eq!(error.to_string(), text);
}

#[test]
fn each_fault_is_named_with_its_offset() {
    let fault = |bytes: &[u8]| {
        let error = KvRef::parse(bytes).unwrap_err();
        (error.kind().clone(), error.offset().unwrap())
    };
    assert_eq!(fault(&[0, 1, 9, 0, 0, 0, 0]), (KvErrorKind::UnknownType(9), 2));
    assert_eq!(fault(&[0, 1, 1, 0, 0, 0, 2, 0, 0]), (KvErrorKind::IntLength(2), 5));
    assert_eq!(fault(&[0, 1, 4, 0, 0, 0, 1, 65]), (KvErrorKind::OddUnicode(1), 5));
    assert_eq!(fault(&[0, 0, 7]), (KvErrorKind::Trailing(1), 2));
    let nested_fault = [0, 1, 3, 0, 1, b'l', 0, 0, 0, 5, 0, 1, 9, 0, 0];
    assert_eq!(fault(&nested_fault), (KvErrorKind::UnknownType(9), 12));
    let nested_trailing = [0, 1, 3, 0, 1, b'l', 0, 0, 0, 3, 0, 0, 1];
    assert_eq!(fault(&nested_trailing), (KvErrorKind::Trailing(1), 12));
}

#[test]
fn a_tower_of_lists_stops_at_max_depth() {
    let mut bytes = vec![0, 0];
    for _ in 0..5_000 {
        let len = u16::try_from(bytes.len()).unwrap();
        let mut outer = vec![0, 1, 3, 0, 0, 0, 0];
        outer.extend_from_slice(&len.to_be_bytes());
        outer.append(&mut bytes);
        bytes = outer;
    }
    let error = KvRef::parse(&bytes).unwrap_err();
    assert_eq!(error.kind(), &KvErrorKind::TooDeep { max: 32 });
    let error = KvRef::parse_with(&bytes, Packing::DEFAULT, &Limits::DEFAULT.with_max_depth(9_999));
    assert_eq!(error.unwrap_err().kind(), &KvErrorKind::TooDeep { max: Limits::MAX_DEPTH });
}

#[test]
fn too_many_bytes_and_pairs_are_refused_before_they_are_read() {
    let error = KvRef::parse(&vec![0; 65_536]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a packed list of 65536 bytes is over max_bytes (65535) (at byte 0)"
    );
    let mut list = KvList::new();
    for _ in 0..6 {
        list.add_int("", 0).unwrap();
    }
    let packed = list.pack();
    let error = KvRef::parse_with(&packed, Packing::DEFAULT, &tight()).unwrap_err();
    assert_eq!(error.kind(), &KvErrorKind::TooManyPairs { max: 5 });
}

proptest! {
    // One decoder serves both, but they count pairs differently: a fault for one is a fault for
    // both.
    #[test]
    fn a_pass_without_words_and_one_with_words_agree(
        tree in any_tree(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..6u8), 0..3),
        noise in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut bytes = owned(&tree).pack();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        for bytes in [&bytes, &noise] {
            for limits in [Limits::DEFAULT, tight()] {
                for unicode_length in [UnicodeLength::Bytes, UnicodeLength::Units] {
                    let quick = visit::check(bytes, unicode_length, &limits);
                    prop_assert_eq!(&quick, &visit::describe(bytes, unicode_length, &limits));
                    let packing = Packing::DEFAULT.with_unicode_length(unicode_length);
                    let mut told = Told::default();
                    let visited = visit::visit(bytes, packing, &limits, &mut told);
                    prop_assert_eq!(visited.is_ok(), quick.is_ok());
                    for (path, found) in paths(bytes, packing, &limits) {
                        let seen = lookup(bytes, &path, packing, &limits)?;
                        prop_assert_eq!(&seen, &found, "{:?}", path);
                    }
                    let any = [b"k".as_slice(), b"k"];
                    if let Err(error) = lookup(bytes, &any, packing, &limits) {
                        prop_assert!(quick.is_err(), "{}", error);
                    }
                    if let Ok(report) = quick {
                        let view = KvRef::trusted(bytes, unicode_length);
                        prop_assert_eq!(told.pairs.len(), report.pairs);
                        prop_assert_eq!(told.open, 0);
                        let mut expected = Told::default();
                        expected.view(view);
                        prop_assert_eq!(told.pairs, expected.pairs);
                    }
                }
            }
        }
    }
}

/// Each path of at most two keys in well-formed bytes, and what stands there.
fn paths<'a>(
    bytes: &'a [u8],
    packing: Packing,
    limits: &Limits,
) -> Vec<(Vec<&'a [u8]>, Option<KvValue<'a>>)> {
    let Ok(view) = KvRef::parse_with(bytes, packing, limits) else { return vec![] };
    let mut paths = vec![vec![b"not there".as_slice()], vec![]];
    for pair in view {
        let key = pair.key.bytes();
        paths.push(vec![key]);
        paths.push(vec![key, b"not there"]);
        if let KvValue::List(list) = pair.value {
            paths.extend(list.pairs().map(|pair| vec![key, pair.key.bytes()]));
        }
    }
    paths.into_iter().map(|path| (path.clone(), view.at(&path))).collect()
}

/// The pairs in the order in which they stand, lists before what is in them.
#[derive(Debug, Default)]
struct Told {
    pairs: Vec<(Vec<u8>, String)>,
    open: usize,
}

impl Told {
    fn view(&mut self, view: KvRef<'_>) {
        for pair in view {
            let told = match pair.value {
                KvValue::List(list) => format!("list of {}", list.len()),
                value => format!("{value:?}"),
            };
            self.pairs.push((pair.key.bytes().to_vec(), told));
            if let KvValue::List(list) = pair.value {
                self.view(list);
            }
        }
    }
}

impl<'a> KvVisitor<'a> for Told {
    type Error = KvError;

    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), KvError> {
        self.pairs.push((key.bytes().to_vec(), format!("{value:?}")));
        Ok(())
    }

    fn enter(&mut self, key: KvStr<'a>, pairs: usize) -> Result<(), KvError> {
        self.open += 1;
        self.pairs.push((key.bytes().to_vec(), format!("list of {pairs}")));
        Ok(())
    }

    fn leave(&mut self) -> Result<(), KvError> {
        self.open -= 1;
        Ok(())
    }
}

#[test]
fn a_visitor_ends_the_visit_with_an_error_of_its_own() {
    struct Second(usize);
    impl<'a> KvVisitor<'a> for Second {
        type Error = KvError;
        fn pair(&mut self, _: KvStr<'a>, _: KvScalar<'a>) -> Result<(), KvError> {
            self.0 += 1;
            if self.0 == 2 { Err(KvError::new(KvErrorKind::Trailing(77))) } else { Ok(()) }
        }
        fn enter(&mut self, _: KvStr<'a>, _: usize) -> Result<(), KvError> {
            Ok(())
        }
        fn leave(&mut self) -> Result<(), KvError> {
            Ok(())
        }
    }
    let list = KvList::build(|w| {
        w.list("l", |w| {
            w.int("a", 1).int("b", 2).int("c", 3);
        });
    });
    let mut visitor = Second(0);
    let packed = list.unwrap().pack();
    let error = visit::visit(&packed, Packing::DEFAULT, &Limits::DEFAULT, &mut visitor);
    assert_eq!(error.unwrap_err().kind(), &KvErrorKind::Trailing(77));
    assert_eq!(visitor.0, 2);
}

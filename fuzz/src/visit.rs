//! The quick ways to read packed bytes: one pass that tells pairs, and the lookup of one value.
//!
//! Input: one byte of choices (packing, limits), one that says after how many calls the visitor
//! gives up, then the packed bytes. Both ways are compared with the list that the bytes
//! unpack to, with the getters, and, where the bytes are no list, with a plain reader that
//! stands here and knows nothing of the library's.

use commdn::kvlist::{
    KvError, KvList, KvRef, KvScalar, KvStr, KvValue, KvVisitor, Limits, Packing, UnicodeLength,
    lookup, visit,
};

use crate::input::Input;
use crate::list::{limits, packing};

/// Most lookups of one run: each may read all the bytes.
const MAX_LOOKUPS: usize = 200;

/// A value that is no list, as it lies in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain<'a> {
    String(&'a [u8]),
    Int(i32),
    Binary(&'a [u8]),
    Unicode(&'a [u8]),
}

/// One call that a visitor gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told<'a> {
    Pair(&'a [u8], Plain<'a>),
    Enter(&'a [u8], usize),
    Leave,
}

/// Why a visit ended early.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    Bytes(KvError),
    Enough,
}

impl From<KvError> for Stop {
    fn from(error: KvError) -> Self {
        Self::Bytes(error)
    }
}

/// Keeps what it is told, and gives up when it has as much as it wants.
#[derive(Debug, Default)]
struct Keeper<'a> {
    told: Vec<Told<'a>>,
    most: Option<usize>,
}

impl<'a> Keeper<'a> {
    fn tell(&mut self, told: Told<'a>) -> Result<(), Stop> {
        if self.most == Some(self.told.len()) {
            return Err(Stop::Enough);
        }
        self.told.push(told);
        Ok(())
    }
}

impl<'a> KvVisitor<'a> for Keeper<'a> {
    type Error = Stop;

    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Stop> {
        self.tell(Told::Pair(
            key.bytes(),
            match value {
                KvScalar::String(string) => Plain::String(string.bytes()),
                KvScalar::Int(number) => Plain::Int(number),
                KvScalar::Binary(bytes) => Plain::Binary(bytes),
                KvScalar::Unicode(wide) => Plain::Unicode(wide.bytes()),
            },
        ))
    }

    fn enter(&mut self, key: KvStr<'a>, pairs: usize) -> Result<(), Stop> {
        self.tell(Told::Enter(key.bytes(), pairs))
    }

    fn leave(&mut self) -> Result<(), Stop> {
        self.tell(Told::Leave)
    }
}

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let most = usize::from(input.byte());
    let packing = packing(choice);
    let limits = limits(choice >> 2);
    let bytes = input.rest();
    let mut keeper = Keeper::default();
    let seen = visit(bytes, packing, &limits, &mut keeper);
    let told = keeper.told;
    let list = KvList::unpack_with(bytes, packing, &limits);
    match (&seen, &list) {
        (Ok(()), Ok(list)) => {
            let mut walked = Vec::new();
            walk(list.view(), &mut walked);
            assert_eq!(told, walked, "a visit tells the list");
        }
        (Err(Stop::Bytes(seen)), Err(error)) => assert_eq!(seen, error, "one fault, one word"),
        other => panic!("one way reads it, the other does not: {other:?}"),
    }
    let mut plain = Vec::new();
    let good = reads(bytes, packing.unicode_length, &mut plain);
    assert!(plain.starts_with(&told), "told is what stands in the bytes");
    if seen.is_ok() {
        assert!(good && plain == told, "no more and no less");
    }
    gives_up(bytes, packing, &limits, most, &told);
    looks_up(bytes, packing, &limits, &plain, list.ok().as_ref());
}

/// A visitor's own end comes through, after what it was told before.
fn gives_up(bytes: &[u8], packing: Packing, limits: &Limits, most: usize, told: &[Told<'_>]) {
    let mut keeper = Keeper { most: Some(most), ..Keeper::default() };
    let seen = visit(bytes, packing, limits, &mut keeper);
    assert_eq!(seen == Err(Stop::Enough), told.len() > most);
    assert_eq!(Some(keeper.told.as_slice()), told.get(..most.min(told.len())));
}

/// Every path to a pair, and some that lead nowhere.
fn looks_up(
    bytes: &[u8],
    packing: Packing,
    limits: &Limits,
    plain: &[Told<'_>],
    list: Option<&KvList>,
) {
    let mut path: Vec<&[u8]> = Vec::new();
    let mut left = MAX_LOOKUPS;
    let mut look = |path: &[&[u8]]| {
        if let Some(after) = left.checked_sub(1) {
            left = after;
            agrees(path, lookup(bytes, path, packing, limits), plain, list);
        }
    };
    look(&[]);
    look(&[b"no such key"]);
    for told in plain {
        match *told {
            Told::Pair(key, _) => {
                path.push(key);
                look(&path);
                // A value that is no list has nothing below it.
                path.push(key);
                look(&path);
                path.truncate(path.len() - 2);
            }
            Told::Enter(key, _) => {
                path.push(key);
                look(&path);
            }
            Told::Leave => {
                path.pop();
            }
        }
    }
}

/// A lookup finds what the getters find; in bytes that are no list, what stands before the fault.
fn agrees(
    path: &[&[u8]],
    found: Result<Option<KvValue<'_>>, KvError>,
    plain: &[Told<'_>],
    list: Option<&KvList>,
) {
    let Some(list) = list else {
        if let Ok(Some(value)) = found {
            let first = first(plain, path).expect("what is found stands in the bytes");
            assert!(is_that(value, first), "{value:?} is not {first:?}");
        }
        return;
    };
    let view: KvRef<'_> = list.view();
    assert_eq!(found, Ok(view.at(path)), "at {path:?}");
    let Some((last, parents)) = path.split_last() else { return };
    let inner = match parents {
        [] => Some(view),
        parents => view.at(parents).and_then(KvValue::as_list),
    };
    let value = inner.and_then(|inner| inner.get(last));
    assert_eq!(found, Ok(value), "level by level, at {path:?}");
    if let Some(inner) = inner {
        assert_eq!(inner.get_int(last), value.and_then(KvValue::as_int));
        assert_eq!(inner.get_string(last), value.and_then(KvValue::as_string));
        assert_eq!(inner.get_list(last), value.and_then(KvValue::as_list));
    }
}

/// Whether a value is the one that was told; of a list that is found only its length is compared.
fn is_that(value: KvValue<'_>, told: &Told<'_>) -> bool {
    match (value, *told) {
        (KvValue::List(list), Told::Enter(_, pairs)) => list.len() == pairs,
        (value, Told::Pair(_, plain)) => plain_value(value) == Some(plain),
        _ => false,
    }
}

/// The value as it lies in the bytes; none for a list.
const fn plain_value(value: KvValue<'_>) -> Option<Plain<'_>> {
    Some(match value {
        KvValue::String(string) => Plain::String(string.bytes()),
        KvValue::Int(number) => Plain::Int(number),
        KvValue::Binary(bytes) => Plain::Binary(bytes),
        KvValue::Unicode(wide) => Plain::Unicode(wide.bytes()),
        KvValue::List(_) => return None,
    })
}

/// What the pairs of a list that was unpacked are.
fn walk<'a>(list: KvRef<'a>, out: &mut Vec<Told<'a>>) {
    for pair in list {
        let key = pair.key.bytes();
        match (pair.value, plain_value(pair.value)) {
            (KvValue::List(inner), _) => {
                out.push(Told::Enter(key, inner.len()));
                walk(inner, out);
                out.push(Told::Leave);
            }
            (_, plain) => out.push(Told::Pair(key, plain.expect("a value that is no list"))),
        }
    }
}

/// The first pair at a path, going into the first list of each name only.
fn first<'t, 'a>(plain: &'t [Told<'a>], path: &[&[u8]]) -> Option<&'t Told<'a>> {
    let (wanted, below) = path.split_first()?;
    let mut depth = 0_usize;
    for (at, told) in plain.iter().enumerate() {
        match told {
            Told::Pair(key, _) | Told::Enter(key, _) if depth == 0 && key == wanted => {
                return match (below, told) {
                    ([], told) => Some(told),
                    (below, Told::Enter(..)) => first(plain.get(at + 1..)?, below),
                    _ => None,
                };
            }
            Told::Enter(..) => depth += 1,
            Told::Leave => depth = depth.checked_sub(1)?,
            Told::Pair(..) => {}
        }
    }
    None
}

/// The plain reader: all pairs before the first fault, and whether there is none.
fn reads<'a>(bytes: &'a [u8], unicode_length: UnicodeLength, out: &mut Vec<Told<'a>>) -> bool {
    let mut rest = bytes;
    take(&mut rest, 2).is_some_and(|count| {
        (0..number(count)).all(|_| reads_pair(&mut rest, unicode_length, out).is_some())
    }) && rest.is_empty()
}

fn reads_pair<'a>(
    rest: &mut &'a [u8],
    unicode_length: UnicodeLength,
    out: &mut Vec<Told<'a>>,
) -> Option<()> {
    let kind = *take(rest, 1)?.first()?;
    let key_len = number(take(rest, 2)?);
    let key = take(rest, key_len)?;
    if kind == 3 {
        // A length of 32 bits; or the length of the value, or of the list, before that of the list.
        let (outer, len) = (number(take(rest, 2)?), number(take(rest, 2)?));
        if ![0, len, len + 2].contains(&outer) {
            return None;
        }
        let inner = take(rest, len)?;
        out.push(Told::Enter(key, number(inner.get(..2)?)));
        reads(inner, unicode_length, out).then(|| out.push(Told::Leave))
    } else {
        let len = number(take(rest, 2)?);
        let units = kind == 4 && unicode_length == UnicodeLength::Units;
        let value = take(rest, if units { len * 2 } else { len })?;
        let value = match kind {
            0 => Plain::String(value),
            1 => Plain::Int(i32::from_be_bytes(value.try_into().ok()?)),
            2 => Plain::Binary(value),
            4 if value.len() % 2 == 0 => Plain::Unicode(value),
            _ => return None,
        };
        out.push(Told::Pair(key, value));
        Some(())
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(taken)
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

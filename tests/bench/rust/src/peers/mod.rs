//! What others do with the same tree, as their documentation has it done at its fastest.

pub mod lengths;
pub mod msgpack;
pub mod protobuf;

pub use crate::walk::Sum;

/// The rules that our DNC request keeps before it is written, for the peers that write one:
/// addresses are DBIDs, one of phone and customer is there, texts have 1 to 64 bytes and no NUL.
#[inline(never)]
pub fn valid(origin: i32, target: i32, texts: [Option<&str>; 2]) -> bool {
    let good = |text: &str| !text.is_empty() && text.len() <= 64 && !text.as_bytes().contains(&0);
    origin > 0
        && target >= 0
        && texts.iter().any(Option::is_some)
        && texts.iter().flatten().all(|text| good(text))
}

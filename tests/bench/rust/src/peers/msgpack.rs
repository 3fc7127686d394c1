//! MessagePack: `rmp` by hand, and `rmp-serde` into an owned tree.

use std::fmt;

use rmp::Marker;
use rmp::decode::{self, read_int, read_map_len, read_str_from_slice};
use rmp::encode::{write_map_len, write_sint, write_str};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::{Sum, valid};
use crate::messages::Node;

/// Write a tree.
#[inline(never)]
pub fn write(out: &mut Vec<u8>, tree: &[(String, Node)]) {
    level(out, tree);
}

fn level(out: &mut Vec<u8>, tree: &[(String, Node)]) {
    write_map_len(out, tree.len() as u32).expect("a Vec takes it");
    for (key, node) in tree {
        write_str(out, key).expect("a Vec takes it");
        match node {
            Node::Text(text) => write_str(out, text).expect("a Vec takes it"),
            Node::Int(number) => {
                write_sint(out, i64::from(*number)).expect("a Vec takes it");
            }
            Node::List(inner) => level(out, inner),
        }
    }
}

/// DNC, from its values straight to bytes.
#[inline(never)]
pub fn stream_dnc(
    out: &mut Vec<u8>,
    (reference, origin, target): (i32, i32, i32),
    phone: Option<&str>,
    customer: Option<&str>,
) -> bool {
    if !valid(origin, target, [phone, customer]) {
        return false;
    }
    write_map_len(out, 5).expect("a Vec takes it");
    let mut number = |key: &str, value: i32| {
        write_str(out, key).expect("a Vec takes it");
        write_sint(out, i64::from(value)).expect("a Vec takes it");
    };
    number("GSW_CM_MessageType", 32);
    number("GSW_CM_AttrReferenceID", reference);
    number("GSW_CM_AttrOriginAppID", origin);
    number("GSW_CM_AttrTargetAppID", target);
    write_str(out, "GSW_CM_AttrProperties").expect("a Vec takes it");
    write_map_len(out, 1).expect("a Vec takes it");
    write_str(out, "do_not_call").expect("a Vec takes it");
    write_map_len(out, u32::from(phone.is_some()) + u32::from(customer.is_some()))
        .expect("a Vec takes it");
    for (key, text) in [("GSW_PHONE", phone), ("GSW_CUSTOMER_ID", customer)] {
        if let Some(text) = text {
            write_str(out, key).expect("a Vec takes it");
            write_str(out, text).expect("a Vec takes it");
        }
    }
    true
}

/// Walk received bytes; texts are checked to be UTF-8 by `rmp`.
#[inline(never)]
pub fn walk(bytes: &[u8]) -> Option<Sum> {
    let mut sum = Sum::default();
    let rest = walk_map(bytes, &mut sum)?;
    rest.is_empty().then_some(sum)
}

fn walk_map<'a>(mut rest: &'a [u8], sum: &mut Sum) -> Option<&'a [u8]> {
    for _ in 0..read_map_len(&mut rest).ok()? {
        sum.pairs += 1;
        let (key, after) = read_str_from_slice(rest).ok()?;
        sum.text(key);
        rest = after;
        match Marker::from_u8(*rest.first()?) {
            Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => rest = walk_map(rest, sum)?,
            Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => {
                let (text, after) = read_str_from_slice(rest).ok()?;
                sum.text(text);
                rest = after;
            }
            _ => sum.number(read_int(&mut rest).ok()?),
        }
    }
    Some(rest)
}

/// The text at `path`, everything else skipped.
#[inline(never)]
pub fn find<'a>(bytes: &'a [u8], path: &[&str]) -> Option<&'a str> {
    let mut rest = bytes;
    let (key, deeper) = path.split_first()?;
    for _ in 0..read_map_len(&mut rest).ok()? {
        let (name, after) = read_str_from_slice(rest).ok()?;
        if name == *key {
            return match deeper {
                [] => read_str_from_slice(after).ok().map(|(text, _)| text),
                _ => find(after, deeper),
            };
        }
        rest = skip(after)?;
    }
    None
}

fn skip(mut rest: &[u8]) -> Option<&[u8]> {
    match Marker::from_u8(*rest.first()?) {
        Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => {
            for _ in 0..read_map_len(&mut rest).ok()? {
                rest = skip(skip(rest)?)?;
            }
            Some(rest)
        }
        Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => {
            let len = decode::read_str_len(&mut rest).ok()?;
            rest.get(len as usize..)
        }
        _ => {
            let _: i64 = read_int(&mut rest).ok()?;
            Some(rest)
        }
    }
}

/// Read an owned tree with `rmp-serde`.
#[inline(never)]
pub fn read(bytes: &[u8]) -> Option<Node> {
    rmp_serde::from_slice(bytes).ok()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number or a map")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        i32::try_from(number).map(Node::Int).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        i32::try_from(number).map(Node::Int).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(0));
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Node::List(pairs))
    }
}

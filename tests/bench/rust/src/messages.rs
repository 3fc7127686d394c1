//! The two messages, DNC and SEQ, from `tests/vectors/messages.json`: one truth for all languages.

use commdn::kvlist::{KvList, KvWriter};
use commdn::message::{Dialect, Envelope, Request};
use serde_json::Value;

/// A message as a tree and packed.
pub struct Message {
    /// `DNC` or `SEQ`.
    pub name: &'static str,
    /// Its pairs.
    pub tree: Vec<(String, Node)>,
    /// Packed, with the default packing.
    pub packed: Vec<u8>,
}

/// A value of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A string.
    Text(String),
    /// A number.
    Int(i32),
    /// A nested list.
    List(Vec<(String, Node)>),
}

/// A do-not-call request: 8 pairs in 3 levels, 221 bytes.
pub fn dnc() -> Message {
    read("DNC", "dnc")
}

/// A load request with a sequence of 16 items: 172 pairs, 3,287 bytes.
pub fn seq() -> Message {
    read("SEQ", "seq")
}

/// DNC as a request, to be written with [`dnc_envelope`].
pub fn dnc_request() -> Request {
    Request::do_not_call().phone("5551234567").customer_id("C1042")
}

/// Who asks whom in DNC.
pub fn dnc_envelope() -> Envelope {
    Envelope::new(20, 101).reference_id(4711)
}

/// SEQ as a request, to be written with the envelope.
pub fn seq_request() -> (Request, Envelope) {
    let list = seq().list();
    let request = Request::read(list.view(), &Dialect::DEFAULT).expect("it is a request");
    (request, Envelope::new(20, 101).reference_id(4712))
}

impl Message {
    /// The tree as an owned list.
    pub fn list(&self) -> KvList {
        KvList::build(|writer| write(writer, &self.tree)).expect("it fits")
    }
}

/// Write a tree pair by pair.
pub fn write(writer: &mut KvWriter<'_>, tree: &[(String, Node)]) {
    for (key, node) in tree {
        match node {
            Node::Text(text) => writer.string(key, text),
            Node::Int(number) => writer.int(key, *number),
            Node::List(inner) => writer.list(key, |writer| write(writer, inner)),
        };
    }
}

fn read(name: &'static str, key: &str) -> Message {
    let file = include_str!("../../../vectors/messages.json");
    let all: Value = serde_json::from_str(file).expect("the vector file is JSON");
    let message = &all[key];
    let hex = message["packed"].as_str().expect("packed bytes");
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
    let packed = (0..hex.len()).step_by(2).map(digit).collect();
    let message = Message { name, tree: tree(&message["tree"]), packed };
    assert_eq!(message.list().pack(), message.packed, "{name} as a tree and packed");
    message
}

fn tree(pairs: &Value) -> Vec<(String, Node)> {
    let pairs = pairs.as_array().expect("a list of pairs");
    pairs
        .iter()
        .map(|pair| {
            let value = &pair[2];
            let node = match pair[1].as_str() {
                Some("string") => Node::Text(value.as_str().expect("a text").to_owned()),
                Some("int") => Node::Int(value.as_i64().expect("a number") as i32),
                _ => Node::List(tree(value)),
            };
            (pair[0].as_str().expect("a key").to_owned(), node)
        })
        .collect()
}

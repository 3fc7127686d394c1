//! Protocol Buffers with `prost`: the tree as a message, and DNC as a message of its own.
//!
//! The derive macros stand on structs written by hand, so that no `protoc` is needed.

use prost::{Message, Oneof};

use super::{Sum, valid};
use crate::messages::Node;

/// `message List { repeated Pair pairs = 1; }`
#[derive(Clone, PartialEq, Message)]
pub struct List {
    /// Its pairs.
    #[prost(message, repeated, tag = "1")]
    pub pairs: Vec<Pair>,
}

/// `message Pair { string key = 1; oneof value { string text = 2; sint32 number = 3; List list = 4; } }`
#[derive(Clone, PartialEq, Message)]
pub struct Pair {
    /// Its key.
    #[prost(string, tag = "1")]
    pub key: String,
    /// Its value.
    #[prost(oneof = "Value", tags = "2, 3, 4")]
    pub value: Option<Value>,
}

/// A value.
#[derive(Clone, PartialEq, Oneof)]
pub enum Value {
    /// A text.
    #[prost(string, tag = "2")]
    Text(String),
    /// A number.
    #[prost(sint32, tag = "3")]
    Number(i32),
    /// A nested list.
    #[prost(message, tag = "4")]
    List(List),
}

impl From<&[(String, Node)]> for List {
    fn from(tree: &[(String, Node)]) -> Self {
        let pair = |(key, node): &(String, Node)| Pair {
            key: key.clone(),
            value: Some(match node {
                Node::Text(text) => Value::Text(text.clone()),
                Node::Int(number) => Value::Number(*number),
                Node::List(inner) => Value::List(inner.as_slice().into()),
            }),
        };
        Self { pairs: tree.iter().map(pair).collect() }
    }
}

impl List {
    /// Write it.
    #[inline(never)]
    pub fn write(&self, out: &mut Vec<u8>) {
        self.encode(out).expect("a Vec takes it");
    }

    /// Read it, owned.
    #[inline(never)]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Self::decode(bytes).ok()
    }

    /// Walk what was read.
    pub fn walk(&self, sum: &mut Sum) {
        for pair in &self.pairs {
            sum.pairs += 1;
            sum.text(&pair.key);
            match &pair.value {
                Some(Value::Text(text)) => sum.text(text),
                Some(Value::Number(number)) => sum.number(*number),
                Some(Value::List(list)) => list.walk(sum),
                None => {}
            }
        }
    }
}

/// DNC as a message of its own: its keys are one-byte tags, its packed form has 41 bytes.
#[derive(Clone, PartialEq, Message)]
pub struct Dnc {
    /// `GSW_CM_MessageType`.
    #[prost(int32, tag = "1")]
    pub message_type: i32,
    /// `GSW_CM_AttrReferenceID`.
    #[prost(int32, optional, tag = "2")]
    pub reference: Option<i32>,
    /// `GSW_CM_AttrOriginAppID`.
    #[prost(int32, optional, tag = "3")]
    pub origin: Option<i32>,
    /// `GSW_CM_AttrTargetAppID`.
    #[prost(int32, optional, tag = "4")]
    pub target: Option<i32>,
    /// `GSW_CM_AttrProperties`.
    #[prost(message, optional, tag = "5")]
    pub properties: Option<Properties>,
}

/// `GSW_CM_AttrProperties`.
#[derive(Clone, PartialEq, Message)]
pub struct Properties {
    /// `do_not_call`.
    #[prost(message, optional, tag = "1")]
    pub do_not_call: Option<Scope>,
}

/// `do_not_call`.
#[derive(Clone, PartialEq, Message)]
pub struct Scope {
    /// `GSW_PHONE`.
    #[prost(string, optional, tag = "1")]
    pub phone: Option<String>,
    /// `GSW_CUSTOMER_ID`.
    #[prost(string, optional, tag = "2")]
    pub customer: Option<String>,
}

impl Dnc {
    /// A request to `target` for these two texts.
    pub fn new((reference, origin, target): (i32, i32, i32), phone: &str, customer: &str) -> Self {
        let scope = Scope { phone: Some(phone.into()), customer: Some(customer.into()) };
        Self {
            message_type: 32,
            reference: Some(reference),
            origin: Some(origin),
            target: Some(target),
            properties: Some(Properties { do_not_call: Some(scope) }),
        }
    }

    /// Check it and write it.
    #[inline(never)]
    pub fn write(&self, out: &mut Vec<u8>) -> bool {
        let scope = self.properties.as_ref().and_then(|properties| properties.do_not_call.as_ref());
        let text = |text: fn(&Scope) -> Option<&str>| scope.and_then(text);
        let texts = [text(|scope| scope.phone.as_deref()), text(|scope| scope.customer.as_deref())];
        valid(self.origin.unwrap_or(0), self.target.unwrap_or(-1), texts)
            && self.encode(out).is_ok()
    }
}

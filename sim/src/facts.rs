//! Facts of a message in a log line: type, addresses, reference id, and what it is about.
//!
//! Owns their readable form. Must not decide anything: they are for whoever reads the log.

use std::fmt;

use commdn::kvlist::KvRef;
use commdn::message::{Dialect, Fields, MASK, MessageType, OpenEnum, Traffic};
use commdn::text::escape;
use serde::Serialize;

/// What a log line tells of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Facts {
    /// Its type.
    #[serde(serialize_with = "crate::log::number")]
    pub message: MessageType,
    /// `GSW_CM_AttrOriginAppID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<i32>,
    /// `GSW_CM_AttrTargetAppID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<i32>,
    /// `GSW_CM_AttrReferenceID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<i32>,
    /// The campaign's DBID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<i32>,
    /// The group's DBID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<i32>,
    /// `GSW_CM_AttrError`, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<i32>,
    /// The number of the group's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i32>,
    /// The list of records in `GSW_CM_AttrProperties`: `do_not_call` or `cancel_record`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'static str>,
    /// The phone number of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The customer id of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
}

impl Facts {
    /// Those of user data; `None` if it is none of this API.
    pub(crate) fn of(user_data: KvRef<'_>, dialect: &Dialect) -> Option<Self> {
        let Traffic::CommDn(message) = Traffic::of(user_data) else { return None };
        let fields = Fields::read(user_data, dialect);
        let record = fields.record;
        Some(Self {
            message,
            origin: fields.origin,
            target: fields.target,
            reference: fields.reference_id,
            campaign: fields.campaign,
            group: fields.group,
            error: fields.error.map(|error| error.number()).filter(|error| *error != 0),
            status: fields.status.map(|status| status.number()),
            list: record.as_ref().map(|record| record.list.key()),
            phone: record.as_ref().and_then(|record| record.phone.clone()),
            customer_id: record.and_then(|record| record.customer_id),
        })
    }

    /// With `****` for phone number and customer id.
    pub(crate) fn mask(&mut self) {
        for text in [&mut self.phone, &mut self.customer_id].into_iter().flatten() {
            MASK.clone_into(text);
        }
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}] (", self.message, self.message.number())?;
        let numbers = [
            ("origin", self.origin),
            ("target", self.target),
            ("reference", self.reference),
            ("campaign", self.campaign),
            ("group", self.group),
            ("error", self.error),
            ("status", self.status),
        ];
        let mut between = "";
        for (name, number) in numbers {
            if let Some(number) = number {
                write!(f, "{between}{name} {number}")?;
                between = ", ";
            }
        }
        let (phone, customer) = (self.phone.as_deref(), self.customer_id.as_deref());
        for (name, text) in [("list", self.list), ("phone", phone), ("customer id", customer)] {
            if let Some(text) = text {
                write!(f, "{between}{name} {}", escape(text))?;
                between = ", ";
            }
        }
        f.write_str(")")
    }
}

//! Masks for logs: phone numbers and customer ids are hidden unless a site asks for them.

use super::{Request, keys};
use crate::kvlist::{KvList, KvRef, KvWriter};

/// Replacement for personal data, as in T-Server's logs.
pub const MASK: &str = "****";

/// A copy of user data with `****` for the values of [`keys::PERSONAL`], on any level.
#[must_use]
pub fn masked(list: KvRef<'_>) -> KvList {
    // A mask may be longer than what it masks, so that a full list may not fit any more.
    KvList::build(|out| copy(list, out)).unwrap_or_default()
}

fn copy(list: KvRef<'_>, out: &mut KvWriter<'_>) {
    for pair in list.pairs() {
        let key = pair.key.bytes();
        match pair.value.as_list() {
            _ if keys::is_personal(key) => out.string(key, MASK),
            Some(inner) => out.list(key, |out| copy(inner, out)),
            None => out.value(key, pair.value),
        };
    }
}

impl Request {
    /// Whom it is about, for a log line; with nobody, nothing.
    pub(crate) fn whom(&self, personal: bool) -> String {
        let Some(record) = &self.fields().record else { return String::new() };
        let shown = |what: &str, value: Option<&str>| match value {
            Some(value) => format!(", {what} {}", if personal { value } else { MASK }),
            None => String::new(),
        };
        let phone = shown("phone", record.phone.as_deref());
        phone + &shown("customer id", record.customer_id.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Dialect, Envelope};

    #[test]
    fn phones_and_customers_are_masked_wherever_they_stand() {
        let request = Request::do_not_call().phone("5551234567").customer_id("C-1001");
        let mut packed = Vec::new();
        request.write(Envelope::new(20, 101), &Dialect::DEFAULT, &mut packed).unwrap();
        let list = KvList::unpack(&packed).unwrap();
        let hidden = masked(list.view());
        let text = format!("{hidden:?}");
        assert!(!text.contains("5551234567") && !text.contains("C-1001"), "{text}");
        assert!(
            text.contains("****") && hidden.get_int(keys::TARGET_APP_ID) == Some(101),
            "{text}"
        );
        assert_eq!(hidden.len(), list.len());
    }

    #[test]
    fn a_log_line_names_people_only_when_asked() {
        let request = Request::do_not_call().phone("5551234567");
        assert_eq!(request.whom(false), ", phone ****");
        assert_eq!(request.whom(true), ", phone 5551234567");
        let both = Request::cancel_record().phone_as_is("1").customer_id("C-1");
        assert_eq!(both.whom(true), ", phone 1, customer id C-1");
        assert_eq!(Request::stop_dialing(1, 10).whom(true), "");
    }
}

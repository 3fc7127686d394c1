//! Phone numbers as OCS compares them: two notations of one number are one.
//!
//! Everything that finds or keeps a number goes through here: calling lists, the do-not-call list, what
//! storage held, and what is asked from outside.

use std::borrow::Cow;

use commdn::phone::normalize;

/// The digits of a number; a text that is none is compared as it is.
pub(crate) fn compared(phone: &str) -> Cow<'_, str> {
    normalize(phone).unwrap_or(Cow::Borrowed(phone))
}

#[cfg(test)]
mod tests {
    use crate::config::{List, Record};
    use crate::ocs::{DoNotCall, DoNotCallKey, Lists};

    #[test]
    fn two_notations_of_a_number_are_one_entry_whoever_wrote_them() {
        let mut list = DoNotCall::default();
        // As storage of an earlier version may have it.
        assert!(list.add(DoNotCallKey::Phone("(555) 123-4567".to_owned())));
        assert!(!list.add(DoNotCallKey::Phone("5551234567".to_owned())));
        assert!(list.has_phone("555.123.4567") && !list.has_phone("5551234568"));
        assert!(list.phones().eq(["5551234567"]));
        assert!(list.add(DoNotCallKey::Phone("*21#".to_owned())) && list.has_phone("*21#"));
    }

    #[test]
    fn configured_records_are_found_in_every_notation() {
        let lists = Lists::new(&[List::new("all", [Record::new("555-0100"), Record::new("911")])]);
        for (phone, found) in [("5550100", 1), ("555 0100", 1), ("911", 1), ("5550101", 0)] {
            assert_eq!(lists.with_phone(phone).len(), found, "{phone}");
        }
    }
}

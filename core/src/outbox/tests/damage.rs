//! Files that have changed on the disk: no other request is sent than was submitted.

use proptest::prelude::*;

use super::*;
use crate::outbox::Filter;

const NUMBERS: [&str; 4] = ["5551230001", "5551230002", "5551230003", "5551230004"];

/// The bytes of a file with four requests.
fn file() -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = open(&folder);
    for number in NUMBERS {
        let options = SubmitOptions::new().key(format!("key of {number}"));
        outbox.submit(&dnc(number), options).unwrap();
    }
    drop(outbox);
    std::fs::read(path).unwrap()
}

/// What a sender hands out of a file of those bytes, and how each entry ended; `None` if the file
/// is refused.
fn drained(bytes: &[u8]) -> Option<(Vec<String>, Vec<Option<Error>>)> {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    std::fs::write(&path, bytes).unwrap();
    let mut store = Store::open(&path, Duration::from_millis(10)).ok()?;
    let mut sender = Sender::simulated(soon(), 1);
    let mut sent = Vec::new();
    let now = 1_790_000_000_000;
    for step in 0..4 {
        sender.nudge();
        sender.poll(&mut store, now + 100 * step, true).ok()?;
        while let Some(outgoing) = sender.next(now + 100 * step) {
            let record = outgoing.request.fields().record.clone();
            sent.push(record.and_then(|record| record.phone).unwrap_or_default());
            sender.ended(outgoing.token, acknowledged(), now + 100 * step);
        }
    }
    let outcomes = store.outcomes(0, 100).ok()?;
    Some((sent, outcomes.into_iter().map(|outcome| outcome.error).collect()))
}

fn only_what_was_submitted(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Some((sent, _)) = drained(bytes) {
        for number in sent {
            prop_assert!(NUMBERS.contains(&number.as_str()), "{number} was never submitted");
        }
    }
    Ok(())
}

#[test]
fn a_number_that_has_changed_on_the_disk_is_reported_and_not_sent() {
    let mut bytes = file();
    let place = bytes.windows(10).position(|part| part == b"5551230003").unwrap();
    bytes[place] = b'4';
    let (sent, errors) = drained(&bytes).unwrap();
    assert_eq!(sent, ["5551230001", "5551230002", "5551230004"]);
    let told: Vec<_> = errors.into_iter().flatten().collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind(), ErrorKind::Storage);
    assert!(told[0].message().contains("entry 3 was damaged on the disk"), "{}", told[0]);
}

#[test]
fn a_damaged_entry_is_listed_without_a_request() {
    let mut bytes = file();
    let place = bytes.windows(10).position(|part| part == b"5551230003").unwrap();
    bytes[place + 9] = b'9';
    let folder = folder();
    std::fs::write(folder.path().join("outbox.db"), bytes).unwrap();
    let entries: Result<Vec<_>, _> = open(&folder).list(Filter::All).collect();
    let whole: Vec<bool> = entries.unwrap().iter().map(|entry| entry.request.is_some()).collect();
    assert_eq!(whole, [true, true, false, true]);
}

#[test]
fn any_bit_of_an_entry_may_change() {
    let bytes = file();
    let from =
        bytes.windows(10).position(|part| part == b"5551230004").unwrap().saturating_sub(160);
    let to = bytes.windows(10).rposition(|part| part == b"5551230001").unwrap() + 160;
    for place in (from.min(to)..from.max(to).min(bytes.len())).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1 << (place % 8);
        only_what_was_submitted(&damaged).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_has_changed_nothing_else_is_sent(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)
    ) {
        let mut bytes = file();
        for (place, value) in places {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        only_what_was_submitted(&bytes)?;
    }
}

//! Many requests at once: each its own answer, in any order, and the books stay small.

use super::*;

/// A shuffle that is the same in each run.
fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for index in (1..count).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(index, usize::try_from(state % (index as u64 + 1)).unwrap());
    }
    order
}

#[test]
fn a_hundred_thousand_requests_that_differ_only_by_phone_are_answered_in_shuffled_order() {
    const COUNT: usize = 100_000;
    for references in [true, false] {
        let config =
            ExchangeConfig { send_reference_id: references, ..ExchangeConfig::new(APP, OCS) };
        let mut desk = Desk::with(config);
        let phone = |index: usize| format!("555{index:07}");
        let mut out = Vec::new();
        let sent: Vec<_> = (0..COUNT)
            .map(|index| {
                out.clear();
                let options = CallOptions::within(TIMEOUT);
                desk.exchange.submit(&dnc(&phone(index)), options, T0, &mut out).unwrap()
            })
            .collect();
        for index in shuffled(COUNT) {
            let reference_id = references.then_some(sent[index].reference);
            let fields = Fields { reference_id, ..dnc_fields(&phone(index)) };
            desk.exchange
                .receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields).user_data().pack());
            match desk.exchange.poll() {
                Some(Output::Completed(ticket, Ok(answer))) => {
                    assert_eq!(ticket, sent[index].ticket);
                    assert_eq!(answer.event.phone().unwrap(), phone(index));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(desk.exchange.open_requests(), 0);
        assert_eq!(desk.exchange.stats().acknowledged, COUNT as u64);
    }
}

#[test]
fn reference_ids_wrap_and_pass_over_those_in_use() {
    let config = ExchangeConfig { first_reference: i32::MAX, ..ExchangeConfig::new(APP, OCS) };
    let mut desk = Desk::with(config);
    let references: Vec<_> = ["1", "2", "3"].map(|phone| desk.submit(dnc(phone)).reference).into();
    assert_eq!(references, [i32::MAX, 1, 2]);
    desk.exchange.tick(T0 + TIMEOUT);
    let outputs = desk.receive(&desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).2, [NotificationKind::Late]);
}

#[test]
fn deadlines_of_answered_requests_do_not_pile_up() {
    let mut desk = Desk::new();
    for _ in 0..1_000 {
        let sent = desk.submit(dnc("1"));
        assert!(desk.exchange.withdraw(sent));
        desk.requests.clear();
    }
    assert!(desk.exchange.timers_len() <= 66, "{}", desk.exchange.timers_len());
}

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
    let long = desk.submit_with(dnc("0"), CallOptions::within(TIMEOUT * 2));
    for _ in 0..1_000 {
        let sent = desk.submit(dnc("1"));
        assert!(desk.exchange.withdraw(sent));
        desk.requests.clear();
    }
    // Each came before the long one's, and so for itself.
    let count = desk.exchange.timers_len();
    assert!((1..=66).contains(&count), "{count}");
    assert_eq!(desk.exchange.next_tick(), Some(T0 + TIMEOUT * 2));
    assert!(desk.exchange.withdraw(long));
    assert_eq!(desk.exchange.next_tick(), None);
    assert_eq!(desk.exchange.timers_len(), 0);
}

#[test]
fn requests_of_any_timeouts_end_in_the_order_of_their_deadlines() {
    let mut desk = Desk::new();
    let timeouts = [5, 3, 8, 8, 1, 9, 2, 9, 5, 3_u32];
    let mut expected: Vec<_> = timeouts
        .iter()
        .enumerate()
        .map(|(number, timeout)| {
            let options = CallOptions::within(TIMEOUT * *timeout);
            (*timeout, desk.submit_with(dnc(&number.to_string()), options).ticket)
        })
        .collect();
    expected.sort_unstable();
    for (timeout, _) in &expected {
        assert!(desk.exchange.next_tick().is_none_or(|next| next >= T0 + TIMEOUT * *timeout));
        desk.exchange.tick(T0 + TIMEOUT * *timeout);
    }
    let tickets: Vec<_> = expected.iter().map(|(_, ticket)| *ticket).collect();
    assert_eq!(summary(&desk.outputs()).1, tickets);
    assert_eq!((desk.exchange.next_tick(), desk.exchange.timers_len()), (None, 0));
}

#[test]
fn requests_that_came_before_and_after_an_answer_without_a_reference_id_are_found_by_facts() {
    let mut desk = Desk::new();
    let sent: Vec<_> = ["1", "2", "3", "4"]
        .map(|phone| {
            let sent = desk.submit(dnc(phone));
            // Of those that the index has, and of those that it does not have yet, some end
            // otherwise.
            if phone == "2" {
                assert_eq!(summary(&desk.receive(&acknowledged("nobody"))).2.len(), 1);
            }
            sent
        })
        .into();
    assert!(desk.exchange.withdraw(sent[1]) && desk.exchange.withdraw(sent[2]));
    for phone in ["2", "3"] {
        assert_eq!(summary(&desk.receive(&acknowledged(phone))).2, [NotificationKind::Late]);
    }
    assert_eq!(summary(&desk.receive(&acknowledged("4"))).0, [sent[3].ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [sent[0].ticket]);
    assert_eq!(desk.exchange.open_requests(), 0);
    desk.exchange.close();
}

#[test]
fn what_a_burst_has_taken_is_given_back_and_the_exchange_goes_on() {
    let mut desk = Desk::new();
    for round in 0..3 {
        let sent: Vec<_> = (0..5_000).map(|index| desk.submit(dnc(&index.to_string()))).collect();
        for (index, sent) in sent.iter().enumerate() {
            if index % 2 == round % 2 {
                assert!(desk.exchange.withdraw(*sent));
            }
        }
        assert_eq!(desk.exchange.open_requests(), 2_500);
        desk.exchange.tick(T0 + TIMEOUT);
        assert_eq!(desk.outputs().len(), 2_500);
        assert_eq!(desk.exchange.slots(), 0, "round {round}");
        desk.requests.clear();
    }
}

//! Many requests under way at once.

use commdn::message::Request;
use commdn::session::{Session, Wait};
use commdn_sim::Simulator;
use commdn_sim::fault::{FaultKind, FaultRule};
use commdn_tests::{FACES, Face, OCS, config};

/// All of `count` requests are under way, their answers come shuffled, and each finds its own.
fn shuffled(face: Face, simulator: &Simulator, count: u64) {
    let mut rule = FaultRule::new(FaultKind::Reorder);
    rule.window = Some(10_000);
    rule.ms = Some(50);
    simulator.control().add_fault(rule).unwrap();
    let config = config().max_open_requests(200_000).max_unsent_bytes(64 * 1024 * 1024);
    let session = Session::connect(config, face.connector(simulator)).unwrap();
    let completions = session.completions().unwrap();
    let phone = |tag: u64| format!("555{tag:07}");
    for tag in 0..count {
        completions.submit(tag, &Request::do_not_call().phone(phone(tag)), Wait::Forever).unwrap();
    }
    let mut seen = vec![false; usize::try_from(count).unwrap()];
    let mut in_order = 0;
    for position in 0..count {
        let completion = completions.next(Wait::Forever).unwrap().unwrap();
        let answer = completion.outcome.unwrap();
        assert_eq!(answer.event.phone().unwrap(), phone(completion.tag));
        let slot = &mut seen[usize::try_from(completion.tag).unwrap()];
        assert!(!*slot, "{} was completed twice", completion.tag);
        *slot = true;
        in_order += u64::from(completion.tag == position);
    }
    assert!(seen.iter().all(|seen| *seen));
    assert!(in_order < count / 2, "{in_order} of {count} answers came in order");
    assert_eq!(session.stats().unwrap().open_requests, 0);
}

#[test]
fn a_hundred_thousand_requests_answered_in_shuffled_order_each_get_their_own_answer() {
    let simulator = commdn_tests::demo();
    shuffled(Face::Embedded, &simulator, 100_000);
    let listed = simulator.control().do_not_call(OCS).unwrap();
    assert_eq!(listed.phones.len(), 100_000);
}

#[test]
fn ten_thousand_without_reference_ids_too_on_either_face() {
    for face in FACES {
        let mut centre = commdn_sim::Config::demo();
        for ocs in &mut centre.ocs {
            ocs.echo_reference_id = false;
        }
        shuffled(face, &Simulator::start(centre).unwrap(), 10_000);
    }
}

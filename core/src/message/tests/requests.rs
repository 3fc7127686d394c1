//! Every request, written and read back.

use super::*;
use crate::message::spec::REQUESTS;

fn a_schedule() -> Schedule {
    let first =
        ScheduleItem::new(7, DialMode::PROGRESS, OptimizeBy::BUSY_FACTOR, 80).stop_at_dials(500);
    let second = ScheduleItem::new(8, DialMode::PREDICT, OptimizeBy::OVERDIAL_RATE, 5)
        .sleep_before_next_start(10)
        .stop_at_contacts(20)
        .stop_at_time(1_800_000_000);
    Schedule::new([first, second]).description("morning").start_time(1_700_000_000)
}

/// One complete example of each request of the API.
fn examples() -> Vec<Request> {
    let dial = |request: Request| request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    vec![
        dial(Request::load_campaign(5, 6)).auto_completion(true).dialing_priority(
            DialingPriority {
                general: Some(PriorityRule::new(1, 10)),
                ..DialingPriority::default()
            },
        ),
        Request::unload_campaign(5, 6),
        Request::campaign_status(5, 6),
        dial(Request::set_dialing_mode(5, 6)),
        dial(Request::start_dialing(5, 6)),
        Request::stop_dialing(5, 6),
        Request::do_not_call().phone("5551234567").customer_id("C-1").chain(Chain::AllChain),
        Request::cancel_record()
            .phone("5551234567")
            .campaign_name("spring")
            .customer_id("C-1")
            .chain(Chain::RecordOnly),
        Request::force_unload_campaign(5, 6),
        Request::complete_campaign(5, 6),
    ]
}

#[test]
fn every_request_of_the_table_is_written_and_reads_back_the_same() {
    let examples = examples();
    let types: Vec<_> = examples.iter().map(Request::message_type).collect();
    assert_eq!(types, REQUESTS.each_ref().map(|spec| spec.request));
    for request in examples {
        let list = written(&request);
        let back = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
        assert_eq!(back.fields().origin, Some(20));
        assert_eq!(back.fields().target, Some(101));
        assert_eq!(back.fields().reference_id, Some(7));
        assert_eq!(written(&back), list);
        for attribute in Attribute::ALL {
            let sent = request.fields().has(*attribute);
            assert!(!sent || back.fields().has(*attribute), "{attribute:?} of {request:?}");
        }
    }
}

#[test]
fn a_do_not_call_request_has_the_chapters_structure() {
    let list = written(&Request::do_not_call().phone("5551234567").customer_id("C-1"));
    let keys: Vec<_> = list.pairs().map(|pair| pair.key.utf8().unwrap()).collect();
    assert_eq!(
        keys,
        [
            "GSW_CM_MessageType",
            "GSW_CM_AttrReferenceID",
            "GSW_CM_AttrOriginAppID",
            "GSW_CM_AttrTargetAppID",
            "GSW_CM_AttrProperties"
        ]
    );
    assert_eq!(list.get_int("GSW_CM_MessageType"), Some(32));
    let text = |key| {
        let path = ["GSW_CM_AttrProperties", "do_not_call", key];
        list.at(&path).and_then(|value| value.as_string()).and_then(|string| string.utf8())
    };
    assert_eq!(text("GSW_PHONE"), Some("5551234567"));
    assert_eq!(text("GSW_CUSTOMER_ID"), Some("C-1"));
    assert_eq!(text("GSW_CHAIN_ATTR"), None);
}

#[test]
fn a_cancel_request_writes_its_own_list() {
    let list = written(&Request::cancel_record().phone_as_is("1"));
    assert!(list.at(&["GSW_CM_AttrProperties", "cancel_record", "GSW_PHONE"]).is_some());
    assert!(list.at(&["GSW_CM_AttrProperties", "do_not_call"]).is_none());
}

#[test]
fn a_sequence_is_addressed_with_campaign_0_and_its_numbered_items() {
    let load = MessageType::REQ_LOAD_CAMPAIGN;
    let list = written(&Request::of_sequence(load, a_schedule(), 6));
    assert_eq!(list.get_int("GSW_CM_AttrCampaignID"), Some(0));
    let number = |path: &[&str]| {
        let whole: Vec<&str> =
            ["GSW_CM_AttrProperties", "campaign_schedule"].iter().chain(path).copied().collect();
        list.at(&whole).and_then(|value| value.as_int())
    };
    assert_eq!(number(&["nItems"]), Some(2));
    assert_eq!(number(&["startTime"]), Some(1_700_000_000));
    assert_eq!(number(&["scheduleItem-1", "campaignDBID"]), Some(7));
    assert_eq!(number(&["scheduleItem-1", "stopAtDials"]), Some(500));
    assert_eq!(number(&["scheduleItem-2", "sleepBeforeNextStart"]), Some(10));
    assert_eq!(number(&["scheduleItem-2", "stopAtContacts"]), Some(20));
    assert_eq!(number(&["scheduleItem-2", "optMethod"]), Some(2));
    let mut expected = a_schedule();
    expected.announced_items = Some(2);
    let back = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
    assert_eq!(back.fields().schedule, Some(expected));
}

#[test]
fn extra_pairs_are_written_last_and_kept_when_read() {
    let extra = KvList::build(|w| {
        w.string("site", "north").int("site", 2);
    })
    .unwrap();
    let list = written(&Request::do_not_call().phone_as_is("1").extra(extra.clone()));
    let keys: Vec<_> = list.pairs().map(|pair| pair.key.utf8().unwrap()).collect();
    assert_eq!(keys[keys.len() - 2..], ["site", "site"]);
    let back = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
    assert_eq!(back.extra_pairs(), extra.view());
}

#[test]
fn texts_are_written_in_the_sites_charset() {
    let request = Request::do_not_call().customer_id("Müller");
    let dialect = Dialect::DEFAULT.with_charset(Charset::Latin1);
    let list = request.to_list(envelope(), &dialect).unwrap();
    let path = ["GSW_CM_AttrProperties", "do_not_call", "GSW_CUSTOMER_ID"];
    assert_eq!(list.at(&path).unwrap().as_string().unwrap().bytes(), b"M\xfcller");
    let back = Request::read(list.view(), &dialect).unwrap();
    assert_eq!(back.fields().record.as_ref().unwrap().customer_id.as_deref(), Some("Müller"));
}

//! Messages: the tables, both directions, and each rule that a request can break.

use super::*;
use crate::kvlist::{Charset, KvList, KvRef};

mod numbered;
mod requests;
mod rules;
mod template;

fn envelope() -> Envelope {
    Envelope::new(20, 101).reference_id(7)
}

fn written(request: &Request) -> KvList {
    request.to_list(envelope(), &Dialect::DEFAULT).unwrap()
}

#[test]
fn names_and_numbers_are_found_both_ways_and_unknown_ones_are_kept() {
    assert_eq!(MessageType::from_name("CM_ReqDoNotCall"), Some(MessageType::REQ_DO_NOT_CALL));
    assert_eq!(MessageType::from_name("GSW_CM_ReqLoadCampaign"), Some(MessageType(7)));
    assert_eq!(MessageType::from_name("REQ_LOAD_CAMPAIGN"), Some(MessageType(7)));
    assert_eq!(MessageType::from_name("CMEvError"), Some(MessageType::EV_ERROR));
    assert_eq!(DialMode::from_name("CFGDMPprogress"), Some(DialMode::PROGRESS));
    assert_eq!(DialMode::from_name("nonsense"), None);
    assert_eq!(MessageType(99).name(), None);
    assert_eq!(MessageType(99).to_string(), "MessageType(99)");
    assert_eq!(format!("{:?}", CmError::CAMPAIGN_NOT_FOUND), "3 CM_ERROR_CAMPAIGN_NOT_FOUND");
    assert_eq!(GroupStatus::RUNNING.entry().unwrap().certainty, Certainty::Chapter);
}

#[test]
fn no_number_and_no_name_stands_twice_in_an_enumeration() {
    fn check<E: OpenEnum>() {
        for (index, entry) in E::ENTRIES.iter().enumerate() {
            let value = E::from(entry.number);
            assert_eq!(value.name(), Some(entry.name));
            assert_eq!(E::from_name(entry.label), Some(value));
            assert!(E::ENTRIES[index + 1..].iter().all(|other| other.number > entry.number));
        }
    }
    check::<MessageType>();
    check::<CmError>();
    check::<DialMode>();
    check::<OptimizeBy>();
    check::<GroupStatus>();
}

#[test]
fn events_keep_unknown_pairs_and_read_numbers_sent_as_text() {
    let list = KvList::build(|w| {
        w.string("GSW_CM_MessageType", "24").int("GSW_CM_AttrGroupCampStatus", 42);
        w.string("site_specific", "x");
        w.list("GSW_CM_AttrProperties", |w| {
            w.int("GSW_AUTO_COMPLETION", 1);
        });
    })
    .unwrap();
    let event = Event::new(list.clone(), &Dialect::DEFAULT).unwrap();
    assert_eq!(event.message_type(), MessageType::EV_CAMPAIGN_STATUS);
    assert_eq!(event.status(), Some(GroupStatus(42)));
    assert_eq!(event.auto_completion(), Some(true), "read inside Properties too");
    assert_eq!(event.user_data().get_string("site_specific").unwrap(), "x");
    assert_eq!(event.campaign(), None);
    assert_eq!(event.user_data(), &list);
    let other = KvList::build(|w| {
        w.int("x", 1);
    })
    .unwrap();
    assert_eq!(Event::new(other.clone(), &Dialect::DEFAULT), Err(other));
}

#[test]
fn an_event_built_from_fields_reads_back_as_these_fields() {
    let mut schedule =
        Schedule::new([ScheduleItem::new(5, DialMode::POWER_GVP, OptimizeBy::WAIT_TIME, 300)]);
    schedule.items[0].status = Some(GroupStatus::INACTIVE);
    schedule.announced_items = Some(1);
    let mut record = Record::new(RecordList::CancelRecord);
    record.phone = Some("555".into());
    record.message = Some(keys::ON_DESKTOP_MESSAGE.into());
    let fields = Fields {
        reference_id: Some(9),
        origin: Some(101),
        target: Some(20),
        campaign: Some(0),
        group: Some(2),
        dial_mode: Some(DialMode(77)),
        optimize_by: Some(OptimizeBy::BUSY_FACTOR),
        optimize_goal: Some(80),
        status: Some(GroupStatus::RUNNING),
        error: Some(CmError::NO),
        error_message: Some("läuft".into()),
        auto_completion: Some(false),
        schedule: Some(schedule),
        dialing_priority: Some(DialingPriority {
            general: Some(PriorityRule::new(1, 10)),
            campaign_rescheduled: None,
            campaign_call_back: Some(PriorityRule::new(3, 5)),
        }),
        record: Some(record),
    };
    for charset in [Charset::Utf8, Charset::Latin1] {
        for place in [AutoCompletionPlace::TopLevel, AutoCompletionPlace::Properties] {
            let dialect = Dialect::DEFAULT.with_charset(charset).with_auto_completion(place);
            let event =
                Event::build(MessageType::EV_CAMPAIGN_STATUS, &fields, KvRef::EMPTY, &dialect)
                    .unwrap();
            assert_eq!(event.fields(), fields);
            assert_eq!(event.charset(), charset);
            assert_eq!(event.error(), None, "error 0 is none");
            assert_eq!(event.message().unwrap(), keys::ON_DESKTOP_MESSAGE);
            assert!(!event.is_refusal());
        }
    }
}

#[test]
fn traffic_of_three_kinds_is_told_apart() {
    let of = |key: &str| {
        let list = KvList::build(|w| {
            w.int(key, 32);
        });
        Traffic::of(list.unwrap().view())
    };
    assert_eq!(of("GSW_CM_MessageType"), Traffic::CommDn(MessageType::REQ_DO_NOT_CALL));
    assert_eq!(of("GSW_AGENT_REQ_TYPE"), Traffic::Desktop);
    assert_eq!(of("GSW_USER_EVENT"), Traffic::Desktop);
    assert_eq!(of("RTargetAgentGroup"), Traffic::Other);
}

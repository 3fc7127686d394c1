//! Each rule, broken: the error names the attribute.

use super::*;

fn refusal(request: &Request) -> String {
    let mut out = b"kept".to_vec();
    let error = request.write(envelope(), &Dialect::DEFAULT, &mut out).unwrap_err();
    assert_eq!(out, b"kept", "a refused request writes nothing");
    assert_eq!(request.validate(envelope(), &Dialect::DEFAULT).err(), Some(error.clone()));
    error.to_string()
}

fn load() -> Request {
    Request::load_campaign(5, 6).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn sequence(items: Vec<ScheduleItem>) -> Request {
    Request::of_sequence(MessageType::REQ_LOAD_CAMPAIGN, Schedule::new(items), 6)
}

#[test]
fn mandatory_attributes_of_campaign_requests_are_demanded_by_name() {
    let cases = [
        (
            Request::new(MessageType::REQ_LOAD_CAMPAIGN).group(6),
            "CM_ReqLoadCampaign: GSW_CM_AttrCampaignID is missing, and there is no schedule",
        ),
        (
            load().campaign(0),
            "CM_ReqLoadCampaign: GSW_CM_AttrCampaignID 0 is no DBID (1 or more), and there is no schedule",
        ),
        (
            Request::new(MessageType::REQ_STOP_DIALING).campaign(5),
            "CM_ReqStopDialing: GSW_CM_AttrGroupID is missing",
        ),
        (Request::load_campaign(5, 6), "CM_ReqLoadCampaign: GSW_CM_AttrDialMode is missing"),
        (
            Request::start_dialing(5, 6).optimize_goal(90),
            "CM_ReqStartDialing: GSW_CM_AttrOptimizeBy is missing",
        ),
        (
            Request::set_dialing_mode(5, 6)
                .dial_mode(DialMode::PREVIEW)
                .optimize_by(OptimizeBy::WAIT_TIME),
            "CM_ReqSetDialingMode: GSW_CM_AttrOptimizeGoal is missing",
        ),
        (
            Request::complete_campaign(0, 6),
            "CM_ReqCompleteCampaign: GSW_CM_AttrCampaignID 0 is no DBID (1 or more)",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refusal(&request), expected);
    }
}

#[test]
fn how_a_loaded_campaign_dials_is_written_as_not_changed_where_it_is_not_given() {
    let (preview, wait) = (DialMode::PREVIEW, OptimizeBy::WAIT_TIME);
    for of in [Request::start_dialing, Request::set_dialing_mode] {
        let cases = [
            (of(5, 6), [0, 0, 0]),
            (of(5, 6).dial_mode(preview), [3, 0, 0]),
            (of(5, 6).optimize_by(wait).optimize_goal(9), [0, 3, 9]),
            (of(5, 6).optimize_by(OptimizeBy::NOT_CHANGED), [0, 0, 0]),
            (of(5, 6).dialing(preview, wait, 9), [3, 3, 9]),
        ];
        for (request, numbers) in cases {
            let list = request.to_list(envelope(), &Dialect::DEFAULT).unwrap();
            let found = [keys::DIAL_MODE, keys::OPTIMIZE_BY, keys::OPTIMIZE_GOAL]
                .map(|key| list.view().get(key).and_then(|value| value.to_int()));
            assert_eq!(found, numbers.map(Some), "{request:?}");
        }
    }
    // A sequence tells it item by item, and nothing else has it.
    let items = vec![ScheduleItem::new(7, preview, wait, 9)];
    let start = Request::of_sequence(MessageType::REQ_START_DIALING, Schedule::new(items), 6);
    for request in [start, Request::stop_dialing(5, 6)] {
        let list = request.to_list(envelope(), &Dialect::DEFAULT).unwrap();
        assert!(list.view().get(keys::DIAL_MODE).is_none(), "{request:?}");
    }
}

#[test]
fn phone_or_customer_is_demanded_and_64_bytes_are_the_most() {
    let dnc = Request::do_not_call;
    let long = "5".repeat(65);
    let wide = "ü".repeat(33);
    let cases = [
        (dnc(), "CM_ReqDoNotCall: GSW_PHONE or GSW_CUSTOMER_ID is missing"),
        (dnc().chain(Chain::AllChain), "CM_ReqDoNotCall: GSW_PHONE or GSW_CUSTOMER_ID is missing"),
        (dnc().phone(&long), "CM_ReqDoNotCall: GSW_PHONE has 65 bytes, over 64"),
        (
            dnc().phone_as_is("1").customer_id(&wide),
            "CM_ReqDoNotCall: GSW_CUSTOMER_ID has 66 bytes, over 64",
        ),
        (dnc().phone(""), "CM_ReqDoNotCall: GSW_PHONE is empty"),
        (dnc().phone("5\0/5"), "CM_ReqDoNotCall: GSW_PHONE contains a NUL character"),
        (
            dnc().phone_as_is("1").chain(Chain::from("Some")),
            "CM_ReqDoNotCall: GSW_CHAIN_ATTR \"Some\" is neither AllChain nor RecordOnly",
        ),
        (
            dnc().phone_as_is("1").campaign_name("x"),
            "CM_ReqDoNotCall: GSW_CAMPAIGN_NAME does not belong to this request",
        ),
        (Request::cancel_record().customer_id("C"), "CM_ReqCancelRecord: GSW_PHONE is missing"),
    ];
    for (request, expected) in cases {
        assert_eq!(refusal(&request), expected);
    }
    written(&dnc().phone_as_is("5".repeat(64)));
    let relaxed = Dialect::DEFAULT.with_cancel_without_phone(true);
    let by_customer = Request::cancel_record().customer_id("C");
    assert!(by_customer.validate(envelope(), &relaxed).is_ok());
    assert!(Request::cancel_record().validate(envelope(), &relaxed).is_err());
}

#[test]
fn goals_are_percentages_or_not_negative() {
    let goal = |method, goal| load().dialing(DialMode::PREDICT, method, goal);
    for method in [OptimizeBy::BUSY_FACTOR, OptimizeBy::OVERDIAL_RATE] {
        let expected =
            "CM_ReqLoadCampaign: GSW_CM_AttrOptimizeGoal 101 is no percentage from 0 to 100";
        assert_eq!(refusal(&goal(method, 101)), expected);
        assert!(refusal(&goal(method, -1)).contains("-1 is no percentage"));
        written(&goal(method, 0));
        written(&goal(method, 100));
    }
    written(&goal(OptimizeBy::WAIT_TIME, 3_600));
    assert!(
        refusal(&goal(OptimizeBy::WAIT_TIME, -1))
            .contains("GSW_CM_AttrOptimizeGoal -1 is negative")
    );
}

#[test]
fn target_0_is_only_for_do_not_call_and_cancel_and_dbids_are_positive() {
    let all = Envelope::new(20, 0);
    let dialect = Dialect::DEFAULT;
    assert!(Request::do_not_call().phone_as_is("1").validate(all, &dialect).is_ok());
    assert!(Request::cancel_record().phone_as_is("1").validate(all, &dialect).is_ok());
    let error = load().validate(all, &dialect).unwrap_err();
    assert_eq!(error.attribute, "GSW_CM_AttrTargetAppID");
    assert!(load().target(3).validate(all, &dialect).is_ok(), "the request's own target wins");
    let error = load().validate(Envelope::new(0, 101), &dialect).unwrap_err();
    assert_eq!(error.attribute, "GSW_CM_AttrOriginAppID");
    let error = load().target(-5).validate(all, &dialect).unwrap_err();
    assert_eq!(
        error.to_string(),
        "CM_ReqLoadCampaign: GSW_CM_AttrTargetAppID -5 is no DBID of an application"
    );
}

#[test]
fn schedules_are_checked_item_by_item() {
    let item = || ScheduleItem::new(7, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    let cases = [
        (sequence(vec![]), "CM_ReqLoadCampaign: nItems is 0: a sequence has at least one item"),
        (
            sequence(vec![item(), ScheduleItem::default()]),
            "CM_ReqLoadCampaign: scheduleItem-2/campaignDBID is missing",
        ),
        (
            sequence(vec![item().stop_at_dials(-1)]),
            "CM_ReqLoadCampaign: scheduleItem-1/stopAtDials is negative",
        ),
        (
            sequence(vec![ScheduleItem { optimize_goal: Some(101), ..item() }]),
            "CM_ReqLoadCampaign: scheduleItem-1/optMethodValue 101 is no percentage from 0 to 100",
        ),
        (
            sequence(vec![item()]).campaign(5),
            "CM_ReqLoadCampaign: GSW_CM_AttrCampaignID is given beside a schedule: \
             a sequence is addressed with campaign 0",
        ),
        (
            Request::do_not_call().phone_as_is("1").schedule(Schedule::new([item()])),
            "CM_ReqDoNotCall: campaign_schedule does not belong to this request",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refusal(&request), expected);
    }
    written(&sequence(vec![item()]));
}

#[test]
fn attributes_of_other_requests_own_keys_as_extras_and_too_much_data_are_refused() {
    let extra = |key: &str, len: usize| {
        KvList::build(|w| {
            w.string(key, vec![b'x'; len]);
        })
        .unwrap()
    };
    let dnc = || Request::do_not_call().phone_as_is("1");
    let cases = [
        (
            dnc().auto_completion(true),
            "CM_ReqDoNotCall: GSW_AUTO_COMPLETION does not belong to this request",
        ),
        (
            dnc().extra(extra("GSW_CM_AttrTargetAppID", 1)),
            "CM_ReqDoNotCall: GSW_CM_AttrTargetAppID is the API's own key and cannot be an extra pair",
        ),
        (
            Request::new(MessageType::EV_ERROR),
            "CM_EvError: GSW_CM_MessageType is no request of the Communication DN API",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refusal(&request), expected);
    }
    let text = refusal(&dnc().extra(extra("x", 16_000)));
    assert!(text.contains("over max_user_data_bytes (16000)"), "{text}");
    let more = Dialect::DEFAULT.with_max_user_data_bytes(20_000);
    assert!(dnc().extra(extra("x", 16_000)).to_list(envelope(), &more).is_ok());
    let whole = dnc().extra(extra("x", 65_500)).to_list(envelope(), &more).unwrap_err();
    assert_eq!(whole.attribute, "user data");
}

#[test]
fn a_character_outside_the_charset_is_named_with_its_attribute() {
    let latin = Dialect::DEFAULT.with_charset(Charset::Latin1);
    let error =
        Request::do_not_call().customer_id("10 €").validate(envelope(), &latin).unwrap_err();
    let expected = "CM_ReqDoNotCall: GSW_CUSTOMER_ID is no text: character '€' cannot be written in ISO-8859-1";
    assert_eq!(error.to_string(), expected);
}

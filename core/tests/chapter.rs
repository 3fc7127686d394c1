//! Every key and number of the chapter, and the wider ones of public sources, against the tables.

use commdn::kvlist::{KvList, KvType};
use commdn::link::{AttributeId, MessageId};
use commdn::message::spec::{REQUESTS, RequestSpec, Rule};
use commdn::message::{
    Attribute, Certainty, Chain, CmError, DialMode, Dialect, Event, GroupStatus, MessageType,
    OpenEnum, OptimizeBy, Request, keys,
};
use serde_json::Value;

fn vectors(name: &str) -> Value {
    let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> i32 {
    i32::try_from(value.as_i64().unwrap()).unwrap()
}

/// Each listed name has its number, and each of our numbers from the chapter is listed.
fn check_chapter<E: OpenEnum>(enumerations: &Value) {
    let listed = array(&enumerations[E::KEY]);
    for row in listed {
        let (name, value) = (text(&row["name"]), number(&row["value"]));
        let known = E::from_name(name).unwrap_or_else(|| panic!("{name} of {}", E::TYPE));
        assert_eq!(known.number(), value, "{name}");
        let certainty = known.entry().unwrap().certainty;
        let applicable = row["applicable"].as_bool().unwrap_or(true);
        let expected = if applicable { Certainty::Chapter } else { Certainty::NotApplicable };
        assert_eq!(certainty, expected, "{name}");
        if let Some(also) = row["also"].as_str() {
            assert_eq!(E::from_name(also).map(E::number), Some(value), "{also}");
        }
    }
    for entry in E::ENTRIES {
        let of_chapter = matches!(entry.certainty, Certainty::Chapter | Certainty::NotApplicable);
        let is_listed = listed.iter().any(|row| number(&row["value"]) == entry.number);
        assert_eq!(of_chapter, is_listed, "{} {}", entry.number, entry.name);
    }
}

#[test]
fn every_number_of_the_chapter_has_its_name_and_no_other_is_said_to_be_from_it() {
    let chapter = vectors("communication_dn.json");
    let enumerations = &chapter["enumerations"];
    assert_eq!(enumerations.as_object().unwrap().len(), 5);
    check_chapter::<MessageType>(enumerations);
    check_chapter::<CmError>(enumerations);
    check_chapter::<DialMode>(enumerations);
    check_chapter::<OptimizeBy>(enumerations);
    check_chapter::<GroupStatus>(enumerations);
}

#[test]
fn every_key_of_the_chapter_stands_in_its_place_with_its_type() {
    let chapter = vectors("communication_dn.json");
    let listed = array(&chapter["keys"]);
    let plain = |key: &str| key.strip_suffix("<n>").unwrap_or(key).to_owned();
    for row in listed {
        let key = plain(text(&row["key"]));
        let path: Vec<String> = array(&row["in"]).iter().map(|key| plain(text(key))).collect();
        let found = keys::ALL.iter().find(|info| info.key == key && info.path == path);
        let info = found.unwrap_or_else(|| panic!("{key} in {path:?}"));
        let kind = match text(&row["type"]) {
            "int" => KvType::Int,
            "string" => KvType::String,
            "list" => KvType::List,
            other => panic!("{other}"),
        };
        assert_eq!(info.kind, kind, "{key}");
    }
    // Beyond the chapter there is only the reference id, known from logs.
    assert_eq!(keys::ALL.len(), listed.len() + 1);
    for value in array(&chapter["chain_values"]) {
        assert!(!matches!(Chain::from(text(value)), Chain::Other(_)), "{value}");
    }
    assert_eq!(Chain::default().as_str(), text(&chapter["chain_default"]));
    assert_eq!(keys::ON_DESKTOP_MESSAGE, text(&chapter["messages"]["desktop"]));
}

#[test]
fn every_request_has_the_chapters_answers_and_mandatory_attributes() {
    let chapter = vectors("communication_dn.json");
    for row in array(&chapter["requests"]) {
        let name = text(&row["request"]);
        let request = MessageType::from_name(name).unwrap();
        let spec = RequestSpec::of(request).unwrap_or_else(|| panic!("{name}"));
        for answer in array(&row["answers"]) {
            let answer = MessageType::from_name(text(answer)).unwrap();
            assert!(spec.answers.contains(&answer), "{name}");
        }
        let target_zero = row["target_may_be_zero"].as_bool().unwrap_or(false);
        assert_eq!(spec.target_zero, target_zero, "{name}");
        for group in array(&row["mandatory"]) {
            let names: Vec<&str> = array(group).iter().map(text).collect();
            let rules: &[Rule] = match names.as_slice() {
                ["CampaignDBID", "Properties"] => &[Rule::CampaignOrSchedule],
                ["CampaignDBID"] => &[Rule::Campaign, Rule::CampaignOrSchedule],
                ["GroupDBID"] => &[Rule::Group],
                ["DialMode" | "OptimizeBy" | "OptimizeGoal"] => {
                    &[Rule::Dialing, Rule::DialingOrUnchanged]
                }
                ["Phone", "CustomerID"] => &[Rule::PhoneOrCustomer],
                ["Phone"] => &[Rule::Phone],
                other => panic!("{other:?}"),
            };
            assert!(spec.rules.iter().any(|rule| rules.contains(rule)), "{name} {names:?}");
        }
    }
    assert_eq!(array(&chapter["requests"]).len() + 1, REQUESTS.len(), "36 is not in the chapter");
}

#[test]
fn the_wider_numbers_of_public_sources_are_known() {
    let facts = vectors("field_facts.json");
    let enumerations = facts["enumerations"].as_object().unwrap();
    let certainty = |row: &Value| match text(&row["certainty"]) {
        "C" => Certainty::Public,
        "I" => Certainty::Inferred,
        other => panic!("{other}"),
    };
    fn entry<E: OpenEnum>(value: i32) -> Certainty {
        E::from(value).entry().unwrap_or_else(|| panic!("{value} of {}", E::TYPE)).certainty
    }
    let mut seen = 0;
    for (name, rows) in enumerations {
        for row in array(rows) {
            let value = number(&row["value"]);
            let expected = certainty(row);
            let known = match name.as_str() {
                MessageType::KEY => entry::<MessageType>(value),
                CmError::KEY => entry::<CmError>(value),
                DialMode::KEY => entry::<DialMode>(value),
                OptimizeBy::KEY => entry::<OptimizeBy>(value),
                "tlibrary_message" => {
                    let id = MessageId(u16::try_from(value).unwrap());
                    assert_eq!(id.name(), Some(text(&row["name"])));
                    expected
                }
                "tlibrary_attribute" => {
                    let id = AttributeId(u16::try_from(value).unwrap());
                    assert_eq!(id.name(), Some(text(&row["name"])));
                    expected
                }
                other => panic!("{other}"),
            };
            assert_eq!(known, expected, "{name} {value}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn every_attribute_is_one_of_the_keys() {
    for attribute in Attribute::ALL {
        assert!(keys::ALL.iter().any(|info| info.key == attribute.key()), "{attribute:?}");
    }
}

#[test]
fn the_logged_excerpts_parse_into_typed_messages() {
    use commdn::kvlist::text;
    let read = |name: &str| {
        let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
        text::parse(&std::fs::read_to_string(path).unwrap())
    };
    let lists = |name: &str| -> Vec<KvList> {
        let blocks = read(name);
        assert!(!blocks.is_empty(), "{name}");
        blocks.iter().map(|block| block.list.to_list_lossy(Default::default()).unwrap().0).collect()
    };
    let requests: Vec<MessageType> = lists("log_tserver.txt")
        .iter()
        .filter_map(|list| Request::read(list.view(), &Dialect::DEFAULT))
        .map(|request| request.message_type())
        .collect();
    assert!(requests.contains(&MessageType::REQ_DO_NOT_CALL), "{requests:?}");
    let answers = lists("log_tserver.txt")
        .into_iter()
        .filter_map(|list| Event::new(list, &Dialect::DEFAULT).ok())
        .filter(|event| event.message_type() == MessageType::EV_DO_NOT_CALL_PROCESSED);
    assert!(answers.count() >= 1);
    let ocs = lists("log_ocs.txt");
    let loads = ocs.iter().filter_map(|list| Request::read(list.view(), &Dialect::DEFAULT));
    let loads = loads.filter(|request| request.message_type() == MessageType::REQ_LOAD_CAMPAIGN);
    assert!(loads.count() >= 1);
}

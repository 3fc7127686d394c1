//! Writes the seeds of the corpora: `cargo run --bin seeds -- ../tests/vectors FOLDER`.
//!
//! Made of the vectors and of a message of each kind. What is packed in `corpus/` is what
//! libFuzzer kept of these and found beside them.

use std::path::Path;

use commdn::kvlist::{KvList, KvRef};
use commdn::link::{AttributeId, FrameWriter, MessageId};
use commdn::message::{
    Chain, CmError, DialMode, Dialect, DialingPriority, Envelope, Event, Fields, MessageType,
    OptimizeBy, PriorityRule, Record, RecordList, Request, Schedule, ScheduleItem,
};
use commdn_fuzz::capi;
use commdn_fuzz::link::{APPLICATION, OCS};
use serde_json::Value;

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1);
    let (Some(vectors), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: seeds VECTORS FOLDER".into());
    };
    let lists = lists(Path::new(&vectors))?;
    let mut seeds: Vec<(&str, Vec<u8>)> = Vec::new();
    for list in &lists {
        seeds.push(("list", [&[0], list.pack().as_slice()].concat()));
        seeds.push(("visit", [&[0, 9], list.pack().as_slice()].concat()));
        seeds.push(("message", [&[0, 0], list.pack().as_slice()].concat()));
    }
    for choice in 1..16 {
        let mut packed = vec![choice];
        lists[0].pack_into(&mut packed, commdn_fuzz::list::packing(choice));
        seeds.push(("visit", [&[choice], packed.as_slice()].concat()));
        seeds.push(("list", packed));
    }
    seeds.extend(texts().into_iter().map(|text| ("utf8", text)));
    seeds.extend(numbers(Path::new(&vectors))?.into_iter().map(|text| ("phone", text)));
    seeds.extend(streams(&lists)?.into_iter().map(|stream| ("link", stream)));
    for file in std::fs::read_dir(&vectors)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            seeds.push(("text", [b"\0", std::fs::read(&path)?.as_slice()].concat()));
        }
    }
    seeds.extend(files().into_iter().map(|file| ("outbox", file)));
    seeds.extend(sequences().into_iter().map(|sequence| ("capi", sequence)));
    for (number, (target, seed)) in seeds.iter().enumerate() {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("seed-{number:03}")), seed)?;
    }
    Ok(())
}

/// Every notation of the vectors.
fn numbers(vectors: &Path) -> Result<Vec<Vec<u8>>, Fault> {
    let file: Value = serde_json::from_slice(&std::fs::read(vectors.join("phone_numbers.json"))?)?;
    let lists = ["accepted", "refused"].iter().filter_map(|list| file[*list].as_array());
    let texts = lists.flatten().filter_map(|entry| entry["text"].as_str());
    Ok(texts.map(|text| text.as_bytes().to_vec()).collect())
}

/// The logged lists, a request of each kind, an event of each kind.
fn lists(vectors: &Path) -> Result<Vec<KvList>, Fault> {
    let mut lists = Vec::new();
    for request in requests() {
        let envelope = Envelope::new(APPLICATION, OCS).reference_id(1);
        lists.push(request.to_list(envelope, &Dialect::DEFAULT)?);
    }
    lists.extend(events()?);
    let logged: Value =
        serde_json::from_slice(&std::fs::read(vectors.join("logged_user_data.json"))?)?;
    for vector in logged["vectors"].as_array().ok_or("no vectors")? {
        lists.push(list_of(&vector["pairs"])?);
    }
    let mut deep = KvList::new();
    for _ in 0..20 {
        let mut outer = KvList::new();
        outer.add_list("k", &deep)?.add_unicode("u", "ü")?.add_binary("b", [1, 2])?;
        deep = outer;
    }
    lists.push(deep);
    Ok(lists)
}

fn list_of(pairs: &Value) -> Result<KvList, Fault> {
    let mut list = KvList::new();
    for pair in pairs.as_array().ok_or("pairs are no array")? {
        let key = pair["key"].as_str().ok_or("a pair has no key")?;
        match &pair["value"] {
            Value::String(text) => list.add_string(key, text)?,
            Value::Number(number) => {
                list.add_int(key, i32::try_from(number.as_i64().unwrap_or(0))?)?
            }
            nested => list.add_list(key, &list_of(nested)?)?,
        };
    }
    Ok(list)
}

fn requests() -> Vec<Request> {
    let dial = |request: Request| request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    let item =
        ScheduleItem::new(7, DialMode::PROGRESS, OptimizeBy::BUSY_FACTOR, 80).stop_at_dials(9);
    let schedule = Schedule::new([item, item.stop_at_time(1_800_000_000)]).description("morning");
    let priority = priority();
    vec![
        Request::do_not_call().phone("5551234567").customer_id("C-1").chain(Chain::AllChain),
        Request::cancel_record()
            .phone("5551234567")
            .campaign_name("spring")
            .chain(Chain::RecordOnly),
        dial(Request::load_campaign(5, 6)).auto_completion(true).dialing_priority(priority),
        dial(Request::start_dialing(5, 6)),
        dial(Request::set_dialing_mode(5, 6)),
        Request::unload_campaign(5, 6),
        Request::campaign_status(5, 6),
        Request::complete_campaign(5, 6),
        Request::of_sequence(MessageType::REQ_LOAD_CAMPAIGN, schedule, 6),
    ]
}

#[allow(clippy::field_reassign_with_default, reason = "the type is non-exhaustive")]
fn priority() -> DialingPriority {
    let mut priority = DialingPriority::default();
    priority.general = Some(PriorityRule::new(1, 10));
    priority
}

fn events() -> Result<Vec<KvList>, Fault> {
    let mut of_campaign = Fields::default();
    (of_campaign.campaign, of_campaign.group, of_campaign.reference_id) =
        (Some(5), Some(6), Some(5));
    (of_campaign.origin, of_campaign.target) = (Some(OCS), Some(APPLICATION));
    let mut record = Record::new(RecordList::DoNotCall);
    record.phone = Some("5551234567".to_owned());
    let mut of_record = of_campaign.clone();
    (of_record.campaign, of_record.group, of_record.reference_id) = (None, None, Some(1));
    of_record.record = Some(record);
    let mut without_id = of_record.clone();
    without_id.reference_id = None;
    let mut refused = of_campaign.clone();
    (refused.error, refused.error_message) =
        (Some(CmError::CAMPAIGN_NOT_FOUND), Some("none".to_owned()));
    let all = [
        (MessageType::EV_DO_NOT_CALL_PROCESSED, of_record.clone()),
        (MessageType::EV_DO_NOT_CALL_PROCESSED, without_id),
        (MessageType::EV_RECORD_CANCELED, of_record),
        (MessageType::EV_CAMPAIGN_STATUS, of_campaign.clone()),
        (MessageType::EV_CAMPAIGN_UNLOADED, of_campaign),
        (MessageType::EV_ERROR, refused),
    ];
    let built = all
        .iter()
        .map(|(message, fields)| Event::build(*message, fields, KvRef::EMPTY, &Dialect::DEFAULT));
    Ok(built.map(|event| event.map(|event| event.user_data().clone())).collect::<Result<_, _>>()?)
}

/// Texts of every length that a number of words covers, and what no text may hold.
fn texts() -> Vec<Vec<u8>> {
    let plain = "5551234567 GSW_CM_AttrProperties do_not_call AllChain";
    let mut texts: Vec<Vec<u8>> =
        (0..=plain.len()).map(|end| plain.as_bytes()[..end].to_vec()).collect();
    texts.extend(["Müller", "日本語のテキスト", "a\u{10ffff}b", "\u{7f}\u{80}"].map(Vec::from));
    // Overlong, a surrogate, cut short, over the last character, bytes that no text has.
    let bad: [&[u8]; 6] =
        [b"\xc0\x80", b"\xed\xa0\x80", b"abc\xe6\x97", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\x80"];
    texts.extend(bad.map(|bad| [plain.as_bytes(), bad].concat()));
    texts.extend(bad.map(|bad| [bad, plain.as_bytes()].concat()));
    texts
}

/// What servers send after their preface.
fn streams(lists: &[KvList]) -> Result<Vec<Vec<u8>>, Fault> {
    let mut start = vec![0, 7];
    for message in [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED] {
        FrameWriter::new(&mut start, message);
    }
    let refusal = |out: &mut Vec<u8>, reference: i32| {
        FrameWriter::new(out, MessageId::ERROR)
            .int(AttributeId::REFERENCE_ID, reference)
            .int(AttributeId::ERROR_CODE, 58)
            .bytes(AttributeId::ERROR_MESSAGE, b"Unknown DN");
    };
    let mut streams = Vec::new();
    let mut all = start.clone();
    for list in lists {
        let mut stream = start.clone();
        for out in [&mut stream, &mut all] {
            FrameWriter::new(out, MessageId::ACK).int(AttributeId::REFERENCE_ID, 1);
            FrameWriter::new(out, MessageId::USER_EVENT)
                .bytes(AttributeId::USER_DATA, &list.pack());
        }
        streams.push(stream);
    }
    refusal(&mut all, 2);
    for message in
        [MessageId::KEEP_ALIVE_POLL, MessageId::LINK_DISCONNECTED, MessageId::UNREGISTERED]
    {
        FrameWriter::new(&mut all, message);
    }
    for choice in 2..8 {
        let mut stream = all.clone();
        stream[0] = choice;
        streams.push(stream);
    }
    let mut refused = vec![0, 0];
    refusal(&mut refused, 0);
    streams.push(refused);
    streams.push([&[1, 0][..], b"HTTP/1.1 400 Bad Request\r\n"].concat());
    streams.push(vec![0, 0, 0xff, 0xff, 0xff, 0xff, 0]);
    Ok(streams)
}

/// Files of the outbox: sound ones, changed ones, and others.
fn files() -> Vec<Vec<u8>> {
    let mut files = vec![vec![0], vec![2], vec![1], b"\x01SQLite format 3\0".to_vec()];
    for choice in [0, 2, 6] {
        // The header of the file or its log, and bytes of tables far behind it.
        for place in [16_u16, 18, 24, 44, 100, 4_096, 8_192, 12_500, 16_000, 40_000] {
            let [high, low] = place.to_be_bytes();
            files.push(vec![choice, high, low, 7, high, low.wrapping_add(1), 0xff]);
        }
    }
    files
}

/// Sequences of C calls, as programs make them.
fn sequences() -> Vec<Vec<u8>> {
    let sequences: [&[&str]; 10] = [
        &[
            "commdn_kvlist_new",
            "commdn_kvlist_add_string",
            "commdn_kvlist_add_int",
            "commdn_kvlist_dup",
            "commdn_kvlist_add_unicode",
            "commdn_kvlist_add_binary",
            "commdn_kvlist_pack",
            "commdn_kvlist_get_string",
            "commdn_kvlist_print",
            "commdn_kvlist_key_at",
            "commdn_kvlist_free",
            "commdn_kvlist_free",
        ],
        &[
            "commdn_request_do_not_call",
            "commdn_request_set_phone",
            "commdn_request_set_chain",
            "commdn_request_validate",
            "commdn_request_user_data",
            "commdn_request_read",
            "commdn_kvlist_find_path",
            "commdn_request_free",
        ],
        &[
            "commdn_dialect_new",
            "commdn_dialect_set_charset",
            "commdn_dialect_set_limits",
            "commdn_kvlist_new",
            "commdn_kvlist_pack_into",
            "commdn_kvlist_unpack",
            "commdn_kvlist_parse",
            "commdn_dialect_free",
        ],
        &[
            "commdn_session_options_new",
            "commdn_session_options_set_notice_callback",
            "commdn_session_options_dup",
            "commdn_session_options_set_log",
            "commdn_session_options_free",
            "commdn_session_options_set_password",
        ],
        &[
            "commdn_schedule_new",
            "commdn_schedule_add_item",
            "commdn_schedule_set_item_dialing",
            "commdn_request_of_sequence",
            "commdn_request_user_data",
            "commdn_event_new",
            "commdn_event_schedule",
            "commdn_event_phone",
            "commdn_event_user_data",
        ],
        &[
            "commdn_session_options_new 6 6",
            "commdn_session_options_set_ocs_dbid 0 12",
            "commdn_host_new",
            "commdn_host_open_session",
            "commdn_request_do_not_call",
            "commdn_request_set_phone",
            "commdn_session_submit",
            "commdn_host_accepted",
            "commdn_pending_wait",
            "commdn_session_call",
            "commdn_host_user_event",
            "commdn_session_next_notice",
            "commdn_session_stats",
            "commdn_session_status",
            "commdn_host_disconnected",
            "commdn_session_trouble",
            "commdn_host_connected",
            "commdn_pending_free",
            "commdn_session_close",
            "commdn_session_submit",
        ],
        &[
            "commdn_outbox_options_new",
            "commdn_outbox_options_set_max_entries",
            "commdn_outbox_open",
            "commdn_request_do_not_call",
            "commdn_request_set_phone",
            "commdn_outbox_submit_options_new",
            "commdn_outbox_submit_options_set_key",
            "commdn_outbox_submit",
            "commdn_outbox_submit_many",
            "commdn_outbox_find",
            "commdn_outbox_next_entry",
            "commdn_outbox_entry_request",
            "commdn_outbox_cancel",
            "commdn_outbox_retry",
            "commdn_outbox_next_outcome",
            "commdn_outbox_outcome_error",
            "commdn_outbox_export",
            "commdn_outbox_count",
            "commdn_outbox_purge",
            "commdn_outbox_wait",
        ],
        &[
            "commdn_session_options_new 6 6",
            "commdn_session_options_set_ocs_dbid 0 12",
            "commdn_host_new",
            "commdn_host_open_session",
            "commdn_outbox_open",
            "commdn_request_do_not_call",
            "commdn_request_set_phone",
            "commdn_outbox_submit",
            "commdn_outbox_attach",
            "commdn_outbox_is_attached",
            "commdn_outbox_wait",
            "commdn_outbox_wait_until_empty",
            "commdn_outbox_detach",
            "commdn_outbox_attach",
            "commdn_session_free",
        ],
        &[
            "commdn_kvlist_new",
            "commdn_kvlist_add_string",
            "commdn_kvlist_walk",
            "commdn_kvlist_pack",
            "commdn_kvlist_walk_packed",
        ],
        &[
            "commdn_session_call",
            "commdn_error_message",
            "commdn_error_event",
            "commdn_error_free",
            "commdn_pending_wait",
        ],
    ];
    sequences.map(capi::calls).into()
}

//! The message around each list, read piece by piece.

use super::*;

fn vector(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read(log: &[u8]) -> Vec<LogList> {
    let mut reader = LogReader::new(Charset::Utf8);
    let mut lists = reader.feed(log);
    lists.extend(reader.finish());
    lists
}

/// Line of the list, message, direction, DN, reference, sequence number, seconds, logged time.
type Told<'t> = (
    usize,
    Option<&'t str>,
    Option<Direction>,
    Option<&'t str>,
    Option<i64>,
    Option<u64>,
    Option<i64>,
    Option<&'t str>,
);

fn told(list: &LogList) -> Told<'_> {
    let around = &list.around;
    (
        list.block.line,
        around.message.as_deref(),
        around.direction,
        around.dn.as_deref(),
        around.reference_id,
        around.sequence_number,
        around.seconds,
        around.logged_time.as_deref(),
    )
}

const RECEIVED: Option<Direction> = Some(Direction::Received);
const SENT: Option<Direction> = Some(Direction::Sent);

#[test]
fn tserver_tells_the_message_before_and_behind_its_lists() {
    let lists = read(&vector("log_tserver.txt"));
    let found: Vec<_> = lists.iter().skip(1).map(told).collect();
    let event = Some("EventUserEvent");
    let dn = Some("8899");
    let at = Some(1_700_000_401);
    let request = Some("RequestDistributeUserEvent");
    let (first, second) = (Some("12:00:01.1200"), Some("12:00:01.1560"));
    let expected = [
        (11, request, RECEIVED, dn, Some(17), None, None, Some("12:00:01.118")),
        (29, event, SENT, dn, None, Some(0x1f4), at, first),
        (36, event, SENT, dn, None, Some(0x1f4), at, first),
        (46, event, SENT, dn, None, Some(0x1f5), at, second),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        lists[1].around.peer.as_deref(),
        Some("[36] (0000000b Desk_Client 192.0.2.17:50122)")
    );
    assert_eq!(lists[4].around.microseconds, Some(156_000));
}

#[test]
fn urs_tells_the_message_on_one_line() {
    let lists = read(&vector("log_urs.txt"));
    let attach = Some("RequestAttachUserData");
    let found: Vec<_> = lists.iter().take(2).map(told).collect();
    let expected = [
        (4, attach, SENT, Some("5559001"), Some(13), None, None, Some("09:15:30.412")),
        (9, Some("EventUserEvent"), RECEIVED, Some("8899"), None, None, None, Some("09:15:30.413")),
    ];
    assert_eq!(found, expected);
    assert_eq!(lists[0].around.peer.as_deref(), Some("65200(TServer_555)"));
}

#[test]
fn the_sdk_tells_numbers_too() {
    let lists = read(&vector("log_sdk.txt"));
    let found: Vec<_> = lists.iter().map(told).collect();
    let time = |time| Some(time);
    let expected = [
        (
            6,
            Some("RequestDistributeUserEvent"),
            SENT,
            Some("8899"),
            Some(17),
            None,
            None,
            time("2025-01-07 13:14:26,572"),
        ),
        (
            23,
            Some("EventUserEvent"),
            RECEIVED,
            Some("8899"),
            None,
            Some(501),
            Some(1_736_252_066),
            time("2025-01-07 13:14:26,610"),
        ),
    ];
    assert_eq!(found, expected);
    let numbers: Vec<_> = lists.iter().map(|list| list.around.number).collect();
    assert_eq!(numbers, [Some(48), Some(96)]);
    assert_eq!(lists[0].around.peer.as_deref(), Some("tcp://ts.example.com:3000"));
}

#[test]
fn ocs_tells_time_direction_and_dn_of_each_message() {
    let lists = read(&vector("log_ocs.txt"));
    let found: Vec<_> = lists.iter().map(told).collect();
    let dn = Some("8899");
    let expected = [
        (2, None, RECEIVED, dn, None, None, None, Some("14:20:05.611")),
        (20, None, SENT, dn, None, None, None, Some("14:20:06.002")),
    ];
    assert_eq!(found[..2], expected);
}

#[test]
fn a_message_is_the_same_behind_a_prefix() {
    let log = String::from_utf8(vector("log_tserver.txt")).unwrap();
    let quoted: String = log.lines().map(|line| format!("> {line}\n")).collect();
    let plain = read(log.as_bytes());
    let found = read(quoted.as_bytes());
    assert_eq!(plain.len(), found.len());
    for (plain, found) in plain.iter().zip(&found) {
        assert_eq!((&plain.around, &plain.block.list), (&found.around, &found.block.list));
    }
}

#[test]
fn a_log_in_pieces_is_the_log_in_one() {
    let mut log = Vec::new();
    let files = [("tserver", 5), ("urs", 4), ("ocs", 3), ("sdk", 2), ("masked", 4)];
    for (name, lists) in files {
        let file = vector(&format!("log_{name}.txt"));
        assert_eq!(read(&file).len(), lists, "{name}");
        log.extend(file);
    }
    let log = log.repeat(60);
    let whole = read(&log);
    assert_eq!(whole.len(), 60 * (5 + 4 + 3 + 2 + 4));
    for size in [1_000, 70_001, 300_000] {
        let mut reader = LogReader::new(Charset::Utf8);
        let mut lists: Vec<_> = log.chunks(size).flat_map(|piece| reader.feed(piece)).collect();
        lists.extend(reader.finish());
        assert_eq!(lists, whole, "{size}");
    }
}

#[test]
fn utf_16_and_charsets_of_sites_are_read() {
    let log = "AttributeUserData [67] 00 02 01 00..\n\t\t'GSW_CM_MessageType'\t33\n\t\t'n'\t'ü'\n";
    let utf16: Vec<u8> = log.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &*utf16].concat();
    for bytes in [&*utf16, &marked] {
        let lists = read(bytes);
        assert_eq!(lists[0].block.list.get("n"), Some(&string("ü")));
        assert_eq!(lists[0].block.faults, []);
    }
    let latin: Vec<u8> = log.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let lost = read(&latin);
    assert_eq!(
        lost[0].block.faults[0].to_string(),
        "line 1: \"n\" has bytes that are not UTF-8 text: name the charset of the log (--charset)"
    );
    let mut reader = LogReader::new(Charset::Latin1);
    assert!(reader.feed(&latin).is_empty());
    assert_eq!(reader.finish()[0].block.list.get("n"), Some(&string("ü")));
}

#[test]
fn messages_without_lists_and_other_lines_are_told_when_asked_for() {
    let log = "12:00:01.118 Trc RequestDistributeUserEvent received from [36] (x)\n\
        message RequestDistributeUserEvent\n\tAttributeReferenceID\t17\n\
        \tAttributeUserData\t[34] 00 01 00 00..\n\t\t'RTargetAgentGroup'\t'VAG_Skill1'\n\
        12:00:01.119 message EventError\n\tAttributeErrorMessage\t'DN is not configured'\n\
        \tAttributeErrorCode\t59\n\tAttributeReferenceID\t17\n12:00:01.120 the end\n";
    for size in [1, 7, 10_000] {
        let mut reader = LogReader::new(Charset::Utf8).with_everything();
        let mut items: Vec<_> =
            log.as_bytes().chunks(size).flat_map(|piece| reader.feed_items(piece)).collect();
        items.extend(reader.finish_items());
        let [
            LogItem::Line(1, _),
            LogItem::List(list),
            LogItem::Message(error),
            LogItem::Line(10, end),
        ] = &items[..]
        else {
            panic!("{items:?}")
        };
        assert_eq!(list.around.reference_id, Some(17));
        assert_eq!(error.line, 6);
        assert_eq!(error.around.message.as_deref(), Some("EventError"));
        assert_eq!((error.around.error_code, error.around.reference_id), (Some(59), Some(17)));
        assert_eq!(error.around.error_message.as_deref(), Some("DN is not configured"));
        assert_eq!(end, "12:00:01.120 the end");
    }
    assert_eq!(read(log.as_bytes()).len(), 1, "lists only, unless asked");
}

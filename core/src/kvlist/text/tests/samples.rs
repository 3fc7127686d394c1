//! The documented sample, every log of `tests/vectors/`, and the three printed forms.

use super::*;

fn vector(name: &str) -> String {
    let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const SAMPLE: &str = "AttributeUserData\t[149] 00 01 03 00..\n\
    \t\t'OUTER'(list) 'Session'\t'abc'\n\t\t\t'Node'\t'272'\n\t\t'RTR'\t115\n\t\t'EMPTY'(list)\n";

fn user_data(block: &TextBlock) -> bool {
    block.attribute.as_deref() == Some("AttributeUserData")
}

#[test]
fn the_documented_sample_is_read_and_printed_to_the_byte() {
    assert!(vector("log_tserver.txt").starts_with(SAMPLE));
    let block = parse_tserver(SAMPLE).unwrap();
    let outer = nested([("Session", string("abc")), ("Node", string("272"))]);
    let expected = list([("OUTER", outer), ("RTR", int(115)), ("EMPTY", nested([]))]);
    assert_eq!(block.list, expected);
    assert_eq!((block.logged_size, &*block.first_bytes), (Some(149), &[0, 1, 3, 0][..]));
    assert_eq!(block.print(&PrintOptions::default()), SAMPLE);
    // Its header is that of another list.
    assert_eq!(block.size_agrees(Charset::Utf8), Some(false));
    let packed = block.list.to_list(Charset::Utf8).unwrap();
    let printed = print_tserver(Some("AttributeUserData"), packed.view(), &PrintOptions::default());
    assert_eq!(printed, SAMPLE.replace("[149] 00 01 03 00..", "[69] 00 03 03 00.."));
}

#[test]
fn every_headed_list_of_a_log_is_read_with_its_size() {
    let log = vector("log_tserver.txt");
    let blocks = parse(&log);
    let found: Vec<_> = blocks
        .iter()
        .map(|block| (block.line, block.attribute.as_deref().unwrap(), block.logged_size.unwrap()))
        .collect();
    let user_data = "AttributeUserData";
    let expected = [
        (1, user_data, 149),
        (11, user_data, 220),
        (29, user_data, 220),
        (36, "AttributeExtensions", 27),
        (46, user_data, 218),
    ];
    assert_eq!(found, expected);
    for block in &blocks[1..] {
        assert_eq!(block.size_agrees(Charset::Utf8), Some(true), "line {}", block.line);
        let packed = block.list.to_list(Charset::Utf8).unwrap();
        assert_eq!(packed.pack().get(..4), Some(&*block.first_bytes));
        let printed = block.print(&PrintOptions::default());
        assert!(log.replace("\n\tAttribute", "\nAttribute").contains(&printed), "{printed}");
    }
    let phone = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
    assert_eq!(blocks[1].list.at(&phone), Some(&string("5551234567")));
    let chain = ["GSW_CM_AttrProperties", "do_not_call", "GSW_CHAIN_ATTR"];
    assert_eq!(blocks[1].list.at(&chain), Some(&string("AllChain")));
}

#[test]
fn tabs_that_a_viewer_replaced_by_spaces_nest_the_same() {
    let blocks = parse(&vector("log_urs.txt"));
    assert_eq!(blocks.len(), 4);
    assert!(blocks.iter().all(|block| block.size_agrees(Charset::Utf8) == Some(true)));
    assert_eq!(blocks[1].list, blocks[3].list);
    let lists = ["GSW_CM_AttrProperties", "dialing_priority"];
    let rescheduled = blocks[3].list.at(&[lists[0], lists[1], "CampaignRescheduled"]);
    assert_eq!(rescheduled, Some(&nested([])));
    let records = blocks[3].list.at(&[lists[0], lists[1], "CampaignCallBack", "n_records"]);
    assert_eq!(records, Some(&int(5)));
}

#[test]
fn the_lists_that_were_really_logged_keep_their_header() {
    let blocks = parse(&vector("log_urs.txt"));
    let file: serde_json::Value = serde_json::from_str(&vector("logged_user_data.json")).unwrap();
    let headers: Vec<_> = file["vectors"].as_array().unwrap().iter().take(2).collect();
    for (block, vector) in [&blocks[0], &blocks[2]].into_iter().zip(headers) {
        let packed = block.list.to_list(Charset::Utf8).unwrap();
        let name = vector["attr"].as_str().unwrap();
        let header = format!(
            "{name}\t[{}] {}..\n",
            vector["size"].as_u64().unwrap(),
            vector["first"].as_str().unwrap()
        );
        let printed = print_tserver(Some(name), packed.view(), &PrintOptions::default());
        assert!(printed.starts_with(&header), "{printed}");
    }
}

#[test]
fn ocs_messages_are_told_apart_and_keep_their_masks() {
    let blocks = parse(&vector("log_ocs.txt"));
    let heads: Vec<_> = blocks
        .iter()
        .map(|block| (block.form, block.line, block.list.get("GSW_CM_MessageType").cloned()))
        .collect();
    let ocs = |line, message| (TextForm::Ocs, line, Some(int(message)));
    assert_eq!(heads, [ocs(2, 7), ocs(20, 19), ocs(27, 27)]);
    let load = &blocks[0].list;
    assert_eq!(load.get("GSW_CM_AttrDialMode"), Some(&int(1)));
    assert_eq!(load.at(&["GSW_CM_AttrProperties", "GSW_AUTO_COMPLETION"]), Some(&masked("****")));
    let records = ["GSW_CM_AttrProperties", "dialing_priority", "CampaignCallBack", "n_records"];
    assert_eq!(load.at(&records), Some(&int(5)));
    let error = &blocks[2].list;
    let message = Some(&string("campaign 101 is loaded already"));
    assert_eq!(error.get("GSW_CM_AttrErrorMessage"), message);
    let schedule = |key| error.at(&["GSW_CM_AttrProperties", "campaign_schedule", key]);
    assert_eq!(schedule("Description"), Some(&string("Spring '555' sequence")));
    assert_eq!(schedule("startTime"), Some(&masked("****")));
    let item = nested([("campaignDBID", int(101)), ("dialMode", int(1))]);
    assert_eq!(schedule("scheduleItem-1"), Some(&item));
    let names = |key: &str, number: i32| match (key, number) {
        ("GSW_CM_MessageType", 7) => Some("GSW_CM_ReqLoadCampaign".to_owned()),
        ("GSW_CM_AttrDialMode", 1) => Some("Predictive".to_owned()),
        ("GSW_CM_AttrOptimizeBy", 3) => Some("WaitTime".to_owned()),
        _ => None,
    };
    let printed = blocks[0].print(&PrintOptions::default().with_naming(&names));
    assert!(vector("log_ocs.txt").contains(&printed), "{printed}");
}

#[test]
fn the_sdk_nests_in_parentheses_or_by_indentation() {
    let log = vector("log_sdk.txt");
    let blocks = parse(&log);
    assert_eq!(blocks.len(), 2);
    assert!(blocks.iter().all(|block| block.form == TextForm::Sdk && user_data(block)));
    let phone = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
    assert_eq!(blocks[0].list.at(&phone), Some(&string("5551234567")));
    assert_eq!(blocks[1].list.at(&phone), Some(&string("5551234567")));
    let customer = blocks[0].list.at(&["GSW_CM_AttrProperties", "do_not_call", "GSW_CUSTOMER_ID"]);
    assert_eq!(customer, Some(&string("C-\"42\"")));
    assert_eq!(blocks[1].list.get("GSW_CM_AttrTargetAppID"), Some(&int(207)));
    let printed = blocks[0].print(&PrintOptions::default());
    assert!(log.contains(&printed), "{printed}");
}

#[test]
fn masks_are_kept_bare_quoted_and_in_the_place_of_a_list() {
    let blocks = parse(&vector("log_masked.txt"));
    let masked = |index: usize| {
        let (_, left_out) = blocks[index].list.to_list_lossy(Charset::Utf8).unwrap();
        left_out.masked
    };
    let properties = "GSW_CM_AttrProperties";
    assert_eq!(masked(0), [format!("{properties}/cancel_record/GSW_PHONE")]);
    let dnc = ["GSW_PHONE", "GSW_CUSTOMER_ID"].map(|key| format!("{properties}/do_not_call/{key}"));
    assert_eq!(masked(1), dnc);
    assert_eq!(masked(2), [properties]);
    assert_eq!(masked(3), dnc);
    assert_eq!((blocks[2].logged_size, blocks[2].first_bytes.len()), (Some(98), 0));
    for block in &blocks {
        assert_eq!(block.size_agrees(Charset::Utf8), None);
        let again = parse(&block.print(&PrintOptions::default()));
        assert_eq!(again[0].list, block.list);
    }
}

#[test]
fn a_message_of_the_desktop_protocol_is_a_list_like_any_other() {
    let blocks = parse(&vector("log_desktop.txt"));
    assert_eq!(blocks.len(), 2);
    assert!(blocks.iter().all(|block| block.size_agrees(Charset::Utf8) == Some(true)));
    assert_eq!(blocks[0].list.get("GSW_AGENT_REQ_TYPE"), Some(&string("DoNotCall")));
    assert_eq!(blocks[1].list.get("GSW_USER_EVENT"), Some(&string("DoNotCallAcknowledge")));
}

#[test]
fn each_form_prints_each_type() {
    let packed = one_of_each();
    let options = PrintOptions::default().with_mask(&["phone"]);
    let header = format!("AttributeUserData\t[{}] 00 06 01 00..\n", packed.packed_len());
    let tserver = print_tserver(Some("AttributeUserData"), packed.view(), &options);
    let pairs = "\t\t'GSW_CM_MessageType'\t7\n\t\t'GSW_X'\t'a 'quoted' \"text\"'\n\
        \t\t'odd key'\t''\n\t\t'GSW_CM_AttrProperties'(list) 'n'\t-5\n\t\t\t'none'(list)\n\
        \t\t\t'l'(list) 'phone'\t'****'\n\t\t\t\t'b'(bin)\t01 ab\n\t\t\t\t'u'(unicode)\t'naïve'\n\
        \t\t\t'after'\t1\n\t\t'empty'(bin)\t\n\t\t'GSW_U'(unicode)\t'€'\n";
    assert_eq!(tserver, header + pairs);
    let names = |key: &str, number: i32| Some(format!("{key}={number}"));
    let ocs = print_ocs(packed.view(), &options.with_naming(&names));
    let expected = "GSW_CM_MessageType              7 [GSW_CM_MessageType=7]\n\
        GSW_X                           'a 'quoted' \"text\"'\n'odd key' ''\n\
        GSW_CM_AttrProperties           (list)\n\t'n' -5\n\t'none' (list)\n\t'l' (list)\n\
        \t\t'phone' '****'\n\t\t'b' (bin) 01 ab\n\t\t'u' (unicode) 'naïve'\n\t'after' 1\n\
        empty                           (bin) \nGSW_U                           (unicode) '€'\n";
    assert_eq!(ocs, expected);
    let sdk = print_sdk(Some("AttributeUserData"), packed.view(), &options);
    let expected = "AttributeUserData [bstr] = KVList: \n\t\t'GSW_CM_MessageType' [int] = 7\n\
        \t\t'GSW_X' [str] = \"a 'quoted' \"text\"\"\n\t\t'odd key' [str] = \"\"\n\
        \t\t'GSW_CM_AttrProperties' [list] = (\n\t\t\t'n' [int] = -5\n\t\t\t'none' [list] = ()\n\
        \t\t\t'l' [list] = (\n\t\t\t\t'phone' [str] = \"****\"\n\t\t\t\t'b' [bin] = 01 ab\n\
        \t\t\t\t'u' [unicode] = \"naïve\"\n\t\t\t)\n\t\t\t'after' [int] = 1\n\t\t)\n\
        \t\t'empty' [bin] = \n\t\t'GSW_U' [unicode] = \"€\"\n";
    assert_eq!(sdk, expected);
}

#[test]
fn each_form_reads_back_what_it_prints() {
    let packed = one_of_each();
    let options = PrintOptions::default();
    let texts = [
        (TextForm::TServer, print_tserver(Some("AttributeUserData"), packed.view(), &options)),
        (TextForm::TServer, print_tserver(None, packed.view(), &options)),
        (TextForm::Ocs, print_ocs(packed.view(), &options)),
        (TextForm::Sdk, print_sdk(Some("AttributeUserData"), packed.view(), &options)),
        (TextForm::Sdk, print_sdk(None, packed.view(), &options)),
    ];
    for (form, text) in texts {
        let read = match form {
            TextForm::TServer => parse_tserver(&text),
            TextForm::Ocs => parse_ocs(&text),
            TextForm::Sdk => parse_sdk(&text),
        };
        assert_eq!(read.unwrap().list.to_list(Charset::Utf8).unwrap(), packed, "{text}");
    }
}

#[test]
fn an_empty_list_has_a_header_with_fewer_bytes() {
    let text = print_tserver(Some("AttributeExtensions"), KvRef::EMPTY, &PrintOptions::default());
    assert_eq!(text, "AttributeExtensions\t[2] 00 00..\n");
    let block = parse_tserver(&text).unwrap();
    assert_eq!(block.list, TextList::default());
    assert_eq!(block.size_agrees(Charset::Utf8), Some(true));
}

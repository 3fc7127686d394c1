//! Lists behind what other programs put before each line.

use super::*;

const LIST: &str = "\tAttributeUserData\t[220] 00 04 01 00..\n\t\t'GSW_CM_MessageType'\t32\n\
    \t\t'GSW_CM_AttrOriginAppID'\t207\n\t\t'GSW_CM_AttrTargetAppID'\t0\n\
    \t\t'GSW_CM_AttrProperties'(list) 'do_not_call'(list) 'GSW_PHONE'\t'5551234567'\n\
    \t\t\t\t'GSW_CUSTOMER_ID'\t'C-000042'\n\t\t\t\t'GSW_CHAIN_ATTR'\t'AllChain'\n";

const SDK: &str = "AttributeUserData [bstr] = KVList: \n\t\t'GSW_CM_MessageType' [int] = 32\n\
    \t\t'GSW_CM_AttrProperties' [list] = (\n\t\t\t'do_not_call' [list] = (\n\
    \t\t\t\t'GSW_PHONE' [str] = \"5551234567\"\n\t\t\t)\n\t\t)\n";

const OCS: &str = "GSW_CM_MessageType              7 [GSW_CM_ReqLoadCampaign]\n\
    GSW_CM_AttrCampaignID           101\nGSW_CM_AttrProperties           (list)\n\
    \t'dialing_priority' (list)\n\t\t'General' (list)\n\t\t\t'priority' 1\n";

type Before = fn(usize) -> String;

const BEFORE: &[(&str, Before)] = &[
    ("grep -n", |n| format!("{}:", n + 97)),
    ("grep with names", |n| format!("logs/ts-1.log:{}:", n + 97)),
    ("grep with context", |n| format!("a.log{}{}{}", [":", "-"][n % 2], n + 97, [":", "-"][n % 2])),
    ("findstr", |n| format!("C:\\logs\\a.log:{}:", n + 97)),
    ("syslog", |n| format!("Nov 30 14:20:{:02} ts01 ocs[123]: ", n + 5)),
    ("syslog over midnight", |n| {
        let times = ["Nov 30 23:59:59", "Dec  1 00:00:00"];
        format!("{} ts01 tserver[7]: ", times[usize::from(n > 2)])
    }),
    ("kubectl", |n| format!("2026-11-30T14:20:05.61{n}Z stdout F ")),
    ("docker", |n| format!("2026-11-30T14:20:05.{}Z ", 10_usize.pow(n as u32 % 9))),
    ("compose", |_| "ts-1  | ".to_owned()),
    ("mail", |_| "> ".to_owned()),
    ("mail without a blank", |_| ">".to_owned()),
    ("mail of a mail", |_| ">> ".to_owned()),
    ("mail of a mail, apart", |_| "> > ".to_owned()),
    ("less -N", |n| format!("{:>7} ", n + 97)),
    ("cat -n", |n| format!("{:>6}\t", n + 97)),
    ("a time", |n| format!("14:20:05.61{n} ")),
    ("a time in brackets", |n| format!("[2026-11-30 14:20:05.61{n}] ")),
    ("diff", |_| "+".to_owned()),
];

fn prefixed(text: &str, before: Before) -> String {
    text.lines().enumerate().map(|(n, line)| format!("{}{line}\n", before(n))).collect()
}

#[test]
fn a_list_is_the_same_behind_any_prefix() {
    for list in [LIST, SDK, OCS] {
        let plain = parse(list).remove(0);
        for (name, before) in BEFORE {
            for list in [list.to_owned(), list.replace('\t', "    "), list.replace('\n', " \r\n")] {
                let text = format!("a line\n{}\nanother\n", prefixed(&list, *before));
                let blocks = parse(&text);
                assert_eq!(blocks.len(), 1, "{name}: {text}");
                assert_eq!(blocks[0].list, plain.list, "{name}: {text}");
                assert_eq!((blocks[0].line, &*blocks[0].faults), (2, &[][..]), "{name}");
            }
        }
    }
}

#[test]
fn a_fault_is_told_in_the_columns_of_the_file() {
    let text = "118:\tAttributeReason\t[14] 00 01 01 00..\n119:\t\t'RTR'\tx\n120:\t\t'a'\t1\n";
    let fault = parse(text)[0].faults[0].clone();
    assert_eq!((fault.line(), fault.column()), (Some(2), Some(13)));
}

#[test]
fn groups_of_grep_are_lists_of_their_own() {
    let list = "a.log:118:\tAttributeReason\t[14] 00 01 01 00..\na.log-119-\t\t'RTR'\t115\n";
    let other = list.replace("118", "540").replace("119", "541").replace("115", "116");
    let blocks = parse(&format!("{list}--\n{other}--\n{}", list.replace("a.log", "b.log")));
    let found: Vec<_> = blocks.iter().map(|block| (block.line, block.list.get("RTR"))).collect();
    assert_eq!(found, [(1, Some(&int(115))), (4, Some(&int(116))), (7, Some(&int(115)))]);
}

#[test]
fn lists_of_two_programs_line_by_line_are_not_mixed() {
    let line = |pod: &str, line: &str| format!("{pod} | {line}\n");
    let text = line("a", "\tAttributeReason\t[30] 00 02 01 00..")
        + &line("a", "\t\t'RTR'\t1")
        + &line("b", "\tAttributeReason\t[14] 00 01 01 00..")
        + &line("a", "\t\t'x'\t2")
        + &line("b", "\t\t'RTR'\t3");
    let blocks = parse(&text);
    // No half of a list without its fault.
    let half = blocks.iter().find(|block| block.line == 1).unwrap();
    assert!(half.list.pairs.len() == 2 || !half.faults.is_empty(), "{blocks:?}");
}

#[test]
fn a_sentence_that_quotes_a_pair_is_no_list() {
    let text =
        "12:00:01 option 'timeout' 5\n12:00:01 done\nsee AttributeUserData\t[14] 00 01 01 00..\n";
    assert_eq!(parse(text), []);
}

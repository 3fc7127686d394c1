//! What is kept of a list that cannot be read wholly: its other pairs, and the fault.

use super::*;

fn only(text: &str) -> TextBlock {
    let mut blocks = parse(text);
    assert_eq!(blocks.len(), 1, "{text}: {blocks:?}");
    blocks.remove(0)
}

fn faults(block: &TextBlock) -> Vec<String> {
    block.faults.iter().map(ToString::to_string).collect()
}

/// A message of three pairs, the second as a log garbled it.
fn tserver(second: &str) -> TextBlock {
    only(&format!(
        "\tAttributeUserData\t[100] 00 03 01 00..\n\t\t'GSW_CM_MessageType'\t32\n{second}\n\
         \t\t'GSW_CM_AttrOriginAppID'\t20\n\tAttributeThisDN\t'8899'\n"
    ))
}

fn sdk(second: &str) -> TextBlock {
    only(&format!(
        "AttributeUserData [bstr] = KVList: \n\t'GSW_CM_MessageType' [int] = 32\n{second}\n\
         \t'GSW_CM_AttrOriginAppID' [int] = 20\nAttributeThisDN [str] = \"8899\"\n"
    ))
}

#[test]
fn one_pair_that_cannot_be_read_takes_no_other_with_it() {
    let lines = [
        (
            "\t\t'k'\t(null)",
            Some("(null)"),
            "line 3, column 7: the value of \"k\" is \"(null)\", which is",
        ),
        ("\t\t'k'\t", None, "line 3: \"'k'\" is not a key-value pair"),
        ("\t\t'k'\t4294967295", Some("4294967295"), "it is -1 on the wire"),
        ("\t\t'k'\t99999999999", Some("99999999999"), "over the range of a 32-bit int"),
        ("\t\t'k'(bin)\t0g", Some("0g"), "line 3"),
        ("\t\t'k'\t'cut", Some("'cut"), "line 3: a quoted value does not end"),
        ("\t\t'k", None, "is not a key-value pair"),
        ("\t\t'k'(list) '", None, "is not a key-value pair"),
        ("\t\tgarbage", None, "\"garbage\" is not a key-value pair"),
    ];
    for (line, value, fault) in lines {
        let block = tserver(line);
        assert_eq!(block.list.get("GSW_CM_MessageType"), Some(&int(32)), "{line}");
        assert_eq!(block.list.get("GSW_CM_AttrOriginAppID"), Some(&int(20)), "{line}");
        if let Some(value) = value {
            assert_eq!(block.list.get("k"), Some(&unknown(value)), "{line}");
        }
        assert!(faults(&block)[0].contains(fault), "{line}: {:?}", faults(&block));
    }
}

#[test]
fn types_that_no_list_has_are_kept_as_they_stand() {
    for tag in ["[long]", "[float]", "[double]", "[boolean]", "[java.util.Date]", "[any word]"] {
        let block = sdk(&format!("\t'x' {tag} = 1.5"));
        assert_eq!(block.list.get("x"), Some(&unknown(&format!("{tag} = 1.5"))));
        assert_eq!(block.list.get("GSW_CM_AttrOriginAppID"), Some(&int(20)));
        let fault =
            format!("line 3, column 6: the value of \"x\" has the type {tag}, which no list");
        assert!(faults(&block)[0].starts_with(&fault), "{:?}", faults(&block));
    }
    for line in ["\t'x' [int] = \"1\"", "\t'x' [str] = (null)", "\t'x' [list] = 5", "\t'x"] {
        let block = sdk(line);
        assert_eq!(block.list.get("GSW_CM_AttrOriginAppID"), Some(&int(20)), "{line}");
        assert_eq!(block.faults.len(), 1, "{line}");
    }
}

#[test]
fn every_mask_is_called_one_in_every_form() {
    for mask in ["****", "*", "**********", "******4567", "555*******"] {
        assert_eq!(tserver(&format!("\t\t'k'\t'{mask}'")).list.get("k"), Some(&masked(mask)));
        assert_eq!(
            tserver(&format!("\t\t'k'\t{mask}")).list.get("k"),
            Some(&masked(mask)),
            "{mask}"
        );
        assert_eq!(sdk(&format!("\t'k' [str] = \"{mask}\"")).list.get("k"), Some(&masked(mask)));
        let ocs = only(&format!("GSW_CM_MessageType  32\nGSW_PHONE  '{mask}'\nGSW_X  {mask}\n"));
        assert_eq!(ocs.list.get("GSW_PHONE"), Some(&masked(mask)));
        assert_eq!(ocs.list.get("GSW_X"), Some(&masked(mask)));
    }
    for mask in ["[output suppressed]", "[output supressed]"] {
        let block = sdk(&format!("\t'Pin' {mask}"));
        assert_eq!(block.list.get("Pin"), Some(&masked(mask)));
        assert_eq!(block.faults, []);
        assert_eq!(block.list.get("GSW_CM_AttrOriginAppID"), Some(&int(20)));
    }
}

#[test]
fn fillers_of_phone_numbers_and_customer_ids_are_masks_in_every_form() {
    for (key, mask) in [
        ("GSW_PHONE", "XXXXXXXXXX"),
        ("GSW_PHONE", "555XXX4567"),
        ("GSW_PHONE", "555###4567"),
        ("GSW_PHONE", "••••••4567"),
        ("GSW_PHONE", "___________"),
        ("GSW_CUSTOMER_ID", "XXXXXX"),
    ] {
        let read = [
            tserver(&format!("\t\t'{key}'\t'{mask}'")),
            tserver(&format!("\t\t'{key}'\t{mask}")),
            sdk(&format!("\t'{key}' [str] = \"{mask}\"")),
            sdk(&format!("\t'{key}' [str] = {mask}")),
            only(&format!("GSW_CM_MessageType  32\n{key}  '{mask}'\nGSW_X  1\n")),
            only(&format!("GSW_CM_MessageType              32\n{key:32}{mask}\nGSW_X  1\n")),
        ];
        for block in read {
            assert_eq!(block.list.get(key), Some(&masked(mask)), "{block:?}");
            assert_eq!(block.faults, []);
        }
    }
    for (key, plain) in [("GSW_CUSTOMER_ID", "XXL-123"), ("GSW_CAMPAIGN_NAME", "XXXX")] {
        let read = tserver(&format!("\t\t'{key}'\t'{plain}'"));
        assert_eq!(read.list.get(key), Some(&TextValue::String(plain.to_owned())));
    }
}

#[test]
fn a_list_that_the_log_cuts_is_kept_up_to_there() {
    let whole = "\tAttributeUserData\t[200] 00 03 01 00..\n\t\t'GSW_CM_MessageType'\t32\n\
        \t\t'GSW_CM_AttrOriginAppID'\t20\n\
        \t\t'GSW_CM_AttrProperties'(list) 'do_not_call'(list) 'GSW_PHONE'\t'55512";
    let block = only(whole);
    assert_eq!(block.list.get("GSW_CM_AttrOriginAppID"), Some(&int(20)));
    let phone = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
    assert_eq!(block.list.at(&phone), Some(&unknown("'55512")));
    assert_eq!(faults(&block), ["line 4: a quoted value does not end"]);
    // What the log goes on with is no part of the value, though it ends with a quote.
    for next in [
        "\tAttributeThisDN\t'8899'",
        "12:00:02 Trc 'x'",
        "message EventACK",
        "2026-11-30T12:00:00Z 'x'",
    ] {
        let block = only(&format!("{whole}\n{next}\n"));
        assert_eq!(block.list.at(&phone), Some(&unknown("'55512")), "{next}");
        assert_eq!(block.faults.len(), 1);
    }
    let cut = only("\tAttributeUserData\t[200] 00 03 01 00..\n\t\t'GSW_CM_MessageType'\t32\n");
    assert_eq!(faults(&cut), ["line 1: the header tells 3 pairs, and 1 stand in the log"]);
}

#[test]
fn lines_of_the_log_within_a_list_do_not_make_two_of_it() {
    let block = tserver("12:00:01.5 Trc 1 another thread was here\nand here");
    assert_eq!(block.list.pairs.len(), 2);
    assert_eq!(block.last_line, 5);
    let two = parse(
        "\tAttributeUserData\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n12:00 x\n\
         \tAttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\t116\n",
    );
    assert_eq!(two.len(), 2);
    let ocs = parse(
        "\tAttributeUserData\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n12:00 x\n\
         GSW_CM_MessageType 7\nGSW_CM_AttrProperties (list)\n\t\t'a' 1\n",
    );
    assert_eq!(ocs.len(), 2);
}

#[test]
fn an_indentation_that_fits_no_list_is_a_fault_beside_the_pairs() {
    let block = tserver("\t\t\t\t'k'\t1");
    assert_eq!(block.list.pairs.len(), 3);
    assert!(faults(&block)[0].contains("fits no list above"));
}

#[test]
fn what_is_kept_prints_and_reads_back() {
    for block in
        [tserver("\t\t'k'\t(null)"), sdk("\t'x' [long] = 5"), sdk("\t'x' [output suppressed]")]
    {
        let again = only(&block.print(&PrintOptions::default()));
        assert_eq!(again.list, block.list);
    }
}

#[test]
fn a_list_over_the_bounds_is_kept_up_to_there_and_is_one_list() {
    let pairs = "\t\t'k'\t1\n".repeat(crate::kvlist::Limits::MAX_PAIRS + 50);
    let block = only(&format!("AttributeUserData\t[9] 00 00 01 00..\n{pairs}"));
    assert_eq!(block.list.pairs.len(), crate::kvlist::Limits::MAX_PAIRS);
    assert_eq!(block.faults.len(), 1);
    let bad = "\t\t'k'\tx\n".repeat(5_000);
    assert!(only(&format!("AttributeUserData\t[9] 00 00 01 00..\n{bad}")).faults.len() <= 200);
}

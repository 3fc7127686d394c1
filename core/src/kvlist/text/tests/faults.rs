//! What the readers put up with, and what they refuse, with the line.

use super::*;
use crate::kvlist::Limits;

fn tserver(text: &str) -> TextList {
    parse_tserver(text).unwrap().list
}

fn fault(result: Result<TextBlock, TextError>) -> (usize, TextErrorKind) {
    let error = result.unwrap_err();
    (error.line().unwrap(), error.kind().clone())
}

#[test]
fn dos_line_ends_trailing_blanks_and_empty_lines_are_tolerated() {
    let text = "AttributeReason\t[14] 00 01 01 00..\r\n\r\n\t\t'RTR'\t115  \r\n\t\t'L'(list) \r\n";
    assert_eq!(tserver(text), list([("RTR", int(115)), ("L", nested([]))]));
}

#[test]
fn a_value_reaches_from_its_first_to_its_last_quote() {
    let text = "\t\t'a'\t'it's 'so''\n\t\t'b'\t''\n\t\t'c'\t'''\n\t\t'd'\t<#'tagged'#>\n";
    let expected = [
        ("a", string("it's 'so'")),
        ("b", string("")),
        ("c", string("'")),
        ("d", string("tagged")),
    ];
    assert_eq!(tserver(text), list(expected));
    let sdk = parse_sdk("'a' [str] = \"x \"y\" z\"\n'b' [str] = <#\"t\"#>\n").unwrap();
    assert_eq!(sdk.list, list([("a", string("x \"y\" z")), ("b", string("t"))]));
}

#[test]
fn a_value_goes_on_to_the_line_that_ends_with_a_quote() {
    let text = "\t\t'a'\t'one  \n\n  two\r\nthree'\n\t\t'b'\t1\n";
    assert_eq!(tserver(text), list([("a", string("one  \n\n  two\nthree")), ("b", int(1))]));
    let sdk = parse_sdk("'a' [str] = \"one\ntwo\"\n'b' [int] = 1\n").unwrap();
    assert_eq!(sdk.list, list([("a", string("one\ntwo")), ("b", int(1))]));
    let ocs = parse_ocs("GSW_A    'one\ntwo'\nGSW_B    1\n").unwrap();
    assert_eq!(ocs.list, list([("GSW_A", string("one\ntwo")), ("GSW_B", int(1))]));
}

#[test]
fn a_value_whose_end_the_log_lost_is_cut_at_the_next_pair() {
    let unclosed = TextErrorKind::Unclosed { what: "a quoted value" };
    let text = "\t\t'n'\t1\n\t\t'a'\t'one\n\t\t'b'\t'two'\n";
    assert_eq!(fault(parse_tserver(text)), (2, unclosed.clone()));
    assert_eq!(fault(parse_tserver("\t\t'a'\t'one")), (1, unclosed.clone()));
    assert_eq!(fault(parse_sdk("'a' [str] = \"one\n\t'b' [int] = 2\n")), (1, unclosed.clone()));
    assert_eq!(fault(parse_ocs("GSW_A    'one\nGSW_B    2\n")), (1, unclosed));
}

#[test]
fn spaces_nest_by_their_relative_width() {
    let inner = nested([("b", int(1)), ("c", int(2))]);
    let expected = list([("L", inner), ("d", int(3))]);
    for unit in [1, 2, 3, 4, 8] {
        let text = "\t\t'L'(list) 'b'\t1\n\t\t\t'c'\t2\n\t\t'd'\t3\n";
        assert_eq!(tserver(&text.replace('\t', &" ".repeat(unit))), expected, "{unit}");
    }
    assert_eq!(tserver("'L'(list) 'b' 1\n   'c' 2\n'd' 3\n"), expected);
    let deep = "        'L'(list) 'M'(list) 'b' 1\n                'c' 2\n";
    assert_eq!(
        tserver(deep),
        list([("L", nested([("M", nested([("b", int(1)), ("c", int(2))]))]))])
    );
}

#[test]
fn an_indentation_that_fits_no_list_is_refused() {
    let columns = |columns| TextErrorKind::Indent { columns };
    assert_eq!(fault(parse_tserver("\t\t'a'\t1\n\t\t\t'b'\t2\n")), (2, columns(24)));
    assert_eq!(fault(parse_tserver("\t\t'a'\t1\n\t'b'\t2\n")), (2, columns(8)));
    assert_eq!(fault(parse_ocs("GSW_A    1\n\t'b' 2\n")), (2, columns(8)));
}

#[test]
fn a_first_pair_on_its_own_line_still_belongs_to_the_list() {
    let expected = list([("L", nested([("a", int(1))]))]);
    assert_eq!(tserver("\t\t'L'(list)\n\t\t\t'a'\t1\n"), expected);
}

#[test]
fn a_text_that_is_no_list_is_named_with_its_line() {
    for read in [parse_tserver, parse_ocs, parse_sdk] {
        assert_eq!(read(" \n\n").unwrap_err().kind(), &TextErrorKind::NoList);
        let (line, kind) = fault(read("\n# no list\n"));
        assert_eq!((line, kind), (2, TextErrorKind::NotAPair { text: "# no list".into() }));
    }
    let error = parse_tserver("\t\t'a'\t1\nhello\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2: \"hello\" is not a key-value pair");
    let error = parse_tserver("\t\t'a'(list) what\n").unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 13: \"what\" is not a key-value pair");
}

#[test]
fn what_is_no_value_is_named_with_its_key() {
    let no_value = |key: &str, text: &str| TextErrorKind::NotAValue {
        key: key.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(fault(parse_tserver("\t\t'a'\tx\n")), (1, no_value("a", "x")));
    let over = |key: &str, text: &str, wire| TextErrorKind::OutOfRange {
        key: key.to_owned(),
        text: text.to_owned(),
        wire,
    };
    let least = Some(i32::MIN);
    assert_eq!(fault(parse_tserver("'a'\t2147483648\n")), (1, over("a", "2147483648", least)));
    assert_eq!(fault(parse_tserver("'a'(bin)\t1 2\n")), (1, no_value("a", "1 2")));
    assert_eq!(fault(parse_tserver("'a'(unicode)\t1\n")), (1, no_value("a", "1")));
    let big = over("GSW_A", "99999999999", None);
    assert_eq!(fault(parse_ocs("GSW_A    99999999999 [x]\n")), (1, big));
    assert_eq!(fault(parse_sdk("'a' [int] = \"1\"\n")), (1, no_value("a", "\"1\"")));
    assert_eq!(fault(parse_sdk("'a' [list] = 5\n")), (1, no_value("a", "5")));
}

#[test]
fn a_list_in_parentheses_must_end() {
    let text = "'x' [int] = 1\n'a' [list] = (\n\t'b' [int] = 1\n";
    let what = "a list in parentheses";
    assert_eq!(fault(parse_sdk(text)), (2, TextErrorKind::Unclosed { what }));
    assert_eq!(
        fault(parse_sdk("'a' [int] = 1\n)\n")),
        (2, TextErrorKind::NotAPair { text: ")".into() })
    );
}

#[test]
fn depth_is_bounded_in_every_form() {
    let max = Limits::MAX_DEPTH;
    let tserver = |depth: usize| format!("{}'k'\t1\n", "'l'(list) ".repeat(depth));
    let sdk = |depth: usize| format!("{}{}", "'l' [list] = (\n".repeat(depth), ")\n".repeat(depth));
    let ocs = |depth: usize| {
        let line = |level| format!("{}'l' (list)\n", "\t".repeat(level));
        (0..depth).map(line).collect::<String>()
    };
    assert!(parse_tserver(&tserver(max)).unwrap().list.to_list(Charset::Utf8).is_ok());
    assert!(parse_sdk(&sdk(max)).unwrap().list.to_list(Charset::Utf8).is_ok());
    assert!(parse_ocs(&ocs(max)).unwrap().list.to_list(Charset::Utf8).is_ok());
    let too_deep = TextErrorKind::TooDeep { max };
    assert_eq!(fault(parse_tserver(&tserver(max + 1))), (1, too_deep.clone()));
    assert_eq!(fault(parse_tserver(&tserver(100_000))), (1, too_deep.clone()));
    assert_eq!(fault(parse_sdk(&sdk(max + 1))), (max + 1, too_deep.clone()));
    assert_eq!(fault(parse_ocs(&ocs(max + 1))), (max + 1, too_deep));
}

#[test]
fn size_is_bounded_in_every_form() {
    let too_big = |what, max| TextErrorKind::TooBig { what, max };
    let many = Limits::MAX_PAIRS + 1;
    let pairs = too_big("pairs", Limits::MAX_PAIRS);
    assert_eq!(fault(parse_tserver(&"'k'\t1\n".repeat(many))), (many, pairs.clone()));
    assert_eq!(fault(parse_ocs(&"GSW_K 1\n".repeat(many))), (many, pairs.clone()));
    assert_eq!(fault(parse_sdk(&"'k' [int] = 1\n".repeat(many))), (many, pairs));
    let text = too_big("bytes of text", 3 * Limits::MAX_BYTES);
    let long = "x".repeat(100_000);
    let value = format!("'k'\t'{long}\n{long}\n{long}'\n");
    assert_eq!(fault(parse_tserver(&value)), (1, text.clone()));
    assert_eq!(fault(parse_tserver(&format!("'k'\t'{long}'\n").repeat(2))), (2, text));
}

#[test]
fn an_excerpt_skips_what_is_no_list() {
    let log = "'EventOnHook' ('87')\nthread [12]\nGSW_CM_MessageType is missing\nGSW_PHONE\tfoo\n\
        x AttributeUserData\t[14] 00..\n\tAttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\tx\n\
        \tAttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\t115\nend\n'open'\t'no end\n\n'a'\t1\n\n'b'\t2\n";
    let lists = parse(log);
    let heads: Vec<_> = lists.iter().map(|block| (block.line, block.list.clone())).collect();
    let expected = [
        (6, list([("RTR", unknown("x"))])),
        (8, list([("RTR", int(115))])),
        (13, list([("a", int(1))])),
        (15, list([("b", int(2))])),
    ];
    assert_eq!(heads, expected);
    let faults: Vec<_> = lists.iter().map(|block| block.faults.len()).collect();
    assert_eq!(faults, [1, 0, 0, 0]);
    assert_eq!(parse(""), []);
}

#[test]
fn ocs_strings_may_stand_without_quotes_in_their_column() {
    let text = "GSW_CM_AttrErrorMessage         not loaded\nGSW_A \t****\nKEY\n";
    let expected = [
        ("GSW_CM_AttrErrorMessage", string("not loaded")),
        ("GSW_A", masked("****")),
        ("KEY", nested([])),
    ];
    assert_eq!(parse_ocs(text).unwrap().list, list(expected));
    let (line, kind) = fault(parse_ocs("this is a sentence\n"));
    assert_eq!((line, kind), (1, TextErrorKind::NotAPair { text: "this is a sentence".into() }));
}

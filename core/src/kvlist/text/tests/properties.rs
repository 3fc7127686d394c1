//! Random lists, printed and read back; random texts, answered.
//!
//! A log escapes nothing, so not every list can be read back. These can: keys without quotes
//! and line ends; values that are not `****`, whose lines before the last end neither with the
//! form's quote nor with a carriage return, and whose further lines do not start like a pair
//! or a header. OCS' form, and the others without a header, cannot tell an empty list.

use super::*;
use proptest::prelude::*;

/// What a value must be for both T-Server's and the SDK's form to tell it.
fn tellable(text: &str) -> bool {
    let broken = |line: &str| {
        line.ends_with('\r') || line.trim_end_matches([' ', '\t']).ends_with(['\'', '"'])
    };
    let like_a_pair = |line: &str| {
        let plain = line.trim_start_matches([' ', '\t']);
        plain.starts_with('\'') || plain.contains('[') || plain.ends_with("KVList:")
    };
    let mut lines = text.split('\n');
    let last = lines.next_back().unwrap_or_default();
    let further = text.split('\n').skip(1).any(like_a_pair);
    !mask::is_mask(text) && !lines.any(broken) && !further && !last.ends_with('\r')
}

fn any_text() -> impl Strategy<Value = String> {
    let texts = prop_oneof![
        4 => "[ -~]{0,20}",
        2 => "[a-z'\" \t\n\\r\\[\\]()=äß€*.]{0,30}",
        1 => any::<String>(),
    ];
    texts.prop_filter("the form cannot tell it", |text| tellable(text))
}

fn any_key() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z_][A-Za-z0-9_.-]{0,40}", "[^'\n]{0,12}"]
}

fn any_list() -> impl Strategy<Value = TextList> {
    let leaf = prop_oneof![
        3 => any_text().prop_map(TextValue::String),
        2 => any::<i32>().prop_map(TextValue::Int),
        1 => proptest::collection::vec(any::<u8>(), 0..10).prop_map(TextValue::Binary),
        1 => any_text().prop_map(TextValue::Unicode),
        1 => prop::sample::select(vec!["****", "*", "***4567", "55****", "[output suppressed]"])
            .prop_map(masked),
    ];
    let pairs = |value: BoxedStrategy<TextValue>| {
        let pair = (any_key(), value).prop_map(|(key, value)| TextPair { key, value });
        proptest::collection::vec(pair, 0..6).prop_map(|pairs| TextList { pairs })
    };
    let value =
        leaf.prop_recursive(4, 40, 6, move |inner| pairs(inner.boxed()).prop_map(TextValue::List));
    pairs(value.boxed())
}

fn block_of(form: TextForm, attribute: Option<&str>, list: &TextList) -> TextBlock {
    let empty = TextBlock::of(form, attribute, KvRef::EMPTY, Charset::Utf8);
    TextBlock { list: list.clone(), ..empty }
}

/// Pieces of which logs are made, so that random texts get past the first line.
fn any_log() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "\t", "\t\t", "  ", "\n", "\r\n", "'", "\"", "'k'", "'k'\t", "(list) ", "(bin)\t", "(unicode)\t",
            "'v'", "\"v\"", " [str] = ", " [int] = ", " [list] = ", "(", ")", "()", "KVList: ", "****",
            "<#", "5", "-", "99999999999", "AttributeUserData\t[14] 00 01 01 00..", "[2]", "..",
            "AttributeUserData [bstr] = KVList: \n", "GSW_CM_MessageType              7 [x]\n",
            "GSW_A\t", "[output suppressed]", "é", "\u{3000}",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~]{0,6}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn depth(list: &TextList) -> usize {
    let inner = list.pairs.iter().filter_map(|pair| match &pair.value {
        TextValue::List(list) => Some(depth(list) + 1),
        _ => None,
    });
    inner.max().unwrap_or(0)
}

proptest! {
    #[test]
    fn tserver_and_sdk_read_back_what_they_print(tree in any_list(), headed in any::<bool>()) {
        let headed = headed || tree.pairs.is_empty();
        let attribute = headed.then_some("AttributeUserData");
        for (form, read) in [
            (TextForm::TServer, parse_tserver as fn(&str) -> Result<TextBlock, TextError>),
            (TextForm::Sdk, parse_sdk),
        ] {
            let text = block_of(form, attribute, &tree).print(&PrintOptions::default());
            for text in [text.clone(), text.trim_end_matches('\n').to_owned()] {
                let block = read(&text)?;
                prop_assert_eq!(&block.list, &tree, "{:?}: {}", form, text);
                prop_assert_eq!(block.attribute.as_deref(), attribute);
            }
            if headed {
                let in_a_log = format!("12:00:01 message EventUserEvent\n{text}12:00:02 end\n");
                let blocks = parse(&in_a_log);
                prop_assert_eq!(blocks.len(), 1);
                prop_assert_eq!(&blocks[0].list, &tree);
                prop_assert_eq!(blocks[0].line, 2);
            }
        }
    }

    #[test]
    fn ocs_reads_back_what_it_prints(tree in any_list(), first in any::<i32>()) {
        let mut message = list([("GSW_CM_MessageType", int(first))]);
        message.pairs.extend(tree.pairs);
        let text = block_of(TextForm::Ocs, None, &message).print(&PrintOptions::default());
        prop_assert_eq!(parse_ocs(&text)?.list, message, "{}", text);
    }

    #[test]
    fn a_list_of_text_comes_back_from_the_log_with_its_bytes(tree in any_list()) {
        let (packed, _) = tree.to_list_lossy(Charset::Utf8)?;
        let text = print_tserver(Some("AttributeUserData"), packed.view(), &PrintOptions::default());
        let block = parse_tserver(&text)?;
        prop_assert_eq!(block.list.to_list(Charset::Utf8)?, packed);
        prop_assert_eq!(block.size_agrees(Charset::Utf8), Some(true));
    }

    #[test]
    fn any_text_is_answered(text in prop_oneof![any_log(), any::<String>()]) {
        let lines = text.split('\n').count();
        let found = parse(&text);
        for block in &found {
            prop_assert!(block.line <= block.last_line);
            prop_assert!((1..=lines).contains(&block.line) && (1..=lines).contains(&block.last_line));
            prop_assert!(depth(&block.list) <= crate::kvlist::Limits::MAX_DEPTH);
            let fits = |fault: &TextError| fault.line().is_some_and(|line| (1..=lines).contains(&line));
            prop_assert!(block.faults.iter().all(fits), "{:?}", block.faults);
        }
        for (number, line) in (1..).zip(text.split('\n')) {
            // What is a list by itself is never lost in silence.
            let alone = parse(line).into_iter().next();
            let held = |block: &TextBlock| (block.line..=block.last_line).contains(&number);
            prop_assert!(alone.is_none() || found.iter().any(held), "{line:?} of {text:?}");
        }
        for read in [parse_tserver, parse_ocs, parse_sdk] {
            if let Err(error) = read(&text) {
                let no_list = matches!(error.kind(), TextErrorKind::NoList);
                prop_assert!(no_list || error.line().is_some(), "{error}");
            }
        }
    }

    #[test]
    fn a_printed_list_cut_or_changed_is_answered(
        tree in any_list(),
        cut in any::<prop::sample::Index>(),
        with in "[ -~\n\t]{0,3}",
    ) {
        for form in [TextForm::TServer, TextForm::Ocs, TextForm::Sdk] {
            let text = block_of(form, Some("AttributeUserData"), &tree).print(&PrintOptions::default());
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            let place = if places.is_empty() { 0 } else { places[cut.index(places.len())] };
            let changed = format!("{}{with}{}", &text[..place], &text[place..]);
            let lines = changed.split('\n').count();
            for text in [&text[..place], &changed] {
                for block in parse(text) {
                    prop_assert!((1..=lines).contains(&block.line));
                }
            }
        }
    }
}

//! Log text: any excerpt is answered, and what was read can be printed and read again.
//!
//! Input: one byte of choices (charset, form), then the text; what is no UTF-8 is replaced.

use commdn::kvlist::text::{
    PrintOptions, TextBlock, TextForm, TextList, TextValue, blocks, parse_ocs, parse_sdk,
    parse_tserver,
};
use commdn::kvlist::{Charset, Limits};

use crate::input::Input;

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let charset = if choice & 1 == 0 { Charset::Utf8 } else { Charset::Latin1 };
    let text = String::from_utf8_lossy(input.rest());
    let lines = text.split('\n').count();
    for found in blocks(&text) {
        match found {
            Ok(block) => {
                assert!((1..=lines).contains(&block.line), "line {} of {lines}", block.line);
                told(&block, charset);
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert!(error.line().is_some_and(|line| (1..=lines).contains(&line)), "{error}");
            }
        }
    }
    for read in [parse_tserver, parse_ocs, parse_sdk] {
        match read(&text) {
            Ok(block) => told(&block, charset),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// What was read is bounded, can be packed or says why not, and be printed in every form.
fn told(block: &TextBlock, charset: Charset) {
    assert!(depth(&block.list) <= Limits::MAX_DEPTH);
    let whole = block.list.to_list(charset);
    let partly = block.list.to_list_lossy(charset);
    if let Ok(list) = &whole {
        let (same, left_out) = partly.as_ref().expect("a whole list is one without what it lacks");
        assert!(left_out.is_empty() && same == list);
        assert_eq!(block.size_agrees(charset), block.logged_size.map(|n| n == list.packed_len()));
        // From its bytes the list prints as a server would log it, size and first bytes included.
        let again =
            TextBlock::of(TextForm::TServer, Some("AttributeUserData"), list.view(), charset);
        assert_eq!(again.logged_size, Some(list.packed_len()));
        assert_eq!(TextList::from_view(list.view(), charset).pairs.len(), list.len());
    }
    let options = PrintOptions::default().with_charset(charset);
    for form in [TextForm::TServer, TextForm::Ocs, TextForm::Sdk] {
        let mut other = block.clone();
        other.form = form;
        reread(&other, &other.print(&options));
    }
}

/// A printed list is answered; simple ones come back as they were.
fn reread(block: &TextBlock, text: &str) {
    let read = match block.form {
        TextForm::TServer => parse_tserver(text),
        TextForm::Ocs => parse_ocs(text),
        _ => parse_sdk(text),
    };
    let named = block.attribute.as_deref().is_some_and(is_plain);
    let headed = match block.form {
        TextForm::TServer => named && block.logged_size.is_some(),
        TextForm::Ocs => false,
        _ => named,
    };
    let tells_itself = headed && simple(&block.list);
    match read {
        Ok(again) => assert!(!tells_itself || again.list == block.list, "{text}"),
        Err(error) => assert!(!tells_itself, "{error}\n{text}"),
    }
}

/// Nothing is escaped in a log, so only lists without its marks must come back.
fn simple(list: &TextList) -> bool {
    list.pairs.iter().all(|pair| {
        is_plain(&pair.key)
            && match &pair.value {
                TextValue::String(text) | TextValue::Unicode(text) => is_plain(text),
                TextValue::List(inner) => simple(inner),
                _ => true,
            }
    })
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.".contains(c))
}

fn depth(list: &TextList) -> usize {
    let inner = list.pairs.iter().filter_map(|pair| match &pair.value {
        TextValue::List(list) => Some(depth(list) + 1),
        _ => None,
    });
    inner.max().unwrap_or(0)
}

//! Log text: any log is answered, no list that a line holds is lost in silence, and what was read
//! can be printed and read again.
//!
//! Input: one byte of choices (charset, size of pieces), then the log; as text, what is not UTF-8
//! is replaced.

use commdn::kvlist::text::{
    LogReader, PrintOptions, TextBlock, TextForm, TextList, TextValue, parse, parse_ocs, parse_sdk,
    parse_tserver,
};
use commdn::kvlist::{Charset, Limits};

use crate::input::Input;

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let charsets = ["utf-8", "iso-8859-1", "shift_jis", "windows-1251"];
    let name = charsets[usize::from(choice % 4)];
    let charset = Charset::from_name(name).expect("a charset of every build");
    let log = input.rest();
    in_pieces(log, charset, 1 + usize::from(choice / 4));
    let text = String::from_utf8_lossy(log);
    let lines = text.split('\n').count();
    let found = parse(&text);
    for block in &found {
        assert!((1..=lines).contains(&block.line), "line {} of {lines}", block.line);
        assert!((block.line..=lines).contains(&block.last_line));
        for fault in &block.faults {
            assert!(!fault.to_string().is_empty());
            assert!(fault.line().is_some_and(|line| (1..=lines).contains(&line)), "{fault}");
        }
        told(block, charset);
    }
    for (number, line) in (1..).zip(text.split('\n')) {
        let held = |block: &TextBlock| (block.line..=block.last_line).contains(&number);
        assert!(parse(line).is_empty() || found.iter().any(held), "{line:?} is lost");
    }
    for read in [parse_tserver, parse_ocs, parse_sdk] {
        match read(&text) {
            Ok(block) => told(&block, charset),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// A log is the same in pieces of any size.
fn in_pieces(log: &[u8], charset: Charset, size: usize) {
    let mut whole = LogReader::new(charset);
    let mut lists = whole.feed(log);
    lists.extend(whole.finish());
    let mut reader = LogReader::new(charset);
    let mut again: Vec<_> = log.chunks(size).flat_map(|piece| reader.feed(piece)).collect();
    again.extend(reader.finish());
    assert_eq!(lists, again);
}

/// What was read is bounded, can be packed or says why not, and be printed in every form.
fn told(block: &TextBlock, charset: Charset) {
    assert!(depth(&block.list) <= Limits::MAX_DEPTH);
    let whole = block.list.to_list(charset);
    let partly = block.list.to_list_lossy(charset);
    if let Ok(list) = &whole {
        let (same, left_out) = partly.as_ref().expect("a whole list is one without what it lacks");
        assert!(left_out.is_empty() && same == list);
        let agrees = block.size_agrees(charset);
        assert!(agrees != Some(true) || block.logged_size == Some(list.packed_len()));
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
                TextValue::Int(_) | TextValue::Binary(_) => true,
                _ => false,
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

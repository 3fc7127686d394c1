//! Telephone numbers: whatever a cell holds has an answer, and no digit is invented.
//!
//! Input: a text. Also: a result stays as it is, marks that do not show change nothing, and a
//! request is written exactly when its number is accepted, with that number.

use commdn::message::{Dialect, Envelope, Request, keys};
use commdn::phone::normalize;

/// Most digits of a number, `00` included.
const MOST_DIGITS: usize = 17;

/// Run the target.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(number) = normalize(&text) else {
        refused(&text);
        return;
    };
    let digits = number.strip_prefix('+').unwrap_or(&number);
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{text:?}: {number}");
    assert!((7..=MOST_DIGITS).contains(&digits.len()), "{text:?}: {number}");
    let mut rest = text.chars();
    assert!(number.chars().all(|char| rest.any(|other| other == char)), "{text:?}: {number}");
    assert_eq!(normalize(&number).as_deref(), Ok(&*number), "{text:?}");
    let marked: String = text.chars().flat_map(|char| [char, '\u{200b}']).collect();
    // A decimal's zeros and `tel:` are read where nothing stands between their characters.
    if let Ok(other) = normalize(&marked) {
        assert_eq!(other, number, "{text:?}");
    }
    let list = Request::do_not_call().phone(&*text).to_list(ENVELOPE, &Dialect::DEFAULT);
    let list = list.expect("a number that is accepted is sent");
    let path = [keys::PROPERTIES, keys::DO_NOT_CALL, keys::PHONE];
    let sent = list.at(&path).and_then(|value| value.as_string());
    assert_eq!(sent.map(|text| text.bytes()), Some(number.as_bytes()), "{text:?}");
}

const ENVELOPE: Envelope = Envelope::new(20, 101);

fn refused(text: &str) {
    let request = Request::cancel_record().phone(text);
    let error = request.validate(ENVELOPE, &Dialect::DEFAULT).expect_err("it is no number");
    assert_eq!(error.attribute, keys::PHONE);
    let shown = normalize(text).expect_err("it was refused before").to_string();
    assert!(shown.chars().all(|char| !char.is_control()), "{shown:?}");
}

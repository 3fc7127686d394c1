//! Texts of received bytes: what the library takes for UTF-8 is what the standard library takes for it.
//!
//! Input: the bytes of a text. The library looks at whole words of them and has the only
//! unchecked conversion of the core; so each beginning and each end of the bytes is a text as
//! well, at every place in memory that they come to lie at.

use commdn::kvlist::{Charset, KvRef, KvStr, KvValue, KvWriter, Packing};

/// Beginnings and ends of up to so many bytes are texts of their own.
const WINDOW: usize = 80;

/// Run the target.
pub fn run(data: &[u8]) {
    agrees(data);
    for at in 0..data.len().min(WINDOW) {
        let (start, end) = data.split_at(at);
        agrees(start);
        agrees(end);
        agrees(end.get(..end.len().min(WINDOW)).unwrap_or_default());
    }
    packed(data);
}

fn agrees(bytes: &[u8]) {
    let text = KvStr::new(bytes);
    let plain = std::str::from_utf8(bytes);
    assert_eq!(text.utf8(), plain.ok());
    assert_eq!(text.text(Charset::Utf8).is_ok(), plain.is_ok());
    assert_eq!(text.text_lossy(Charset::Utf8), String::from_utf8_lossy(bytes));
}

/// The same where the text lies as key and value of a packed list.
fn packed(bytes: &[u8]) {
    let mut out = Vec::new();
    let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
    writer.value(bytes, KvValue::String(KvStr::new(bytes)));
    if writer.finish().is_err() {
        return;
    }
    let list = KvRef::parse(&out).expect("what is written can be read");
    let plain = std::str::from_utf8(bytes).ok();
    for pair in list {
        assert_eq!(pair.key.utf8(), plain);
        assert_eq!(pair.value.as_string().and_then(KvStr::utf8), plain);
    }
}

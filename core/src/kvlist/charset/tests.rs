//! Charsets of sites: names, strictness, positions.

use super::*;

fn named(name: &str) -> Charset {
    Charset::from_name(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_charset_has_the_names_that_people_use() {
    let names: &[(&str, &[&str])] = &[
        ("EUC-KR", &["cp949", "CP949", "euc_kr", "UHC", "windows-949", "ks_c_5601-1987", "ms949"]),
        ("Shift_JIS", &["shift_jis", "SJIS", "Shift-JIS", "cp932", "ms_kanji", "windows-31j"]),
        ("EUC-JP", &["euc-jp", "eucjp", "euc_jp"]),
        ("windows-1251", &["windows-1251", "cp1251", "1251", "win1251", "windows1251"]),
        ("windows-1252", &["windows-1252", "cp1252", "CP-1252"]),
        ("ISO-8859-2", &["iso-8859-2", "latin2", "iso8859_2", "ISO8859-2", "l2"]),
        ("ISO-8859-15", &["iso-8859-15", "iso8859-15", "iso_8859_15"]),
        ("GBK", &["gbk", "gb2312", "cp936", "euc-cn"]),
        ("gb18030", &["gb18030", "GB-18030"]),
        ("Big5", &["big5", "cp950", "big5-hkscs", "Big5_HKSCS"]),
        ("KOI8-R", &["koi8-r", "KOI8_R"]),
        ("windows-874", &["cp874", "tis-620", "iso-8859-11"]),
        ("IBM866", &["cp866", "866", "ibm866"]),
        ("UTF-8", &["utf8", "UTF_8", "u8"]),
        ("ISO-8859-1", &["latin-1", "iso8859-1", "L1", "iso-ir-100", "ISO_8859-1:1987"]),
    ];
    for (expected, spelled) in names {
        for name in *spelled {
            assert_eq!(named(name).name(), *expected, "{name}");
        }
        assert_eq!(named(named(expected).name()), named(expected));
    }
}

#[test]
fn a_name_of_no_charset_is_refused_with_some_that_are_known() {
    for name in ["EBCDIC", "", "cp", "iso-8859-99", "utf", "sjis\u{e9}", "125", "windows-1299"] {
        let error = Charset::from_name(name).unwrap_err();
        assert!(matches!(error, CharsetError::Unknown { .. }), "{name}: {error}");
        assert!(error.to_string().contains("windows-125"), "{error}");
    }
    for name in ["utf-16", "UTF-16LE", "ucs-2", "utf-32", "ascii", "utf-8-sig", "iso-2022-kr"] {
        let error = Charset::from_name(name).unwrap_err();
        assert!(matches!(error, CharsetError::Unsuitable { .. }), "{name}: {error}");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn texts_are_the_bytes_that_other_programs_write() {
    let samples: &[(&str, &str, &[u8])] = &[
        ("cp949", "김철수", b"\xb1\xe8\xc3\xb6\xbc\xf6"),
        // A character of windows-949 that EUC-KR alone lacks.
        ("cp949", "똠", b"\x8c\x63"),
        // The second byte of each is a backslash, a pipe, or another letter of ASCII.
        ("shift_jis", "表ソ能名前", b"\x95\x5c\x83\x5c\x94\x5c\x96\xbc\x91\x4f"),
        ("big5", "功許", b"\xa5\x5c\xb3\x5c"),
        ("gbk", "電話", b"\xeb\x8a\xd4\x92"),
        ("windows-1251", "Иван", b"\xc8\xe2\xe0\xed"),
        ("koi8-r", "Иван", b"\xe9\xd7\xc1\xce"),
        ("windows-1252", "10 €", b"10 \x80"),
        ("iso-8859-15", "10 €", b"10 \xa4"),
        ("euc-jp", "日本", b"\xc6\xfc\xcb\xdc"),
        ("gb18030", "😀", b"\x94\x39\xfc\x36"),
    ];
    for (name, text, bytes) in samples {
        let charset = named(name);
        assert_eq!(charset.encode(text).unwrap(), *bytes, "{name}");
        assert_eq!(charset.decode(bytes).unwrap(), *text, "{name}");
        assert_eq!(charset.decode_lossy(bytes), *text, "{name}");
    }
}

#[test]
fn iso_8859_1_is_not_windows_1252() {
    assert_eq!(named("latin1").decode(b"\x80").unwrap(), "\u{80}");
    assert!(named("latin1").encode("€").is_err());
    assert_eq!(named("cp1252").decode(b"\x80").unwrap(), "€");
}

#[test]
fn a_character_that_the_charset_lacks_is_named_and_nothing_stands_for_it() {
    for (name, text, lacks) in [
        ("shift_jis", "名é前", 'é'),
        ("cp949", "a😀", '😀'),
        ("windows-1251", "Müller", 'ü'),
        ("big5", "한", '한'),
    ] {
        let error = named(name).encode(text).unwrap_err();
        assert_eq!(
            error,
            CharsetError::Encode { charset: named(name).name(), character: lacks },
            "{name}"
        );
    }
    let long = format!("{}é", "名".repeat(5_000));
    let error = named("shift_jis").encode(&long).unwrap_err();
    assert_eq!(error, CharsetError::Encode { charset: "Shift_JIS", character: 'é' });
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let fault = |name, bytes: &[u8]| match named(name).decode(bytes) {
        Err(CharsetError::Decode { valid_up_to, .. }) => valid_up_to,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(fault("shift_jis", b"ab\x95"), 2);
    assert_eq!(fault("cp949", b"\xb1\xe8\xff\x41"), 2);
    assert_eq!(fault("euc-jp", b"abc\x8f\xa1"), 3);
    let mut long = b"\x95\x5c".repeat(3_000);
    long.push(0xfd);
    assert_eq!(fault("shift_jis", &long), 6_000);
    assert_eq!(named("shift_jis").decode_lossy(b"ab\xfdc"), "ab\u{fffd}c");
}

//! Quotes around the cells of CSV: each must close, right at the end of its cell.
//!
//! A reader of CSV takes a quote that stays open as a cell up to the end of the file, and the rows
//! in it for a text.

/// Where the reading of a cell is.
enum At {
    Start,
    Plain,
    /// Within quotes, which have opened in that line.
    Quoted(u64),
    /// Behind a quote within quotes: the end, or the first half of a quote.
    Closed(u64),
}

/// See that all quotes close.
///
/// # Errors
/// The line where one opens that does not, from 1 on, and what is wrong with it.
pub(super) fn check(text: &str, delimiter: u8) -> Result<(), (u64, String)> {
    let (mut at, mut line) = (At::Start, 1);
    for byte in text.bytes() {
        let ends = byte == delimiter || matches!(byte, b'\r' | b'\n');
        at = match at {
            At::Start if byte == b'"' => At::Quoted(line),
            At::Start | At::Plain if ends => At::Start,
            At::Start | At::Plain => At::Plain,
            At::Quoted(from) if byte == b'"' => At::Closed(from),
            At::Closed(from) if byte == b'"' => At::Quoted(from),
            At::Closed(_) if ends => At::Start,
            At::Closed(from) if byte == b' ' => At::Closed(from),
            At::Closed(from) => {
                let text = "a quote opens here and closes within its cell: \
                            a quote in a text is written twice";
                return Err((from, text.to_owned()));
            }
            At::Quoted(from) => At::Quoted(from),
        };
        line += u64::from(byte == b'\n');
    }
    match at {
        At::Quoted(from) => Err((from, "a quote opens here and does not close".to_owned())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<String> {
        check(text, b',').err().map(|(line, text)| format!("{line}: {text}"))
    }

    #[test]
    fn quotes_that_close_are_none_of_its_business() {
        for text in ["", "a,b\n", "\"a\",\"b\"\r\n", "\"a\"\"b\" ,c", "5\" pipe,\"\"", "\"a\nb\""] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn a_quote_that_stays_open_is_told_with_its_line() {
        let open = "a quote opens here and does not close";
        assert_eq!(fault("a,b\n\"c,d\ne,f\n").unwrap(), format!("2: {open}"));
        assert_eq!(fault("a,\"b\"\"\n").unwrap(), format!("1: {open}"));
        let within = fault("a,b\nc,\"d\ne,\"f\",\n").unwrap();
        assert!(within.starts_with("2: a quote opens here and closes within"), "{within}");
    }
}

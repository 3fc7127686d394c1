//! Printing of lists in the log forms of servers.
//!
//! Owns the layouts. T-Server's strings, ints and lists are laid out as logged; its
//! `'k'(bin)<tab>01 02` and `'k'(unicode)<tab>'text'` are this library's, since no public log shows
//! any. So are, in OCS' form, everything but ints and nested strings, and in the SDK's the nested
//! list in parentheses and the types `[bin]` and `[unicode]`.
//!
//! Values are printed unescaped, quotes and line ends included, as in the logs.

use std::fmt::Write;

use super::mask::MASK;
use super::parse_ocs::{COLUMN, is_bare_key};
use super::parse_sdk::LIST_WORD;
use super::tree::{TextList, TextPair, TextValue};
use super::{TextBlock, TextForm};
use crate::kvlist::{Charset, KvRef};

/// Tells the name of a number: key and number in, name out.
pub type Naming<'a> = dyn Fn(&str, i32) -> Option<String> + 'a;

/// How to print.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct PrintOptions<'a> {
    /// How the bytes of a packed list are read. Default UTF-8.
    pub charset: Charset,
    /// Keys whose values are printed as `****`, on any level.
    pub mask: &'a [&'a str],
    /// Names for the numbers that OCS' form prints in brackets.
    pub naming: Option<&'a Naming<'a>>,
}

impl<'a> PrintOptions<'a> {
    /// The same with another `charset`.
    #[must_use]
    pub const fn with_charset(mut self, charset: Charset) -> Self {
        self.charset = charset;
        self
    }

    /// The same with another `mask`.
    #[must_use]
    pub const fn with_mask(mut self, mask: &'a [&'a str]) -> Self {
        self.mask = mask;
        self
    }

    /// The same with `naming`.
    #[must_use]
    pub const fn with_naming(mut self, naming: &'a Naming<'a>) -> Self {
        self.naming = Some(naming);
        self
    }

    /// Printed form of a pair's value.
    fn shown<'p>(&self, pair: &'p TextPair) -> Shown<'p> {
        match &pair.value {
            _ if self.mask.contains(&pair.key.as_str()) => Shown::Mask(MASK),
            TextValue::Masked(text) => Shown::Mask(text),
            TextValue::Unknown(text) => Shown::Unknown(text),
            value => Shown::Value(value),
        }
    }
}

/// Print a list in T-Server's form; with a `name` such as `AttributeUserData`, a header line too.
///
/// ```
/// use commdn::kvlist::{KvList, text::{PrintOptions, print_tserver}};
/// let mut list = KvList::new();
/// list.add_int("RTR", 115)?;
/// let text = print_tserver(Some("AttributeReason"), list.view(), &PrintOptions::default());
/// assert_eq!(text, "AttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n");
/// # Ok::<(), commdn::kvlist::KvError>(())
/// ```
#[must_use]
pub fn print_tserver(name: Option<&str>, list: KvRef<'_>, options: &PrintOptions<'_>) -> String {
    TextBlock::of(TextForm::TServer, name, list, options.charset).print(options)
}

/// Print a list in OCS' form.
#[must_use]
pub fn print_ocs(list: KvRef<'_>, options: &PrintOptions<'_>) -> String {
    TextBlock::of(TextForm::Ocs, None, list, options.charset).print(options)
}

/// Print a list in the SDK's form; with a `name` such as `AttributeUserData`, a header line too.
#[must_use]
pub fn print_sdk(name: Option<&str>, list: KvRef<'_>, options: &PrintOptions<'_>) -> String {
    TextBlock::of(TextForm::Sdk, name, list, options.charset).print(options)
}

impl TextBlock {
    /// Print the block in its form, with the header that it has.
    ///
    /// Nothing is escaped, so these cannot be told when read back: a key with a line end, or a
    /// quote before a blank or a bracket; a text that is `****`; a text with a line, not its
    /// last, that ends with the form's quote or a carriage return, or with a further line that
    /// starts like a pair or a header; an empty list without a header.
    #[must_use]
    pub fn print(&self, options: &PrintOptions<'_>) -> String {
        let mut printer = Printer { out: String::new(), options };
        match self.form {
            TextForm::TServer => {
                printer.tserver_header(self);
                printer.tserver_pairs(&self.list, 2, false);
            }
            TextForm::Ocs => printer.ocs_pairs(&self.list),
            TextForm::Sdk => {
                if let Some(name) = &self.attribute {
                    printer.put(format_args!("{name} [bstr] = {LIST_WORD} \n"));
                }
                printer.sdk_pairs(&self.list, 2);
            }
        }
        printer.out
    }
}

/// Printed text after a key.
enum Shown<'p> {
    Value(&'p TextValue),
    Mask(&'p str),
    /// As it stood.
    Unknown(&'p str),
}

struct Printer<'o> {
    out: String,
    options: &'o PrintOptions<'o>,
}

impl Printer<'_> {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }

    fn tabs(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n('\t', count));
    }

    fn hex(&mut self, bytes: &[u8]) {
        let mut gap = "";
        for byte in bytes {
            self.put(format_args!("{gap}{byte:02x}"));
            gap = " ";
        }
    }

    fn tserver_header(&mut self, block: &TextBlock) {
        let Some(name) = &block.attribute else { return };
        self.out.push_str(name);
        if let Some(size) = block.logged_size {
            self.put(format_args!("\t[{size}]"));
        }
        if !block.first_bytes.is_empty() {
            self.out.push(' ');
            self.hex(&block.first_bytes);
            self.out.push_str("..");
        }
        self.out.push('\n');
    }

    /// The first pair of a nested list stands on the list's own line.
    fn tserver_pairs(&mut self, list: &TextList, depth: usize, mut on_line: bool) {
        for pair in &list.pairs {
            if !std::mem::take(&mut on_line) {
                self.tabs(depth);
            }
            self.put(format_args!("'{}'", pair.key));
            match self.options.shown(pair) {
                Shown::Value(TextValue::List(inner)) => {
                    self.out.push_str("(list)");
                    if inner.pairs.is_empty() {
                        self.out.push('\n');
                    } else {
                        self.out.push(' ');
                        self.tserver_pairs(inner, depth + 1, true);
                    }
                }
                shown => self.quoted_value("\t", "", &shown),
            }
        }
    }

    /// A value that is not a list, behind a quoted key and `gap`; `apart` stands before a type.
    fn quoted_value(&mut self, gap: &str, apart: &str, shown: &Shown<'_>) {
        match shown {
            Shown::Value(TextValue::String(text)) => self.put(format_args!("{gap}'{text}'")),
            Shown::Value(TextValue::Int(number)) => self.put(format_args!("{gap}{number}")),
            Shown::Value(TextValue::Binary(bytes)) => {
                self.put(format_args!("{apart}(bin){gap}"));
                self.hex(bytes);
            }
            Shown::Value(TextValue::Unicode(text)) => {
                self.put(format_args!("{apart}(unicode){gap}'{text}'"));
            }
            Shown::Mask(text) => self.put(format_args!("{gap}'{text}'")),
            Shown::Unknown(text) => self.put(format_args!("{gap}{text}")),
            Shown::Value(_) => {}
        }
        self.out.push('\n');
    }

    fn ocs_pairs(&mut self, list: &TextList) {
        for pair in &list.pairs {
            if !is_bare_key(&pair.key) {
                self.ocs_property(pair, 0);
                continue;
            }
            self.put(format_args!("{:<width$} ", pair.key, width = COLUMN - 1));
            match self.options.shown(pair) {
                Shown::Value(TextValue::Int(number)) => {
                    self.put(format_args!("{number}"));
                    let naming = self.options.naming;
                    if let Some(name) = naming.and_then(|name| name(&pair.key, *number)) {
                        self.put(format_args!(" [{name}]"));
                    }
                    self.out.push('\n');
                }
                Shown::Value(TextValue::List(inner)) => {
                    self.out.push_str("(list)\n");
                    self.ocs_properties(inner, 1);
                }
                Shown::Value(TextValue::Binary(bytes)) => {
                    self.out.push_str("(bin) ");
                    self.hex(bytes);
                    self.out.push('\n');
                }
                Shown::Value(TextValue::String(text)) => self.put(format_args!("'{text}'\n")),
                Shown::Value(TextValue::Unicode(text)) => {
                    self.put(format_args!("(unicode) '{text}'\n"))
                }
                Shown::Mask(text) => self.put(format_args!("{text}\n")),
                Shown::Unknown(text) => self.put(format_args!("{text}\n")),
                Shown::Value(_) => self.out.push('\n'),
            }
        }
    }

    fn ocs_properties(&mut self, list: &TextList, depth: usize) {
        for pair in &list.pairs {
            self.ocs_property(pair, depth);
        }
    }

    fn ocs_property(&mut self, pair: &TextPair, depth: usize) {
        self.tabs(depth);
        self.put(format_args!("'{}'", pair.key));
        match self.options.shown(pair) {
            Shown::Value(TextValue::List(inner)) => {
                self.out.push_str(" (list)\n");
                self.ocs_properties(inner, depth + 1);
            }
            shown => self.quoted_value(" ", " ", &shown),
        }
    }

    fn sdk_pairs(&mut self, list: &TextList, depth: usize) {
        for pair in &list.pairs {
            self.tabs(depth);
            self.put(format_args!("'{}' ", pair.key));
            match self.options.shown(pair) {
                Shown::Value(TextValue::String(text)) => {
                    self.put(format_args!("[str] = \"{text}\"\n"))
                }
                Shown::Value(TextValue::Int(number)) => {
                    self.put(format_args!("[int] = {number}\n"))
                }
                Shown::Value(TextValue::Binary(bytes)) => {
                    self.out.push_str("[bin] = ");
                    self.hex(bytes);
                    self.out.push('\n');
                }
                Shown::Value(TextValue::Unicode(text)) => {
                    self.put(format_args!("[unicode] = \"{text}\"\n"))
                }
                Shown::Mask(text) => self.put(format_args!("[str] = \"{text}\"\n")),
                Shown::Unknown(text) if text.starts_with('[') => {
                    self.put(format_args!("{text}\n"));
                }
                Shown::Unknown(text) => self.put(format_args!("[str] = {text}\n")),
                Shown::Value(TextValue::List(inner)) if inner.pairs.is_empty() => {
                    self.out.push_str("[list] = ()\n");
                }
                Shown::Value(TextValue::List(inner)) => {
                    self.out.push_str("[list] = (\n");
                    self.sdk_pairs(inner, depth + 1);
                    self.tabs(depth);
                    self.out.push_str(")\n");
                }
                Shown::Value(_) => self.out.push('\n'),
            }
        }
    }
}

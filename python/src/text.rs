//! `commdn.text`: the core's way to show text from outside.

use pyo3::prelude::*;

/// The text on one line, with an escape for each character that would do something instead of being seen.
#[pyfunction]
pub fn escape_text(text: &str) -> String {
    commdn::text::escape(text).into_owned()
}

/// The text as a cell of a CSV file that a spreadsheet may open.
#[pyfunction]
pub fn neutral_cell(text: &str) -> String {
    commdn::text::cell(text).into_owned()
}

//! CSV: `type,name,dbid,tenant` and a column for each field that is known.

use super::quotes;
use super::values::{Draft, number, parse};
use crate::directory::{Directory, DirectoryError, Field, Kind, Object};

/// Read a directory from CSV; `place` names the file in errors.
///
/// The header names the columns: `type`, `name` and `dbid` must be there, `tenant` (a name or a
/// DBID) and the names of fields may. Cells have between them what the header has: commas, semicolons
/// or tabs, or what a line `sep=;` before it says. Empty columns at the end, and rows without a
/// text, are what spreadsheets leave behind; they are passed over.
///
/// # Errors
/// As [`load`](super::load).
pub fn from_csv(text: &str, place: &str) -> Result<Directory, DirectoryError> {
    let sheet = Sheet::of(text);
    let fault = |line: Option<u64>, text: String| DirectoryError::File {
        place: line.map_or_else(|| place.to_owned(), |line| format!("{place}, line {line}")),
        text,
    };
    quotes::check(sheet.text, sheet.delimiter)
        .map_err(|(line, text)| fault(Some(line + sheet.before), text))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sheet.delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(sheet.text.as_bytes());
    let first = Some(1 + sheet.before);
    let headers = reader.headers().map_err(|error| fault(first, error.to_string()))?.clone();
    let columns = columns(&headers).map_err(|text| fault(first, text))?;
    let mut draft = Draft::default();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map(|place| sheet.line_of(place));
            fault(line, error.to_string())
        })?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map(|place| sheet.line_of(place));
        let row = Row { columns: &columns, record: &record };
        let (object, tenant) = row.object().map_err(|text| fault(line, text))?;
        let place = line.map_or_else(|| place.to_owned(), |line| format!("{place}, line {line}"));
        draft.add(object, tenant, place);
    }
    draft.finish()
}

/// A text with a header at its start, and what is between its cells.
struct Sheet<'t> {
    text: &'t str,
    delimiter: u8,
    /// Lines before it.
    before: u64,
}

impl<'t> Sheet<'t> {
    fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if let Some(delimiter) = told_delimiter(first) {
            return Self { text: rest, delimiter, before: 1 };
        }
        let known = [b',', b';', b'\t'];
        let delimiter = known.into_iter().find(|byte| first.as_bytes().contains(byte));
        Self { text, delimiter: delimiter.unwrap_or(b','), before: 0 }
    }

    /// The line of a record: its place is before the empty lines that were left out.
    fn line_of(&self, place: &csv::Position) -> u64 {
        let start = usize::try_from(place.byte()).unwrap_or(usize::MAX);
        let rest = self.text.get(start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let empty = rest.get(..blank).unwrap_or_default().matches('\n').count();
        self.before + place.line() + u64::try_from(empty).unwrap_or(0)
    }
}

/// The delimiter of a line `sep=;`, as spreadsheets write it before the header.
fn told_delimiter(line: &str) -> Option<u8> {
    let line = line.trim_end_matches('\r');
    let line = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line);
    let (word, delimiter) = line.split_at_checked(4)?;
    match delimiter.as_bytes() {
        [byte @ (b',' | b';' | b'\t' | b'|')] if word.eq_ignore_ascii_case("sep=") => Some(*byte),
        _ => None,
    }
}

/// The columns that a header names.
fn columns(headers: &csv::StringRecord) -> Result<Vec<Column>, String> {
    let nameless = headers.iter().rev().take_while(|name| name.is_empty()).count();
    let mut columns = Vec::new();
    for name in headers.iter().take(headers.len() - nameless) {
        let column = Column::named(name)?;
        if columns.contains(&column) {
            return Err(format!("two columns are called {:?}", column.name()));
        }
        columns.push(column);
    }
    for needed in [Column::Kind, Column::Name, Column::Dbid] {
        if !columns.contains(&needed) {
            let name = needed.name();
            return Err(format!("there is no column {name:?}: the first line names the columns"));
        }
    }
    Ok(columns)
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Kind,
    Name,
    Dbid,
    Field(Field),
}

impl Column {
    fn named(name: &str) -> Result<Self, String> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "type" => Self::Kind,
            "name" => Self::Name,
            "dbid" => Self::Dbid,
            other => match Field::from_name(other) {
                Some(field) => Self::Field(field),
                None => {
                    let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
                    let known = known.join(", ");
                    return Err(format!("column {name:?} is none of type, name, dbid, {known}"));
                }
            },
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Kind => "type",
            Self::Name => "name",
            Self::Dbid => "dbid",
            Self::Field(field) => field.name(),
        }
    }
}

struct Row<'a> {
    columns: &'a [Column],
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    fn cell(&self, column: Column) -> &'a str {
        let at = self.columns.iter().position(|known| *known == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// See that there is a cell for each column, no text without a column, and none over lines but
    /// options: a quote that somebody forgot joins the lines behind it.
    fn check_cells(&self) -> Result<(), String> {
        let (cells, columns) = (self.record.len(), self.columns.len());
        let nameless = self.record.iter().skip(columns).any(|cell| !cell.is_empty());
        if cells < columns || nameless {
            return Err(format!(
                "it has {cells} cells, but the first line names {columns} columns"
            ));
        }
        for (column, cell) in self.columns.iter().zip(self.record) {
            if *column != Column::Field(Field::Options) && cell.contains(['\r', '\n']) {
                let name = column.name();
                return Err(format!("the {name} goes over several lines: is a quote missing?"));
            }
        }
        Ok(())
    }

    /// The object, and the text of its tenant.
    fn object(&self) -> Result<(Object, Option<&'a str>), String> {
        self.check_cells()?;
        let kind = self.cell(Column::Kind);
        let kind = Kind::from_name(kind).ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            format!("type {kind:?} is none of {}", known.join(", "))
        })?;
        let dbid = number(self.cell(Column::Dbid)).map_err(|text| format!("dbid {text}"))?;
        let mut object =
            Object::new(kind, dbid, self.cell(Column::Name)).map_err(|error| error.to_string())?;
        for column in self.columns {
            let Column::Field(field) = *column else { continue };
            let text = self.cell(*column);
            if text.is_empty() || field == Field::Tenant {
                continue;
            }
            let value = parse(field, text).map_err(|text| format!("{} {text}", field.name()))?;
            object.set(field, &value).map_err(|error| error.to_string())?;
        }
        Ok((object, Some(self.cell(Column::Field(Field::Tenant)))))
    }
}

//! CSV: `type,name,dbid,tenant` and a column for each field that is known.

use super::values::{Draft, number, parse};
use crate::directory::{Directory, DirectoryError, Field, Kind, Object};

/// Read a directory from CSV; `place` names the file in errors.
///
/// The header names the columns: `type`, `name` and `dbid` must be there, `tenant` (a name or a
/// DBID) and the names of fields may. Cells have between them what the header has: commas, semicolons
/// or tabs.
///
/// # Errors
/// As [`load`](super::load).
pub fn from_csv(text: &str, place: &str) -> Result<Directory, DirectoryError> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().find(|byte| header.as_bytes().contains(byte));
    let delimiter = delimiter.unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let fault = |line: Option<u64>, text: String| DirectoryError::File {
        place: line.map_or_else(|| place.to_owned(), |line| format!("{place}, line {line}")),
        text,
    };
    let headers = reader.headers().map_err(|error| fault(Some(1), error.to_string()))?.clone();
    let columns: Vec<Column> = headers
        .iter()
        .map(Column::named)
        .collect::<Result<_, _>>()
        .map_err(|text| fault(Some(1), text))?;
    for needed in [Column::Kind, Column::Name, Column::Dbid] {
        if !columns.contains(&needed) {
            let text =
                format!("there is no column {:?}: the first line names the columns", needed.name());
            return Err(fault(Some(1), text));
        }
    }
    let mut draft = Draft::default();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map(|place| line_of(text, place));
            let words = match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("it has {len} cells, but the first line names {expected_len} columns")
                }
                _ => error.to_string(),
            };
            fault(line, words)
        })?;
        let line = record.position().map(|place| line_of(text, place));
        let row = Row { columns: &columns, record: &record };
        let (object, tenant) = row.object().map_err(|text| fault(line, text))?;
        let place = line.map_or_else(|| place.to_owned(), |line| format!("{place}, line {line}"));
        draft.add(object, tenant, place);
    }
    draft.finish()
}

/// The line of a record: its place is before the empty lines that were left out.
fn line_of(text: &str, place: &csv::Position) -> u64 {
    let start = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let rest = text.get(start..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let empty = rest.get(..blank).unwrap_or_default().matches('\n').count();
    place.line() + u64::try_from(empty).unwrap_or(0)
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

    /// The object, and the text of its tenant.
    fn object(&self) -> Result<(Object, Option<&'a str>), String> {
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

//! JSON: an array of objects with the names of fields as keys, or an export of mutagen.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use super::values::{Draft, number, parse};
use super::{mutagen, twice};
use crate::directory::{
    Connection, Directory, DirectoryError, Field, FieldKind, Kind, Object, Options, Value,
};

/// Read a directory from JSON; `place` names the file in errors.
///
/// `[{"type": "campaign", "name": "Spring", "dbid": 1, "tenant": "Berlin"}, ...]`, or such an array
/// under the key `objects`. An object without that key is an export of mutagen, format RAW.
///
/// # Errors
/// As [`load`](super::load).
pub fn from_json(text: &str, place: &str) -> Result<Directory, DirectoryError> {
    let fault = |text: String| DirectoryError::File { place: place.to_owned(), text };
    let document: Json = serde_json::from_str(text).map_err(|error| fault(error.to_string()))?;
    if let Some((key, line)) = twice::key(text) {
        let place = format!("{place}, line {line}");
        let text = format!("an object has the key {key:?} twice");
        return Err(DirectoryError::File { place, text });
    }
    let objects = match &document {
        Json::Array(objects) => objects,
        Json::Object(map) => match map.get("objects") {
            Some(Json::Array(objects)) => objects,
            Some(_) => return Err(fault("\"objects\" is not an array".to_owned())),
            None => return mutagen::read(map, place),
        },
        _ => return Err(fault("it is neither an array nor an object".to_owned())),
    };
    let mut draft = Draft::default();
    for (number, entry) in objects.iter().enumerate() {
        let place = format!("{place}, object {}", number + 1);
        let read = entry.as_object().ok_or_else(|| "it is not an object".to_owned()).and_then(read);
        match read {
            Ok((object, tenant)) => draft.add(object, tenant.as_deref(), place),
            Err(text) => return Err(DirectoryError::File { place, text }),
        }
    }
    draft.finish()
}

/// A directory as [`from_json`] reads it.
#[must_use]
pub fn to_json(directory: &Directory) -> String {
    let objects: Vec<Json> = directory.iter().map(write).collect();
    serde_json::to_string_pretty(&objects).unwrap_or_default()
}

fn read(map: &Map<String, Json>) -> Result<(Object, Option<String>), String> {
    let kind = text(map, "type")?.ok_or("\"type\" is missing")?;
    let kind = Kind::from_name(&kind).ok_or_else(|| format!("type {kind:?} is unknown"))?;
    let dbid = text(map, "dbid")?.ok_or("\"dbid\" is missing")?;
    let dbid = number(&dbid).map_err(|text| format!("dbid {text}"))?;
    let name = text(map, "name")?.unwrap_or_default();
    let mut object = Object::new(kind, dbid, &name).map_err(|error| error.to_string())?;
    for (key, value) in map {
        if matches!(key.as_str(), "type" | "dbid" | "name" | "tenant") || value.is_null() {
            continue;
        }
        let field = Field::from_name(key).ok_or_else(|| format!("key {key:?} is unknown"))?;
        let value = field_value(field, value).map_err(|text| format!("{key}: {text}"))?;
        object.set(field, &value).map_err(|error| error.to_string())?;
    }
    Ok((object, text(map, "tenant")?.map(Cow::into_owned)))
}

/// A text or a number under a key; nothing if the key is missing, or null.
fn text<'a>(map: &'a Map<String, Json>, key: &str) -> Result<Option<Cow<'a, str>>, String> {
    match map.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Bool(_)) => Err(format!("{key} is true or false, neither a text nor a number")),
        Some(value) => match plain(value) {
            Some(text) => Ok(Some(text)),
            None => Err(format!("{key} is {}, neither a text nor a number", shape(value))),
        },
    }
}

/// What a value is, in words.
pub(super) const fn shape(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// A scalar as text.
fn plain(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        _ => None,
    }
}

fn field_value(field: Field, value: &Json) -> Result<Value<'static>, String> {
    match (field.kind(), value) {
        (FieldKind::Connections, Json::Array(entries)) => {
            entries.iter().map(connection).collect::<Result<_, _>>().map(Value::Connections)
        }
        (FieldKind::Options, Json::Object(sections)) => options(sections).map(Value::Options),
        (FieldKind::Numbers, Json::Array(numbers)) => {
            let number = |value: &Json| {
                let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
                number.ok_or_else(|| format!("{value} is not a number"))
            };
            numbers.iter().map(number).collect::<Result<_, _>>().map(Value::Numbers)
        }
        (FieldKind::Text, Json::Bool(flag)) => Err(format!("{flag} is not a text")),
        _ => match plain(value) {
            Some(text) => parse(field, &text),
            None => Err(format!("it is {}", shape(value))),
        },
    }
}

fn connection(value: &Json) -> Result<Connection, String> {
    let number = |value: &Json| value.as_i64().and_then(|number| i32::try_from(number).ok());
    if let Some(server) = number(value) {
        return Ok(Connection::new(server));
    }
    let map = value.as_object().ok_or_else(|| format!("{value} is not a connection"))?;
    let server = map.get("server").and_then(number);
    let mut connection = Connection::new(server.ok_or("\"server\" is not a DBID")?);
    for (key, value) in map.iter().filter(|(key, value)| *key != "server" && !value.is_null()) {
        let text = || value.as_str().map(str::to_owned).ok_or(format!("{key} {value} is no text"));
        let seconds = || number(value).ok_or_else(|| format!("{key} {value} is not a number"));
        match key.as_str() {
            "protocol" => connection.protocol = Some(text()?),
            "trace" => connection.trace = Some(text()?),
            "local_timeout_seconds" => connection.local_timeout_seconds = Some(seconds()?),
            "remote_timeout_seconds" => connection.remote_timeout_seconds = Some(seconds()?),
            _ => return Err(format!("key {key:?} of a connection is unknown")),
        }
    }
    Ok(connection)
}

fn options(sections: &Map<String, Json>) -> Result<Options, String> {
    let mut options = Options::new();
    for (section, values) in sections {
        let values =
            values.as_object().ok_or_else(|| format!("section {section:?} is no object"))?;
        for (name, value) in values {
            let value = plain(value).ok_or_else(|| format!("{section}/{name} is not a text"))?;
            options.add(section, name, value);
        }
    }
    Ok(options)
}

fn write(object: &Object) -> Json {
    let mut map = Map::new();
    map.insert("type".to_owned(), json!(object.kind().name()));
    map.insert("name".to_owned(), json!(object.name()));
    map.insert("dbid".to_owned(), json!(object.dbid()));
    for field in Field::ALL {
        if let Some(value) = object.get(*field) {
            map.insert(field.name().to_owned(), value_of(&value));
        }
    }
    Json::Object(map)
}

fn value_of(value: &Value<'_>) -> Json {
    match value {
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Text(text) => json!(text),
        Value::Numbers(numbers) => json!(numbers),
        Value::Connections(connections) => connections.iter().map(connection_of).collect(),
        Value::Options(options) => {
            let mut sections = Map::new();
            for (section, values) in options.sections() {
                let values = values.iter().map(|(name, value)| (name.clone(), json!(value)));
                sections.insert(section.to_owned(), Json::Object(values.collect()));
            }
            Json::Object(sections)
        }
    }
}

fn connection_of(connection: &Connection) -> Json {
    let mut map = Map::new();
    map.insert("server".to_owned(), json!(connection.server));
    let texts = [("protocol", &connection.protocol), ("trace", &connection.trace)];
    for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))) {
        map.insert(key.to_owned(), json!(text));
    }
    let times = [
        ("local_timeout_seconds", connection.local_timeout_seconds),
        ("remote_timeout_seconds", connection.remote_timeout_seconds),
    ];
    for (key, time) in times.into_iter().filter_map(|(key, time)| Some((key, time?))) {
        map.insert(key.to_owned(), json!(time));
    }
    Json::Object(map)
}

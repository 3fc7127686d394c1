//! The format RAW of mutagen (`mutagen config export --format RAW`), which keeps DBIDs.
//!
//! A key for each type of the Platform SDK, below it the XML of Configuration Server as JSON: a
//! property is a scalar or `{"value": scalar}`, a list of one element is that element. Its other
//! formats have no DBIDs. Of the numbers of Configuration Server's enumerations only those that a
//! public source states are read; others stay texts of digits.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::directory::{
    Connection, Directory, DirectoryError, Field, Kind, Object, Options, State, Value,
};

/// The number of the DN type Communication DN.
const COMM_DN: &str = "23";

pub(super) fn read(document: &Map<String, Json>, place: &str) -> Result<Directory, DirectoryError> {
    let fault = |text: String| DirectoryError::File { place: place.to_owned(), text };
    let mut directory = Directory::new();
    let mut known = false;
    for kind in Kind::ALL {
        let Some(entries) = document.get(kind.field_name()) else { continue };
        known = true;
        for entry in each(entries) {
            let object = object(*kind, entry).map_err(|text| {
                fault(format!(
                    "{}: {text}: an export in the format RAW has DBIDs",
                    kind.field_name()
                ))
            })?;
            if let Some(object) = object {
                directory.add(object).map_err(|error| fault(error.to_string()))?;
            }
        }
    }
    if known || document.contains_key("__metadata__") {
        return Ok(directory);
    }
    Err(fault("it has neither the key \"objects\" nor a type of Configuration Server".to_owned()))
}

/// The elements of a list, which may be written as the one that it has.
fn each(value: &Json) -> impl Iterator<Item = &Json> {
    let (many, one) = match value {
        Json::Array(many) => (many.as_slice(), None),
        one => (&[][..], Some(one).filter(|one| one.is_object())),
    };
    many.iter().chain(one)
}

/// A property as text.
fn text<'a>(entry: &'a Json, key: &str) -> Option<Cow<'a, str>> {
    let value = entry.get(key)?;
    match value.get("value").unwrap_or(value) {
        Json::String(text) if !text.is_empty() => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Bool(flag) => Some(Cow::Borrowed(if *flag { "1" } else { "0" })),
        _ => None,
    }
}

fn number(entry: &Json, key: &str) -> Option<i32> {
    text(entry, key)?.parse().ok().filter(|number| *number != 0)
}

/// The DBIDs of a list such as `{"DBID": [{"value": 1}, ...]}`, or of links with a key of their own.
fn numbers(entry: &Json, list: &str, key: &str) -> Vec<i32> {
    let Some(list) = entry.get(list) else { return Vec::new() };
    let inner =
        list.as_object().into_iter().flat_map(Map::values).chain(list.as_array().map(|_| list));
    let elements = inner.flat_map(each);
    elements.filter_map(|element| number(element, key)).collect()
}

fn object(kind: Kind, entry: &Json) -> Result<Option<Object>, String> {
    let inner = match kind {
        // The name and the DBID of a group are in a structure of their own.
        Kind::AgentGroup | Kind::PlaceGroup => {
            let info = entry.get("groupInfo").unwrap_or(entry);
            info.get("CfgGroup").unwrap_or(info)
        }
        _ => entry,
    };
    let dn_type = text(entry, "type");
    if kind == Kind::Dn && !matches!(dn_type.as_deref(), Some(COMM_DN | "CFGCommDN")) {
        return Ok(None);
    }
    let name = if kind == Kind::Dn { "number" } else { "name" };
    let name = text(inner, name).ok_or_else(|| "an object has no name".to_owned())?;
    let dbid = number(inner, "DBID").or_else(|| number(entry, "DBID"));
    let dbid = dbid.ok_or_else(|| format!("{name:?} has no DBID"))?;
    let mut object = Object::new(kind, dbid, &name).map_err(|error| error.to_string())?;
    for (field, value) in values(kind, entry, inner) {
        object.set(field, &value).map_err(|error| error.to_string())?;
    }
    Ok(Some(object))
}

fn values<'a>(kind: Kind, entry: &'a Json, inner: &'a Json) -> Vec<(Field, Value<'a>)> {
    let mut values = Vec::new();
    let mut put = |field: Field, value: Option<Value<'a>>| {
        if let Some(value) = value {
            values.push((field, value));
        }
    };
    let tenant = number(inner, "tenantDBID").filter(|_| kind != Kind::Tenant);
    put(Field::Tenant, tenant.map(Value::Number));
    let state = text(inner, "state").map(|state| State::from_name(&state));
    let state = state.filter(|state| *state != State::Unknown);
    put(Field::State, state.map(|state| Value::Text(Cow::Borrowed(state.name()))));
    let as_text = |key: &str| text(entry, key).map(Value::Text);
    let as_number = |key: &str| number(entry, key).map(Value::Number);
    let as_numbers = |list: &str, key: &str| {
        Some(numbers(entry, list, key)).filter(|list| !list.is_empty()).map(Value::Numbers)
    };
    match kind {
        Kind::Application => {
            put(Field::ApplicationType, as_text("type"));
            put(Field::Version, as_text("version"));
            let server = entry.get("serverInfo");
            let server = server.map(|info| info.get("CfgServer").unwrap_or(info));
            let of_server = |key| server.and_then(|info| number(info, key)).map(Value::Number);
            put(Field::Backup, of_server("backupServerDBID"));
            put(Field::Host, of_server("hostDBID"));
            put(Field::Port, server.and_then(|info| text(info, "port")).map(Value::Text));
            put(Field::Tenants, as_numbers("tenantDBIDs", "DBID"));
            put(Field::Connections, connections(entry));
            put(Field::Options, options(entry, "options"));
        }
        Kind::Switch => put(Field::TServer, as_number("TServerDBID")),
        Kind::Dn => {
            put(Field::DnType, Some(Value::Text(Cow::Borrowed("CFGCommDN"))));
            put(Field::Switch, as_number("switchDBID"));
            put(Field::Options, options(entry, "userProperties"));
        }
        Kind::Campaign => put(Field::Lists, as_numbers("callingLists", "callingListDBID")),
        Kind::CampaignGroup => {
            put(Field::Campaign, as_number("campaignDBID"));
            put(Field::Group, as_number("groupDBID"));
            put(Field::Servers, as_numbers("serverDBIDs", "DBID"));
            put(Field::DialMode, as_text("dialMode"));
            put(Field::OptimizeBy, as_text("optMethod"));
            put(Field::OptimizeGoal, as_number("optMethodValue"));
        }
        _ => {}
    }
    values
}

/// The entries of an application's Connections, whatever the structure is called.
fn connections(entry: &Json) -> Option<Value<'static>> {
    let list = entry.get("appServerDBIDs")?.as_object()?;
    let connections = list.values().flat_map(each).filter_map(|info| {
        let mut connection = Connection::new(number(info, "appServerDBID")?);
        connection.protocol = text(info, "connProtocol").map(Cow::into_owned);
        connection.local_timeout_seconds = number(info, "timoutLocal");
        connection.remote_timeout_seconds = number(info, "timoutRemote");
        connection.trace = text(info, "mode").map(Cow::into_owned);
        Some(connection)
    });
    Some(Value::Connections(connections.collect()))
}

/// Options: lists of pairs in lists of pairs, each with its key, as `list_pair` and `str_pair`.
fn options(entry: &Json, key: &str) -> Option<Value<'static>> {
    let mut options = Options::new();
    let sections = entry.get(key)?.get("list_pair")?;
    for section in each(sections) {
        let Some(name) = text(section, "key") else { continue };
        for pair in section.get("str_pair").into_iter().flat_map(each) {
            let value = text(pair, "value").unwrap_or_default();
            if let Some(key) = text(pair, "key").filter(|key| !is_secret(key)) {
                options.add(name.clone(), key, value);
            }
        }
    }
    Some(Value::Options(options)).filter(|_| !sections.is_null())
}

/// Whether an option's value is nobody's business.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "passwd"].iter().any(|word| name.contains(word))
}

//! The format RAW of mutagen (`mutagen config export --format RAW`), which keeps DBIDs.
//!
//! A key for each type of the Platform SDK, below it the XML of Configuration Server as JSON: a
//! property is a scalar or `{"value": scalar}`, a list of one element is that element. Its other
//! formats have no DBIDs. Of the numbers of Configuration Server's enumerations only those that a
//! public source states are read; others stay texts of digits.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::json::shape;
use super::values;
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
        let name = kind.field_name();
        for (number, entry) in (1..).zip(each(entries, name).map_err(fault)?) {
            let object = object(*kind, entry);
            let object =
                object.map_err(|text| fault(format!("{name}, object {number}: {text}")))?;
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

/// The elements of a list, which may be written as the one that it has, and as `""` if it has none.
fn each<'a>(value: &'a Json, name: &str) -> Result<&'a [Json], String> {
    match value {
        Json::Array(many) => Ok(many),
        Json::Object(_) => Ok(std::slice::from_ref(value)),
        Json::Null => Ok(&[]),
        Json::String(text) if text.is_empty() => Ok(&[]),
        other => Err(format!("{name} is {}, not a list", shape(other))),
    }
}

/// The elements of a list that has its elements' type for a key, or is one itself.
fn links<'a>(list: &'a Json, name: &str) -> Result<Vec<&'a Json>, String> {
    let Json::Object(types) = list else { return Ok(each(list, name)?.iter().collect()) };
    let mut all = Vec::new();
    for elements in types.values() {
        match elements {
            Json::Number(_) => all.push(elements),
            _ => all.extend(each(elements, name)?),
        }
    }
    Ok(all)
}

/// A property as text; nothing if it is missing or empty.
fn text<'a>(entry: &'a Json, key: &str) -> Result<Option<Cow<'a, str>>, String> {
    entry.get(key).map_or(Ok(None), |value| scalar(value, key))
}

/// A scalar, or `{"value": scalar}`, as text.
fn scalar<'a>(value: &'a Json, key: &str) -> Result<Option<Cow<'a, str>>, String> {
    match value.get("value").unwrap_or(value) {
        Json::String(text) => Ok(Some(Cow::Borrowed(text.as_str())).filter(|_| !text.is_empty())),
        Json::Number(number) => Ok(Some(Cow::Owned(number.to_string()))),
        Json::Bool(flag) => Ok(Some(Cow::Borrowed(if *flag { "1" } else { "0" }))),
        Json::Null => Ok(None),
        Json::Array(list) if list.is_empty() => Ok(None),
        Json::Object(map) if map.is_empty() => Ok(None),
        other => Err(format!("{key} is {}, neither a text nor a number", shape(other))),
    }
}

/// A property as number; 0 is none.
fn number(entry: &Json, key: &str) -> Result<Option<i32>, String> {
    entry.get(key).map_or(Ok(None), |value| as_number(value, key))
}

fn as_number(value: &Json, key: &str) -> Result<Option<i32>, String> {
    let Some(text) = scalar(value, key)? else { return Ok(None) };
    let number = values::number(&text).map_err(|text| format!("{key} {text}"))?;
    Ok(Some(number).filter(|number| *number != 0))
}

/// The DBIDs of a list such as `{"DBID": [{"value": 1}, ...]}`, or of links with a key of their own.
fn numbers(entry: &Json, list: &str, key: &str) -> Result<Vec<i32>, String> {
    let Some(elements) = entry.get(list) else { return Ok(Vec::new()) };
    let mut numbers = Vec::new();
    for element in links(elements, list)? {
        let value = match element.get(key) {
            Some(value) => value,
            None if element.is_number() || element.get("value").is_some() => element,
            None => return Err(format!("an element of {list} has no {key}")),
        };
        let number = as_number(value, key).map_err(|text| format!("{list}: {text}"))?;
        numbers.extend(number);
    }
    Ok(numbers)
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
    let dn_type = text(entry, "type")?;
    if kind == Kind::Dn && !matches!(dn_type.as_deref(), Some(COMM_DN | "CFGCommDN")) {
        return Ok(None);
    }
    let name = if kind == Kind::Dn { "number" } else { "name" };
    let name = text(inner, name)?.ok_or_else(|| format!("it has no {name}"))?;
    let dbid = number(inner, "DBID")?.map_or_else(|| number(entry, "DBID"), |dbid| Ok(Some(dbid)));
    let dbid = dbid?
        .ok_or_else(|| format!("{name:?} has no DBID: an export in the format RAW has DBIDs"))?;
    let mut object = Object::new(kind, dbid, &name).map_err(|error| error.to_string())?;
    let fields = fields(kind, entry, inner).map_err(|text| format!("{name:?}: {text}"))?;
    for (field, value) in fields {
        object.set(field, &value).map_err(|error| error.to_string())?;
    }
    Ok(Some(object))
}

type Fields<'a> = Vec<(Field, Value<'a>)>;

fn fields<'a>(kind: Kind, entry: &'a Json, inner: &'a Json) -> Result<Fields<'a>, String> {
    let mut fields = Vec::new();
    let mut put = |field: Field, value: Option<Value<'a>>| {
        fields.extend(value.map(|value| (field, value)));
    };
    let tenant = number(inner, "tenantDBID")?.filter(|_| kind != Kind::Tenant);
    put(Field::Tenant, tenant.map(Value::Number));
    let state = text(inner, "state")?.map(|state| State::from_name(&state));
    let state = state.filter(|state| *state != State::Unknown);
    put(Field::State, state.map(|state| Value::Text(Cow::Borrowed(state.name()))));
    let as_text = |entry, key| Ok::<_, String>(text(entry, key)?.map(Value::Text));
    let as_number = |entry, key| Ok::<_, String>(number(entry, key)?.map(Value::Number));
    let as_numbers = |list, key| {
        let numbers = Some(numbers(entry, list, key)?).filter(|list| !list.is_empty());
        Ok::<_, String>(numbers.map(Value::Numbers))
    };
    match kind {
        Kind::Application => {
            put(Field::ApplicationType, as_text(entry, "type")?);
            put(Field::Version, as_text(entry, "version")?);
            if let Some(info) = entry.get("serverInfo") {
                let server = info.get("CfgServer").unwrap_or(info);
                put(Field::Backup, as_number(server, "backupServerDBID")?);
                put(Field::Host, as_number(server, "hostDBID")?);
                put(Field::Port, as_text(server, "port")?);
            }
            put(Field::Tenants, as_numbers("tenantDBIDs", "DBID")?);
            put(Field::Connections, connections(entry)?);
            put(Field::Options, options(entry, "options")?);
        }
        Kind::Switch => put(Field::TServer, as_number(entry, "TServerDBID")?),
        Kind::Dn => {
            put(Field::DnType, Some(Value::Text(Cow::Borrowed("CFGCommDN"))));
            put(Field::Switch, as_number(entry, "switchDBID")?);
            put(Field::Options, options(entry, "userProperties")?);
        }
        Kind::Campaign => put(Field::Lists, as_numbers("callingLists", "callingListDBID")?),
        Kind::CampaignGroup => {
            put(Field::Campaign, as_number(entry, "campaignDBID")?);
            put(Field::Group, as_number(entry, "groupDBID")?);
            put(Field::Servers, as_numbers("serverDBIDs", "DBID")?);
            put(Field::DialMode, as_text(entry, "dialMode")?);
            put(Field::OptimizeBy, as_text(entry, "optMethod")?);
            put(Field::OptimizeGoal, as_number(entry, "optMethodValue")?);
        }
        _ => {}
    }
    Ok(fields)
}

/// The entries of an application's Connections, whatever the structure is called.
fn connections(entry: &Json) -> Result<Option<Value<'static>>, String> {
    const LIST: &str = "appServerDBIDs";
    let Some(list) = entry.get(LIST) else { return Ok(None) };
    let mut connections = Vec::new();
    for info in links(list, LIST)? {
        if info.get("appServerDBID").is_none() {
            return Err(format!("an element of {LIST} has no appServerDBID"));
        }
        let Some(server) = number(info, "appServerDBID")? else { continue };
        let mut connection = Connection::new(server);
        connection.protocol = text(info, "connProtocol")?.map(Cow::into_owned);
        connection.local_timeout_seconds = number(info, "timoutLocal")?;
        connection.remote_timeout_seconds = number(info, "timoutRemote")?;
        connection.trace = text(info, "mode")?.map(Cow::into_owned);
        connections.push(connection);
    }
    Ok(Some(Value::Connections(connections)).filter(|_| list != ""))
}

/// Options: lists of pairs in lists of pairs, each with its key, as `list_pair` and `str_pair`.
fn options(entry: &Json, key: &str) -> Result<Option<Value<'static>>, String> {
    let mut options = Options::new();
    let Some(sections) = entry.get(key).and_then(|list| list.get("list_pair")) else {
        return Ok(None);
    };
    for section in each(sections, "list_pair")? {
        let name = text(section, "key")?.ok_or_else(|| format!("a section of {key} has no key"))?;
        let Some(pairs) = section.get("str_pair") else { continue };
        for pair in each(pairs, "str_pair")? {
            let option = text(pair, "key")?
                .ok_or_else(|| format!("an option of {key}/{name} has no key"))?;
            if !is_secret(&option) {
                let value = pair.get("value").map_or(Ok(None), |value| scalar(value, &option))?;
                options.add(name.clone(), option, value.unwrap_or_default());
            }
        }
    }
    Ok(Some(Value::Options(options)).filter(|_| !sections.is_null()))
}

/// Whether an option's value is nobody's business.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "passwd"].iter().any(|word| name.contains(word))
}

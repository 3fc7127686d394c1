//! Object: one entry of the configuration, kept as the packed list that the link protocol carries.

use std::borrow::Cow;
use std::fmt;

use super::connection::Connection;
use super::error::DirectoryError;
use super::field::{Field, FieldKind};
use super::kind::Kind;
use super::options::Options;
use super::state::State;
use crate::kvlist::{Charset, KvError, KvList, KvRef};
use crate::message::Dbid;

const DBID: &str = "dbid";
const NAME: &str = "name";
/// Keys of the members of a list of DBIDs, and of a list of connections.
const MEMBER: &str = "dbid";
const CONNECTION: &str = "connection";

/// The type of OCS, as the Platform SDK names it.
const OCS: &str = "CFGCMServer";
/// The type of T-Server.
const TSERVER: &str = "CFGTServer";

/// An object of the configuration.
///
/// One allocation: the packed list. Fields are read on demand.
#[derive(Clone, PartialEq, Eq)]
pub struct Object {
    kind: Kind,
    dbid: Dbid,
    list: KvList,
}

/// Value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Of [`FieldKind::Number`].
    Number(i32),
    /// Of [`FieldKind::Flag`].
    Flag(bool),
    /// Of [`FieldKind::Text`].
    Text(Cow<'a, str>),
    /// Of [`FieldKind::Numbers`].
    Numbers(Vec<Dbid>),
    /// Of [`FieldKind::Connections`].
    Connections(Vec<Connection>),
    /// Of [`FieldKind::Options`].
    Options(Options),
}

impl Object {
    /// An object of which nothing else is known.
    ///
    /// The name of a DN is its number.
    ///
    /// # Errors
    /// [`DirectoryError::Object`] for a DBID below 1, an empty name, or a name with a NUL byte.
    pub fn new(kind: Kind, dbid: Dbid, name: &str) -> Result<Self, DirectoryError> {
        let mut object = Self { kind, dbid, list: KvList::new() };
        if dbid < 1 {
            return Err(object.fault(format!("{dbid} is not a DBID, a number from 1")));
        }
        if name.trim().is_empty() {
            return Err(object.fault("it has no name"));
        }
        // A text of C ends there.
        if name.contains('\0') {
            return Err(object.fault("its name has a NUL byte"));
        }
        // The name first: lookups read it.
        let result = object.list.add_string(NAME, name).and_then(|list| list.add_int(DBID, dbid));
        result.map(|_| ()).map_err(|error| object.too_long(NAME, &error))?;
        Ok(object)
    }

    /// The object that a packed list describes.
    ///
    /// # Errors
    /// As [`Object::new`].
    pub fn read(kind: Kind, list: KvRef<'_>) -> Result<Self, DirectoryError> {
        let dbid = list.get(DBID).and_then(|value| value.to_int()).unwrap_or(0);
        let name = list.get(NAME).and_then(|value| value.to_text(Charset::Utf8));
        let mut object = Self::new(kind, dbid, name.as_deref().unwrap_or_default())?;
        let rest = list.pairs().filter(|pair| {
            let key = pair.key.utf8();
            key != Some(DBID) && key != Some(NAME)
        });
        for pair in rest {
            let added = object.list.add_value(pair.key.bytes(), pair.value).map(|_| ());
            added.map_err(|error| object.too_long("its fields", &error))?;
        }
        Ok(object)
    }

    /// As it travels: name, DBID and fields.
    #[must_use]
    pub fn list(&self) -> KvRef<'_> {
        self.list.view()
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its DBID: unique among the objects of its kind.
    #[must_use]
    pub const fn dbid(&self) -> Dbid {
        self.dbid
    }

    /// Its name; of a DN its number.
    #[must_use]
    pub fn name(&self) -> &str {
        self.list.get_string(NAME).and_then(|name| name.utf8()).unwrap_or_default()
    }

    /// The value of a field, if it is known.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<Value<'_>> {
        let value = self.list.get(field.name())?;
        Some(match field.kind() {
            FieldKind::Number => Value::Number(value.to_int()?),
            FieldKind::Flag => Value::Flag(value.to_int()? != 0),
            FieldKind::Text => Value::Text(value.to_text(Charset::Utf8)?),
            FieldKind::Numbers => {
                let pairs = value.as_list()?.pairs();
                Value::Numbers(pairs.filter_map(|pair| pair.value.to_int()).collect())
            }
            FieldKind::Connections => {
                let lists = value.as_list()?.pairs().filter_map(|pair| pair.value.as_list());
                Value::Connections(lists.filter_map(Connection::read).collect())
            }
            FieldKind::Options => Value::Options(Options::read(value.as_list()?)),
        })
    }

    /// Set a field.
    ///
    /// # Errors
    /// [`DirectoryError::Object`] if objects of its kind do not have the field, if the value is of
    /// another type, or if it is too long.
    pub fn set(&mut self, field: Field, value: &Value<'_>) -> Result<(), DirectoryError> {
        let name = field.name();
        if !field.is_of(self.kind) {
            return Err(self.fault(format!("a {} has no {name}", self.kind)));
        }
        let mut list = self.list.clone();
        list.remove(name);
        let added = match (field.kind(), value) {
            (FieldKind::Number, Value::Number(number)) => list.add_int(name, *number).map(|_| ()),
            (FieldKind::Flag, Value::Flag(flag)) => {
                list.add_int(name, i32::from(*flag)).map(|_| ())
            }
            (FieldKind::Text, Value::Text(text)) => {
                list.add_string(name, text.as_bytes()).map(|_| ())
            }
            (FieldKind::Numbers, Value::Numbers(numbers)) => add_numbers(&mut list, name, numbers),
            (FieldKind::Connections, Value::Connections(connections)) => {
                add_connections(&mut list, name, connections)
            }
            (FieldKind::Options, Value::Options(options)) => {
                options.write().and_then(|options| list.add_list(name, options.view()).map(|_| ()))
            }
            _ => return Err(self.fault(format!("{name} is of another type"))),
        };
        added.map_err(|error| self.too_long(name, &error))?;
        self.list = list;
        Ok(())
    }

    /// The same with a field.
    ///
    /// # Errors
    /// As [`Object::set`].
    pub fn with(mut self, field: Field, value: Value<'_>) -> Result<Self, DirectoryError> {
        self.set(field, &value)?;
        Ok(self)
    }

    /// A field that is a number.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<i32> {
        match self.get(field)? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A field that is a text.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        match self.get(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A field that is a flag.
    #[must_use]
    pub fn flag(&self, field: Field) -> Option<bool> {
        match self.get(field)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// A field that is DBIDs; empty if it is not known.
    #[must_use]
    pub fn numbers(&self, field: Field) -> Vec<Dbid> {
        match self.get(field) {
            Some(Value::Numbers(numbers)) => numbers,
            _ => Vec::new(),
        }
    }

    /// DBID of its tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<Dbid> {
        self.number(Field::Tenant)
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> State {
        self.text(Field::State).map_or(State::Unknown, |text| State::from_name(&text))
    }

    /// The servers that an application connects to.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        match self.get(Field::Connections) {
            Some(Value::Connections(connections)) => connections,
            _ => Vec::new(),
        }
    }

    /// Its options.
    #[must_use]
    pub fn options(&self) -> Options {
        match self.get(Field::Options) {
            Some(Value::Options(options)) => options,
            _ => Options::new(),
        }
    }

    /// Whether it is an application of the type of OCS.
    #[must_use]
    pub fn is_ocs(&self) -> bool {
        self.is_application(OCS)
    }

    /// Whether it is an application of the type of T-Server.
    #[must_use]
    pub fn is_tserver(&self) -> bool {
        self.is_application(TSERVER)
    }

    fn is_application(&self, kind: &str) -> bool {
        let is = |text: Cow<'_, str>| text.eq_ignore_ascii_case(kind);
        self.kind == Kind::Application && self.text(Field::ApplicationType).is_some_and(is)
    }

    fn fault(&self, text: impl Into<String>) -> DirectoryError {
        let name = Some(self.name()).filter(|name| !name.is_empty()).map(str::to_owned);
        DirectoryError::Object { kind: self.kind, dbid: self.dbid, name, text: text.into() }
    }

    fn too_long(&self, what: &str, error: &KvError) -> DirectoryError {
        self.fault(format!("{what}: {error}"))
    }
}

fn add_numbers(list: &mut KvList, name: &str, numbers: &[Dbid]) -> Result<(), KvError> {
    let mut members = KvList::new();
    for number in numbers {
        members.add_int(MEMBER, *number)?;
    }
    list.add_list(name, members.view()).map(|_| ())
}

fn add_connections(
    list: &mut KvList,
    name: &str,
    connections: &[Connection],
) -> Result<(), KvError> {
    let mut members = KvList::new();
    for connection in connections {
        members.add_list(CONNECTION, connection.write()?.view())?;
    }
    list.add_list(name, members.view()).map(|_| ())
}

impl fmt::Display for Object {
    /// `Spring (1)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", crate::text::escape(self.name()), self.dbid)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", self.kind.words())
    }
}

//! The native half of `commdn.Directory`: lookups, files, and reading from a server.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::Connector;
use commdn::directory::{
    Cache, Change, ChangeKind, Connection, Directory, DirectoryError, Fetched, Field, Kind, Noun,
    Object, Query, ReaderConfig, Value, describe, fetch, from_csv, from_json, load, to_json,
};
use commdn::doctor::{Finding, Situation, examine};
use commdn::kvlist::Charset;
use commdn::message::Fields;
use commdn::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::seconds;
use crate::errors::{self, invalid_argument};
use crate::objects::event::EventObject;
use crate::objects::request::RequestObject;
use crate::objects::session::servers;
use crate::options;
use crate::waits::{Ended, interruptible};

/// Names and DBIDs; never changes.
#[pyclass(frozen, module = "commdn._native", name = "Directory")]
pub struct DirectoryObject {
    directory: Arc<Directory>,
    /// Where it comes from, and when it was fetched.
    origin: Option<(String, i64)>,
}

impl DirectoryObject {
    pub fn shared(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }
}

fn failed(py: Python<'_>, error: DirectoryError) -> PyErr {
    errors::plain(py, &error.into())
}

fn noun(name: &str) -> PyResult<Noun> {
    Noun::from_name(name).ok_or_else(|| {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        invalid_argument(format!("{name:?} is none of group, ocs, {}", kinds.join(", ")))
    })
}

fn kind(name: &str) -> PyResult<Kind> {
    match noun(name)? {
        Noun::One(kind) => Ok(kind),
        _ => Err(invalid_argument(format!("{name:?} is not one kind of object"))),
    }
}

/// An object as the keyword arguments of `commdn.DirectoryObject`.
fn told<'py>(py: Python<'py>, object: &Object) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("kind", object.kind().name())?;
    dict.set_item("dbid", object.dbid())?;
    dict.set_item("name", object.name())?;
    for field in Field::ALL {
        let name = field.name();
        match object.get(*field) {
            None => {}
            Some(Value::Number(number)) => dict.set_item(name, number)?,
            Some(Value::Flag(flag)) => dict.set_item(name, flag)?,
            Some(Value::Text(text)) => dict.set_item(name, text)?,
            Some(Value::Numbers(numbers)) => dict.set_item(name, PyTuple::new(py, numbers)?)?,
            Some(Value::Connections(all)) => {
                let all =
                    all.iter().map(|one| connection(py, one)).collect::<PyResult<Vec<_>>>()?;
                dict.set_item(name, all)?;
            }
            Some(Value::Options(options)) => {
                let sections = PyDict::new(py);
                for (section, values) in options.sections() {
                    let section_dict = PyDict::new(py);
                    values.iter().try_for_each(|(key, value)| section_dict.set_item(key, value))?;
                    sections.set_item(section, section_dict)?;
                }
                dict.set_item(name, sections)?;
            }
            Some(_) => {}
        }
    }
    Ok(dict)
}

fn connection<'py>(py: Python<'py>, connection: &Connection) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("server", connection.server)?;
    dict.set_item("protocol", &connection.protocol)?;
    dict.set_item("local_timeout", connection.local_timeout_seconds)?;
    dict.set_item("remote_timeout", connection.remote_timeout_seconds)?;
    dict.set_item("trace", &connection.trace)?;
    Ok(dict)
}

/// A change: kind, dbid, name, what, earlier name, fields.
type Told = (&'static str, i32, String, &'static str, Option<String>, Vec<&'static str>);

fn change(change: Change) -> Told {
    let (what, from, fields) = match change.change {
        ChangeKind::Added => ("added", None, Vec::new()),
        ChangeKind::Removed => ("removed", None, Vec::new()),
        ChangeKind::Renamed { from } => ("renamed", Some(from), Vec::new()),
        ChangeKind::Changed { fields } => {
            ("changed", None, fields.iter().map(|field| field.name()).collect())
        }
        _ => ("changed", None, Vec::new()),
    };
    (change.kind.name(), change.dbid, change.name, what, from, fields)
}

/// A finding: step, code, health, text, advice, and whether it silences OCS.
type Found = (&'static str, &'static str, &'static str, String, String, bool);

fn told_finding(one: Finding) -> Found {
    (one.step, one.code, one.health.name(), one.text, one.advice, one.silences)
}

#[pymethods]
impl DirectoryObject {
    /// Read a file: CSV, JSON, an export of mutagen, or a local copy.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let read = py.detach(|| match Cache::new(&path).read() {
            Ok((directory, origin)) => Ok((directory, Some((origin.source, origin.fetched)))),
            // Whatever it is: `load` tells.
            Err(_) => load(&path).map(|directory| (directory, None)),
        });
        let (directory, origin) = read.map_err(|error| failed(py, error))?;
        Ok(Self { directory: Arc::new(directory), origin })
    }

    /// Read the text of a file; `place` names it in errors.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &str, place: &str) -> PyResult<Self> {
        let json = text.trim_start().starts_with(['{', '[']);
        let read = py.detach(|| if json { from_json(text, place) } else { from_csv(text, place) });
        let directory = Arc::new(read.map_err(|error| failed(py, error))?);
        Ok(Self { directory, origin: None })
    }

    /// Read the configuration from a server, into memory or, object by object, into a local copy at `path`.
    #[staticmethod]
    #[expect(clippy::too_many_arguments, reason = "those of commdn.Directory.fetch")]
    #[pyo3(signature = (address, application, password, tls, connect_timeout, answer_timeout, kinds, tenant, path))]
    fn fetch(
        py: Python<'_>,
        address: &Bound<'_, PyAny>,
        application: &str,
        password: Option<&str>,
        tls: &Bound<'_, PyAny>,
        connect_timeout: &Bound<'_, PyAny>,
        answer_timeout: &Bound<'_, PyAny>,
        kinds: Vec<String>,
        tenant: Option<i32>,
        path: Option<PathBuf>,
    ) -> PyResult<(Option<Self>, u64)> {
        let given = PyDict::new(py);
        given.set_item("tls", tls)?;
        let tls = options::tls(py, &given)?;
        let (servers, _simulators) = servers(py, address, tls.as_ref(), None, Charset::Utf8)?;
        let mut config = ReaderConfig::new(application);
        config.password = password.map(str::to_owned);
        config.connect_timeout = seconds(connect_timeout, "connect_timeout")?;
        config.answer_timeout = seconds(answer_timeout, "answer_timeout")?;
        let kinds = kinds.iter().map(|name| kind(name)).collect::<PyResult<Vec<Kind>>>()?;
        let query = |kind: &Kind| match tenant {
            Some(tenant) => Query::all(*kind).of_tenant(tenant),
            None => Query::all(*kind),
        };
        let queries: Vec<Query> = kinds.iter().map(query).collect();
        interruptible(py, |_slice: Duration, look_up| {
            let mut last = Error::new(ErrorKind::InvalidArgument, "there is no address");
            for connector in servers.iter() {
                match read(&**connector, &config, &queries, path.as_ref(), look_up) {
                    // The next server may answer.
                    Err(Ended::Failed(error)) if error.kind() == ErrorKind::Connect => last = error,
                    ended => return ended,
                }
            }
            Err(last.into())
        })
    }

    fn __len__(&self) -> usize {
        self.directory.len()
    }

    /// Where it comes from, and when it was fetched.
    #[getter]
    fn origin(&self) -> Option<(String, i64)> {
        self.origin.clone()
    }

    /// The object that a text means: a DBID, a name, or `tenant/name`.
    fn look_up<'py>(&self, py: Python<'py>, of: &str, text: &str) -> PyResult<Bound<'py, PyDict>> {
        let found = self.directory.look_up(noun(of)?, text);
        told(py, found.map_err(|error| failed(py, error))?)
    }

    /// The object with a name, of a tenant if one is given.
    #[pyo3(signature = (of, name, tenant=None))]
    fn find<'py>(
        &self,
        py: Python<'py>,
        of: &str,
        name: &str,
        tenant: Option<&str>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let found = self.directory.find(noun(of)?, name, tenant);
        told(py, found.map_err(|error| failed(py, error))?)
    }

    /// The DBID that a text means.
    fn resolve(&self, py: Python<'_>, of: &str, text: &str) -> PyResult<i32> {
        self.directory.resolve(noun(of)?, text).map_err(|error| failed(py, error))
    }

    /// The object with a DBID, if there is one.
    fn get<'py>(
        &self,
        py: Python<'py>,
        of: &str,
        dbid: i32,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.directory.by_dbid(noun(of)?, dbid).map(|object| told(py, object)).transpose()
    }

    /// The name of the object with a DBID, if there is one.
    fn name(&self, of: &str, dbid: i32) -> PyResult<Option<&str>> {
        Ok(self.directory.name(noun(of)?, dbid))
    }

    /// The name that finds the object with a DBID and no other one.
    fn unique_name(&self, of: &str, dbid: i32) -> PyResult<Option<String>> {
        let noun = noun(of)?;
        let found = self.directory.by_dbid(noun, dbid);
        Ok(found.map(|object| self.directory.unique_name(noun, object)))
    }

    /// What the doctor finds: step, code, health, text, advice, and whether it silences OCS.
    #[expect(clippy::too_many_arguments, reason = "those of commdn.doctor.Situation")]
    #[pyo3(signature = (dn, app_dbid, ocs_dbid, application, campaign, group, servers, keep_alive))]
    fn examine(
        &self,
        py: Python<'_>,
        dn: &str,
        app_dbid: i32,
        ocs_dbid: i32,
        application: Option<&str>,
        campaign: Option<i32>,
        group: Option<i32>,
        servers: usize,
        keep_alive: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Found>> {
        let mut site = Situation::new(&self.directory, dn, app_dbid);
        (site.ocs_dbid, site.application) = (ocs_dbid, application);
        (site.campaign, site.group) = (campaign, group);
        site.servers = servers;
        site.keep_alive = keep_alive.map(|every| seconds(every, "keep_alive")).transpose()?;
        let found = py.detach(|| examine(&site));
        Ok(found.into_iter().map(told_finding).collect())
    }

    /// Objects from the one at `start` on, at most `most`, and where the next ones start; no start, no more.
    #[pyo3(signature = (of, start, most))]
    fn page<'py>(
        &self,
        py: Python<'py>,
        of: Option<&str>,
        start: usize,
        most: usize,
    ) -> PyResult<(Vec<Bound<'py, PyDict>>, Option<usize>)> {
        let noun = of.map(noun).transpose()?;
        let fits = |object: &Object| noun.is_none_or(|noun| noun.fits(object));
        let mut page = Vec::new();
        for (place, object) in self.directory.iter().enumerate().skip(start) {
            if page.len() == most {
                return Ok((page, Some(place)));
            }
            if fits(object) {
                page.push(told(py, object)?);
            }
        }
        Ok((page, None))
    }

    /// What has become of its objects in a later directory.
    fn changes(&self, py: Python<'_>, later: &Bound<'_, Self>) -> Vec<(Told, String)> {
        let later = Arc::clone(&later.get().directory);
        let changes = py.detach(|| self.directory.changes(&later));
        changes
            .into_iter()
            .map(|one| {
                let text = one.to_string();
                (change(one), text)
            })
            .collect()
    }

    /// The DBIDs of a message with their names.
    fn describe(
        &self,
        message: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<(&'static str, i32, Option<String>)>> {
        let fields: Fields = if let Ok(event) = message.cast::<EventObject>() {
            event.get().event().fields()
        } else if let Ok(request) = message.cast::<RequestObject>() {
            request.get().request().fields().clone()
        } else {
            return Err(invalid_argument("that is neither an event nor a request"));
        };
        let all = describe(&self.directory, &fields);
        Ok(all.into_iter().map(|one| (one.attribute, one.dbid, one.name)).collect())
    }

    /// Write a local copy.
    fn store(&self, py: Python<'_>, path: PathBuf, source: &str) -> PyResult<()> {
        let stored = py.detach(|| Cache::new(path).store(source, &self.directory));
        stored.map_err(|error| failed(py, error))
    }

    /// All of it as JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| to_json(&self.directory))
    }
}

/// Read from one server.
fn read(
    connector: &dyn Connector,
    config: &ReaderConfig,
    queries: &[Query],
    path: Option<&PathBuf>,
    look_up: &mut dyn FnMut() -> Result<(), Ended>,
) -> Result<(Option<DirectoryObject>, u64), Ended> {
    let server = connector.server();
    let mut directory = Directory::new();
    let mut copy = path.map(|path| Cache::new(path).write(&server));
    let mut writer = copy.take().transpose().map_err(Error::from)?;
    let mut interrupted = None;
    let count = fetch(connector, config, queries, &mut |heard| match (heard, &mut writer) {
        (Fetched::Object(object), Some(writer)) => Ok(writer.add(&object)?),
        (Fetched::Object(object), None) => Ok(directory.add(object)?),
        _ => look_up().map_err(|ended| {
            interrupted = Some(ended);
            Error::new(ErrorKind::Closed, "interrupted")
        }),
    });
    if let Some(ended) = interrupted {
        return Err(ended);
    }
    let count = count?;
    if let Some(writer) = writer {
        writer.finish().map_err(Error::from)?;
        return Ok((None, count));
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let fetched = now.ok().and_then(|now| i64::try_from(now.as_secs()).ok()).unwrap_or(0);
    let origin = Some((server, fetched));
    Ok((Some(DirectoryObject { directory: Arc::new(directory), origin }), count))
}

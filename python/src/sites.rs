//! Settings files for Python: conversion only. `commdn.site` makes objects of what these return.

use std::path::PathBuf;

use commdn::site::{KEYS, Secret, Site, SiteFile, Value};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use crate::errors;

type Row<'py> = (&'static str, Bound<'py, PyAny>, usize, Option<String>);
type AliasRow = (&'static str, String, i32, Option<i32>, usize);

/// Where the settings file is looked for; `None` if the environment tells no place.
#[pyfunction]
pub fn site_path() -> Option<PathBuf> {
    SiteFile::default_path()
}

/// The keys of a site, each with what it is for.
#[pyfunction]
pub fn site_keys() -> Vec<(&'static str, &'static str)> {
    KEYS.iter().map(|row| (row.name, row.text)).collect()
}

/// The name of the default site of a file, if it has one, and the names of all its sites.
///
/// Raises: CommDNInvalidArgument naming file, line and key.
#[pyfunction]
#[pyo3(signature = (path, /))]
pub fn site_names(py: Python<'_>, path: PathBuf) -> PyResult<(Option<String>, Vec<String>)> {
    let file = SiteFile::load(&path).map_err(|error| errors::plain(py, &error))?;
    Ok((file.default_site().map(str::to_owned), file.names().map(str::to_owned).collect()))
}

/// A site of a file: its name, rows of key, value, line and section, and rows of aliases.
///
/// A password is a tuple of where it is: `("plain",)`, `("file", path)`, `("command", program)`, `("keyring", service,
/// user)`; never what it is.
/// Raises: CommDNInvalidArgument naming file, line and key.
#[pyfunction]
#[pyo3(signature = (path, name, /))]
pub fn site_read<'py>(
    py: Python<'py>,
    path: PathBuf,
    name: Option<&str>,
) -> PyResult<(Option<String>, Vec<Row<'py>>, Vec<AliasRow>)> {
    let site = load(py, path, name)?;
    let mut rows = Vec::new();
    for setting in site.settings() {
        rows.push((setting.key, value(py, &setting.value)?, setting.line, setting.section.clone()));
    }
    let aliases = site.aliases().iter();
    let aliases = aliases.map(|one| (one.kind, one.name.clone(), one.dbid, one.group, one.line));
    Ok((site.name().map(str::to_owned), rows, aliases.collect()))
}

/// The password of a site, if it has one. Blocks: reads a file or runs a command; the GIL is released.
///
/// Raises: CommDNInvalidArgument if it cannot be had.
#[pyfunction]
#[pyo3(signature = (path, name, /))]
pub fn site_password(
    py: Python<'_>,
    path: PathBuf,
    name: Option<&str>,
) -> PyResult<Option<String>> {
    let site = load(py, path, name)?;
    py.detach(|| site.password()).map_err(|error| errors::plain(py, &error))
}

fn load(py: Python<'_>, path: PathBuf, name: Option<&str>) -> PyResult<Site> {
    SiteFile::load(&path)
        .and_then(|file| file.site(name))
        .map_err(|error| errors::plain(py, &error))
}

fn value<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Number(number) => number.into_pyobject(py)?.into_any(),
        Value::Seconds(seconds) => seconds.into_pyobject(py)?.into_any(),
        Value::Dbids(dbids) => PyList::new(py, dbids)?.into_any(),
        Value::Path(path) => path.display().to_string().into_pyobject(py)?.into_any(),
        Value::Pem(pem) => pem.text().into_pyobject(py)?.into_any(),
        Value::Secret(secret) => {
            let words = match secret {
                Secret::File(path) => vec!["file".to_owned(), path.display().to_string()],
                Secret::Command(words) => {
                    vec!["command".to_owned(), words.first().cloned().unwrap_or_default()]
                }
                Secret::Keyring { service, user } => {
                    vec!["keyring".to_owned(), service.clone(), user.clone()]
                }
                _ => vec!["plain".to_owned()],
            };
            PyTuple::new(py, words)?.into_any()
        }
        _ => py.None().into_bound(py),
    })
}

//! Situation: who wants to talk to whom, and the directory's objects that this concerns.
//!
//! Owns finding them; what is missing stays `None`, and a check says so.

use std::time::Duration;

use crate::directory::{Directory, Field, Kind, Noun, Object, State};
use crate::message::Dbid;

/// What a program is configured to do, beside the configuration of the contact centre.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Situation<'a> {
    /// The configuration of the contact centre.
    pub directory: &'a Directory,
    /// The communication DN that the program registers.
    pub dn: &'a str,
    /// The DBID that it gives as its own.
    pub app_dbid: Dbid,
    /// The OCS that it asks; 0 for every OCS on the DN.
    pub ocs_dbid: Dbid,
    /// The name with which it logs in at T-Server.
    pub application: Option<&'a str>,
    /// A campaign that is asked for.
    pub campaign: Option<Dbid>,
    /// A group that is asked for.
    pub group: Option<Dbid>,
    /// How many addresses it knows, primary and backups; 0 if that is not told.
    pub servers: usize,
    /// How often its connection is watched, zero for never; none if that is not told.
    pub keep_alive: Option<Duration>,
}

impl<'a> Situation<'a> {
    /// A program on a DN, as an application, that asks every OCS.
    #[must_use]
    pub const fn new(directory: &'a Directory, dn: &'a str, app_dbid: Dbid) -> Self {
        Self {
            directory,
            dn,
            app_dbid,
            ocs_dbid: 0,
            application: None,
            campaign: None,
            group: None,
            servers: 0,
            keep_alive: None,
        }
    }

    /// All objects of a kind, by DBID.
    pub(super) fn of(&self, noun: impl Into<Noun>) -> Vec<&'a Object> {
        let mut found: Vec<_> = self.directory.of(noun).collect();
        found.sort_by_key(|object| object.dbid());
        found
    }

    /// An object by its DBID.
    pub(super) fn get(&self, kind: Kind, dbid: Option<Dbid>) -> Option<&'a Object> {
        self.directory.get(kind, dbid?)
    }

    /// An application by its DBID.
    pub(super) fn app(&self, dbid: Dbid) -> Option<&'a Object> {
        self.directory.get(Kind::Application, dbid)
    }

    /// The program's application.
    pub(super) fn own(&self) -> Option<&'a Object> {
        self.app(self.app_dbid)
    }

    /// All OCS applications.
    pub(super) fn every_ocs(&self) -> Vec<&'a Object> {
        self.of(Noun::Ocs)
    }

    /// The OCS that are asked: the named one, or all.
    pub(super) fn asked(&self) -> Vec<&'a Object> {
        match self.ocs_dbid {
            0 => self.every_ocs(),
            dbid => self.app(dbid).filter(|one| one.is_ocs()).into_iter().collect(),
        }
    }

    /// The communication DN; of several with its number the one on the switch of an asked OCS.
    pub(super) fn dn_object(&self) -> Option<&'a Object> {
        let found: Vec<_> =
            self.of(Kind::Dn).into_iter().filter(|one| one.name() == self.dn).collect();
        if found.len() < 2 {
            return found.first().copied();
        }
        let served: Vec<Dbid> = self
            .asked()
            .iter()
            .flat_map(|ocs| ocs.connections())
            .map(|connection| connection.server)
            .collect();
        let fits = |one: &&&Object| {
            let switch = self.get(Kind::Switch, one.number(Field::Switch));
            let server = switch.and_then(|switch| switch.number(Field::TServer));
            server.is_some_and(|server| served.contains(&server))
        };
        found.iter().find(fits).or_else(|| found.first()).copied()
    }

    /// The T-Server of the DN's switch.
    pub(super) fn tserver(&self) -> Option<&'a Object> {
        let switch = self.get(Kind::Switch, self.dn_object()?.number(Field::Switch))?;
        self.get(Kind::Application, switch.number(Field::TServer))
    }

    /// The group that is asked for, of agents or of places.
    pub(super) fn group_object(&self) -> Option<&'a Object> {
        self.directory.by_dbid(Noun::Group, self.group?)
    }
}

/// Whether an object is not known to be disabled.
pub(super) fn is_enabled(object: &Object) -> bool {
    object.state() != State::Disabled
}

/// The tenants of an application: those of its list, or else the one that it belongs to.
pub(super) fn tenants(object: &Object) -> Vec<Option<Dbid>> {
    let listed = object.numbers(Field::Tenants);
    if listed.is_empty() { vec![object.tenant()] } else { listed.into_iter().map(Some).collect() }
}

/// `one (1), other (2)`, or `none`.
pub(super) fn listed<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

//! Lookup: the one object that a name means, or why there is no such one.
//!
//! A name is first taken as it is written, then without regard to case, then as `tenant/name`. A
//! text of digits is a DBID.

use super::error::{Candidate, DirectoryError};
use super::index::{Directory, fold};
use super::kind::Kind;
use super::near::near;
use super::noun::Noun;
use super::object::Object;
use crate::message::Dbid;

impl Directory {
    /// The object of that noun with that name; of any tenant without one.
    ///
    /// # Errors
    /// [`DirectoryError::Unknown`] with similar names, [`DirectoryError::Ambiguous`] with those
    /// that have the name.
    pub fn find(
        &self,
        noun: impl Into<Noun>,
        name: &str,
        tenant: Option<&str>,
    ) -> Result<&Object, DirectoryError> {
        let noun = noun.into();
        let found = self.named_in(noun, name, tenant);
        self.only(noun, name, found)
    }

    /// The object that a text means: a DBID in digits, a name, or `tenant/name`.
    ///
    /// # Errors
    /// As [`Directory::find`]; a DBID that no object has is [`DirectoryError::Unknown`] too.
    pub fn look_up(&self, noun: impl Into<Noun>, text: &str) -> Result<&Object, DirectoryError> {
        let (noun, text) = (noun.into(), text.trim());
        if let Some(dbid) = dbid(text).filter(|_| noun != Noun::One(Kind::Dn)) {
            return self.by_dbid(noun, dbid).ok_or_else(|| self.unknown(noun, text));
        }
        let plain = self.named_in(noun, text, None);
        if plain.is_empty()
            && let Some((tenant, name)) = text.split_once('/')
        {
            let found = self.named_in(noun, name, Some(tenant));
            if !found.is_empty() {
                return self.only(noun, text, found);
            }
        }
        self.only(noun, text, plain)
    }

    /// The DBID that a text means: digits are one, whether the directory knows it or not; a name
    /// is looked up.
    ///
    /// # Errors
    /// As [`Directory::find`].
    pub fn resolve(&self, noun: impl Into<Noun>, text: &str) -> Result<Dbid, DirectoryError> {
        match dbid(text.trim()) {
            Some(dbid) => Ok(dbid),
            None => self.look_up(noun, text).map(Object::dbid),
        }
    }

    /// The name that finds an object and no other one: `tenant/name` where its name does not do.
    #[must_use]
    pub fn unique_name(&self, noun: impl Into<Noun>, object: &Object) -> String {
        let (noun, name) = (noun.into(), object.name());
        let alone = || {
            let found = self.named_in(noun, name, None);
            found.len() == 1 && dbid(name).is_none()
        };
        match object.tenant().and_then(|tenant| self.name(Kind::Tenant, tenant)) {
            Some(tenant) if !alone() => format!("{tenant}/{name}"),
            _ => name.to_owned(),
        }
    }

    /// The objects of a name: those that are spelled like that, or all if none is.
    fn named_in(&self, noun: Noun, name: &str, tenant: Option<&str>) -> Vec<&Object> {
        let tenants: Option<Vec<Dbid>> = tenant.map(|text| self.tenants(text));
        let in_tenant = |object: &&Object| {
            let Some(tenants) = &tenants else { return true };
            object.tenant().is_some_and(|tenant| tenants.contains(&tenant))
        };
        let kinds = noun.kinds().iter();
        let named = kinds.flat_map(|kind| self.named(*kind, name));
        let mut found: Vec<&Object> =
            named.filter(|object| noun.fits(object)).filter(in_tenant).collect();
        if found.iter().any(|object| object.name() == name) {
            found.retain(|object| object.name() == name);
        }
        found.sort_by_key(|object| (object.kind(), object.dbid()));
        found
    }

    /// The DBIDs of the tenants that a text means.
    fn tenants(&self, text: &str) -> Vec<Dbid> {
        match dbid(text.trim()) {
            Some(dbid) => vec![dbid],
            None => self.named(Kind::Tenant, text).map(Object::dbid).collect(),
        }
    }

    fn only<'a>(
        &'a self,
        noun: Noun,
        name: &str,
        found: Vec<&'a Object>,
    ) -> Result<&'a Object, DirectoryError> {
        match found[..] {
            [object] => Ok(object),
            [] => Err(self.unknown(noun, name)),
            _ => {
                let candidates = found.into_iter().map(|object| self.candidate(noun, object));
                let candidates = candidates.collect();
                Err(DirectoryError::Ambiguous { noun, name: name.to_owned(), candidates })
            }
        }
    }

    fn unknown(&self, noun: Noun, name: &str) -> DirectoryError {
        let of = self.of(noun).count();
        let near = near(&fold(name), self.of(noun));
        let near = near.into_iter().map(|object| self.candidate(noun, object)).collect();
        DirectoryError::Unknown { noun, name: name.to_owned(), near, of }
    }

    fn candidate(&self, noun: Noun, object: &Object) -> Candidate {
        let name = object.name().to_owned();
        let unique_name = self.unique_name(noun, object);
        Candidate { kind: object.kind(), dbid: object.dbid(), name, unique_name }
    }
}

/// The DBID of a text of digits.
fn dbid(text: &str) -> Option<Dbid> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|dbid| digits && *dbid > 0)
}

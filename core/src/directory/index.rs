//! Index: all objects, found by DBID and by name in constant time.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::error::DirectoryError;
use super::kind::Kind;
use super::noun::Noun;
use super::object::Object;
use crate::message::Dbid;

/// The end of a chain of objects with the same hash.
const NONE: u32 = u32::MAX;

/// The objects of a configuration.
///
/// 1,000,000 objects are found as fast as ten. Threads may share it.
#[derive(Clone, Default)]
pub struct Directory {
    objects: Vec<Object>,
    by_dbid: HashMap<(Kind, Dbid), u32, RandomState>,
    /// The last object whose kind and folded name have that hash; `next` leads to the others.
    names: HashMap<u64, u32, RandomState>,
    next: Vec<u32>,
    hasher: RandomState,
}

impl Directory {
    /// Without objects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Add an object.
    ///
    /// # Errors
    /// [`DirectoryError::Twice`] if another one of its kind has its DBID.
    pub fn add(&mut self, object: Object) -> Result<(), DirectoryError> {
        let (kind, dbid) = (object.kind(), object.dbid());
        if let Some(known) = self.get(kind, dbid) {
            let names = [known.name().to_owned(), object.name().to_owned()];
            return Err(DirectoryError::Twice { kind, dbid, names });
        }
        // Far beyond what fits into memory.
        let Ok(at) = u32::try_from(self.objects.len()) else { return Ok(()) };
        let hash = self.hash(kind, object.name());
        self.by_dbid.insert((kind, dbid), at);
        self.next.push(self.names.insert(hash, at).unwrap_or(NONE));
        self.objects.push(object);
        Ok(())
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// The objects, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter()
    }

    /// The objects that a noun stands for.
    pub fn of(&self, noun: impl Into<Noun>) -> impl Iterator<Item = &Object> {
        let noun = noun.into();
        self.iter().filter(move |object| noun.fits(object))
    }

    /// The object of that kind with that DBID.
    #[must_use]
    pub fn get(&self, kind: Kind, dbid: Dbid) -> Option<&Object> {
        self.objects.get(*self.by_dbid.get(&(kind, dbid))? as usize)
    }

    /// The place of the object of that kind with that DBID, in the order in which they were added.
    #[must_use]
    pub fn index_of(&self, kind: Kind, dbid: Dbid) -> Option<usize> {
        self.by_dbid.get(&(kind, dbid)).map(|at| *at as usize)
    }

    /// The object of that noun with that DBID. Of an agent group and a place group with the same
    /// DBID that is the agent group.
    #[must_use]
    pub fn by_dbid(&self, noun: impl Into<Noun>, dbid: Dbid) -> Option<&Object> {
        let noun = noun.into();
        let found = noun.kinds().iter().filter_map(|kind| self.get(*kind, dbid));
        found.into_iter().find(|object| noun.fits(object))
    }

    /// The name of the object of that noun with that DBID, for output.
    #[must_use]
    pub fn name(&self, noun: impl Into<Noun>, dbid: Dbid) -> Option<&str> {
        self.by_dbid(noun, dbid).map(Object::name)
    }

    /// The objects of a kind whose name is that one, case apart.
    pub(super) fn named(&self, kind: Kind, name: &str) -> impl Iterator<Item = &Object> {
        let folded = fold(name);
        let mut at = self.names.get(&self.hash(kind, name)).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let object = self.objects.get(at as usize)?;
            at = self.next.get(at as usize).copied().unwrap_or(NONE);
            Some(object)
        })
        .filter(move |object| object.kind() == kind && fold(object.name()) == folded)
    }

    fn hash(&self, kind: Kind, name: &str) -> u64 {
        self.hasher.hash_one((kind, fold(name)))
    }
}

/// A name as names are compared where the case does not tell them apart.
pub(super) fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Directory").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl FromIterator<Object> for Result<Directory, DirectoryError> {
    fn from_iter<I: IntoIterator<Item = Object>>(objects: I) -> Self {
        let mut directory = Directory::new();
        objects.into_iter().try_for_each(|object| directory.add(object))?;
        Ok(directory)
    }
}

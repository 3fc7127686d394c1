//! DNs: which clients have registered each, and whether the bridge has it at the server.
//!
//! The bridge registers a DN for the first of its clients and unregisters it after the last one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::ClientId;

/// The bridge's own registration of a DN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Own {
    /// There is none.
    #[default]
    Absent,
    /// It was asked for, under that reference id.
    Asked(i32),
    /// The server has confirmed it.
    Held,
}

/// One DN.
#[derive(Debug)]
pub(super) struct Dn {
    pub own: Own,
    pub members: BTreeSet<ClientId>,
    /// Clients whose registration is answered when the bridge's own is.
    pub asking: BTreeMap<ClientId, Option<i32>>,
    pub in_service: bool,
}

impl Default for Dn {
    fn default() -> Self {
        let (own, members, asking) = (Own::default(), BTreeSet::new(), BTreeMap::new());
        Self { own, members, asking, in_service: true }
    }
}

/// The DNs that clients have registered.
#[derive(Debug, Default)]
pub(super) struct Dns {
    all: HashMap<Arc<str>, Dn>,
}

impl Dns {
    /// The DN, which is made if it is not there.
    pub fn entry(&mut self, number: &str) -> (Arc<str>, &mut Dn) {
        let number = match self.all.get_key_value(number) {
            Some((number, _)) => Arc::clone(number),
            None => Arc::from(number),
        };
        (Arc::clone(&number), self.all.entry(number).or_default())
    }

    pub fn get(&self, number: &str) -> Option<(&Arc<str>, &Dn)> {
        self.all.get_key_value(number)
    }

    pub fn get_mut(&mut self, number: &str) -> Option<&mut Dn> {
        self.all.get_mut(number)
    }

    /// A client has it no more; tells whether the bridge needs it no more either, and had or wanted it.
    pub fn leave(&mut self, number: &str, client: ClientId) -> bool {
        let Some(dn) = self.all.get_mut(number) else { return false };
        dn.members.remove(&client);
        dn.asking.remove(&client);
        if !dn.members.is_empty() {
            return false;
        }
        let had = dn.own != Own::Absent;
        self.all.remove(number);
        had
    }

    /// Forget one; who had it.
    pub fn remove(&mut self, number: &str) -> Option<Dn> {
        self.all.remove(number)
    }

    pub fn names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<_> = self.all.keys().cloned().collect();
        names.sort();
        names
    }

    /// The connection to the server is gone, and the bridge's registrations with it.
    pub fn all_absent(&mut self) {
        for dn in self.all.values_mut() {
            dn.own = Own::Absent;
            dn.in_service = true;
        }
    }

    /// Whether a registration was asked for and not answered.
    pub fn is_asking(&self) -> bool {
        self.all.values().any(|dn| matches!(dn.own, Own::Asked(_)))
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Registrations of clients.
    pub fn members(&self) -> usize {
        self.all.values().map(|dn| dn.members.len()).sum()
    }
}

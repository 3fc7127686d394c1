//! Query: the objects that are asked of Configuration Server.

use super::kind::Kind;
use super::object::Object;
use crate::kvlist::{Charset, KvError, KvList, KvRef};
use crate::message::Dbid;

/// Objects of one kind; with a DBID, a name or a tenant only those.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Their kind.
    pub kind: Kind,
    /// Only the one with that DBID.
    pub dbid: Option<Dbid>,
    /// Only those with that name, exactly; of DNs that number.
    pub name: Option<String>,
    /// Only those of the tenant with that DBID.
    pub tenant: Option<Dbid>,
}

impl Query {
    /// All objects of a kind.
    #[must_use]
    pub const fn all(kind: Kind) -> Self {
        Self { kind, dbid: None, name: None, tenant: None }
    }

    /// Only those of the tenant with that DBID.
    #[must_use]
    pub const fn of_tenant(mut self, tenant: Dbid) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Only those with that name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The query of a request.
    #[must_use]
    pub fn read(kind: Kind, filter: KvRef<'_>) -> Self {
        let number = |key| filter.get(key).and_then(|value| value.to_int());
        let name = filter.get("name").and_then(|name| name.to_text(Charset::Utf8));
        Self {
            kind,
            dbid: number("dbid"),
            name: name.map(std::borrow::Cow::into_owned),
            tenant: number("tenant_dbid"),
        }
    }

    /// The filter of a request.
    ///
    /// # Errors
    /// The name is too long.
    pub fn filter(&self) -> Result<KvList, KvError> {
        let mut list = KvList::new();
        for (key, number) in [("dbid", self.dbid), ("tenant_dbid", self.tenant)] {
            if let Some(number) = number {
                list.add_int(key, number)?;
            }
        }
        if let Some(name) = &self.name {
            list.add_string("name", name)?;
        }
        Ok(list)
    }

    /// Whether an object is asked for.
    ///
    /// With a DBID nothing else counts, as in Configuration Server. A tenant is its own, and an
    /// application belongs to each of its tenants.
    #[must_use]
    pub fn fits(&self, object: &Object) -> bool {
        if object.kind() != self.kind {
            return false;
        }
        if let Some(dbid) = self.dbid {
            return object.dbid() == dbid;
        }
        let named = self.name.as_ref().is_none_or(|name| object.name() == name);
        let of_tenant = self.tenant.is_none_or(|tenant| {
            object.tenant() == Some(tenant)
                || (self.kind == Kind::Tenant && object.dbid() == tenant)
                || object.numbers(super::Field::Tenants).contains(&tenant)
        });
        named && of_tenant
    }
}

//! Field of an object: what beside kind, DBID and name is known of it.
//!
//! One table, which files, the local copy and the bindings read.

use super::kind::Kind;

/// Type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// A number, mostly a DBID.
    Number,
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// DBIDs.
    Numbers,
    /// [`Connection`](super::Connection)s.
    Connections,
    /// [`Options`](super::Options).
    Options,
}

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $field:ident = $name:literal: $kind:ident of [$($of:ident)*];)+) => {
        /// What beside kind, DBID and name is known of an object.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Field {
            $($(#[doc = $doc])+ $field,)+
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$field),+];

            /// Its name in files, in the link protocol and in Python.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)+ }
            }

            /// Type of its value.
            #[must_use]
            pub const fn kind(self) -> FieldKind {
                match self { $(Self::$field => FieldKind::$kind,)+ }
            }

            /// The kinds of objects that have it; all if empty.
            const fn kinds(self) -> &'static [Kind] {
                match self { $(Self::$field => &[$(Kind::$of),*],)+ }
            }

            /// Its documentation.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$field => concat!($($doc),+),)+ }
            }
        }
    };
}

fields! {
    /// DBID of its tenant; a tenant has none.
    Tenant = "tenant": Number of [];
    /// Whether it is `enabled` or `disabled`.
    State = "state": Text of [];
    /// Type of an application as the Platform SDK names it, for example `CFGCMServer`, which is OCS.
    ApplicationType = "application_type": Text of [Application];
    /// Version of an application.
    Version = "version": Text of [Application];
    /// Whether an application is a server.
    IsServer = "is_server": Flag of [Application];
    /// Whether a server is the primary one of its pair.
    IsPrimary = "is_primary": Flag of [Application];
    /// Redundancy type of a server, as the configuration spells it.
    Redundancy = "redundancy": Text of [Application];
    /// DBID of a server's backup.
    Backup = "backup": Number of [Application];
    /// DBID of a server's host.
    Host = "host": Number of [Application];
    /// Port of a server.
    Port = "port": Text of [Application];
    /// DBIDs of the tenants of an application.
    Tenants = "tenants": Numbers of [Application];
    /// The servers that an application connects to.
    Connections = "connections": Connections of [Application];
    /// Options of an application, or of a DN.
    Options = "options": Options of [Application Dn];
    /// DBID of a switch's T-Server.
    TServer = "tserver": Number of [Switch];
    /// Type of a DN as the Platform SDK names it; `CFGCommDN`.
    DnType = "dn_type": Text of [Dn];
    /// DBID of a DN's switch.
    Switch = "switch": Number of [Dn];
    /// DBIDs of a campaign's calling lists.
    Lists = "lists": Numbers of [Campaign];
    /// DBID of a campaign group's campaign.
    Campaign = "campaign": Number of [CampaignGroup];
    /// DBID of a campaign group's group.
    Group = "group": Number of [CampaignGroup];
    /// Kind of a campaign group's group: `agent_group` or `place_group`.
    GroupKind = "group_kind": Text of [CampaignGroup];
    /// DBIDs of the servers of a campaign group: OCS and others.
    Servers = "servers": Numbers of [CampaignGroup];
    /// Dialling mode of a campaign group, as the configuration spells it.
    DialMode = "dial_mode": Text of [CampaignGroup];
    /// Optimisation method of a campaign group, as the configuration spells it.
    OptimizeBy = "optimize_by": Text of [CampaignGroup];
    /// Optimisation goal of a campaign group.
    OptimizeGoal = "optimize_goal": Number of [CampaignGroup];
}

impl Field {
    /// The field of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Whether objects of that kind have it.
    #[must_use]
    pub fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::Tenant => kind != Kind::Tenant,
            field => field.kinds().is_empty() || field.kinds().contains(&kind),
        }
    }
}

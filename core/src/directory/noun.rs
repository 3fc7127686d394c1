//! Noun: what an argument asks for, which is one kind of object or several.

use std::fmt;

use super::kind::Kind;
use super::object::Object;

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Noun {
    /// An object of one kind.
    One(Kind),
    /// A group that can dial a campaign: of agents or of places.
    Group,
    /// An application that is an Outbound Contact Server.
    Ocs,
}

#[allow(non_upper_case_globals, reason = "they read as the variants that they stand for")]
impl Noun {
    /// A campaign.
    pub const Campaign: Self = Self::One(Kind::Campaign);
    /// An application.
    pub const Application: Self = Self::One(Kind::Application);

    /// The noun of that name: `group`, `ocs`, or that of a [`Kind`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "group" | "groups" => Some(Self::Group),
            "ocs" => Some(Self::Ocs),
            _ => Kind::from_name(name).map(Self::One),
        }
    }

    /// The kinds that it stands for. The first is what a DBID alone means.
    #[must_use]
    pub const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Group => &[Kind::AgentGroup, Kind::PlaceGroup],
            Self::Ocs => &[Kind::Application],
            Self::One(Kind::Tenant) => &[Kind::Tenant],
            Self::One(Kind::Switch) => &[Kind::Switch],
            Self::One(Kind::Application) => &[Kind::Application],
            Self::One(Kind::Dn) => &[Kind::Dn],
            Self::One(Kind::Campaign) => &[Kind::Campaign],
            Self::One(Kind::AgentGroup) => &[Kind::AgentGroup],
            Self::One(Kind::PlaceGroup) => &[Kind::PlaceGroup],
            Self::One(Kind::CampaignGroup) => &[Kind::CampaignGroup],
            Self::One(Kind::CallingList) => &[Kind::CallingList],
        }
    }

    /// Whether it stands for that object.
    #[must_use]
    pub fn fits(self, object: &Object) -> bool {
        self.kinds().contains(&object.kind()) && (self != Self::Ocs || object.is_ocs())
    }
}

impl From<Kind> for Noun {
    fn from(kind: Kind) -> Self {
        Self::One(kind)
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(kind) => f.pad(kind.words()),
            Self::Group => f.pad("group"),
            Self::Ocs => f.pad("OCS"),
        }
    }
}

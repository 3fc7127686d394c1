//! Kind of an object: what Configuration Server calls its type.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $number:literal, $name:literal, $words:literal, $field:literal;)+) => {
        /// Kind of an object.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[$doc])+ $kind = $number,)+
        }

        impl Kind {
            /// Every kind, in the order in which directories list them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its name in files and in the link protocol, for example `campaign_group`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// Its name in sentences, for example `campaign group`.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$kind => $words,)+ }
            }

            /// Its name in the field: that of the Platform SDK's `CfgObjectType`.
            #[must_use]
            pub const fn field_name(self) -> &'static str {
                match self { $(Self::$kind => $field,)+ }
            }
        }
    };
}

kinds! {
    /// A tenant.
    Tenant = 1, "tenant", "tenant", "CFGTenant";
    /// A switch.
    Switch = 2, "switch", "switch", "CFGSwitch";
    /// An application.
    Application = 3, "application", "application", "CFGApplication";
    /// A communication DN; other DNs are not read.
    Dn = 4, "dn", "communication DN", "CFGDN";
    /// A campaign.
    Campaign = 5, "campaign", "campaign", "CFGCampaign";
    /// A group of agents.
    AgentGroup = 6, "agent_group", "agent group", "CFGAgentGroup";
    /// A group of places.
    PlaceGroup = 7, "place_group", "place group", "CFGPlaceGroup";
    /// A campaign that is configured for a group.
    CampaignGroup = 8, "campaign_group", "campaign group", "CFGCampaignGroup";
    /// A calling list.
    CallingList = 9, "calling_list", "calling list", "CFGCallingList";
}

impl Kind {
    /// The kind of that number in the link protocol and in the local copy.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }

    /// Its number in the link protocol and in the local copy.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The kind of that name: this library's in any spelling (`agent group`, `agent-groups`), or
    /// the field's.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        let plain = match plain.as_str() {
            "switches" => "switch",
            plural => plural.strip_suffix('s').unwrap_or(plural),
        };
        Self::ALL.iter().copied().find(|kind| {
            kind.name() == plain
                || kind.field_name().eq_ignore_ascii_case(name.trim())
                || (*kind == Self::Dn && matches!(plain, "communication_dn" | "commdn"))
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

//! What the configuration says of campaigns and groups, as one OCS sees it.

use std::collections::{BTreeMap, BTreeSet};

use commdn::message::{CmError, Dbid};

use super::group::Pair;
use crate::config::{Config, Dialing, Ocs as OcsConfig};

#[derive(Debug)]
struct CampaignInfo {
    name: String,
    lists: Vec<usize>,
}

#[derive(Debug)]
struct GroupInfo {
    name: String,
    agents: u32,
    campaigns: BTreeSet<Dbid>,
    dialing: Dialing,
    /// Whether this OCS serves it.
    served: bool,
}

/// Campaigns and groups.
#[derive(Debug)]
pub(super) struct Catalog {
    campaigns: BTreeMap<Dbid, CampaignInfo>,
    groups: BTreeMap<Dbid, GroupInfo>,
    default_dialing: Dialing,
}

impl Catalog {
    pub fn new(own: &OcsConfig, config: &Config) -> Self {
        let list_index = |name: &String| config.list.iter().position(|list| list.name == *name);
        let campaigns = config.campaign.iter().map(|campaign| {
            let lists = campaign.lists.iter().filter_map(list_index).collect();
            (campaign.dbid, CampaignInfo { name: campaign.name.clone(), lists })
        });
        let groups = config.group.iter().map(|group| {
            let info = GroupInfo {
                name: group.name.clone(),
                agents: group.agents,
                campaigns: group.campaigns.iter().copied().collect(),
                dialing: group.dialing.clone().unwrap_or_else(|| config.dialing.clone()),
                served: own.groups.as_ref().is_none_or(|groups| groups.contains(&group.dbid)),
            };
            (group.dbid, info)
        });
        Self {
            campaigns: campaigns.collect(),
            groups: groups.collect(),
            default_dialing: config.dialing.clone(),
        }
    }

    /// The campaign groups that this OCS serves.
    pub fn pairs(&self) -> impl Iterator<Item = Pair> {
        self.groups.iter().filter(|(_, info)| info.served).flat_map(|(&group, info)| {
            info.campaigns.iter().map(move |&campaign| Pair { campaign, group })
        })
    }

    /// Whether this OCS may be asked about a group.
    pub fn check_group(&self, group: Dbid) -> Result<(), (CmError, String)> {
        match self.groups.get(&group) {
            None => Err((CmError::GROUP_NOT_FOUND, format!("There is no group with DBID {group}"))),
            Some(info) if !info.served => {
                let text = format!("Group {group} is configured for another OCS");
                Err((CmError::WRONG_CONFIGURATION, text))
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether this OCS may be asked about a campaign of a group.
    pub fn check(&self, pair: Pair) -> Result<(), (CmError, String)> {
        let Pair { campaign, group } = pair;
        if !self.campaigns.contains_key(&campaign) {
            let text = format!("There is no campaign with DBID {campaign}");
            return Err((CmError::CAMPAIGN_NOT_FOUND, text));
        }
        self.check_group(group)?;
        if !self.groups.get(&group).is_some_and(|info| info.campaigns.contains(&campaign)) {
            let text = format!("Campaign {campaign} is not configured for group {group}");
            return Err((CmError::GROUP_CAMP_NOT_FOUND, text));
        }
        Ok(())
    }

    /// The DBID of the campaign with that name.
    pub fn campaign_named(&self, name: &str) -> Option<Dbid> {
        self.campaigns.iter().find(|(_, info)| info.name == name).map(|(dbid, _)| *dbid)
    }

    /// The calling lists of a campaign, as indexes.
    pub fn lists(&self, campaign: Dbid) -> &[usize] {
        self.campaigns.get(&campaign).map_or(&[], |info| &info.lists)
    }

    pub fn dialing(&self, group: Dbid) -> &Dialing {
        self.groups.get(&group).map_or(&self.default_dialing, |info| &info.dialing)
    }

    pub fn agents(&self, group: Dbid) -> u32 {
        self.groups.get(&group).map_or(0, |info| info.agents)
    }

    pub fn campaign_name(&self, campaign: Dbid) -> &str {
        self.campaigns.get(&campaign).map_or("", |info| &info.name)
    }

    pub fn group_name(&self, group: Dbid) -> &str {
        self.groups.get(&group).map_or("", |info| &info.name)
    }
}

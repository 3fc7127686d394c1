//! Checks of campaign and group: that they exist, belong together, and that the OCS serves them.

use super::situation::{Situation, is_enabled, listed, tenants};
use crate::directory::{Field, Kind, Noun, Object};
use crate::finding::Finding;

const STEP: &str = "campaign";

/// The campaign and the group that are asked for; nothing if none are.
pub(super) fn campaign(site: &Situation<'_>, found: &mut Vec<Finding>) {
    let campaign = site.get(Kind::Campaign, site.campaign);
    let group = site.group_object();
    match (site.campaign, campaign) {
        (Some(dbid), None) => {
            let known = listed(site.of(Kind::Campaign));
            let text = format!("There is no campaign with DBID {dbid}. Campaigns: {known}.");
            found.push(Finding::bad(STEP, "campaign-missing", text, "Give one of them."));
        }
        (_, Some(campaign)) if !is_enabled(campaign) => {
            let text = format!("Campaign {campaign} is disabled.");
            let advice = "In Genesys Administrator enable it: Outbound Contact > Campaigns.";
            found.push(Finding::bad(STEP, "campaign-disabled", text, advice));
        }
        _ => {}
    }
    match (site.group, group) {
        (Some(dbid), None) => {
            let known = listed(site.of(Noun::Group));
            let text = format!("There is no group with DBID {dbid}. Groups: {known}.");
            let advice =
                "Give the DBID of an agent group or place group, not that of the campaign group.";
            found.push(Finding::bad(STEP, "group-missing", text, advice));
        }
        (_, Some(group)) if !is_enabled(group) => {
            let text = format!("Group {group} is disabled.");
            found.push(Finding::bad(
                STEP,
                "group-disabled",
                text,
                "In Genesys Administrator enable it.",
            ));
        }
        _ => {}
    }
    if let (Some(campaign), Some(group)) = (campaign, group) {
        together(site, campaign, group, found);
    }
}

fn together(site: &Situation<'_>, campaign: &Object, group: &Object, found: &mut Vec<Finding>) {
    let both = (Some(campaign.dbid()), Some(group.dbid()));
    let is_pair = |one: &&&Object| (one.number(Field::Campaign), one.number(Field::Group)) == both;
    let pairs = site.of(Kind::CampaignGroup);
    let Some(pair) = pairs.iter().find(is_pair) else {
        let text = format!("Campaign {campaign} is not assigned to group {group}.");
        let advice = format!(
            "In Genesys Administrator open campaign {} > Groups and add {}.",
            campaign.name(),
            group.name()
        );
        found.push(Finding::bad(STEP, "not-assigned", text, advice));
        return;
    };
    if !is_enabled(pair) {
        let text = format!("Campaign group {pair} is disabled.");
        let advice = "In Genesys Administrator enable it.";
        found.push(Finding::bad(STEP, "campaign-group-disabled", text, advice));
    }
    let servers = pair.numbers(Field::Servers);
    if site.ocs_dbid != 0 && !servers.is_empty() && !servers.contains(&site.ocs_dbid) {
        let names = listed(servers.iter().map(|dbid| {
            site.app(*dbid).map_or_else(|| dbid.to_string(), |object| object.to_string())
        }));
        let text =
            format!("Campaign group {pair} is served by {names}, not by OCS {}.", site.ocs_dbid);
        let advice = format!(
            "Ask that OCS (--ocs-dbid), or open {} > Connections and add the OCS.",
            pair.name()
        );
        found.push(Finding::bad(STEP, "other-ocs", text, advice));
    }
    for one in site.asked() {
        let served = tenants(one);
        let Some(tenant) = campaign.tenant() else { continue };
        if served.contains(&None) || served.contains(&Some(tenant)) {
            continue;
        }
        let owner = site
            .get(Kind::Tenant, Some(tenant))
            .map_or_else(|| tenant.to_string(), |object| object.to_string());
        let text = format!(
            "Campaign {campaign} belongs to tenant {owner}, which OCS {one} does not serve."
        );
        let advice = format!(
            "In Genesys Administrator add the tenant to {}, or ask another OCS.",
            one.name()
        );
        found.push(Finding::bad(STEP, "campaign-other-tenant", text, advice));
    }
    found.push(if campaign.numbers(Field::Lists).is_empty() {
        let text = format!("Campaign {campaign} has no calling list: nothing will be dialled.");
        let advice = format!("In Genesys Administrator open {} > Calling Lists.", campaign.name());
        Finding::hint(STEP, "campaign-without-lists", text, advice)
    } else {
        Finding::ok(STEP, format!("Campaign {campaign} is assigned to group {group}."))
    });
}

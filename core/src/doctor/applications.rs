//! Checks of the program's application and of OCS: that they exist, their type, state and tenant.

use super::situation::{Situation, is_enabled, listed, tenants};
use crate::directory::{Field, Kind, Object};
use crate::finding::Finding;

/// Types of applications that the manual has in mind for programs like this.
const PROGRAMS: [&str; 6] = [
    "CFGThirdPartyServer",
    "CFGThirdPartyApp",
    "CFGGenericServer",
    "CFGGenericClient",
    "CFGCustomServer",
    "CFGAgentDesktop",
];

/// The application with the DBID that requests give as their origin.
pub(super) fn application(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "application";
    let applications = site.of(Kind::Application);
    let named = site
        .application
        .and_then(|name| applications.into_iter().find(|object| object.name() == name));
    let Some(own) = site.own() else {
        let other = named.map_or_else(String::new, |named| {
            format!(" {} has DBID {}.", named.name(), named.dbid())
        });
        let text = format!("There is no application with DBID {}.{other}", site.app_dbid);
        let advice = "Give the DBID of this program's application (--app-dbid), or create it in Genesys \
                      Administrator: Provisioning > Environment > Applications, type Third Party Server.";
        found.push(Finding::bad(STEP, "application-missing", text, advice).silencing());
        return;
    };
    if let Some(named) = named.filter(|named| named.dbid() != own.dbid()) {
        let text = format!(
            "DBID {} is application {}, but the login uses {named}.",
            own.dbid(),
            own.name()
        );
        let advice = "Give name and DBID of one application (--application, --app-dbid): OCS looks at the DBID only.";
        found.push(Finding::bad(STEP, "application-mismatch", text, advice));
    }
    let kind = own.text(Field::ApplicationType);
    if own.is_ocs() || own.is_tserver() {
        let what = if own.is_ocs() { "OCS" } else { "T-Server" };
        let text = format!("Application {own} is a server of the contact centre itself: {what}.");
        let advice = "Use an application of its own for this program, of type Third Party Server.";
        found.push(Finding::bad(STEP, "application-type", text, advice).silencing());
    } else if !is_enabled(own) {
        let text = format!("Application {own} is disabled.");
        let advice = "In Genesys Administrator enable it: the application > State Enabled.";
        found.push(Finding::bad(STEP, "application-disabled", text, advice).silencing());
    } else if let Some(kind) = kind.as_deref().filter(|kind| !PROGRAMS.contains(kind)) {
        let text = format!("Application {own} has type {kind}.");
        let advice = "Third Party Server is the type that the manual has in mind.";
        found.push(Finding::hint(STEP, "application-type-unusual", text, advice));
    } else {
        let kind = kind.map_or_else(String::new, |kind| format!(", type {kind}"));
        found.push(Finding::ok(STEP, format!("Application {own} exists and is enabled{kind}.")));
    }
}

/// The OCS that is asked.
pub(super) fn ocs(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "ocs";
    let every = site.every_ocs();
    if site.ocs_dbid == 0 {
        found.push(if every.is_empty() {
            let advice = "Create an application of type Outbound Contact Server.";
            Finding::bad(STEP, "ocs-missing", "The configuration has no OCS.", advice).silencing()
        } else {
            Finding::ok(STEP, format!("Every OCS is asked: {}.", listed(every)))
        });
        return;
    }
    let give = "Give the DBID of an OCS (--ocs-dbid).";
    let Some(one) = site.app(site.ocs_dbid) else {
        let text =
            format!("There is no application with DBID {}. OCS: {}.", site.ocs_dbid, listed(every));
        found.push(Finding::bad(STEP, "ocs-missing", text, give).silencing());
        return;
    };
    found.push(of_one(one, &every, give));
}

fn of_one(one: &Object, every: &[&Object], give: &str) -> Finding {
    const STEP: &str = "ocs";
    if !one.is_ocs() {
        let kind = one.text(Field::ApplicationType);
        let kind = kind.as_deref().unwrap_or("of an unknown type");
        let text = format!("Application {one} is no OCS but {kind}. OCS: {}.", listed(every));
        Finding::bad(STEP, "ocs-wrong-type", text, give).silencing()
    } else if !is_enabled(one) {
        let text = format!("OCS {one} is disabled.");
        let advice = "In Genesys Administrator enable the application, and start it.";
        Finding::bad(STEP, "ocs-disabled", text, advice).silencing()
    } else if one.flag(Field::IsPrimary) == Some(false) {
        let first = every.iter().find(|other| other.number(Field::Backup) == Some(one.dbid()));
        let first = first.map_or_else(String::new, |first| format!(": {first}"));
        let text = format!("OCS {one} is the backup of a pair{first}.");
        let advice = "Ask the primary (--ocs-dbid); a backup answers only after a switch-over.";
        Finding::hint(STEP, "ocs-is-backup", text, advice)
    } else {
        Finding::ok(STEP, format!("OCS {one} exists and is enabled."))
    }
}

/// The tenants of program and OCS.
pub(super) fn tenant(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "tenant";
    let asked = site.asked();
    let Some(own) = site.own().filter(|_| !asked.is_empty()) else { return };
    let mine = tenants(own);
    for one in asked {
        let theirs = tenants(one);
        let all = || mine.iter().chain(&theirs);
        if all().any(Option::is_none) {
            continue;
        }
        if let Some(dbid) =
            all().flatten().find(|dbid| site.get(Kind::Tenant, Some(**dbid)).is_none())
        {
            let text = format!("There is no tenant with DBID {dbid}.");
            let advice = "In Genesys Administrator look at the Tenants tab of the application.";
            found.push(Finding::bad(STEP, "tenant-missing", text, advice));
            return;
        }
        if !mine.iter().any(|tenant| theirs.contains(tenant)) {
            let names = mine.iter().filter_map(|dbid| site.get(Kind::Tenant, *dbid));
            let text = format!(
                "Application {own} belongs to tenant {}, OCS {one} does not serve it.",
                listed(names)
            );
            let advice = format!(
                "In Genesys Administrator add the tenant to OCS {} (Tenants tab), or ask another OCS.",
                one.name()
            );
            found.push(Finding::bad(STEP, "tenant-mismatch", text, advice).silencing());
            return;
        }
    }
    found.push(Finding::ok(STEP, "Application and OCS have a tenant in common."));
}

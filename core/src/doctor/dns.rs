//! Checks of the communication DN: that it is one, its switch, and the option
//! `outbound_contact_server`.
//!
//! Owns the rule of the manual's three examples, over all communication DNs.

use super::situation::{Situation, is_enabled, listed};
use crate::directory::{Field, Kind, Object};
use crate::finding::Finding;

const OPTION: &str = "outbound_contact_server";
const WHERE: &str = "DN > Options (Annex), section default, option outbound_contact_server";
/// How many DNs a text lists at most.
const SHOWN: usize = 8;

/// The DN itself.
pub(super) fn dn(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "dn";
    let Some(dn) = site.dn_object() else {
        let all = site.of(Kind::Dn);
        let mut names: Vec<&str> = all.iter().map(|one| one.name()).collect();
        names.sort_unstable();
        names.dedup();
        let more = names.len().saturating_sub(SHOWN);
        names.truncate(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let text = format!(
            "There is no Communication DN {}. Communication DNs: {}{more}.",
            site.dn,
            listed(names)
        );
        let advice = "Give one of them (--dn), or create it in Genesys Administrator: Switching > Switches > \
                      DNs, type Communication DN.";
        found.push(Finding::bad(STEP, "dn-missing", text, advice).silencing());
        return;
    };
    let name = dn.name();
    let kind = dn.text(Field::DnType);
    found.push(if let Some(kind) = kind.filter(|kind| kind != "CFGCommDN") {
        let text = format!("DN {name} has type {kind}.");
        let advice = "OCS listens on DNs of type Communication DN only: use another one.";
        Finding::bad(STEP, "dn-wrong-type", text, advice).silencing()
    } else if is_enabled(dn) {
        Finding::ok(STEP, format!("DN {name} is a Communication DN and enabled."))
    } else {
        let text = format!("DN {name} is disabled.");
        let advice = "In Genesys Administrator enable it: the DN > State Enabled.";
        Finding::bad(STEP, "dn-disabled", text, advice).silencing()
    });
}

/// The DN's switch and its T-Server.
pub(super) fn switch(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "switch";
    let Some(dn) = site.dn_object() else { return };
    let name = dn.name();
    let dbid = dn.number(Field::Switch);
    let Some(place) = site.get(Kind::Switch, dbid) else {
        let on = dbid.map_or_else(
            || "is on no switch".to_owned(),
            |dbid| format!("is on a switch with DBID {dbid}, which does not exist"),
        );
        let advice = "In Genesys Administrator create the DN on an existing switch.";
        found.push(Finding::bad(STEP, "switch-missing", format!("DN {name} {on}."), advice));
        return;
    };
    if !is_enabled(place) {
        let text = format!("Switch {place} of DN {name} is disabled.");
        let advice = "In Genesys Administrator enable the switch.";
        found.push(Finding::bad(STEP, "switch-disabled", text, advice));
        return;
    }
    let choose = "In Genesys Administrator open the switch and choose its T-Server.";
    let Some(server) = site.get(Kind::Application, place.number(Field::TServer)) else {
        let text = format!("Switch {place} of DN {name} has no T-Server.");
        found.push(Finding::bad(STEP, "switch-without-tserver", text, choose).silencing());
        return;
    };
    let kind = server.text(Field::ApplicationType);
    let wrong = kind.filter(|kind| !server.is_tserver() && kind != "CFGSIPCommunicationServer");
    found.push(if let Some(kind) = wrong {
        let text =
            format!("Application {server}, the T-Server of switch {place}, has type {kind}.");
        Finding::bad(STEP, "tserver-wrong-type", text, choose).silencing()
    } else if is_enabled(server) {
        let text = format!("DN {name} is on switch {place}, which T-Server {server} serves.");
        Finding::ok(STEP, text)
    } else {
        let text = format!("T-Server {server} of switch {place} is disabled.");
        let advice = "In Genesys Administrator enable the application, and start it.";
        Finding::bad(STEP, "tserver-disabled", text, advice).silencing()
    });
}

/// Whether OCS works with the DN: a `true` anywhere excludes all that are not true, a `false`
/// itself.
pub(super) fn outbound_contact_server(site: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(dn) = site.dn_object() else { return };
    let name = dn.name();
    let asked = site.asked();
    let raw = option(dn, &asked);
    let mine = raw.as_deref().and_then(meaning);
    if let Some(raw) = raw.as_deref().filter(|raw| mine.is_none() && !is_unset(raw)) {
        let text = format!("{OPTION} of DN {name} is '{raw}', which is neither true nor false.");
        let advice = format!("Write true or false, or take the option away: {WHERE}.");
        found.push(Finding::hint(OPTION, "option-unclear", text, advice));
        return;
    }
    let all = site.of(Kind::Dn);
    let is_chosen = |one: &&&Object| option(one, &asked).as_deref().and_then(meaning) == Some(true);
    found.push(match mine {
        Some(false) => {
            let text = format!("{OPTION} of DN {name} is false: OCS does not listen on it.");
            let advice = format!("Set it to true, or take it away: {WHERE}.");
            Finding::bad(OPTION, "dn-excluded", text, advice).silencing()
        }
        Some(true) => Finding::ok(OPTION, format!("{OPTION} is true on DN {name}.")),
        None if all.iter().any(|one| is_chosen(&one)) => {
            let shown = listed(all.iter().filter(is_chosen).map(|one| one.name()));
            let text = format!(
                "{OPTION} is true on {shown}, and not set on DN {name}: OCS listens only where it is true."
            );
            let advice = format!("Set it to true on DN {name}, too: {WHERE}.");
            Finding::bad(OPTION, "dn-not-chosen", text, advice).silencing()
        }
        None => {
            let text =
                format!("{OPTION} is true on no Communication DN, and not false on DN {name}.");
            Finding::ok(OPTION, text)
        }
    });
}

/// The value of the option on a DN: in the section of an OCS, in `default`, in `OCServer`, or in
/// any.
fn option(dn: &Object, asked: &[&Object]) -> Option<String> {
    let options = dn.options();
    let sections = asked.iter().map(|one| one.name()).chain(["default", "OCServer"]);
    let any = options.sections().map(|(section, _)| section);
    sections.chain(any).find_map(|section| options.get(section, OPTION)).map(str::to_owned)
}

fn is_unset(value: &str) -> bool {
    matches!(value.trim().to_ascii_lowercase().as_str(), "" | "undefined")
}

fn meaning(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "on" => Some(true),
        "false" | "no" | "0" | "off" => Some(false),
        _ => None,
    }
}

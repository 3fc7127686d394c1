//! Checks of Connections: program and OCS, OCS and T-Server, keep-alive, pairs of servers.
//!
//! That neither of program and OCS has the other in its Connections is an error, not a hint: OCS
//! drops the requests of all others in silence.

use super::situation::{Situation, listed};
use crate::directory::{Connection, Field, Kind, Object};
use crate::finding::Finding;

/// Polling more often than every 3 s ends connections that only carry much.
const LEAST_ADDP: i32 = 3;

fn connects(one: &Object, other: &Object) -> bool {
    one.connections().iter().any(|connection| connection.server == other.dbid())
}

/// Program and OCS: one must have the other in its Connections.
pub(super) fn connections(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "connections";
    let Some(own) = site.own() else { return };
    for one in site.asked() {
        let place = match (connects(one, own), connects(own, one)) {
            (true, _) => Some(format!("OCS {one}")),
            (false, true) => Some(format!("application {own}")),
            (false, false) => None,
        };
        if let Some(place) = place {
            let text = format!(
                "Application {own} and OCS {one} are connected, on the Connections tab of {place}."
            );
            found.push(Finding::ok(STEP, text));
            continue;
        }
        let backup = site.get(Kind::Application, one.number(Field::Backup));
        let beside = if backup.is_some_and(|backup| connects(own, backup)) {
            " Its backup is connected, which is not enough."
        } else {
            ""
        };
        let text = format!(
            "Neither has application {own} OCS {one} in its Connections, nor OCS the application: OCS drops \
             its requests in silence.{beside}"
        );
        let (own, one) = (own.name(), one.name());
        let advice = format!(
            "In Genesys Administrator open application {own} > Connections and add {one}; or open {one} > \
             Connections and add {own}. Then restart OCS if it does not notice."
        );
        found.push(Finding::bad(STEP, "not-connected", text, advice).silencing());
    }
}

/// OCS and the T-Server of the DN's switch.
pub(super) fn tserver(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "tserver";
    let (Some(dn), Some(server)) = (site.dn_object(), site.tserver()) else { return };
    for one in site.asked() {
        if connects(one, server) {
            let text = format!(
                "OCS {one} is connected to T-Server {server}, which serves the switch of DN {}.",
                dn.name()
            );
            found.push(Finding::ok(STEP, text));
            continue;
        }
        let others: Vec<String> = one
            .connections()
            .iter()
            .filter_map(|connection| site.app(connection.server))
            .filter(|other| other.is_tserver())
            .map(|other| with_switch(site, other))
            .collect();
        found.push(if others.is_empty() {
            let text = format!("OCS {one} has no T-Server in its Connections.");
            let advice = format!(
                "In Genesys Administrator open {} > Connections and add {}.",
                one.name(),
                server.name()
            );
            Finding::bad(STEP, "ocs-without-tserver", text, advice).silencing()
        } else {
            let text = format!(
                "DN {} is on the switch of T-Server {server}, but OCS {one} is connected to {}.",
                dn.name(),
                listed(others)
            );
            let advice = format!(
                "Use a Communication DN of that switch (--dn), or add {} to the Connections of {}.",
                server.name(),
                one.name()
            );
            Finding::bad(STEP, "dn-other-switch", text, advice).silencing()
        });
    }
}

/// `TServer_Berlin (5) (switch Berlin)`.
fn with_switch(site: &Situation<'_>, server: &Object) -> String {
    let switches = site.of(Kind::Switch);
    let own = switches.iter().rfind(|switch| switch.number(Field::TServer) == Some(server.dbid()));
    match own {
        Some(switch) => format!("{server} (switch {})", switch.name()),
        None => server.to_string(),
    }
}

/// Keep-alive on the connections that matter.
pub(super) fn addp(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "addp";
    let Some(server) = site.tserver() else { return };
    for one in site.asked() {
        let all = one.connections();
        for connection in all.iter().filter(|connection| connection.server == server.dbid()) {
            found.push(watched(one, server, connection));
        }
    }
    if site.keep_alive.is_some_and(|every| every.is_zero()) {
        let text = "This program does not watch its own connection (keep_alive 0).";
        let advice = "Leave keep_alive at 10 s: a dead connection is noticed late otherwise.";
        found.push(Finding::hint(STEP, "keep-alive-off", text, advice));
    }
}

fn watched(one: &Object, server: &Object, connection: &Connection) -> Finding {
    const STEP: &str = "addp";
    let local = connection.local_timeout_seconds.unwrap_or(0);
    let remote = connection.remote_timeout_seconds.unwrap_or(0);
    let advice = format!(
        "In Genesys Administrator: {} > Connections > {}: protocol addp, 10 s and 20 s.",
        one.name(),
        server.name()
    );
    let short = |time: i32| (1..LEAST_ADDP).contains(&time);
    if !connection.has_addp() {
        let text = format!("OCS {one} does not watch its connection to T-Server {server} (ADDP).");
        Finding::hint(STEP, "addp-missing", text, advice)
    } else if short(local) || short(remote) {
        let text = format!(
            "ADDP between OCS {one} and T-Server {server} polls every {local} s and {remote} s: under load \
             it may end the connection."
        );
        Finding::hint(STEP, "addp-short", text, advice)
    } else if remote > 0 && remote < local {
        let text = format!(
            "ADDP between OCS {one} and T-Server {server}: the remote timeout ({remote} s) is shorter than \
             the local one ({local} s)."
        );
        Finding::hint(STEP, "addp-uneven", text, advice)
    } else {
        let text = format!(
            "OCS {one} watches its connection to T-Server {server}: {local} s and {remote} s."
        );
        Finding::ok(STEP, text)
    }
}

/// Primary and backup, of T-Server and of OCS.
pub(super) fn pair(site: &Situation<'_>, found: &mut Vec<Finding>) {
    const STEP: &str = "pair";
    let backup = |of: &Object| of.number(Field::Backup).filter(|dbid| *dbid != 0);
    let missing = |what: String, dbid| {
        let text = format!("{what} names a backup with DBID {dbid}, which does not exist.");
        let advice = "In Genesys Administrator look at its Server Info.";
        Finding::bad(STEP, "backup-missing", text, advice)
    };
    if let Some(server) = site.tserver()
        && let Some(dbid) = backup(server)
    {
        found.push(if site.app(dbid).is_none() {
            missing(format!("T-Server {server}"), dbid)
        } else if site.servers == 1 {
            let text =
                format!("T-Server {server} has a backup, and this program knows one address only.");
            let advice =
                "Give both, with a comma between them (--server primary:3000,backup:3000).";
            Finding::hint(STEP, "backup-not-given", text, advice)
        } else {
            let text = format!("T-Server {server} has a backup, and its address is given, too.");
            Finding::ok(STEP, text)
        });
    }
    for one in site.asked() {
        let Some(dbid) = backup(one) else { continue };
        let Some(other) = site.app(dbid) else {
            found.push(missing(format!("OCS {one}"), dbid));
            continue;
        };
        let alone = site
            .own()
            .filter(|own| connects(one, own) && !(connects(other, own) || connects(own, other)));
        found.push(match alone {
            Some(own) => {
                let text = format!(
                    "OCS {one} has application {own} in its Connections, its backup {other} has not: after a \
                     switch-over requests are dropped."
                );
                let advice = format!(
                    "In Genesys Administrator open {} > Connections and add {}.",
                    other.name(),
                    own.name()
                );
                Finding::bad(STEP, "backup-not-connected", text, advice)
            }
            None => Finding::ok(STEP, format!("OCS {one} and its backup {other} are both connected.")),
        });
    }
}

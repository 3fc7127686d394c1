//! Rules that need more than one value: references, duplicates, ranges.
//!
//! The first mistake is told with the path of its key; `error.rs` finds the line.

use std::collections::BTreeSet;
use std::net::{SocketAddr, ToSocketAddrs};

use super::dialing::Dialing;
use super::parts::GeneratedRecords;
use super::{Config, ConfigError};
use commdn::message::{DialMode, OpenEnum, OptimizeBy};

type Checked = Result<(), ConfigError>;

/// Most records of one configuration: their positions are 32-bit numbers, their phones are kept in memory.
const MAX_RECORDS: usize = 10_000_000;
/// T-Server's ceiling of user data.
const MAX_USER_DATA: usize = 65_535;
/// What a frame's limit may be: from a login's to 16 MiB.
const MIN_FRAME: usize = 1_024;
const MAX_FRAME: usize = 16 << 20;

impl Config {
    /// Check what the file's shape cannot tell.
    ///
    /// # Errors
    /// [`ConfigError`] names the key of the first mistake.
    pub fn check(&self) -> Checked {
        self.check_clock()?;
        self.check_tserver()?;
        self.check_tls()?;
        dialing("dialing", &self.dialing)?;
        dbids("tenant", self.tenant.iter().map(|tenant| tenant.dbid))?;
        dbids("switch", self.switch.iter().map(|switch| switch.dbid))?;
        self.check_dns()?;
        self.check_applications()?;
        self.check_lists()?;
        self.check_campaigns()?;
        self.check_groups()?;
        self.check_ocs()?;
        self.check_objects()?;
        self.check_faults()
    }

    fn check_clock(&self) -> Checked {
        let speed = self.clock.speed;
        if !(speed.is_finite() && speed > 0.0 && speed <= 1e6) {
            return fault("clock.speed", format!("{speed} is not above 0 and at most 1000000"));
        }
        if self.clock.start < 0 || self.clock.start > i64::from(i32::MAX) {
            return fault(
                "clock.start",
                format!("{} is no time from 1970 to 2038", self.clock.start),
            );
        }
        Ok(())
    }

    fn check_tserver(&self) -> Checked {
        let tserver = &self.tserver;
        if !(1..=MAX_USER_DATA).contains(&tserver.max_user_data_bytes) {
            let text = format!("{} is not from 1 to {MAX_USER_DATA}", tserver.max_user_data_bytes);
            return fault("tserver.max_user_data_bytes", text);
        }
        if tserver.max_clients == 0 {
            return fault("tserver.max_clients", "0 lets nobody connect");
        }
        let max_frame = tserver.max_frame_bytes;
        if !(MIN_FRAME..=MAX_FRAME).contains(&max_frame) {
            let text = format!("{max_frame} is not from {MIN_FRAME} to {MAX_FRAME}");
            return fault("tserver.max_frame_bytes", text);
        }
        if !(0.001..=86_400.0).contains(&tserver.login_seconds) {
            let text = format!("{} is not from 0.001 to 86400", tserver.login_seconds);
            return fault("tserver.login_seconds", text);
        }
        if tserver.max_queue_bytes < 2 * MAX_USER_DATA {
            let text = format!("{} is less than 131070, two user events", tserver.max_queue_bytes);
            return fault("tserver.max_queue_bytes", text);
        }
        let addresses = [
            ("tserver.listen", Some(&tserver.listen)),
            ("tserver.backup_listen", tserver.backup_listen.as_ref()),
            ("tserver.control_listen", tserver.control_listen.as_ref()),
        ];
        for (key, address) in addresses {
            let Some(address) = address else { continue };
            let secure = address.strip_prefix("tls://");
            if secure.is_some() && key == "tserver.control_listen" {
                return fault(key, "the control interface has no TLS: it is for this machine only");
            }
            if secure.is_some() && self.tls.is_none() {
                return fault(key, "there is no table [tls] with a certificate and its key");
            }
            let first = match resolve(secure.unwrap_or(address)) {
                Ok(first) => first,
                Err(text) => return fault(key, text),
            };
            if key == "tserver.control_listen" && !first.ip().is_loopback() {
                let text = format!(
                    "{address:?} is not on the loopback interface: whoever reaches it controls the simulator"
                );
                return fault(key, text);
            }
        }
        Ok(())
    }

    fn check_tls(&self) -> Checked {
        let Some(tls) = &self.tls else { return Ok(()) };
        tls.check().or_else(|(key, text)| fault(format!("tls.{key}"), text))
    }

    fn check_dns(&self) -> Checked {
        unique("dn", "number", self.dn.iter().map(|dn| dn.number.clone()))?;
        match self.dn.iter().position(|dn| dn.number.is_empty()) {
            Some(index) => fault(format!("dn.{index}.number"), "is empty"),
            None => Ok(()),
        }
    }

    fn check_applications(&self) -> Checked {
        dbids("application", self.application.iter().map(|application| application.dbid))?;
        unique("application", "name", self.application.iter().map(|a| a.name.clone()))
    }

    fn check_lists(&self) -> Checked {
        unique("list", "name", self.list.iter().map(|list| list.name.clone()))?;
        let mut total = 0_usize;
        for (index, list) in self.list.iter().enumerate() {
            if let Some(generate) = &list.generate {
                generated(index, generate)?;
                total = total.saturating_add(generate.count as usize);
            }
            total = total.saturating_add(list.record.len());
            for (number, record) in list.record.iter().enumerate() {
                if record.phone.is_empty() || record.phone.len() > 64 {
                    let key = format!("list.{index}.record.{number}.phone");
                    return fault(key, format!("{:?} has not 1 to 64 bytes", record.phone));
                }
            }
        }
        if total > MAX_RECORDS {
            return fault("list", format!("{total} records are over {MAX_RECORDS}"));
        }
        Ok(())
    }

    fn check_campaigns(&self) -> Checked {
        dbids("campaign", self.campaign.iter().map(|campaign| campaign.dbid))?;
        for (index, campaign) in self.campaign.iter().enumerate() {
            for name in &campaign.lists {
                if !self.list.iter().any(|list| list.name == *name) {
                    let text = format!("there is no list {name:?}");
                    return fault(format!("campaign.{index}.lists"), text);
                }
            }
        }
        Ok(())
    }

    fn check_groups(&self) -> Checked {
        dbids("group", self.group.iter().map(|group| group.dbid))?;
        for (index, group) in self.group.iter().enumerate() {
            for dbid in &group.campaigns {
                if !self.campaign.iter().any(|campaign| campaign.dbid == *dbid) {
                    let text = format!("there is no campaign with DBID {dbid}");
                    return fault(format!("group.{index}.campaigns"), text);
                }
            }
            if let Some(own) = &group.dialing {
                dialing(&format!("group.{index}.dialing"), own)?;
            }
        }
        Ok(())
    }

    fn check_ocs(&self) -> Checked {
        dbids("ocs", self.ocs.iter().map(|ocs| ocs.dbid))?;
        for (index, ocs) in self.ocs.iter().enumerate() {
            if self.application.iter().any(|application| application.dbid == ocs.dbid) {
                let text = format!("{} is an application's DBID too", ocs.dbid);
                return fault(format!("ocs.{index}.dbid"), text);
            }
            for dbid in &ocs.connections {
                if !self.application.iter().any(|application| application.dbid == *dbid) {
                    let text = format!("there is no application with DBID {dbid}");
                    return fault(format!("ocs.{index}.connections"), text);
                }
            }
            for dbid in ocs.groups.iter().flatten() {
                if !self.group.iter().any(|group| group.dbid == *dbid) {
                    let text = format!("there is no group with DBID {dbid}");
                    return fault(format!("ocs.{index}.groups"), text);
                }
            }
            if !(matches!(ocs.addp[..], [] | [_, _]) && ocs.addp.iter().all(|time| *time >= 0)) {
                let text = format!("{:?} is not two numbers of seconds, or empty", ocs.addp);
                return fault(format!("ocs.{index}.addp"), text);
            }
            for mode in &ocs.licensed_modes {
                if *mode == 0 || DialMode(*mode).name().is_none() {
                    let text = format!("{mode} is no dialling mode");
                    return fault(format!("ocs.{index}.licensed_modes"), text);
                }
            }
        }
        Ok(())
    }

    /// Objects of the directory that the rules above know nothing of: names that are empty, DBIDs that are there twice.
    fn check_objects(&self) -> Checked {
        let objects = crate::directory::objects(self);
        objects.map(|_| ()).map_err(|text| ConfigError::at("dbid", text))
    }

    fn check_faults(&self) -> Checked {
        for (index, rule) in self.fault.iter().enumerate() {
            if let Err((key, text)) = rule.check() {
                return fault(format!("fault.{index}.{key}"), text);
            }
            if let Some(ocs) = rule.ocs
                && !self.ocs.iter().any(|candidate| candidate.dbid == ocs)
            {
                return fault(
                    format!("fault.{index}.ocs"),
                    format!("there is no OCS with DBID {ocs}"),
                );
            }
        }
        Ok(())
    }
}

/// The first address of `host:port`, or what is wrong with it.
pub(crate) fn resolve(address: &str) -> Result<SocketAddr, String> {
    let Some((host, port)) = address.rsplit_once(':') else {
        return Err(format!("{address:?} is no address: write host:port"));
    };
    if port.parse::<u16>().is_err() {
        return Err(format!(
            "{address:?} has the port {port:?}, which is not a number from 0 to 65535"
        ));
    }
    let found = address.to_socket_addrs().map_err(|error| format!("{address:?}: {error}"))?.next();
    found.ok_or_else(|| format!("{host:?} has no address"))
}

fn fault(path: impl Into<String>, text: impl Into<String>) -> Checked {
    Err(ConfigError::at(path, text))
}

fn dbids(table: &str, dbids: impl Iterator<Item = i32> + Clone) -> Checked {
    if let Some((index, dbid)) = dbids.clone().enumerate().find(|(_, dbid)| *dbid <= 0) {
        return fault(format!("{table}.{index}.dbid"), format!("{dbid} is no DBID (1 or more)"));
    }
    unique(table, "dbid", dbids)
}

fn unique<T: Ord + std::fmt::Debug>(
    table: &str,
    key: &str,
    values: impl Iterator<Item = T>,
) -> Checked {
    let mut seen = BTreeSet::new();
    for (index, value) in values.enumerate() {
        if seen.contains(&value) {
            return fault(format!("{table}.{index}.{key}"), format!("{value:?} is there twice"));
        }
        seen.insert(value);
    }
    Ok(())
}

fn generated(index: usize, generate: &GeneratedRecords) -> Checked {
    let phone = &generate.first_phone;
    let digits = phone.bytes().all(|byte| byte.is_ascii_digit());
    if phone.is_empty() || phone.len() > 18 || !digits {
        let text = format!("{phone:?} has not 1 to 18 digits");
        return fault(format!("list.{index}.generate.first_phone"), text);
    }
    if generate.chain == 0 {
        return fault(format!("list.{index}.generate.chain"), "0 is no length of a chain");
    }
    Ok(())
}

fn dialing(path: &str, dialing: &Dialing) -> Checked {
    let positive = |value: f64| value.is_finite() && value > 0.0;
    let duration = |value: f64| value.is_finite() && (0.0..=1e7).contains(&value);
    if !(0.001..=600_000.0).contains(&dialing.dials_per_minute) {
        let text = format!("{} is not from 0.001 to 600000", dialing.dials_per_minute);
        return fault(format!("{path}.dials_per_minute"), text);
    }
    for (key, [low, high]) in
        [("dial_seconds", dialing.dial_seconds), ("talk_seconds", dialing.talk_seconds)]
    {
        if !duration(low) || !duration(high) || low > high {
            return fault(format!("{path}.{key}"), format!("[{low}, {high}] is no range of times"));
        }
    }
    let times = [
        ("redial_minutes", dialing.redial_minutes),
        ("callback_minutes", dialing.callback_minutes),
        ("unload_seconds", dialing.unload_seconds),
    ];
    if let Some((key, value)) = times.into_iter().find(|(_, value)| !duration(*value)) {
        return fault(format!("{path}.{key}"), format!("{value} is no time"));
    }
    if dialing.max_attempts == 0 {
        return fault(format!("{path}.max_attempts"), "0 would never dial");
    }
    let mode = dialing.default_mode;
    if mode.mode == 0 || DialMode(mode.mode).name().is_none() {
        return fault(
            format!("{path}.default_mode.mode"),
            format!("{} is no dialling mode", mode.mode),
        );
    }
    if mode.optimize_by == 0 || OptimizeBy(mode.optimize_by).name().is_none() {
        let text = format!("{} is no optimisation method", mode.optimize_by);
        return fault(format!("{path}.default_mode.optimize_by"), text);
    }
    let weights = dialing.outcomes.weights();
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0)
        || !positive(weights.iter().sum())
    {
        return fault(format!("{path}.outcomes"), "the weights are not 0 or more with one above 0");
    }
    Ok(())
}

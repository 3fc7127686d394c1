//! Directory: the contact centre as Configuration Server would tell of it.
//!
//! Owns the objects that follow from a configuration file, and the DBIDs of those that it gives none.

use std::collections::BTreeSet;

use commdn::directory::{
    Connection, Directory, DirectoryError, Field, Kind, Object, Options, Value,
};

use crate::config::Config;

/// The tenant and the switch of a file that has none.
const TENANT: (i32, &str) = (1, "Environment");
const SWITCH: (i32, &str) = (1, "Switch");

/// The objects of a configuration.
///
/// # Errors
/// In words, if two of one kind have the same DBID, or one makes no sense.
pub(crate) fn objects(config: &Config) -> Result<Vec<Object>, String> {
    let mut draft = Draft { objects: Vec::new(), tenant: first_tenant(config) };
    draft.fill(config).map_err(|error| error.to_string())?;
    let mut directory = Directory::new();
    for object in &draft.objects {
        directory.add(object.clone()).map_err(|error| error.to_string())?;
    }
    Ok(draft.objects)
}

/// DBID of T-Server's application.
fn tserver(config: &Config) -> i32 {
    let used = config.application.iter().map(|application| application.dbid);
    let used: BTreeSet<i32> = used.chain(config.ocs.iter().map(|ocs| ocs.dbid)).collect();
    config.tserver.dbid.unwrap_or_else(|| free(&used))
}

fn first_tenant(config: &Config) -> i32 {
    config.tenant.first().map_or(TENANT.0, |tenant| tenant.dbid)
}

/// The lowest DBID that is not used.
fn free(used: &BTreeSet<i32>) -> i32 {
    (1..).find(|dbid| !used.contains(dbid)).unwrap_or(1)
}

struct Draft {
    objects: Vec<Object>,
    /// The tenant of objects that name none.
    tenant: i32,
}

/// A field and its value.
type Set<'a> = (Field, Value<'a>);

fn text(text: &str) -> Value<'_> {
    Value::Text(text.into())
}

fn connections(servers: impl Iterator<Item = i32>) -> Value<'static> {
    Value::Connections(servers.map(Connection::new).collect())
}

/// The connection to T-Server.
fn watched(server: i32, addp: &[i32]) -> Connection {
    let mut connection = Connection::new(server);
    if let [local, remote] = addp {
        connection.protocol = Some("addp".to_owned());
        connection.local_timeout_seconds = Some(*local);
        connection.remote_timeout_seconds = Some(*remote);
    }
    connection
}

impl Draft {
    fn put(
        &mut self,
        kind: Kind,
        (dbid, name): (i32, &str),
        (tenant, enabled): (Option<i32>, bool),
        fields: &[Set<'_>],
    ) -> Result<(), DirectoryError> {
        let mut object = Object::new(kind, dbid, name)?;
        if kind != Kind::Tenant {
            object.set(Field::Tenant, &Value::Number(tenant.unwrap_or(self.tenant)))?;
        }
        object.set(Field::State, &text(if enabled { "enabled" } else { "disabled" }))?;
        fields.iter().try_for_each(|(field, value)| object.set(*field, value))?;
        self.objects.push(object);
        Ok(())
    }

    fn fill(&mut self, config: &Config) -> Result<(), DirectoryError> {
        self.places(config)?;
        self.applications(config)?;
        self.dns(config)?;
        self.campaigns(config)?;
        self.lists(config)
    }

    fn places(&mut self, config: &Config) -> Result<(), DirectoryError> {
        if config.tenant.is_empty() {
            self.put(Kind::Tenant, TENANT, (None, true), &[])?;
        }
        for tenant in &config.tenant {
            self.put(Kind::Tenant, (tenant.dbid, &tenant.name), (None, true), &[])?;
        }
        let own = tserver(config);
        let of = |tserver| [(Field::TServer, Value::Number(tserver))];
        if config.switch.is_empty() {
            self.put(Kind::Switch, SWITCH, (None, true), &of(own))?;
        }
        for switch in &config.switch {
            let fields = of(switch.tserver.unwrap_or(own));
            self.put(Kind::Switch, (switch.dbid, &switch.name), (None, switch.enabled), &fields)?;
        }
        Ok(())
    }

    fn applications(&mut self, config: &Config) -> Result<(), DirectoryError> {
        let own = tserver(config);
        let server =
            |kind| vec![(Field::ApplicationType, text(kind)), (Field::IsServer, Value::Flag(true))];
        let mut fields = server("CFGTServer");
        fields.push((Field::Connections, connections([].into_iter())));
        if let Some(backup) = config.tserver.backup {
            fields.push((Field::Backup, Value::Number(backup)));
        }
        let place = (own, config.tserver.name.as_str());
        self.put(Kind::Application, place, (None, true), &fields)?;
        for ocs in &config.ocs {
            let mut fields = server("CFGCMServer");
            let tserver = ocs.tserver.then(|| watched(own, &ocs.addp)).into_iter();
            let servers = ocs.connections.iter().copied().map(Connection::new);
            let servers = Value::Connections(tserver.chain(servers).collect());
            fields.push((Field::Connections, servers));
            fields.push((Field::Tenants, Value::Numbers(vec![ocs.tenant.unwrap_or(self.tenant)])));
            if let Some(backup) = ocs.backup {
                fields.push((Field::Backup, Value::Number(backup)));
            }
            let primary = !config.ocs.iter().any(|other| other.backup == Some(ocs.dbid));
            fields.push((Field::IsPrimary, Value::Flag(primary)));
            let place = (ocs.tenant, ocs.enabled);
            self.put(Kind::Application, (ocs.dbid, &ocs.name), place, &fields)?;
        }
        for application in &config.application {
            let is_server = application.kind.ends_with("Server");
            let fields = [
                (Field::ApplicationType, text(&application.kind)),
                (Field::IsServer, Value::Flag(is_server)),
                (Field::Connections, connections(application.connections.iter().copied())),
            ];
            let place = (application.tenant, application.enabled);
            self.put(Kind::Application, (application.dbid, &application.name), place, &fields)?;
        }
        Ok(())
    }

    fn dns(&mut self, config: &Config) -> Result<(), DirectoryError> {
        let mut used: BTreeSet<i32> = config.dn.iter().filter_map(|dn| dn.dbid).collect();
        let first = config.switch.first().map_or(SWITCH.0, |switch| switch.dbid);
        for dn in &config.dn {
            let dbid = dn.dbid.unwrap_or_else(|| free(&used));
            used.insert(dbid);
            let mut fields = vec![
                (Field::DnType, text("CFGCommDN")),
                (Field::Switch, Value::Number(dn.switch.unwrap_or(first))),
            ];
            if let Some(value) = dn.outbound_contact_server {
                let mut options = Options::new();
                options.add("default", "outbound_contact_server", value.to_string());
                fields.push((Field::Options, Value::Options(options)));
            }
            self.put(Kind::Dn, (dbid, &dn.number), (dn.tenant, dn.enabled), &fields)?;
        }
        Ok(())
    }

    fn campaigns(&mut self, config: &Config) -> Result<(), DirectoryError> {
        let lists = list_dbids(config);
        for campaign in &config.campaign {
            let of = |name: &String| lists.iter().find(|(known, _)| known == name).map(|one| one.1);
            let lists: Vec<i32> = campaign.lists.iter().filter_map(of).collect();
            let place = (campaign.tenant, campaign.enabled);
            let fields: Vec<Set<'_>> = match lists.is_empty() {
                true => Vec::new(),
                false => vec![(Field::Lists, Value::Numbers(lists))],
            };
            self.put(Kind::Campaign, (campaign.dbid, &campaign.name), place, &fields)?;
        }
        let mut next = 0;
        for group in &config.group {
            let kind = if group.places { Kind::PlaceGroup } else { Kind::AgentGroup };
            let place = (group.tenant, group.enabled);
            self.put(kind, (group.dbid, &group.name), place, &[])?;
            for campaign in config.campaign.iter().filter(|one| group.campaigns.contains(&one.dbid))
            {
                next += 1;
                let serves = |ocs: &&crate::config::Ocs| {
                    ocs.groups.as_ref().is_none_or(|groups| groups.contains(&group.dbid))
                };
                let servers = config.ocs.iter().filter(serves).map(|ocs| ocs.dbid).collect();
                let fields = [
                    (Field::Campaign, Value::Number(campaign.dbid)),
                    (Field::Group, Value::Number(group.dbid)),
                    (Field::GroupKind, text(kind.name())),
                    (Field::Servers, Value::Numbers(servers)),
                ];
                let name = format!("{}@{}", campaign.name, group.name);
                self.put(Kind::CampaignGroup, (next, &name), place, &fields)?;
            }
        }
        Ok(())
    }

    fn lists(&mut self, config: &Config) -> Result<(), DirectoryError> {
        for (list, (name, dbid)) in config.list.iter().zip(list_dbids(config)) {
            self.put(Kind::CallingList, (dbid, &name), (list.tenant, true), &[])?;
        }
        Ok(())
    }
}

/// Names and DBIDs of the calling lists.
fn list_dbids(config: &Config) -> Vec<(String, i32)> {
    let mut used: BTreeSet<i32> = config.list.iter().filter_map(|list| list.dbid).collect();
    let lists = config.list.iter().map(|list| {
        let dbid = list.dbid.unwrap_or_else(|| free(&used));
        used.insert(dbid);
        (list.name.clone(), dbid)
    });
    lists.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use commdn::directory::Noun;

    fn directory(toml: &str) -> Directory {
        let config = Config::from_toml(toml).unwrap();
        let made: Result<Directory, DirectoryError> =
            objects(&config).unwrap().into_iter().collect();
        made.unwrap()
    }

    #[test]
    fn the_demo_has_what_a_doctor_needs() {
        let made: Result<Directory, _> = objects(&Config::demo()).unwrap().into_iter().collect();
        let demo = made.unwrap();
        assert_eq!(demo.resolve(Noun::Campaign, "spring").unwrap(), 1);
        assert_eq!(demo.resolve(Noun::Group, "sales").unwrap(), 10);
        let ocs = demo.look_up(Noun::Ocs, "OCS_1").unwrap();
        let servers: Vec<i32> = ocs.connections().iter().map(|one| one.server).collect();
        assert_eq!(servers, [1, 20, 21], "T-Server and two applications");
        assert!(demo.get(Kind::Application, 1).unwrap().is_tserver());
        let dn = demo.look_up(Kind::Dn, "8001").unwrap();
        assert_eq!((dn.dbid(), dn.number(Field::Switch)), (1, Some(1)));
        assert_eq!(demo.get(Kind::Switch, 1).unwrap().number(Field::TServer), Some(1));
        assert_eq!(demo.of(Kind::CampaignGroup).count(), 3);
        assert_eq!(demo.of(Kind::CallingList).count(), 3);
        assert!(demo.iter().all(|one| one.kind() == Kind::Tenant || one.tenant() == Some(1)));
    }

    #[test]
    fn a_file_may_have_tenants_switches_and_what_is_wrong_with_objects() {
        let centre = directory(
            "[tserver]\ndbid = 7\nname = \"SIP\"\n\
             [[tenant]]\ndbid = 1\nname = \"Berlin\"\n[[tenant]]\ndbid = 2\nname = \"Paris\"\n\
             [[switch]]\ndbid = 4\nname = \"other\"\ntserver = 9\n\
             [[application]]\ndbid = 20\nname = \"desktop\"\nkind = \"CFGAgentDesktop\"\nenabled = false\n\
             connections = [101]\n\
             [[ocs]]\ndbid = 101\nname = \"OCS\"\ntserver = false\ntenant = 2\n\
             [[dn]]\nnumber = \"8001\"\nenabled = false\noutbound_contact_server = true\n\
             [[campaign]]\ndbid = 1\nname = \"Spring\"\n\
             [[campaign]]\ndbid = 2\nname = \"Spring\"\ntenant = 2\n\
             [[group]]\ndbid = 10\nname = \"Desks\"\nplaces = true\n",
        );
        assert_eq!(centre.resolve(Noun::Campaign, "paris/spring").unwrap(), 2);
        assert!(centre.resolve(Noun::Campaign, "spring").is_err());
        assert_eq!(centre.get(Kind::Switch, 4).unwrap().number(Field::TServer), Some(9));
        assert_eq!(centre.name(Noun::Application, 7), Some("SIP"));
        assert!(centre.get(Kind::Application, 101).unwrap().connections().is_empty());
        let desktop = centre.get(Kind::Application, 20).unwrap();
        assert_eq!(desktop.state(), commdn::directory::State::Disabled);
        assert_eq!(desktop.connections()[0].server, 101);
        assert_eq!(centre.name(Kind::PlaceGroup, 10), Some("Desks"));
        let dn = centre.look_up(Kind::Dn, "8001").unwrap();
        assert_eq!(dn.options().get("default", "outbound_contact_server"), Some("true"));
    }

    #[test]
    fn two_objects_with_one_dbid_are_a_mistake_of_the_file() {
        let twice = "[tserver]\ndbid = 20\n[[application]]\ndbid = 20\nname = \"desktop\"\n";
        let error = Config::from_toml(twice).unwrap_err().to_string();
        assert!(error.contains("the DBID 20 is that of two applications"), "{error}");
    }
}

//! `commdn-sim run --start CAMPAIGN:GROUP`: a campaign that runs from the start.
//!
//! It is loaded and started over the API itself, as an application in the connections of an
//! OCS would; nothing here reaches behind it.

use std::str::FromStr;
use std::time::Duration;

use commdn::message::{Dbid, DialMode, OptimizeBy, Request};
use commdn::session::{Session, SessionConfig};
use commdn_sim::{Config, Simulator};

use super::Done;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// A percentage that keeps agents busy without many lost calls.
const BUSY_FACTOR: i32 = 80;

/// A campaign and the group that dials it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CampaignGroup {
    campaign: Dbid,
    group: Dbid,
}

impl FromStr for CampaignGroup {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("{text:?} is not CAMPAIGN:GROUP, two DBIDs such as 1:10");
        let (campaign, group) = text.split_once(':').ok_or_else(fault)?;
        let dbid = |text: &str| text.trim().parse().map_err(|_| fault());
        Ok(Self { campaign: dbid(campaign)?, group: dbid(group)? })
    }
}

/// Load and start each campaign group, in predictive mode.
pub(super) fn run(simulator: &Simulator, config: &Config, wanted: &[CampaignGroup]) -> Done {
    if wanted.is_empty() {
        return Ok(());
    }
    let session = Session::connect(application(config)?, simulator.connector())?;
    for CampaignGroup { campaign, group } in wanted {
        let dialing = |request: Request| {
            request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, BUSY_FACTOR)
        };
        let requests =
            [Request::load_campaign(*campaign, *group), Request::start_dialing(*campaign, *group)];
        for request in requests {
            session
                .call(&dialing(request), PATIENCE)
                .map_err(|error| format!("cannot start campaign {campaign}:{group}: {error}"))?;
        }
    }
    session.close(PATIENCE)?;
    Ok(())
}

/// The first application that an OCS accepts requests of, on the first DN that the OCS listens to.
fn application(config: &Config) -> Result<SessionConfig, String> {
    let accepted = config.ocs.iter().find_map(|ocs| {
        let known = |app: &&commdn_sim::config::Application| ocs.connections.contains(&app.dbid);
        Some((ocs, config.application.iter().find(known)?))
    });
    let (ocs, application) = accepted
        .ok_or("cannot start a campaign: no application is in the connections of an OCS")?;
    // With a DN that says true only such DNs count, otherwise all that do not say false.
    let only_true = config.dn.iter().any(|dn| dn.outbound_contact_server == Some(true));
    let dn = config.dn.iter().find(|dn| match dn.outbound_contact_server {
        Some(selected) => selected,
        None => !only_true,
    });
    let dn = dn.ok_or("cannot start a campaign: the OCS listens to no DN")?;
    let session = SessionConfig::new(&dn.number, application.dbid)
        .ocs_dbid(ocs.dbid)
        .application(&application.name);
    Ok(match &application.password {
        Some(password) => session.password(password),
        None => session,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_group_is_two_dbids() {
        assert_eq!("1:10".parse(), Ok(CampaignGroup { campaign: 1, group: 10 }));
        for bad in ["1", "1:", ":1", "a:b", ""] {
            assert!(bad.parse::<CampaignGroup>().unwrap_err().contains("such as 1:10"), "{bad}");
        }
    }

    #[test]
    fn without_an_application_that_is_accepted_it_says_so() {
        let mut config = Config::demo();
        config.ocs[0].connections.clear();
        assert!(application(&config).unwrap_err().contains("no application"));
        let mut config = Config::demo();
        config.dn.iter_mut().for_each(|dn| dn.outbound_contact_server = Some(false));
        assert!(application(&config).unwrap_err().contains("no DN"));
        config.dn[1].outbound_contact_server = Some(true);
        assert_eq!(application(&config).unwrap().dn(), config.dn[1].number);
    }
}

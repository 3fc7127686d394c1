//! The contact centre: the simulator, with its do-not-call list in a file.

use commdn_sim::Simulator;
use commdn_sim::config::{Application, Config, Dn, Ocs};

use crate::Done;
use crate::folder::{Folder, Place};

/// Its communication DN.
pub const DN: &str = "8001";
/// The DBID of its OCS.
pub const OCS: i32 = 101;
/// The DBIDs of the clients' applications.
pub const APPS: [i32; 2] = [20, 21];

/// The contact centre of a round, with what its file holds.
pub fn start(folder: &Folder) -> Result<Simulator, commdn_sim::SimError> {
    let mut config = Config::default();
    config.dn = vec![Dn::new(DN)];
    let application = |(which, dbid)| Application::new(dbid, format!("desktop-{which}"));
    config.application = APPS.into_iter().enumerate().map(application).collect();
    config.ocs = vec![Ocs::new(OCS, "OCS_1", APPS)];
    config.storage.path = Some(folder.storage());
    Simulator::start(config)
}

/// Run it until it is killed, on the port that the round has reserved for it.
pub fn run(folder: &Folder) -> Done {
    let simulator = start(folder)?;
    simulator.listen(&format!("127.0.0.1:{}", folder.port(Place::Site)?))?;
    simulator.wait();
    simulator.failure().map_or(Ok(()), |failure| Err(failure.into()))
}

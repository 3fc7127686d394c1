//! From addresses to what opens connections to them, and the simulators that are started for some.
//!
//! Owns the start of a simulator, or the answer that this build has none.

use commdn::carrier::TlsConfig;
use commdn::kvlist::Charset;
use commdn::session::Servers;
#[cfg(feature = "sim")]
pub(crate) use commdn_sim::Simulator;

use crate::boundary::Fault;
#[cfg(feature = "sim")]
use crate::boundary::invalid;
#[cfg(not(feature = "sim"))]
pub(crate) use crate::objects::absent::Simulator;
#[cfg(not(feature = "sim"))]
use crate::objects::absent::no_simulator;

/// The servers of an address, the primary first, and the simulators that were started for it.
///
/// A demo contact centre has the charset of its session.
pub(crate) fn resolve(
    text: &str,
    tls: Option<&TlsConfig>,
    charset: Charset,
) -> Result<(Servers, Vec<Simulator>), Fault> {
    let mut simulators = Vec::new();
    let servers = Servers::of_addresses(text, tls, |config| {
        let simulator = start(config, charset)?;
        let connector = simulator.connector();
        simulators.push(simulator);
        Ok::<_, Fault>(connector)
    })?;
    Ok((servers, simulators))
}

/// A simulator with the configuration in `file`, or the demo's in `charset` if that is empty.
#[cfg(feature = "sim")]
pub(crate) fn start(file: &str, charset: Charset) -> Result<Simulator, Fault> {
    commdn_sim::start(file, charset).map_err(Fault::from)
}

#[cfg(not(feature = "sim"))]
pub(crate) fn start(_: &str, _: Charset) -> Result<Simulator, Fault> {
    Err(no_simulator())
}

/// A simulator with the configuration in a TOML text.
#[cfg(feature = "sim")]
pub(crate) fn start_toml(toml: &str) -> Result<Simulator, Fault> {
    let started = commdn_sim::Config::from_toml(toml).map_err(commdn_sim::SimError::from);
    let started = started.and_then(Simulator::start);
    started.map_err(|error| invalid(format!("the simulator does not start: {error}")))
}

#[cfg(not(feature = "sim"))]
pub(crate) fn start_toml(_: &str) -> Result<Simulator, Fault> {
    Err(no_simulator())
}

//! From an address as users write it to what opens connections: for programs that run with the
//! simulator and with a real server.

use std::sync::Arc;

use commdn::carrier::{Address, Connector};
use commdn::kvlist::Charset;
use commdn::{Error, ErrorKind};

use crate::{Config, Simulator};

/// What opens connections to `address`: `host:port`, `tcp://host:port`, `tls://host:port`; `sim:` for a demo contact
/// centre in this process, `sim:PATH` for one with that configuration file.
///
/// The simulator that is started for it ends with the last of its connections and the connector.
///
/// ```
/// use commdn::message::Request;
/// use commdn::session::{Session, SessionConfig, Wait};
///
/// let server = commdn_sim::connector("sim:")?;
/// let session = Session::connect(SessionConfig::new("8001", 20).ocs_dbid(101), server)?;
/// session.call(&Request::do_not_call().phone("5551234567"), Wait::Default)?;
/// # Ok::<(), commdn::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::InvalidArgument`]: no address, a mistake in the configuration file, or a
/// simulator that cannot start.
pub fn connector(address: &str) -> Result<Arc<dyn Connector>, Error> {
    match address.parse::<Address>()? {
        Address::Sim { config } => Ok(start(&config, Charset::Utf8)?.connector()),
        network => Ok(network.connector(None)?),
    }
}

/// A simulator with the configuration in a file, or a demo contact centre in `charset` if `file` is empty.
///
/// # Errors
/// [`ErrorKind::InvalidArgument`]: a mistake in the file, or a simulator that cannot start.
pub fn start(file: &str, charset: Charset) -> Result<Simulator, Error> {
    let config = if file.is_empty() {
        Config { charset: charset.into(), ..Config::demo() }
    } else {
        Config::load(file).map_err(|error| refused(&error))?
    };
    Simulator::start(config).map_err(|error| refused(&error))
}

fn refused(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidArgument, format!("the simulator does not start: {error}"))
}

#[cfg(test)]
mod tests {
    use super::connector;
    use commdn::ErrorKind;
    use commdn::session::{Session, SessionConfig};

    #[test]
    fn a_simulator_lives_as_long_as_its_session() {
        let server = connector("sim:").expect("the demo starts");
        let session = Session::connect(SessionConfig::new("8001", 20), server).expect("it opens");
        assert!(!session.is_over());
        let session = session.stats().map(|_| session).expect("its counters");
        assert_eq!(session.server(), "sim:");
    }

    #[test]
    fn what_is_no_address_and_no_file_is_an_invalid_argument() {
        for wrong in ["nowhere", "host:0", "udp://host:1", "sim:/there/is/no/such.toml"] {
            let error = connector(wrong).map(drop).expect_err(wrong);
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{wrong}: {error}");
        }
        assert_eq!(connector("tcp://host:1").expect("an address").server(), "host:1");
    }
}

//! The simulator's crate, or its absence: the only file that knows of the feature `sim`.

pub(crate) use with_or_without::{Backend, command, connector, listen, start, start_toml, stop};

#[cfg(feature = "sim")]
mod with_or_without {
    use std::sync::Arc;

    use commdn::kvlist::Charset;
    use commdn::link::Connector;
    use commdn_sim::{Command, Config, Simulator};

    use crate::error::Fault;
    use crate::guard::invalid;
    use crate::status::COMMDN_ERR_CONNECT;

    pub(crate) type Backend = Simulator;

    /// With the configuration in `file`, or the demo's in `charset` if that is empty.
    pub(crate) fn start(file: &str, charset: Charset) -> Result<Backend, Fault> {
        if file.is_empty() {
            let mut demo = Config::demo();
            demo.charset = charset.into();
            return run(demo);
        }
        run(Config::load(file)
            .map_err(|error| invalid(format!("the simulator does not start: {error}")))?)
    }

    pub(crate) fn start_toml(toml: &str) -> Result<Backend, Fault> {
        run(Config::from_toml(toml)
            .map_err(|error| invalid(format!("the simulator does not start: {error}")))?)
    }

    fn run(config: Config) -> Result<Backend, Fault> {
        Simulator::start(config)
            .map_err(|error| invalid(format!("the simulator does not start: {error}")))
    }

    pub(crate) fn connector(simulator: &Backend) -> Arc<dyn Connector> {
        simulator.connector()
    }

    pub(crate) fn listen(simulator: &Backend, address: &str) -> Result<u16, Fault> {
        let listening = simulator.listen(address);
        let at = listening.map_err(|error| Fault::new(COMMDN_ERR_CONNECT, error.to_string()))?;
        Ok(at.port())
    }

    pub(crate) fn command(simulator: &Backend, command: &str) -> Result<String, Fault> {
        let command: Command = serde_json::from_str(command)
            .map_err(|error| invalid(format!("this is no command of the simulator: {error}")))?;
        let reply = simulator.control().execute(command);
        reply.map(|reply| reply.to_string()).map_err(invalid)
    }

    pub(crate) fn stop(simulator: &Backend) {
        simulator.stop();
    }
}

#[cfg(not(feature = "sim"))]
mod with_or_without {
    use std::sync::Arc;

    use commdn::kvlist::Charset;
    use commdn::link::Connector;

    use crate::error::Fault;
    use crate::status::COMMDN_ERR_UNSUPPORTED;

    /// No simulator was ever started.
    #[derive(Clone)]
    pub(crate) enum Backend {}

    pub(crate) fn start(_: &str, _: Charset) -> Result<Backend, Fault> {
        let text = "this build of the library has no simulator: build it with the feature sim";
        Err(Fault::new(COMMDN_ERR_UNSUPPORTED, text))
    }

    pub(crate) fn start_toml(_: &str) -> Result<Backend, Fault> {
        start("", Charset::Utf8)
    }

    pub(crate) fn connector(simulator: &Backend) -> Arc<dyn Connector> {
        match *simulator {}
    }

    pub(crate) fn listen(simulator: &Backend, _: &str) -> Result<u16, Fault> {
        match *simulator {}
    }

    pub(crate) fn command(simulator: &Backend, _: &str) -> Result<String, Fault> {
        match *simulator {}
    }

    pub(crate) fn stop(simulator: &Backend) {
        match *simulator {}
    }
}

//! What stands for an outbox and a simulator in a build without them: types that nothing makes.
//!
//! Owns the error that says so. Their calls have the signatures of the real ones; none is ever made.

use crate::boundary::Fault;
use crate::boundary::status::COMMDN_ERR_UNSUPPORTED;

macro_rules! never {
    ($type:ident: $($name:ident($($argument:ty),*) -> $result:ty;)*) => {
        #[derive(Clone)]
        pub(crate) enum $type {}

        impl $type {
            $(pub(crate) fn $name(&self, $(_: $argument),*) -> $result {
                match *self {}
            })*
        }
    };
}

#[cfg(not(feature = "outbox"))]
mod outbox {
    use std::time::Duration;

    use commdn::Error;
    use commdn::message::Request;
    use commdn::outbox::{
        Entry, Filter, OutboxConfig, OutboxId, OutboxStats, Outcome, SubmitOptions,
    };
    use commdn::session::{Session, Wait};

    use super::{COMMDN_ERR_UNSUPPORTED, Fault};

    pub(crate) enum Cells {
        Neutral,
        AsIs,
    }

    never! {
        Outbox:
        on_change(impl Fn() + Send + Sync + 'static) -> Result<(), Error>;
        attach(&Session) -> Result<(), Error>;
        detach(Duration) -> Result<(), Error>;
        is_attached() -> bool;
        trouble() -> Option<Error>;
        submit(&Request, SubmitOptions) -> Result<OutboxId, Error>;
        submit_many(Vec<(&Request, SubmitOptions)>) -> Result<Vec<OutboxId>, Error>;
        wait(OutboxId, Wait) -> Result<Outcome, Error>;
        wait_until_empty(Wait) -> Result<bool, Error>;
        outcomes_page(u64, usize) -> Result<Vec<Outcome>, Error>;
        list_page(Filter, OutboxId, usize) -> Result<Vec<Entry>, Error>;
        find(&str) -> Result<Option<OutboxId>, Error>;
        retry(OutboxId) -> Result<OutboxId, Error>;
        retry_dead() -> Result<usize, Error>;
        cancel(OutboxId) -> Result<(), Error>;
        purge(Duration, bool) -> Result<u64, Error>;
        export_file(Filter, Cells, &str) -> Result<u64, Error>;
        stats() -> Result<OutboxStats, Error>;
    }

    impl Outbox {
        pub(crate) fn open(_: &str, _: OutboxConfig) -> Result<Self, Fault> {
            let text = "this build of the library has no outbox: build it with the feature outbox";
            Err(Fault::new(COMMDN_ERR_UNSUPPORTED, text))
        }
    }
}

#[cfg(not(feature = "outbox"))]
pub(crate) use outbox::{Cells, Outbox};

#[cfg(not(feature = "sim"))]
never! {
    Simulator:
    connector() -> std::sync::Arc<dyn commdn::carrier::Connector>;
    stop() -> ();
}

#[cfg(not(feature = "sim"))]
pub(crate) fn no_simulator() -> Fault {
    let text = "this build of the library has no simulator: build it with the feature sim";
    Fault::new(COMMDN_ERR_UNSUPPORTED, text)
}

//! Growth of what needs a file or a contact centre: the outbox against its entries (G3), a call against the clients of
//! its DN (G4), a directory against its objects (G5).
//!
//!     cargo bench -p commdn-tests --bench growth
//!
//! Prints rows and plots of `tests/bench`. Times are wall time, the writes to the disk included.

mod clients;
mod names;
mod outbox;
mod row;

fn main() {
    if row::wanted("G3") {
        outbox::rows();
    }
    if row::wanted("G4") {
        clients::rows();
    }
    if row::wanted("G5") {
        names::rows();
    }
}

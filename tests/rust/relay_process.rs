//! The relay as a process: `relay PORT`, for tests that reach a simulator over a command.

use commdn_tests::relay::relay;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).ok_or("relay PORT")?;
    Ok(relay(port.parse()?)?)
}

//! `commdn-sim cert`: certificates to throw away, for a simulator with TLS.

use std::path::PathBuf;

use clap::Args;

use super::Done;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The folder to write to; made if need be.
    #[arg(long)]
    out: PathBuf,
    /// A name or IP address of the server, beside localhost, 127.0.0.1 and ::1; may be given again.
    #[arg(long)]
    name: Vec<String>,
}

pub(super) fn run(options: &Options) -> Done {
    let files = commdn_sim::write_certificates(&options.out, &options.name)?;
    println!("for tests and demos only; the simulator's configuration:\n");
    println!("[tserver]\nlisten = \"tls://127.0.0.1:3000\"\n\n[tls]");
    println!("certificate = {:?}", files.server);
    println!("key = {:?}", files.server_key);
    println!("# Only clients with a certificate of this CA, such as client.pem:");
    println!("# client_ca = {:?}\n", files.ca);
    println!("clients trust {}", files.ca.display());
    Ok(())
}

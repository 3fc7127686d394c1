//! The options of TLS for addresses that begin with `tls://`, which make up `TlsConfig`.

use super::option::option_rows;
use super::{Choice, Kind, OptionRow, OptionsOf, Setter};

const VERSIONS: &[Choice] = &[
    Choice { name: "1.2", number: 0, doc: &["TLS 1.2."] },
    Choice { name: "1.3", number: 1, doc: &["TLS 1.3."] },
];

option_rows! {
    Tls:

    /// The CAs that are trusted, and the system's are not: a PEM file, or PEM text.
    ca: Pem => "the system's", c Setter::Own("tls_ca");

    /// The certificate, with its chain, that is shown to a server that asks for one: a PEM file, or PEM text.
    certificate: Pem => "none",
        c Setter::ByHand("tls_identity"), cpp Setter::ByHand("identity"), python Setter::Own("cert");

    /// The key of the certificate: a PEM file, or PEM text.
    key: Pem => "none",
        c Setter::ByHand("tls_identity"), cpp Setter::ByHand("identity"), python Setter::Own("key");

    /// The name or IP address that the server's certificate must be for.
    server_name: Text => "the address's host", c Setter::Own("tls_server_name");

    /// The lowest version that is spoken: `1.2` or `1.3`.
    minimum_version: Choice = "1.2", choices VERSIONS, c Setter::Own("tls_minimum_version");
}

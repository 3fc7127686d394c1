//! Mistakes are told with line and key.

use super::Config;

fn mistake(text: &str) -> String {
    Config::from_toml(text).expect_err(text).to_string()
}

const SERVER: &str = "[upstream]\nservers = [\"sim:\"]\n[clients]\nunknown = true\n";

#[test]
fn a_mistake_is_told_with_its_line_and_key() {
    for (more, wanted) in [
        ("[bridge]\nlisten = []\n", "line 6, bridge.listen: there is no address"),
        (
            "[bridge]\nlisten = [\"nowhere\"]\n",
            "line 6, bridge.listen[1]: address \"nowhere\" has no port",
        ),
        (
            "[bridge]\nlisten = [\"tls://h:1\"]\n",
            "line 6, bridge.listen[1]: a listener with TLS needs",
        ),
        ("[bridge]\nmax_client = 1\n", "line 6, bridge.max_client: unknown field `max_client`"),
        (
            "[bridge]\nlogin_seconds = -1.0\n",
            "line 6, bridge.login_seconds: -1 is no number of seconds",
        ),
        (
            "[[client]]\nname = \"a\"\n[[client]]\nname = \"a\"\n",
            "line 8, client[2].name: \"a\" has two",
        ),
        (
            "[[client]]\nname = \"a\"\nrequests = [\"dial\"]\n",
            "line 7, client[1].requests: \"dial\" is no",
        ),
        ("[[client]]\nname = \"a\"\ndns = [\"8*1\"]\n", "line 7, client[1].dns: \"8*1\" is no DN"),
        (
            "[[client]]\nname = \"a\"\npassword_hash = \"x\"\n",
            "line 7, client[1].password_hash: is no hash",
        ),
        (
            "[[client]]\nname = \"a\"\ncertificate = \"x\"\n",
            "line 7, client[1].certificate: a client's",
        ),
        (
            "[[client]]\nname = \"a\"\nlimits = { max_connections = 0 }\n",
            "line 7, client[1].limits.max_conn",
        ),
        (
            "[pair]\npeer = \"sim:\"\nrole = \"backup\"\n",
            "line 6, pair.peer: the other bridge is at",
        ),
        ("[pair]\npeer = \"b:1\"\nrole = \"both\"\n", "line 7, pair.role: unknown variant `both`"),
        ("[status]\nlisten = \"9464\"\n", "line 6, status.listen: \"9464\" is not host:port"),
        ("[log]\nlevel = \"loud\"\n", "line 6, log.level: \"loud\" is none of"),
    ] {
        let told = mistake(&format!("{SERVER}{more}"));
        assert!(told.contains(wanted), "{told}\nwanted: {wanted}");
    }
}

#[test]
fn without_clients_nobody_may_log_in_and_without_a_server_there_is_no_use() {
    let told = mistake("[upstream]\nservers = [\"sim:\"]\n");
    assert!(told.contains("clients.unknown: nobody may log in"), "{told}");
    assert!(mistake("").contains("missing field `upstream`"));
    let told = mistake("[upstream]\nservers = [\"tls:/x\"]\n[clients]\nunknown = true\n");
    assert!(told.contains("line 2, upstream.servers[1]"), "{told}");
}

#[test]
fn a_clients_hash_is_not_shown() {
    let mut config = Config::new("sim:");
    let mut client = super::Client::new("a");
    client.password_hash = Some("S3cr3t".to_owned());
    config.client = vec![client];
    assert!(!format!("{config:?}").contains("S3cr3t"));
}

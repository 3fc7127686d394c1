use std::path::Path;

use super::{Secret, SiteFile, Value};

fn file(text: &str) -> Result<SiteFile, String> {
    SiteFile::parse(Path::new("conf/config.toml"), text).map_err(|error| error.message().to_owned())
}

const BERLIN: &str = r#"
default = "berlin"
timeout = 5
region = "DE"

[site.berlin]
server = "tls://tserver:3000,tls://backup:3000"
dn = "8001"
app_dbid = "desktop"
ocs_dbid = 101
tls_ca = "ca.pem"
expect = [101, 102, 101]
password = { file = "berlin.password" }

[site.berlin.campaign.spring]
dbid = 1
group = "sales"
[site.berlin.campaign]
autumn = 2
[site.berlin.group]
sales = 10
[site.berlin.application.desktop]
dbid = 20

[site.paris]
server = "paris:3000"
dn = "9001"
app_dbid = 30
timeout = 7.5
"#;

#[test]
fn a_site_has_its_own_keys_and_those_above_all_sections() {
    let file = file(BERLIN).unwrap();
    assert_eq!(file.names().collect::<Vec<_>>(), ["berlin", "paris"]);
    let berlin = file.site(None).unwrap();
    assert_eq!((berlin.name(), berlin.number("ocs_dbid")), (Some("berlin"), Some(101)));
    assert_eq!(berlin.text("tls_ca").map(Path::new), Some(Path::new("conf/ca.pem")));
    assert_eq!(berlin.get("expect").unwrap().value, Value::Dbids(vec![101, 102]));
    assert_eq!(berlin.time("timeout").unwrap().as_secs(), 5);
    let origin = berlin.get("region").unwrap();
    assert_eq!((origin.line, origin.section.as_deref()), (4, None));
    let paris = file.site(Some("paris")).unwrap();
    let own = paris.get("timeout").unwrap();
    assert_eq!(
        (&own.value, own.line, own.section.as_deref()),
        (&Value::Seconds(7.5), 29, Some("paris"))
    );
    assert!(paris.aliases().is_empty() && paris.get("password").is_none());
    assert_eq!(
        file.site(Some("rome")).unwrap_err().message(),
        "conf/config.toml: no site \"rome\". Sites: berlin, paris"
    );
}

#[test]
fn names_stand_for_dbids() {
    let berlin = file(BERLIN).unwrap().site(None).unwrap();
    let spring = berlin.alias("campaign", "Spring").unwrap();
    assert_eq!((spring.dbid, spring.group), (1, Some(10)));
    assert_eq!(berlin.alias("campaign", "autumn").unwrap().group, None);
    assert_eq!(berlin.alias("group", "sales").unwrap().dbid, 10);
    assert_eq!(berlin.dbid("app_dbid", "application").unwrap(), Some(20));
    let wrong = file(&BERLIN.replace("desktop\"", "phone\"")).unwrap().site(None).unwrap();
    let error = wrong.dbid("app_dbid", "application").unwrap_err();
    assert_eq!(
        error.message(),
        "conf/config.toml, line 9: app_dbid \"phone\" is no DBID, and no application of the site"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_key() {
    for (text, words) in [
        ("sever = 1", "line 1: unknown key 'sever'. Keys: app_dbid, application, charset"),
        ("\njson = true", "line 2: unknown key 'json'"),
        ("[berlin]\ndn = '8001'", "line 1: unknown key 'berlin'. A site is [site.berlin]. Keys:"),
        ("[site.b]\nsever = 1", "line 2: unknown key 'sever'"),
        ("dn = 8001", "line 1: dn 8001 is not a text in quotes"),
        ("dn = ''", "line 1: dn: it is empty"),
        ("server = ''", "line 1: server: it is empty"),
        ("\nserver = 'nowhere:99999'", "line 2: server: "),
        (
            "server = 'nowhere:99999'",
            "has the port \"99999\", which is not a number from 1 to 65535",
        ),
        ("server = 'a:1,host'", "has no port: write host:PORT"),
        ("server = 'http://a:1'", "has an unknown scheme"),
        ("server = 'exec:'", "has no command"),
        ("charset = 'klingon'", "line 1: charset: "),
        ("region = 'Germany'", "line 1: region: \"Germany\" is not the two letters of a country"),
        ("tls_minimum_version = '1.1'", "line 1: tls_minimum_version: "),
        ("timeout = 'x'", "line 1: timeout 'x' is not a number of seconds from 0"),
        ("timeout = nan", "timeout nan is not"),
        ("connect_timeout = 0", "connect_timeout 0 is not a number of seconds from 0.001"),
        ("app_dbid = 0", "app_dbid 0 is not a whole number from 1 to 2147483647"),
        ("ocs_dbid = -1", "ocs_dbid -1 is not a whole number from 0"),
        ("app_dbid = 4294967296", "is not a whole number"),
        ("expect = [0]", "expect [0] is not a list of DBIDs"),
        ("dn = '1'\ndn = '2'", "line 2, column 1: duplicate key"),
        ("dn =", "conf/config.toml, line 1, column 5:"),
        ("site = 1", "site 1 is not a table"),
        ("site.b = 1", "b 1 is not a table"),
        (
            "default = 'rome'\n[site.berlin]",
            "line 1: default: there is no site 'rome'. Sites: berlin",
        ),
        ("campaign.spring = 'x'", "spring 'x' is not a DBID, or a table with the key dbid"),
        ("[campaign.spring]\ndbid = 0", "line 2: dbid 0 is not a whole number from 1"),
        ("[campaign.spring]\ngroup = 1", "campaign 'spring' has no key dbid"),
        (
            "[campaign.spring]\ndbid = 1\ngroup = 'x'",
            "line 3: group 'x' is not a DBID, or the name of a group",
        ),
        (
            "[group.sales]\ndbid = 1\ngroup = 1",
            "line 3: unknown key 'group' of group 'sales'. Keys: dbid",
        ),
        ("password = 5", "line 1: password is not a text in quotes, { file"),
        ("password = { command = 'x' }", "password is not"),
        ("password = { file = 'a', keyring = 'b' }", "password is not"),
        (
            "password_file = 'a'\npassword = 'b'",
            "line 2: password and password_file on line 1: give one",
        ),
        (
            "[campaign]\nSpring = 1\nspring = 2",
            "line 3: campaign 'spring' differs only in case from 'Spring' on line 2",
        ),
        ("[group]\n12 = 1", "line 2: group '12': a name is not empty, and not a number"),
    ] {
        let error = file(text).map(|_| ()).unwrap_err();
        assert!(error.starts_with("conf/config.toml") && error.contains(words), "{text}: {error}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let text = "[site.b]\npassword = 'S3cr3t'\nserver = 'a:1'\ndn = '1'\napp_dbid = 1";
    let file = file(text).unwrap();
    let site = file.site(Some("b")).unwrap();
    assert!(!format!("{file:?} {site:?}").contains("S3cr3t"));
    assert_eq!(site.password().unwrap().as_deref(), Some("S3cr3t"));
    assert!(!format!("{:?}", site.config().unwrap()).contains("S3cr3t"));
    let wrong = SiteFile::parse(Path::new("f"), "password = ['S3cr3t']").unwrap_err();
    assert!(!wrong.message().contains("S3cr3t"));
    let command = Secret::Command(vec!["pass".to_owned(), "S3cr3t".to_owned()]);
    assert_eq!(format!("{command:?}"), "Secret(what pass prints)");
}

#[test]
fn a_private_key_in_the_file_is_never_shown() {
    let text = r#"tls_key = "-----BEGIN PRIVATE KEY-----\nS3cr3t""#;
    let site = file(text).unwrap().site(None).unwrap();
    assert!(site.text("tls_key").is_some_and(|text| text.contains("S3cr3t")));
    let setting = site.get("tls_key").unwrap();
    assert_eq!(format!("{:?} {}", setting.value, setting.value), "Pem(PEM text) PEM text");
    assert!(!format!("{site:?}").contains("S3cr3t"));
}

#[test]
fn a_value_is_shown_as_people_read_it() {
    let site = file(BERLIN).unwrap().site(None).unwrap();
    let shown = |key| site.get(key).unwrap().value.to_string();
    assert_eq!([shown("expect"), shown("timeout"), shown("dn")], ["101, 102", "5", "8001"]);
    let file = Path::new("conf").join("berlin.password");
    assert_eq!(shown("password"), format!("the first line of {}", file.display()));
    assert_eq!((site.dbids("expect"), site.dbids("dn").len()), (&[101, 102][..], 0));
}

#[test]
fn a_password_comes_from_a_file_or_a_command() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("word"), "S3cr3t\r\nmore\n").unwrap();
    let read = |text: &str| {
        let file = SiteFile::parse(&folder.path().join("config.toml"), text).unwrap();
        file.site(None).unwrap().password().map_err(|error| error.message().to_owned())
    };
    assert_eq!(read("password = { file = 'word' }").unwrap().as_deref(), Some("S3cr3t"));
    assert_eq!(read("password_file = 'word'").unwrap().as_deref(), Some("S3cr3t"));
    assert!(
        read("password_file = 'none'").unwrap_err().contains("config.toml, line 1: password_file:")
    );
    assert_eq!(read("").unwrap(), None);
    if cfg!(unix) {
        assert_eq!(
            read("password = { command = ['echo', 'a b'] }").unwrap().as_deref(),
            Some("a b")
        );
        let failed = read("password = { command = ['false', 'S3cr3t'] }").unwrap_err();
        assert!(failed.contains("false ended with") && !failed.contains("S3cr3t"), "{failed}");
        assert!(
            read("password = { command = ['true'] }")
                .unwrap_err()
                .contains("the first line is empty")
        );
    }
}

#[test]
fn a_file_may_be_in_what_editors_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    let utf16: Vec<u8> = "\u{feff}dn = '8001'".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&b"\xef\xbb\xbfdn = '8001'"[..], b"dn = '8001'\r\n", &utf16] {
        std::fs::write(&path, bytes).unwrap();
        let site = SiteFile::load(&path).unwrap().site(None).unwrap();
        assert_eq!((site.text("dn"), site.name()), (Some("8001"), None));
    }
    for (bytes, words) in [
        (&b"\n\xff"[..], "line 2: byte 0xff is not UTF-8: save the file as UTF-8"),
        (b"a\0", "line 1: this is not text in UTF-8"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        assert!(SiteFile::load(&path).unwrap_err().message().contains(words));
    }
    let missing = SiteFile::load(&folder.path().join("none")).unwrap_err();
    assert!(missing.message().ends_with("`commdn site add NAME` makes a settings file"));
}

//! Tests of files: what is read of each format, and what is said of a fault.

use super::super::*;
use super::centre;

fn csv(text: &str) -> Result<Directory, String> {
    from_csv(text, "names.csv").map_err(|error| error.to_string())
}

fn json(text: &str) -> Result<Directory, String> {
    from_json(text, "names.json").map_err(|error| error.to_string())
}

#[test]
fn csv_is_read_by_the_names_of_its_columns() {
    let text = "\
name,type,dbid,tenant,application_type,connections,options\n\
Berlin,tenant,1,,,,\n\
\"Spring, early\",campaign,1,berlin,,,\n\
OCS_1,application,101,1,CFGCMServer,20 21,\n\
8001,dn,200,Berlin,,,default/outbound_contact_server=true; default/x=1\n";
    let directory = csv(text).unwrap();
    assert_eq!(directory.len(), 4);
    assert_eq!(directory.resolve(Noun::Campaign, "spring, early").unwrap(), 1);
    assert_eq!(directory.by_dbid(Noun::Campaign, 1).unwrap().tenant(), Some(1));
    let ocs = directory.look_up(Noun::Ocs, "OCS_1").unwrap();
    assert_eq!(ocs.connections().iter().map(|c| c.server).collect::<Vec<_>>(), [20, 21]);
    let options = directory.get(Kind::Dn, 200).unwrap().options();
    assert_eq!(options.get("default", "outbound_contact_server"), Some("true"));
    // As spreadsheets write it here and there.
    let semicolons = csv("type;name;dbid\ncampaign;Spring, early;1\n").unwrap();
    assert_eq!(semicolons.name(Noun::Campaign, 1), Some("Spring, early"));
    let told = csv("sep=|\r\ntype|name|dbid\r\ncampaign|Spring; early|1\r\n").unwrap();
    assert_eq!(told.name(Noun::Campaign, 1), Some("Spring; early"));
    let told = csv("\u{feff}sep=;\ntype;name;dbid\ncampaign;Spring, early;1\n").unwrap();
    assert_eq!(told.name(Noun::Campaign, 1), Some("Spring, early"));
    let wide = "type,name,dbid,,\ncampaign,Spring,1,,\n,,,,\ncampaign,Summer,2\n";
    assert_eq!(csv(wide).unwrap().len(), 2);
    let tabs = csv("type\tname\tdbid\ncampaign\tSpring\t1\n").unwrap();
    assert_eq!(tabs.name(Noun::Campaign, 1), Some("Spring"));
}

#[test]
fn a_fault_of_csv_names_the_line_and_the_cell() {
    let faults = [
        ("type,name\n", "names.csv, line 1: there is no column \"dbid\""),
        ("type,name,dbid,color\n", "names.csv, line 1: column \"color\" is none of type"),
        ("type,name,dbid\ncampaign,Spring,x\n", "names.csv, line 2: dbid \"x\" is not a number"),
        ("type,name,dbid\n\ncat,Tom,1\n", "names.csv, line 3: type \"cat\" is none of tenant"),
        ("type,name,dbid\ncampaign,,1\n", "names.csv, line 2: campaign 1: it has no name"),
        ("type,name,dbid\ncampaign,Spring,-1\n", "names.csv, line 2: campaign -1: -1 is not"),
        (
            "type,name,dbid\ncampaign,Spring\n",
            "names.csv, line 2: it has 2 cells, but the first line names 3",
        ),
        (
            "type,name,dbid,tenant\ncampaign,Spring,1,Rome\n",
            "names.csv, line 2: there is no tenant \"Rome\" in this file",
        ),
        (
            "type,name,dbid,tserver\ncampaign,Spring,1,5\n",
            "names.csv, line 2: campaign \"Spring\" (1): a campaign has no tserver",
        ),
        (
            "type,name,dbid,options\ndn,8001,1,verbose\n",
            "names.csv, line 2: options \"verbose\" is not section/name=value",
        ),
        (
            "type,name,dbid\ncampaign,Spring,1\ncampaign,Summer,1\n",
            "names.csv, line 3: the DBID 1 is that of two campaigns",
        ),
        ("type,name,dbid,Name\n", "names.csv, line 1: two columns are called \"name\""),
        ("sep=;\ntype;name\n", "names.csv, line 2: there is no column \"dbid\""),
        ("sep=;\ntype;name;dbid\n\ncat;Tom;1\n", "names.csv, line 4: type \"cat\""),
        ("type,name,dbid,,\ncampaign,Spring,1,x,\n", "names.csv, line 2: it has 5 cells, but"),
        (
            "type,name,dbid\ncampaign,\"Spring,1\ncampaign,Summer,2\n",
            "names.csv, line 2: a quote opens here and does not close",
        ),
        (
            "type,name,dbid\ncampaign,\"Spring,1\ncampaign,\"Summer\",2\n",
            "names.csv, line 2: a quote opens here and closes within its cell",
        ),
        (
            "type,name,dbid\ncampaign,\"Spring,1\ncampaign,Summer\",2\n",
            "names.csv, line 2: the name goes over several lines: is a quote missing?",
        ),
        (
            "type,name,dbid\ncampaign,Spring,2147483648\n",
            "names.csv, line 2: dbid \"2147483648\" is not a number from -2147483648 to 2147483647",
        ),
        (
            "type,name,dbid\ncampaign,Spr\0ing,1\n",
            "names.csv, line 2: campaign 1: its name has a NUL",
        ),
    ];
    for (text, expected) in faults {
        let error = csv(text).unwrap_err();
        assert!(error.starts_with(expected), "{text:?}: {error}");
    }
}

#[test]
fn json_keeps_everything() {
    let directory = centre();
    let again = json(&to_json(&directory)).unwrap();
    assert_eq!(directory.changes(&again), []);
    assert_eq!(again.len(), directory.len());
    let wrapped = json(r#"{"objects": [{"type": "campaign", "name": "Spring", "dbid": 1}]}"#);
    assert_eq!(wrapped.unwrap().name(Noun::Campaign, 1), Some("Spring"));
}

#[test]
fn a_fault_of_json_names_the_object_and_the_key() {
    let faults = [
        ("[{]", "names.json: key must be a string at line 1 column 3"),
        ("7", "names.json: it is neither an array nor an object"),
        ("{}", "names.json: it has neither the key \"objects\""),
        (r#"{"objects": 7}"#, "names.json: \"objects\" is not an array"),
        ("[7]", "names.json, object 1: it is not an object"),
        (r#"[{"type": "cat"}]"#, "names.json, object 1: type \"cat\" is unknown"),
        (r#"[{"type": "campaign"}]"#, "names.json, object 1: \"dbid\" is missing"),
        (
            r#"[{"type": "campaign", "dbid": "x"}]"#,
            "names.json, object 1: dbid \"x\" is not a number",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": "a\u0000b"}]"#,
            "names.json, object 1: campaign 1: its name has a NUL byte",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": "a", "b": 1}]"#,
            "names.json, object 1: key \"b\" is unknown",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": "a", "lists": ["x"]}]"#,
            "names.json, object 1: lists: \"x\" is not a number",
        ),
        (
            "[{\"type\": \"campaign\", \"dbid\": 1,\n\"name\": \"a\", \"dbid\": 2}]",
            "names.json, line 2: an object has the key \"dbid\" twice",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": ["a"]}]"#,
            "names.json, object 1: name is a list, neither a text nor a number",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": "a", "tenant": {"dbid": 1}}]"#,
            "names.json, object 1: tenant is an object, neither a text nor a number",
        ),
        (
            r#"[{"type": "campaign", "dbid": 1, "name": "a", "tenant": true}]"#,
            "names.json, object 1: tenant is true or false, neither a text nor a number",
        ),
        (
            r#"[{"type": "application", "dbid": 1, "name": "a", "version": true}]"#,
            "names.json, object 1: version: true is not a text",
        ),
        (
            r#"[{"type": "application", "dbid": 1, "name": "a", "host": []}]"#,
            "names.json, object 1: host: it is a list",
        ),
        (
            r#"[{"type": "application", "dbid": 1, "name": "a",
                "connections": [{"server": 2, "local_timeout_seconds": "10"}]}]"#,
            "names.json, object 1: connections: local_timeout_seconds \"10\" is not a number",
        ),
        (
            r#"[{"type": "application", "dbid": 1, "name": "a",
                "connections": [{"server": 2, "protocols": "addp"}]}]"#,
            "names.json, object 1: connections: key \"protocols\" of a connection is unknown",
        ),
    ];
    for (text, expected) in faults {
        let error = json(text).unwrap_err();
        assert!(error.starts_with(expected), "{text:?}: {error}");
    }
}

#[test]
fn a_fault_of_an_export_of_mutagen_names_the_object_and_the_key() {
    let faults = [
        (r#"{"CFGCampaign": 7}"#, "CFGCampaign is a number, not a list"),
        (
            r#"{"CFGCampaign": [{"DBID": "one", "name": "Spring"}]}"#,
            "CFGCampaign, object 1: DBID \"one\" is not a number",
        ),
        (
            r#"{"CFGCampaign": [{"DBID": 1, "name": "Spring", "tenantDBID": {"value": "1.5"}}]}"#,
            "CFGCampaign, object 1: \"Spring\": tenantDBID \"1.5\" is not a number",
        ),
        (
            r#"{"CFGSwitch": {"DBID": 1, "name": "a", "TServerDBID": [7]}}"#,
            "CFGSwitch, object 1: \"a\": TServerDBID is a list, neither a text nor a number",
        ),
        (
            r#"{"CFGCampaignGroup": {"DBID": 1, "name": "a", "serverDBIDs": {"DBID": [{"value": "x"}]}}}"#,
            "CFGCampaignGroup, object 1: \"a\": serverDBIDs: DBID \"x\" is not a number",
        ),
        (
            r#"{"CFGCampaign": {"DBID": 1, "name": "a", "callingLists": {"CfgCallingListInfo": [{}]}}}"#,
            "CFGCampaign, object 1: \"a\": an element of callingLists has no callingListDBID",
        ),
        (
            r#"{"CFGApplication": {"DBID": 1, "name": "a",
                "appServerDBIDs": {"CfgConnInfo": {"appServerDBID": 2, "timoutLocal": "ten"}}}}"#,
            "CFGApplication, object 1: \"a\": timoutLocal \"ten\" is not a number",
        ),
    ];
    for (text, expected) in faults {
        let error = json(text).unwrap_err();
        assert!(error.starts_with(&format!("names.json: {expected}")), "{text}: {error}");
    }
}

/// Of the shapes that the format's own tests show: a scalar, `{"value": scalar}`, and a list of one
/// element that is that element.
#[test]
fn an_export_of_mutagen_is_read_with_its_dbids() {
    let text = include_str!("mutagen_raw.json");
    let directory = json(text).unwrap();
    assert_eq!(directory.resolve(Noun::Campaign, "Spring").unwrap(), 1);
    assert_eq!(directory.name(Noun::Group, 10), Some("Sales"), "its name is in groupInfo");
    let ocs = directory.get(Kind::Application, 101).unwrap();
    let connections = ocs.connections();
    assert_eq!(connections.len(), 2);
    assert_eq!((connections[0].server, connections[0].has_addp()), (20, true));
    assert_eq!(connections[0].local_timeout_seconds, Some(10));
    let desktop = directory.get(Kind::Application, 20).unwrap();
    assert_eq!(desktop.connections().len(), 1, "a list of one element is that element");
    let dns: Vec<&str> = directory.of(Kind::Dn).map(Object::name).collect();
    assert_eq!(dns, ["8001"], "other DNs are left out");
    let dn = directory.get(Kind::Dn, 200).unwrap();
    assert_eq!(dn.options().get("default", "outbound_contact_server"), Some("true"));
    assert_eq!(dn.options().get("default", "password"), None, "secrets stay where they are");
    assert_eq!(directory.get(Kind::Switch, 5).unwrap().number(Field::TServer), Some(102));
    let group = directory.of(Kind::CampaignGroup).next().unwrap();
    assert_eq!((group.number(Field::Campaign), group.number(Field::Group)), (Some(1), Some(10)));
    assert_eq!(group.get(Field::Servers), Some(Value::Numbers(vec![101])));
    let error = json(r#"{"CFGCampaign": [{"name": "Spring"}]}"#).unwrap_err();
    let expected =
        "names.json: CFGCampaign, object 1: \"Spring\" has no DBID: an export in the format RAW";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn the_kind_of_a_file_is_told_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let directory = centre();
    let csv = "\u{feff}type,name,dbid\ncampaign,Spring,1\n";
    for (name, text) in [("a", csv.to_owned()), ("b", to_json(&directory))] {
        std::fs::write(folder.path().join(name), text).unwrap();
        assert!(!load(folder.path().join(name)).unwrap().is_empty(), "{name}");
    }
    Cache::new(folder.path().join("c")).store("x", &directory).unwrap();
    assert_eq!(load(folder.path().join("c")).unwrap().len(), directory.len());
    let wide: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("w"), wide).unwrap();
    assert_eq!(load(folder.path().join("w")).unwrap().name(Noun::Campaign, 1), Some("Spring"));
    let faults: [(&[u8], &str); 6] = [
        (b"\x1f\x8b\x08\0", "d: it is compressed (gzip): unpack it"),
        (
            b"PK\x03\x04\x14\0",
            "d: it is compressed (zip): unpack it (a workbook is one too: save it",
        ),
        (&[0xff, 0xfe, 0x00], "d: this is not text in UTF-16: save the file as UTF-8"),
        (b"type,name,dbid\ncampaign,M\xfcnchen,1\n", "d, line 2: byte 0xfc is not UTF-8: save"),
        (b"type,name,dbid\n", "d: there are no objects in it"),
        (b"[]", "d: there are no objects in it"),
    ];
    for (bytes, expected) in faults {
        std::fs::write(folder.path().join("d"), bytes).unwrap();
        let error = load(folder.path().join("d")).unwrap_err();
        assert!(matches!(error, DirectoryError::File { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(matches!(load(folder.path().join("e")), Err(DirectoryError::Storage { .. })));
}

//! Configurations as people write them, and the message that each mistake gets.

use super::*;

/// The message of a configuration that is wrong, without its beginning.
fn mistake(text: &str) -> String {
    let error = Config::from_toml(text).unwrap_err().to_string();
    error.strip_prefix("configuration").unwrap().to_owned()
}

#[test]
fn an_empty_file_is_a_centre_without_anything() {
    assert_eq!(Config::from_toml("").unwrap(), Config::default());
}

#[test]
fn the_demo_can_be_written_and_read() {
    let text = toml::to_string(&Config::demo()).unwrap();
    assert_eq!(Config::from_toml(&text).unwrap(), Config::demo());
}

#[test]
fn a_mistake_is_told_with_line_and_key() {
    let cases = [
        ("seed = 1\n[clock\n", ", line 2: "),
        ("sed = 1\n", ", line 1, sed: unknown field `sed`"),
        ("[clock]\nmode = \"wall\"\nsped = 2\n", ", line 3, clock.sped: unknown field `sped`"),
        ("seed = \"x\"\n", ", line 1, seed: invalid type"),
        ("\n[clock]\nspeed = 0.0\n", ", line 3, clock.speed: 0 is not above 0"),
        ("[clock]\nmode = \"moon\"\n", ", line 2, clock.mode: unknown variant `moon`"),
        (
            "[[application]]\nname = \"a\"\ndbid = \"b\"\n",
            ", line 3, application[1].dbid: invalid type",
        ),
        ("[[application]]\nname = \"a\"\n", ", line 1, application[1]: missing field `dbid`"),
        (
            "[[application]]\nname = \"a\"\ndbid = 0\n",
            ", line 3, application[1].dbid: 0 is no DBID",
        ),
        (
            "[[dn]]\nnumber = \"1\"\n[[dn]]\nnumber = \"1\"\n",
            ", line 4, dn[2].number: \"1\" is there twice",
        ),
        (
            "[[ocs]]\ndbid = 1\nname = \"O\"\n\nconnections = [5]\n",
            ", line 5, ocs[1].connections: there is no application with DBID 5",
        ),
        (
            "[[ocs]]\ndbid = 1\nname = \"O\"\nlicensed_modes = [99]\n",
            ", line 4, ocs[1].licensed_modes: 99 is no dialling mode",
        ),
        (
            "[[ocs]]\ndbid = 1\nname = \"O\"\ngroups = [3]\n",
            ", line 4, ocs[1].groups: there is no group with DBID 3",
        ),
        (
            "[[group]]\ndbid = 1\nname = \"G\"\ncampaigns = [4]\n",
            ", line 4, group[1].campaigns: there is no campaign with DBID 4",
        ),
        (
            "[[campaign]]\ndbid = 1\nname = \"C\"\nlists = [\"l\"]\n",
            ", line 4, campaign[1].lists: there is no list \"l\"",
        ),
        (
            "[[list]]\nname = \"l\"\ngenerate = { count = 1, first_phone = \"5x\" }\n",
            ", line 3, list[1].generate.first_phone: \"5x\" has not 1 to 18 digits",
        ),
        (
            "[tserver]\nmax_user_data_bytes = 65536\n",
            ", line 2, tserver.max_user_data_bytes: 65536 is not from 1 to 65535",
        ),
        (
            "[tserver]\nlisten = \"nowhere\"\n",
            ", line 2, tserver.listen: \"nowhere\" is no address",
        ),
        (
            "[tserver]\nlisten = \"127.0.0.1:70000\"\n",
            ", line 2, tserver.listen: \"127.0.0.1:70000\" has the port \"70000\", which is not a number",
        ),
        (
            "[tserver]\ncontrol_listen = \"0.0.0.0:1\"\n",
            ", line 2, tserver.control_listen: \"0.0.0.0:1\" is not on the loopback",
        ),
        (
            "[dialing]\ntalk_seconds = [9, 1]\n",
            ", line 2, dialing.talk_seconds: [9, 1] is no range",
        ),
        ("[dialing.outcomes]\nanswer = -1.0\n", ", line 1, dialing.outcomes: the weights"),
        (
            "[dialing.default_mode]\nmode = 0\n",
            ", line 2, dialing.default_mode.mode: 0 is no dialling mode",
        ),
        ("[[fault]]\nkind = \"delay\"\n", ", line 1, fault[1].ms: is missing"),
        (
            "[[fault]]\nkind = \"drop\"\nrate = 2.0\n",
            ", line 3, fault[1].rate: 2 is not from 0 to 1",
        ),
        (
            "[[fault]]\nkind = \"drop\"\nocs = 7\n",
            ", line 3, fault[1].ocs: there is no OCS with DBID 7",
        ),
        (
            "[[fault]]\nkind = \"drop\"\nwindow = 7\n",
            ", line 3, fault[1].window: does not belong to drop",
        ),
    ];
    for (text, expected) in cases {
        let got = mistake(text);
        assert!(got.starts_with(expected), "{text:?}\ngave     {got}\nexpected {expected}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Config::load("no/such/file.toml").unwrap_err();
    assert!(error.to_string().starts_with("no/such/file.toml: cannot be read: "), "{error}");
    assert_eq!(error.line(), None);
}

#[test]
fn passwords_are_not_printed() {
    let mut config = Config::demo();
    config.application[0].password = Some("secret".to_owned());
    assert!(!format!("{config:?}").contains("secret"));
}

#[test]
fn any_text_is_answered_with_a_configuration_or_a_message() {
    let base = toml::to_string(&Config::demo()).unwrap();
    // Cut at every place, and with one byte changed at every place.
    for end in (0..base.len()).step_by(3) {
        let _ = Config::from_toml(&base[..end]).map_err(|error| error.to_string());
    }
    for at in (0..base.len()).step_by(5) {
        let mut text = base.clone().into_bytes();
        text[at] = b'"';
        let text = String::from_utf8(text).unwrap();
        if let Err(error) = Config::from_toml(&text) {
            assert!(error.to_string().len() > 15);
        }
    }
}

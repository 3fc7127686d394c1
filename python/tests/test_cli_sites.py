"""Sites: what wins over what, names from the file, and passwords that nobody sees."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import MAIN, PLAIN, run

import commdn

SECRET = "S3cr3t-word"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        """default = "berlin"
timeout = 4

[site.berlin]
server = "sim:"
dn = "8001"
app_dbid = "desktop"
ocs_dbid = 101
charset = "iso-8859-1"

[site.berlin.application]
desktop = 20
[site.berlin.group]
sales = 10
[site.berlin.campaign.Spring]
dbid = 1
group = "sales"
[site.berlin.campaign.Autumn]
dbid = 2

[site.paris]
server = "sim:"
dn = "8002"
app_dbid = 21
""",
        encoding="utf-8",
    )
    return path


def shown(config: Path, *options: str, env: dict[str, str] | None = None) -> dict[str, dict[str, object]]:
    ended = run("config", "show", "--json", *options, env={"COMMDN_CONFIG": str(config), **(env or {})})
    assert ended.returncode == 0, ended.stderr
    found: dict[str, dict[str, object]] = json.loads(ended.stdout)["settings"]
    return found


# Option, variable, own section, above all sections: which are there, and which wins.
@pytest.mark.parametrize(
    ("option", "variable", "section", "top", "origin"),
    [
        (True, True, True, True, "option --timeout"),
        (False, True, True, True, "variable COMMDN_TIMEOUT"),
        (False, False, True, True, "line 5 [site.a]"),
        (False, False, False, True, "line 1"),
        (True, False, False, False, "option --timeout"),
        (False, True, False, False, "variable COMMDN_TIMEOUT"),
        (False, False, True, False, "line 5 [site.a]"),
        (True, False, True, False, "option --timeout"),
        (False, True, False, True, "variable COMMDN_TIMEOUT"),
        (False, False, False, False, None),
    ],
)
def test_an_option_wins_over_a_variable_over_the_site_over_the_top(
    tmp_path: Path, option: bool, variable: bool, section: bool, top: bool, origin: str | None
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"{'timeout = 4' if top else ''}\n\ndefault = 'a'\n[site.a]\n{'timeout = 3' if section else ''}\n")
    env = {"COMMDN_TIMEOUT": "2"} if variable else {}
    found = shown(path, *(["--timeout", "1"] if option else []), env=env).get("timeout")
    if origin is None:
        assert found is None
        return
    assert found is not None and str(found["origin"]).endswith(origin)
    assert float(str(found["value"])) == {"option": 1, "variable": 2}.get(origin.split()[0], 3 if section else 4)


# How the server and the site are chosen, and whether the site counts.
@pytest.mark.parametrize(
    ("options", "env", "dn"),
    [
        ([], {}, "8001"),
        (["--site", "paris"], {}, "8002"),
        ([], {"COMMDN_SITE": "paris"}, "8002"),
        (["--site", "berlin"], {"COMMDN_SITE": "paris"}, "8001"),
        (["--server", "other:1"], {}, None),
        (["--server", "other:1"], {"COMMDN_SITE": "paris"}, None),
        (["--server", "other:1", "--site", "paris"], {}, "8002"),
        ([], {"COMMDN_SERVER": "other:1", "COMMDN_SITE": "paris"}, "8002"),
        (["--dn", "8003"], {"COMMDN_DN": "8004"}, "8003"),
        ([], {"COMMDN_DN": "8004"}, "8004"),
    ],
)
def test_a_site_with_a_server_is_set_aside_where_another_server_is_named_more_urgently(
    config: Path, options: list[str], env: dict[str, str], dn: str | None
) -> None:
    found = shown(config, *options, env=env).get("dn")
    assert (None if found is None else found["value"]) == dn


def test_a_server_of_the_environment_sets_the_default_site_aside(tmp_path: Path, config: Path) -> None:
    home = tmp_path / "home" / "commdn"
    home.mkdir(parents=True)
    (home / "config.toml").write_text(config.read_text())
    env = {"XDG_CONFIG_HOME": str(home.parent), "COMMDN_SERVER": "other:1"}
    ended = run("dnc", "add", "5551234567", env=env)
    assert ended.returncode == 2
    assert "no DN: give --dn or set COMMDN_DN (site berlin is not used, because COMMDN_SERVER names" in ended.stderr
    assert run("dnc", "add", "5551234567", env={"XDG_CONFIG_HOME": str(home.parent)}).returncode == 0


def test_names_of_the_site_stand_for_numbers(config: Path) -> None:
    env = {"COMMDN_CONFIG": str(config)}
    loaded = run("campaign", "load", "spring", "--mode", "preview", env=env)
    assert loaded.stdout == "Spring (1) for sales (10): loaded, not dialling. Preview, busy factor 80 %.\n", loaded.stderr
    assert run("campaign", "status", "Autumn", "sales", env=env).stdout == "Autumn (2) for sales (10): not loaded.\n"
    for arguments, words in [
        (["campaign", "status", "Sprang"], "'Sprang' is not a DBID, and no campaign has that name. Did you mean Spring?"),
        (["campaign", "status", "Autumn"], "Autumn (2): for which group?"),
        (["campaign", "status", "spring", "saless"], "no group has that name. Did you mean sales? There are: sales"),
        (["campaign", "status", "1", "10", "--ocs-dbid", "main"], "[site.NAME.ocs.main]"),
    ]:
        ended = run(*arguments, env=env)
        assert (ended.returncode, words in ended.stderr) == (2, True), ended.stderr


def test_mistakes_in_the_file_are_told_with_file_line_and_key(config: Path) -> None:
    text = config.read_text()
    for old, new, words in [
        ("dn = \"8001\"", "dn = 8001", "config.toml, line 6: dn 8001 is not a text in quotes"),
        ("charset", "charsett", "config.toml, line 9: unknown key 'charsett'. Keys: app_dbid"),
        ("desktop = 20", "phone = 20", "'desktop' is not a DBID, and no application has that name"),
        ("default = \"berlin\"", "default = \"rome\"", "line 1: default: there is no site 'rome'. Sites: berlin, paris"),
    ]:
        config.write_text(text.replace(old, new, 1))
        ended = run("dnc", "add", "5551234567", env={"COMMDN_CONFIG": str(config)})
        assert (ended.returncode, words in ended.stderr) == (2, True), ended.stderr
    ended = run("dnc", "add", "5551234567", "--site", "rome", "--config", str(config))
    assert ended.returncode == 2


def test_sites_are_added_listed_and_chosen(tmp_path: Path) -> None:
    path = tmp_path / "conf" / "config.toml"
    env = {"COMMDN_CONFIG": str(path)}
    where = ["--server", "sim:", "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101"]
    assert "There are no sites" in run("site", "list", env=env).stdout
    added = run("site", "add", "berlin", *where, "--password-command", "echo word", env=env)
    assert added.returncode == 0, added.stderr
    assert path.stat().st_mode & 0o077 == 0 or os.name == "nt"
    path.write_text(path.read_text() + "# a comment that stays\n")
    assert run("site", "add", "paris", "--server", "paris:3000", env=env).returncode == 0
    again = run("site", "add", "paris", "--server", "paris:3000", env=env)
    assert (again.returncode, "--overwrite" in again.stderr) == (2, True)
    listed = run("site", "list", env=env).stdout.splitlines()
    assert listed[1:] == ["berlin\tsim:\t8001\tdefault", "paris\tparis:3000\t\t"]
    assert run("site", "use", "paris", env=env).returncode == 0
    assert "# a comment that stays" in path.read_text()
    assert commdn.Site.load(config=path).name == "paris"
    assert run("site", "use", "rome", env=env).returncode == 2
    tested = run("site", "test", "berlin", env=env)
    assert (tested.returncode, "8001 is registered" in tested.stdout) == (0, True), tested.stderr
    in_file = run("site", "add", "rome", "--password", SECRET, env=env)
    assert (in_file.returncode, SECRET in path.read_text() + in_file.stderr) == (2, False)


def test_python_connects_to_a_site_and_arguments_win(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMDN_CONFIG", str(config))
    with commdn.connect(site="berlin") as session:
        assert session.do_not_call("5551234567").event.target == 20
    site = commdn.Site.load("paris")
    with commdn.connect(site=site, ocs_dbid=101, app_dbid=20) as session:
        assert session.do_not_call("5551234567").event.origin == 101
    assert commdn.Site.load().campaigns["Spring"].group == 10
    with pytest.raises(commdn.CommDNInvalidArgument, match="no site"):
        commdn.connect(site="rome")


def test_a_password_is_seen_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "word").write_text(SECRET + "\n")
    path = tmp_path / "c.toml"
    forms = [
        f'password = "{SECRET}"',
        'password = { file = "word" }',
        f"password = {{ command = ['cat', '{tmp_path / 'word'}'] }}",
    ]
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger = logging.getLogger("test.sites")
    logger.addHandler(Keep())
    logger.setLevel(logging.DEBUG)
    for form in forms:
        path.write_text(f'[site.a]\nserver = "sim:"\ndn = "8001"\napp_dbid = 20\nocs_dbid = 101\n{form}\n')
        path.chmod(0o600)
        env = {"COMMDN_CONFIG": str(path), "COMMDN_SITE": "a"}
        site = commdn.Site.load("a", path)
        assert site.password() == SECRET
        with commdn.connect(site=site, logger=logger) as session:
            session.do_not_call("5551234567")
            lines.append(repr(session))
        printed = [repr(site), str(site)]
        for arguments in (
            ["config", "show", "--origin"],
            ["config", "show", "--json"],
            ["site", "list", "--json"],
            ["doctor", "--json"],
            ["dnc", "add", "5551234567", "-vv"],
            ["dnc", "add", "5551234567", "--dry-run"],
        ):
            ended = run(*arguments, env=env)
            assert ended.returncode == 0, ended.stderr
            printed += [ended.stdout, ended.stderr]
        assert not any(SECRET in text for text in [*printed, *lines])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_password_of_a_site_is_not_among_the_arguments_of_a_process(tmp_path: Path) -> None:
    (tmp_path / "word").write_text(SECRET + "\n")
    path = tmp_path / "c.toml"
    path.write_text(
        '[site.a]\nserver = "sim:"\ndn = "8001"\napp_dbid = 20\nocs_dbid = 101\npassword = { file = "word" }\n'
    )
    command = [*MAIN, "watch", "--for", "20", "--json", "--ask", "1:10", "--site", "a", "--config", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=PLAIN) as running:
        assert running.stdout is not None
        # It has connected, with the password.
        assert running.stdout.readline()
        family = [running.pid]
        arguments = b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in family)
        environment = Path(f"/proc/{running.pid}/environ").read_bytes()
        running.terminate()
        running.wait(timeout=60)
    assert SECRET.encode() not in arguments + environment


def test_the_keyring_is_asked_in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    path = tmp_path / "c.toml"
    path.write_text('[site.a]\npassword = { keyring = "commdn", user = "a" }\n')
    site = commdn.Site.load("a", path)
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service}/{user}")
    assert site.password() == "commdn/a"
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    with pytest.raises(commdn.CommDNInvalidArgument, match="line 2: password: the keyring has none for a of commdn"):
        site.password()


STUB = """
import keyring.backend, keyring.errors

class Stub(keyring.backend.KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        return {("commdn", "a"): "S3cr3t-word"}.get((service, username))

    def set_password(self, service, username, password):
        raise keyring.errors.PasswordSetError

    def delete_password(self, service, username):
        raise keyring.errors.PasswordDeleteError
"""


@pytest.mark.parametrize(("user", "status"), [("a", 0), ("b", 2)])
def test_a_password_comes_from_a_backend_of_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str, status: int
) -> None:
    pytest.importorskip("keyring")
    (tmp_path / "stubbed.py").write_text(STUB)
    centre = tmp_path / "centre.toml"
    centre.write_text(
        '[[dn]]\nnumber = "8001"\n[[application]]\ndbid = 20\nname = "script"\npassword = "' + SECRET + '"\n'
        '[[ocs]]\ndbid = 101\nname = "OCS"\nconnections = [20]\n'
    )
    path = tmp_path / "c.toml"
    path.write_text(
        f'[site.a]\nserver = "sim:{centre}"\ndn = "8001"\napp_dbid = 20\nocs_dbid = 101\napplication = "script"\n'
        f'password = {{ keyring = "commdn", user = "{user}" }}\n'
    )
    env = {"COMMDN_CONFIG": str(path), "PYTHON_KEYRING_BACKEND": "stubbed.Stub", "PYTHONPATH": str(tmp_path)}
    ended = run("dnc", "add", "5551234567", "--site", "a", env=env)
    assert ended.returncode == status, ended.stderr
    assert SECRET not in ended.stdout + ended.stderr
    # What Rust, C and C++ run: the command of the same package.
    command = tmp_path / "bin" / "keyring"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nfrom keyring.cli import main\nmain()\n")
    command.chmod(0o755)
    for name, value in {**env, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}.items():
        monkeypatch.setenv(name, value)
    if status == 0:
        assert commdn._native.site_password(path, "a") == SECRET
    else:
        with pytest.raises(commdn.CommDNInvalidArgument, match="password: keyring ended with"):
            commdn._native.site_password(path, "a")


def test_a_private_key_in_the_file_is_shown_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f'[site.a]\ntls_cert = "a.pem"\ntls_key = "-----BEGIN PRIVATE KEY-----\\n{SECRET}"\n')
    site = commdn.Site.load("a", path)
    assert SECRET in site["tls_key"].value
    assert SECRET not in f"{site} {site.settings}"
    ended = run("config", "show", "--origin", "--site", "a", env={"COMMDN_CONFIG": str(path)})
    assert SECRET not in ended.stdout
    assert "PEM text" in ended.stdout
    assert json.loads(run("config", "show", "--json", "--site", "a", env={"COMMDN_CONFIG": str(path)}).stdout)[
        "settings"
    ]["tls_key"] == {"value": "PEM text", "origin": f"{path}, line 3 [site.a]"}

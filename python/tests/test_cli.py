"""The command line, as processes: what it prints and its exit status."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import VECTORS

import commdn

MAIN = [sys.executable, "-m", "commdn"]


PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("COMMDN_")}


def run(
    *arguments: str, env: dict[str, str] | None = None, stdin: str | None = None, limit: float = 30
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MAIN, *arguments],
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        input=stdin,
        env={**PLAIN, "COLUMNS": "100", **(env or {})},
    )


def test_dnc_add_prints_the_acknowledgement() -> None:
    ended = run("dnc", "add", "5551234567", "--server", "sim:")
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert "simulated: nothing is kept" in ended.stderr
    assert ended.stdout == "5551234567 is on the do-not-call list of OCS 101.\n"
    raw = run("dnc", "add", "5551234567", "--server", "sim:", "--raw").stdout
    assert raw.startswith("CM_EvDoNotCallProcessed (33)") and "phone=5551234567" in raw
    assert "\x1b" not in ended.stdout
    as_json = run("dnc", "add", "--customer-id", "C-1", "--json", env={"COMMDN_SERVER": "sim:"})
    document = json.loads(as_json.stdout)
    assert document["message"] == {"number": 33, "name": "CM_EvDoNotCallProcessed"}
    assert document["customer_id"] == "C-1"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["dnc", "add", "5551234"], 2, "COMMDN_SERVER"),
        (["dnc", "add", "5551234", "--server", "localhost:1"], 2, "COMMDN_DN"),
        (["dnc", "add", "--server", "sim:"], 2, "--customer-id"),
        (["dnc", "add", "5" * 65, "--server", "sim:"], 2, "GSW_PHONE"),
        (["dnc", "add", "5551234", "--server", "sim:", "--app-dbid", "99", "--timeout", "0.1"], 4, "allow-list"),
        (["dnc", "add", "5551234", "--server", "127.0.0.1:1", "--dn", "8001", "--app-dbid", "20"], 1, "cannot connect"),
        (["dnc", "add", "5551234", "--server", "nowhere", "--dn", "8001", "--app-dbid", "20"], 2, "no port"),
        (["dnc", "import", "missing.txt", "--server", "sim:"], 2, "No such file"),
        (["campaign", "stop", "1", "10", "--server", "sim:"], 3, "CM_ERROR_CAMPAIGN_NOT_LOADED"),
        (["campaign", "load", "1", "10", "--mode", "nonsense", "--server", "sim:"], 2, "push-preview"),
        (["campaign", "load", "1", "10", "--mode", "preview", "--general", "x", "--server", "sim:"], 2, "1:20"),
        (["cancel", "5550100", "--server", "sim:", "--campaign-name", "Spring"], 3, "CM_ERROR_CAMPAIGN_NOT_FOUND"),
        (["dnc", "import", "f", "--no-outbox", "--outbox", "o", "--server", "sim:"], 2, "--no-outbox does without"),
        (["dnc", "import", "f", "--overwrite", "--resume", "--server", "sim:"], 2, "--overwrite replaces"),
        (["nonsense"], 2, "nonsense"),
        (["--site", "berlin", "dnc", "add", "5551234"], 2, "It follows the command: commdn COMMAND --site"),
        (["dnc", "--server", "sim:", "add", "5551234"], 2, "It follows the command: commdn dnc COMMAND --server"),
        (["--berlin", "dnc", "add", "5551234"], 2, "No such option: --berlin. (see"),
        (["dnc", "add", "5551234", "--json=maybe", "--server", "sim:"], 2, "--json"),
        (["dnc", "add", "5551234", "--server", "sim:", "--timeout", "-1"], 2, "'-1' is not a number from 0 ("),
        (["dnc", "add", "5551234", "--server", "sim:", "--timeout", "ten"], 2, "'ten' is not a number ("),
        (["dnc", "add", "5551234", "--server", "sim:", "--chain", "x"], 2, "--chain': 'x' is not one of 'AllChain',"),
        (["campaign", "load", "1", "10", "--mode", "predict", "--goal", "80%"], 2, "'80%' is not a whole number ("),
        (["outbox", "show", "o", "8.5"], 2, "'8.5' is not a whole number ("),
    ],
)
def test_what_goes_wrong_has_its_status_and_words(arguments: list[str], status: int, words: str) -> None:
    ended = run(*arguments)
    assert (ended.returncode, ended.stdout) == (status, ""), ended.stderr
    assert words in re.sub(r"\s+", " ", ended.stderr)
    assert "Traceback" not in ended.stderr


def test_campaign_commands_over_a_running_simulator(tmp_path: Path) -> None:
    command = [*MAIN, "sim", "--listen", "127.0.0.1:0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdout is not None
        address = json.loads(simulator.stdout.readline())["listening"]
        env = {"COMMDN_SERVER": address, "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
        steps = [
            ("load", "not dialling. Progressive, busy factor 70 %.", ["--mode", "progress", "--goal", "70", "--general", "1:20"]),
            ("start", "10: dialling. Predictive, busy factor 70 %.", ["--mode", "CFGDMPredict", "--yes"]),
            ("mode", "Predictive, wait time 9 s.", ["--mode", "1", "--optimize-by", "wait-time", "--goal", "9"]),
            ("status", "CM_GCS_Running", ["--raw"]),
            ("stop", "stopped, not dialling", []),
            ("unload", "unload", []),
            ("load", "loaded, not dialling", ["--mode", "predictive"]),
            ("start", "dialling", []),
            ("complete", "CM_Ev", ["--yes", "--raw"]),
            ("force-unload", "", []),
        ]
        for name, words, options in steps[:-1]:
            ended = run("campaign", name, "1", "10", *options, env=env)
            assert ended.returncode == 0, (name, ended.stderr)
            assert words in ended.stdout
        assert run("campaign", "load", "2", "10", "--mode", "preview", env=env).returncode == 0
        assert run("campaign", "force-unload", "2", "10", "--yes", env=env).returncode == 0
        assert run("cancel", "5550100", "--yes", env=env).returncode == 0
        simulator.send_signal(signal.SIGTERM)
        assert simulator.wait(10) == 0


def test_import_writes_a_row_for_every_row_and_tells_in_the_status(tmp_path: Path) -> None:
    source = tmp_path / "numbers.txt"
    source.write_text("555,1234567\n555,12\n555,7654321\n")
    ended = run("dnc", "import", str(source), "--server", "sim:", "--json")
    assert ended.returncode == 3, ended.stderr
    document = json.loads(ended.stdout)
    assert [document[k] for k in ("rows", "acknowledged", "refused", "unanswered")] == [3, 2, 1, 0]
    with (tmp_path / "numbers.txt.result.csv").open(newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["acknowledged", "refused", "acknowledged"]
    again = run("dnc", "import", str(source), "--server", "sim:")
    assert (again.returncode, "already exists. --resume continues" in re.sub(r"\s+", " ", again.stderr)) == (2, True)
    source.write_text("phone,name\n5551234567,A\n")
    for_people = run("dnc", "import", str(source), "--server", "sim:", "--overwrite")
    assert for_people.returncode == 0
    assert re.search(r"acknowledged +1\b", for_people.stdout)
    told = for_people.stderr.splitlines()
    assert told[:2] == [
        f"commdn: {source}: a table with a header in line 1, utf-8, comma between cells, LF",
        f"commdn: {source}: phone: phone; ignored columns: name",
    ]
    assert len(told) == 3, "the simulator's line, and no progress bar in a pipe"
    source.write_text("phone\n5551230001\nbad\n")
    nobody = ["--app-dbid", "99", "--timeout", "0.1", "--retries", "0"]
    silent = run("dnc", "import", str(source), "--server", "sim:", "--overwrite", *nobody)
    assert silent.returncode == 4, "unanswered wins over refused"
    kept = tmp_path / "numbers.txt.result.csv.outbox"
    assert kept.exists() and str(kept) in silent.stderr
    resumed = run("dnc", "import", str(source), "--server", "sim:", "--resume")
    assert (resumed.returncode, kept.exists()) == (3, False), "what was given up is sent again, then nothing is left"
    source.write_bytes(b"5551230001\n\xff\n")
    wrong = run("dnc", "import", str(source), "--server", "sim:", "--overwrite")
    assert wrong.returncode == 2
    assert "line 2, column 1" in wrong.stderr


def test_status_tells_how_an_import_stands_by_its_result_file(tmp_path: Path) -> None:
    source, result = tmp_path / "numbers.txt", tmp_path / "result.csv"
    source.write_text("phone\n5551230001\n555 123 0002\nnonsense\n", encoding="ascii")
    imported = run("dnc", "import", str(source), "--server", "sim:", "--result", str(result))
    assert imported.returncode == 3
    told = run("dnc", "status", str(result), "--json")
    assert told.returncode == 3
    document = json.loads(told.stdout)
    assert (document["rows"], document["acknowledged"], document["refused"]) == (3, 2, 1)
    assert document["codes"] == {"bad_phone": 1}
    assert "bad_phone" in run("dnc", "status", str(result)).stdout
    # A row that is being written does not count yet, one without an answer does.
    with result.open("a", encoding="ascii") as file:
        file.write("4,5551230003,,unanswered,no_answer,\n5,5551")
    assert json.loads(run("dnc", "status", str(result), "--json").stdout)["rows"] == 4
    assert run("dnc", "status", str(result)).returncode == 4
    for wrong, words in ((source, "this is not a result file"), (tmp_path / "none", "No such file")):
        ended = run("dnc", "status", str(wrong))
        assert ended.returncode == 2
        assert words in ended.stderr



@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.glob("log_*.txt")))
def test_decode_reads_every_log_of_the_vectors(name: str) -> None:
    text = (VECTORS / name).read_text(encoding="utf-8")
    ended = run("decode", "--json", stdin=text)
    assert ended.returncode == 0, (ended.stdout, ended.stderr)
    documents = [json.loads(line) for line in ended.stdout.splitlines()]
    assert documents
    plain = run("decode", str(VECTORS / name))
    assert plain.returncode == 0
    protocols = {document["protocol"] for document in documents}
    if name == "log_desktop.txt":
        assert protocols == {"desktop"}
        assert plain.stdout.count("agent-desktop message") == 2
    else:
        assert "commdn" in protocols
    if name == "log_masked.txt":
        paths = {path for document in documents for path in document["masked_paths"]}
        assert "GSW_CM_AttrProperties/do_not_call/GSW_PHONE" in paths
        assert "masked in the log" in plain.stdout


def test_decode_reads_hex_and_base64() -> None:
    packed = commdn.requests.do_not_call("5551234567").user_data(origin=20, target=101).pack()
    import base64

    for data in (packed.hex(), packed.hex(" "), base64.b64encode(packed).decode()):
        ended = run("decode", data)
        assert ended.returncode == 0
        assert ended.stdout.startswith("request CM_ReqDoNotCall (32)")
        assert "phone=5551234567" in ended.stdout


def test_settings_come_from_a_file_where_nothing_else_is_given(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('server = "sim:"\ndn = "8002"\napp_dbid = 21\ntimeout = 5\n')
    env = {"COMMDN_CONFIG": str(file)}
    ended = run("dnc", "add", "5551234", "--json", env=env)
    assert json.loads(ended.stdout)["target"] == 21
    over = run("dnc", "add", "5551234", "--json", "--app-dbid", "20", env=env)
    assert json.loads(over.stdout)["target"] == 20
    for text, words in [
        ("sever = 1", "site.toml, line 1: unknown key 'sever'. Keys: app_dbid, application"),
        ("\njson = true", "line 2: unknown key 'json'"),
        ("[berlin]\ndn = '8001'", "line 1: unknown key 'berlin'"),
        ("dn = 8001", "dn 8001 is not a text in quotes"),
        ('server = "sim:"\ntimeout = "x"', 'timeout "x" is not a number of seconds'),
        ("dn =", "site.toml"),
    ]:
        file.write_text(text)
        wrong = run("dnc", "add", "5551234", env=env)
        assert wrong.returncode == 2
        assert words in re.sub(r"\s+", " ", wrong.stderr), wrong.stderr


def test_without_its_extra_the_command_tells_how_to_install_it() -> None:
    code = "import sys; sys.modules['typer'] = None; from commdn.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert "pip install 'commdn[cli]'" in ended.stderr


def test_help_documents_the_exit_status() -> None:
    ended = run("--help")
    assert ended.returncode == 0
    assert "3 some refused; 4 some unanswered" in re.sub(r"\s+", " ", ended.stdout)
    assert run("--version").stdout.strip() == f"commdn {commdn.__version__}"


def test_outbox_commands_list_show_retry_export_and_drain(tmp_path: Path) -> None:
    outbox = str(tmp_path / "outbox.db")
    nowhere = ["--server", "127.0.0.1:1", "--dn", "8001", "--app-dbid", "20"]
    kept = run("dnc", "add", "5551234567", "--outbox", outbox, *nowhere)
    assert (kept.returncode, kept.stdout) == (4, "")
    assert "entry 1 stays in" in kept.stderr
    listed = run("outbox", "list", outbox, "--json")
    entry = json.loads(listed.stdout)
    assert (entry["id"], entry["state"], entry["outcome"]) == (1, "waiting", None)
    assert entry["request"]["phone"] == "5551234567"
    assert "CM_ReqDoNotCall 5551234567" in run("outbox", "list", outbox).stdout
    assert "waiting" in run("outbox", "show", outbox, "1").stdout

    sent = run("dnc", "add", "5550000002", "--outbox", outbox, "--server", "sim:")
    assert (sent.returncode, sent.stdout) == (0, "entry 2 acknowledged\n"), sent.stderr
    every = run("dnc", "add", "5550003", "--every-ocs", "--outbox", str(tmp_path / "every.db"), "--server", "sim:", "--timeout", "1")
    assert every.returncode == 0, every.stderr
    refused = run("dnc", "add", "no number", "--as-is", "--outbox", outbox, "--server", "sim:", "--json")
    assert refused.returncode == 3 and json.loads(refused.stdout)["outcome"] == "refused"
    assert run("dnc", "add", "--customer-id", "C", "--outbox", outbox, *nowhere).returncode == 4
    drained = run("outbox", "drain", outbox, "--server", "sim:", "--json")
    assert drained.returncode == 0, drained.stderr
    counts = json.loads(drained.stdout)
    assert (counts["unfinished"], counts["acknowledged"], counts["refused"]) == (0, 3, 1)
    assert json.loads(run("outbox", "stats", outbox, "--json").stdout) == counts

    assert "entry 3 is now entry 5" in run("outbox", "retry", outbox, "3").stdout
    assert run("outbox", "cancel", outbox, "5").returncode == 0
    assert "0 dead letters" in run("outbox", "retry", outbox, "--dead").stdout
    target = tmp_path / "all.csv"
    assert "5 entries are in" in run("outbox", "export", outbox, str(target)).stdout
    with target.open(encoding="utf-8", newline="") as file:
        assert [row["outcome"] for row in csv.DictReader(file)] == [
            "acknowledged", "acknowledged", "refused", "acknowledged", "cancelled",
        ]
    assert "5 entries are forgotten" in run("outbox", "purge", outbox, "--days", "0", "--yes").stdout
    missing = run("outbox", "list", str(tmp_path / "other.db"))
    assert missing.returncode == 2 and not (tmp_path / "other.db").exists()
    assert run("outbox", "retry", outbox).returncode == 2


def test_an_import_that_is_killed_and_resumed_has_one_outcome_for_every_row(tmp_path: Path) -> None:
    source, result = tmp_path / "numbers.txt", tmp_path / "result.csv"
    count = 3_000
    source.write_text("".join(f"555,{number:07}\n" for number in range(count)), encoding="ascii")
    with commdn.Simulator() as simulator:
        where = ["--server", simulator.listen(), "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101"]
        where += ["--result", str(result), "--resume"]
        command = [*MAIN, "dnc", "import", str(source), *where, "--rate", "2500"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=PLAIN) as killed:
            until = time.monotonic() + 8
            while not (result.exists() and result.read_bytes().count(b"\n") > 400):
                assert killed.poll() is None and time.monotonic() < until
                time.sleep(0.005)
            killed.kill()
        store, name = Path(f"{result}.outbox"), Path(f"{result}.run")
        assert store.exists() and name.exists()
        with commdn.Outbox(store) as outbox:
            before = outbox.stats()
        assert 400 <= before.last_entry < count
        resumed = run("dnc", "import", str(source), *where, "--json")
        assert resumed.returncode == 0, resumed.stderr
        document = json.loads(resumed.stdout)
        assert document["acknowledged"] == count and document["resumed"] >= 400
        with result.open(newline="", encoding="ascii") as file:
            rows = [(int(row["line"]), row["status"]) for row in csv.DictReader(file)]
        assert rows == [(line, "acknowledged") for line in range(1, count + 1)]
        assert len(simulator.do_not_call(101)["phones"]) == count
        assert not store.exists() and not name.exists(), "nothing is left in it"


def test_an_import_without_an_outbox_keeps_no_file(tmp_path: Path) -> None:
    source = tmp_path / "numbers.txt"
    source.write_text("5551230001\n", encoding="ascii")
    silent = ["--server", "sim:", "--app-dbid", "99", "--timeout", "0.1"]
    ended = run("dnc", "import", str(source), "--no-outbox", *silent)
    assert (ended.returncode, "left in" in ended.stderr) == (4, False)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["numbers.txt", "numbers.txt.result.csv"]


def test_an_import_that_cannot_begin_leaves_no_outbox(tmp_path: Path) -> None:
    source, result = tmp_path / "numbers.txt", tmp_path / "result.csv"
    source.write_text("5551230001\n", encoding="ascii")
    result.write_text("something else")
    assert run("dnc", "import", str(source), "--server", "sim:", "--result", str(result)).returncode == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["numbers.txt", "result.csv"]


def test_an_import_with_an_outbox_is_told_of_by_status(tmp_path: Path) -> None:
    source, outbox = tmp_path / "numbers.txt", str(tmp_path / "outbox.db")
    source.write_text("".join(f"555{number:07}\n" for number in range(300)), encoding="ascii")
    ended = run("dnc", "import", str(source), "--outbox", outbox, "--server", "sim:", "--json")
    assert (ended.returncode, json.loads(ended.stdout)["acknowledged"]) == (0, 300), ended.stderr
    result = f"{source}.result.csv"
    told = run("dnc", "status", result, "--outbox", outbox)
    assert told.returncode == 0 and "unfinished" in told.stdout and "300" in told.stdout
    as_json = json.loads(run("dnc", "status", result, "--outbox", outbox, "--json").stdout)
    assert as_json["outbox"]["acknowledged"] == as_json["rows"] == 300


def test_looking_at_an_empty_file_makes_no_outbox_of_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    ended = run("outbox", "list", str(path))
    assert (ended.returncode, path.stat().st_size) == (2, 0)
    assert "is empty: it is no outbox" in " ".join(ended.stderr.split())

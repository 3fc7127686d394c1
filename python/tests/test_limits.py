"""Commands without room on the disk, in a file, or for another descriptor: one line of error, nothing lost, and the same
command goes on afterwards.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import OCS
from test_cli import MAIN, PLAIN

import commdn
from commdn.cli.status import Exit

ROWS = 400
IMPORT = ["dnc", "import", "numbers.txt", "--result", "r.csv"]
OWN_DISK = ["unshare", "--map-root-user", "--mount"]


@pytest.fixture
def server() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    with commdn.Simulator() as simulator:
        yield simulator, {
            **PLAIN, "COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101", "COLUMNS": "100",
        }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "numbers.txt").write_text("".join(f"555{row:07}\n" for row in range(ROWS)))
    return tmp_path


def limited(
    folder: Path, env: dict[str, str], limit: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """The command line, with what a shell says before it."""
    command = ["bash", "-c", f'{limit}; exec "$@"', "-", *MAIN, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=folder, env=env
    )


def is_one_line(ended: subprocess.CompletedProcess[str], cause: str) -> None:
    """Beside what is told of the input, and how to go on."""
    about = ("commdn: numbers.txt: ", "commdn: the import was cut off", "commdn: go on with", "commdn: or ")
    told = [line for line in ended.stderr.splitlines() if not line.startswith(about)]
    told = [line for line in told if " wait in " not in line]
    assert len(told) == 1 and told[0].startswith("commdn: ") and cause in told[0], ended.stderr


def goes_on(folder: Path, env: dict[str, str], simulator: commdn.Simulator) -> None:
    """The same command with room has an answer for every row, and leaves nothing over."""
    again = limited(folder, env, "true", *IMPORT, "--resume")
    assert again.returncode == Exit.OK, again.stderr
    with (folder / "r.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["phone"] for row in rows] == [f"555{row:07}" for row in range(ROWS)]
    assert {row["status"] for row in rows} == {"acknowledged"}
    assert len(simulator.do_not_call(OCS)["phones"]) == ROWS
    left = {path.name for path in folder.iterdir()} - {"numbers.txt", "r.csv", "keep"}
    assert not left, left


# Between the interpreter's own needs and what is enough.
@pytest.mark.parametrize("descriptors", [6, 8, 9, 10, 11])
def test_an_import_with_few_descriptors_ends_in_one_line_or_is_done(
    descriptors: int, folder: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = server
    ended = limited(folder, env, f"ulimit -n {descriptors}", *IMPORT)
    assert ended.returncode in (Exit.OK, Exit.FAILED), ended.stderr
    if ended.returncode == Exit.FAILED:
        is_one_line(ended, "")
    goes_on(folder, env, simulator)


def test_an_export_without_a_descriptor_is_a_fault_of_the_disk_not_of_the_command(folder: Path) -> None:
    with commdn.Outbox(folder / "o.db") as outbox:
        outbox.submit(commdn.requests.do_not_call("5551230001"))
    ended = [
        limited(folder, PLAIN, f"ulimit -n {descriptors}", "outbox", "export", "o.db", "e.csv")
        for descriptors in (7, 8, 9)
    ]
    assert {one.returncode for one in ended} <= {Exit.OK, Exit.FAILED}, [one.stderr for one in ended]
    assert any("e.csv cannot be written: Too many open files" in one.stderr for one in ended)
    assert limited(folder, PLAIN, "true", "outbox", "export", "o.db", "e.csv").returncode == Exit.OK


@pytest.mark.parametrize("blocks", [8, 16, 60])
def test_an_import_whose_outbox_cannot_grow_ends_in_one_line_and_goes_on_later(
    blocks: int, folder: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = server
    ended = limited(folder, env, f"ulimit -f {blocks}", *IMPORT)
    assert ended.returncode == Exit.FAILED, ended.stderr
    is_one_line(ended, "r.csv.outbox cannot be ")
    goes_on(folder, env, simulator)


def test_an_export_that_cannot_grow_leaves_no_file(folder: Path) -> None:
    with commdn.Outbox(folder / "o.db") as outbox:
        outbox.submit_many([commdn.requests.do_not_call(f"555{row:07}") for row in range(ROWS)])
    ended = limited(folder, PLAIN, "ulimit -f 40", "outbox", "export", "o.db", "e.csv")
    assert ended.returncode == Exit.FAILED, ended.stderr
    is_one_line(ended, "cannot be ")
    assert not [path.name for path in folder.iterdir() if "export" in path.name or path.suffix == ".csv"]
    assert limited(folder, PLAIN, "true", "outbox", "export", "o.db", "e.csv").returncode == Exit.OK


def full_disk(folder: Path, env: dict[str, str], size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in a folder on a small disk of its own; what is there afterwards gets room, and is in `keep`."""
    script = (
        f"mount -t tmpfs -o size={size}k tmpfs disk || exit 99; cp numbers.txt disk; cd disk; "
        'head -c 60k /dev/zero >filler; "$@"; status=$?; rm filler; cp -a . ../keep; exit $status'
    )
    command = [*OWN_DISK, "bash", "-c", script, "-", *MAIN, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=folder, env=env
    )


# From no room for the tables to room for all but the last outcomes.
@pytest.mark.parametrize("size", [100, 150, 250, 350, 500])
@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run([*OWN_DISK, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False).returncode != 0,
    reason="no disk of one's own can be had here",
)
def test_an_import_on_a_full_disk_ends_in_one_line_and_goes_on_later(
    size: int, folder: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = server
    (folder / "disk").mkdir()
    ended = full_disk(folder, env, size, *IMPORT)
    (folder / "disk").rmdir()
    assert ended.returncode == Exit.FAILED, (ended.returncode, ended.stderr)
    is_one_line(ended, "")
    goes_on(folder / "keep", env, simulator)

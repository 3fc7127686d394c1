"""A do-not-call request on its way to a T-Server and back, with the log line of each hop: `make demo-bridge`.

    Python -> commdn-bridge -> exec:java, the adapter -> the double of the SDK -> commdn-sim

All are processes of their own, as at a site; the double stands for the vendor's SDK, the simulator for T-Server and
OCS. Ends with status 1 if a hop has no line.
"""

from __future__ import annotations

import json
import logging
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import commdn

HERE = Path(__file__).parent
JAR = HERE / "psdk/adapter/target/commdn-psdk.jar"
DOUBLE = HERE / "psdk/sdk-double/target/classes"
PHONE = "5551234567"
PATIENCE = 60.0


@contextmanager
def running(command: list[str], log: Path) -> Iterator[str]:
    """A program until the block ends, and its first line; what else it says is in `log`."""
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline().strip()
        if not line:
            raise SystemExit(f"{command[0]} did not start:\n{log.read_text(encoding='utf-8')}")
        yield line
    finally:
        process.terminate()
        # The simulator's log is on its standard output.
        rest = process.stdout.read()
        process.wait()
        with log.open("a", encoding="utf-8") as out:
            out.write(rest)


def configuration(server: str) -> str:
    adapter = ["java", "-jar", str(JAR), "--stdio", "--sdk", str(DOUBLE)]
    adapter += ["--server", server, "--encoding", "UTF-8", "--log-level", "debug"]
    return f"""
[bridge]
listen = ["127.0.0.1:0"]
[upstream]
servers = [{json.dumps("exec:" + shlex.join(adapter))}]
[[client]]
name = "demo"
requests = ["do_not_call"]
[log]
level = "debug"
"""


def lines(log: Path, *wanted: str) -> list[str]:
    """The lines that have all of these."""
    text = log.read_text(encoding="utf-8").splitlines()
    return [line for line in text if all(part in line for part in wanted)]


def request(address: str, log: Path) -> float:
    """Make the request; tells how many seconds it took."""
    handler = logging.FileHandler(log)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("commdn").addHandler(handler)
    logging.getLogger("commdn").setLevel(logging.DEBUG)
    with commdn.connect(
        address, application="demo", dn="8001", app_dbid=20, ocs_dbid=101, connect_timeout=PATIENCE
    ) as session:
        began = time.monotonic()
        answer = session.do_not_call(PHONE, timeout=PATIENCE)
        took = time.monotonic() - began
        logging.getLogger("commdn.demo").info("%s: %s", PHONE, answer.event.message_type.name)
    return took


def main(simulator: str, bridge: str) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        logs = {name: folder / f"{name}.log" for name in ("python", "bridge", "simulator")}
        with ExitStack() as programs:
            command = [simulator, "run", "--listen", "127.0.0.1:0", "--control", "off"]
            server = programs.enter_context(running(command, logs["simulator"])).split()[-1]
            (folder / "bridge.toml").write_text(configuration(server), encoding="utf-8")
            command = [bridge, "run", str(folder / "bridge.toml")]
            address = programs.enter_context(running(command, logs["bridge"])).split()[-1]
            took = request(address, logs["python"])
        hops = {
            "Python": lines(logs["python"], PHONE)[-1:],
            "commdn-bridge": lines(logs["bridge"], "request-sent") + lines(logs["bridge"], "request-accepted"),
            "adapter (Java)": lines(logs["bridge"], "server-says", "RequestDistributeUserEvent"),
            "simulator": lines(logs["simulator"], "OCS", "DoNotCall"),
        }
        print(f"do not call {PHONE}: answered by OCS after {took * 1000:.0f} ms, over four processes")
        for hop, found in hops.items():
            for line in found or ["no line"]:
                print(f"{hop:>15}  {line}")
        return 0 if all(hops.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

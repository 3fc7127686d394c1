"""RabbitMQ, PostgreSQL and simulators of one's own: loopback only, free ports, data in a temporary folder.

Debian's services are neither used nor started: `install.sh` keeps packages from starting any.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pika
import pika.exceptions

import commdn

DEPLOYED = Path(__file__).resolve().parents[2] / "deploy" / "fleet" / "rabbitmq.conf"
RABBIT = Path("/usr/lib/rabbitmq/bin")
_START_SECONDS = 300.0
_given: set[int] = set()


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses at this moment, below those that the system hands out by itself; each is given once."""
    found: list[int] = []
    while len(found) < count:
        candidate = random.randint(15_000, 31_000)
        if candidate in _given:
            continue
        _given.add(candidate)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
        found.append(candidate)
    return found


def wait_until(what: str, is_so: Callable[[], bool], seconds: float = _START_SECONDS) -> None:
    """Wait for something that becomes true."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def make_certificates(folder: Path) -> None:
    """ca.pem, server.pem and client.pem with their keys, as a simulator makes them that listens with TLS."""
    folder.mkdir(parents=True)
    simulator = commdn.Simulator(toml=f"tls = {{ throw_away = {json.dumps(str(folder))} }}")
    simulator.listen("tls://127.0.0.1:0")
    simulator.stop()


class Broker:
    """A RabbitMQ node with the prometheus plug-in; with certificates it has a second port, for clients that have one."""

    def __init__(self, folder: Path, certificates: Path | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.port, self.tls_port, dist, self._epmd_port, self.prometheus_port = free_ports(5)
        self._epmd: subprocess.Popen[bytes] | None = None
        (folder / "enabled_plugins").write_text("[rabbitmq_prometheus].\n")
        (folder / "rabbitmq.conf").write_text(
            "prometheus.tcp.ip = 127.0.0.1\n"
            f"prometheus.tcp.port = {self.prometheus_port}\n"
            "vm_memory_high_watermark.absolute = 1GB\n"
            "disk_free_limit.absolute = 100MB\n"
            "consumer_timeout = 1800000\n" + ("" if certificates is None else self._tls(certificates))
        )
        self.env = {
            **os.environ,
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"fleet{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(dist),
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
        }
        self.pid = 0

    def _tls(self, certificates: Path) -> str:
        """The lines of deploy/fleet/rabbitmq.conf that are comments there; 127.0.0.2 is no name of the certificate."""
        text = DEPLOYED.read_text(encoding="utf-8")
        lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ssl_options")]
        assert len(lines) == 7, lines
        own = {"ca.pem": "ca.pem", "broker.pem": "server.pem", "broker.key": "server.key"}
        joined = "\n".join(lines)
        for theirs, ours in own.items():
            joined = joined.replace(f"/etc/rabbitmq/tls/{theirs}", str(certificates / ours))
        ports = [f"listeners.ssl.{n} = 127.0.0.{n}:{self.tls_port}\n" for n in (1, 2)]
        return "".join(ports) + joined + "\n"

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start it, and wait until it serves."""
        with (self.folder / "out").open("ab") as out:
            if self._epmd is None:
                # Erlang's port mapper. A node that starts its own does not wait until that listens.
                self._epmd = subprocess.Popen(["epmd"], env=self.env, cwd=self.folder, stdout=out, stderr=out)
                wait_until("Erlang's port mapper", lambda: _answers(self._epmd_port))
            started = subprocess.Popen(
                [str(RABBIT / "rabbitmq-server")], env=self.env, cwd=self.folder, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip
        wait_until("the broker's port", lambda: _answers(self.port) or started.poll() is not None)
        if started.poll() is not None:
            raise RuntimeError(f"the broker has ended: {(self.folder / 'out').read_text()[-2000:]}")
        # A login succeeds once it has started whole; rabbitmqctl would start a second Erlang system to tell that.
        wait_until("the broker", lambda: self._serves() or started.poll() is not None)
        self.pid = int((self.folder / "pid").read_text())

    def _serves(self) -> bool:
        try:
            with pika.BlockingConnection(pika.URLParameters(f"{self.url.removesuffix('/')}%2F")):
                return True
        except (pika.exceptions.AMQPError, OSError):
            return False

    def ctl(self, *words: str) -> str:
        """A command of rabbitmqctl."""
        command = [str(RABBIT / "rabbitmqctl"), "--quiet", *words]
        ended = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=120, check=False)
        if ended.returncode:
            raise RuntimeError(f"{command}: {ended.stdout}{ended.stderr}")
        return ended.stdout

    def kill(self) -> None:
        """End it as a power failure would, and wait until it is gone."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            wait_until("the broker's end", lambda: not _is_alive(self.pid) and not _answers(self.port))
            self.pid = 0

    def stop(self) -> None:
        """End it for good, with its port mapper."""
        self.kill()
        if self._epmd is not None:
            self._epmd.kill()
            self._epmd.wait()
            self._epmd = None


class Database:
    """A PostgreSQL server; it does not run as root, so its files are the user postgres's. With certificates it has TLS."""

    def __init__(self, folder: Path, certificates: Path | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        (self.port,) = free_ports(1)
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self._as_postgres: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            for parent in folder.parents:
                if parent != Path("/") and parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o711)
            self._as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self._run(str(self._bin / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "fleet", "--no-sync")
        self._tls = [] if certificates is None else self._tls_options(certificates)
        self._process: subprocess.Popen[bytes] | None = None
        self.pid = 0

    def _tls_options(self, certificates: Path) -> list[str]:
        """With files that are its user's."""
        for name in ("server.pem", "server.key"):
            shutil.copy(certificates / name, self.folder / name)
            (self.folder / name).chmod(0o600)
            if self._as_postgres:
                shutil.chown(self.folder / name, "postgres", "postgres")
        certificate, key = self.folder / "server.pem", self.folder / "server.key"
        return ["-c", "ssl=on", "-c", f"ssl_cert_file={certificate}", "-c", f"ssl_key_file={key}"]

    def _run(self, *command: str) -> None:
        ended = subprocess.run(
            [*self._as_postgres, *command], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
        )  # fmt: skip
        if ended.returncode:
            raise RuntimeError(f"{command}: {ended.stdout}")

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"postgresql://fleet@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it serves."""
        data = self.folder / "data"
        command = [
            *self._as_postgres, str(self._bin / "postgres"), "-D", str(data), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1,127.0.0.2", "-c", f"unix_socket_directories={self.folder}",
            "-c", "max_connections=300", *self._tls,
        ]  # fmt: skip
        # A child of this process, which sees its end: what nobody waits for seems to hold its data for ever.
        with (self.folder / "log").open("ab") as out:
            self._process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        ready = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until(
            "the database",
            lambda: subprocess.run(ready, check=False).returncode == 0 or self._process_has_ended(),
        )
        if self._process_has_ended():
            raise RuntimeError(f"the database has not started: {(self.folder / 'log').read_text()[-2000:]}")
        self.pid = self._process.pid

    def _process_has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """End it as a crash would, with its children."""
        if not self.pid:
            return
        children = [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _parent(entry) == self.pid
        ]
        for pid in [self.pid, *children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        assert self._process is not None
        self._process.wait()
        wait_until("the database's end", lambda: not any(map(_is_alive, children)))
        self.pid = 0

    def stop(self) -> None:
        """End it for good."""
        self.kill()


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


class Centre:
    """A simulator as a process, with a file that keeps what it has acknowledged and a log of what it received."""

    def __init__(self, folder: Path, *, quiet: bool = False) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.port, self.control = free_ports(2)
        self.logs: list[tuple[float, Path]] = []
        """When each run was launched, and its log, whose times count from a moment soon after that."""
        self._program = os.environ.get("COMMDN_SIM") or sim_program()
        self._told = ["--quiet"] if quiet else ["--json", "--log-personal-data"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it serves."""
        # `normal` survives the death of the process, which is what happens here.
        (self.folder / "sim.toml").write_text(_config(self._program, self.folder))
        command = [
            self._program, "run", "--config", str(self.folder / "sim.toml"), "--listen", self.address,
            "--control", f"127.0.0.1:{self.control}", *self._told,
        ]  # fmt: skip
        log = self.folder / f"log.{len(self.logs)}"
        self.logs.append((time.time(), log))
        with log.open("ab") as out:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        wait_until("the simulator's port", lambda: _answers(self.port))

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    stop = kill

    def ctl(self, *words: str) -> str:
        """A command of its control interface."""
        command = [self._program, "ctl", "--control", f"127.0.0.1:{self.control}", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def _config(program: str, folder: Path) -> str:
    target = folder / "demo.toml"
    if not target.exists():
        subprocess.run([program, "init", str(target)], check=True, capture_output=True)
    text = target.read_text()
    assert '# path = "commdn-sim.db"' in text
    text = text.replace('# path = "commdn-sim.db"', f'path = "{folder / "sim.db"}"')
    return text.replace('synchronous = "full"', 'synchronous = "normal"')


def sim_program() -> str:
    """The simulator's program, as cargo has built it."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", Path(__file__).resolve().parents[2] / "target"))
    for kind in ("release", "debug"):
        if (program := target / kind / "commdn-sim").exists():
            return str(program)
    raise FileNotFoundError("no commdn-sim: cargo build -p commdn-sim")

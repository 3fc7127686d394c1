#!/usr/bin/env python3
"""Drives commdn-tlib over pipes, with the simulator behind: what a client sees, step by step.

    drive.py ADAPTER SIMULATOR
"""

import json
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADAPTER, SIMULATOR = sys.argv[1:3]
SECONDS = 15


class Simulator:
    """commdn-sim as a process."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen([SIMULATOR, "run", "--quiet", *arguments], stdout=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        ports = re.search(r"listening on [\d.]+:(\d+)(?:, backup on [\d.]+:(\d+))?, control on [\d.]+:(\d+)", first)
        self.port, self.backup, self.control_port = (int(port or 0) for port in ports.groups())

    def control(self, **command: object) -> None:
        with socket.create_connection(("127.0.0.1", self.control_port)) as connection:
            connection.sendall(json.dumps(command).encode() + b"\n")
            reply = json.loads(connection.makefile().readline())
            assert reply["ok"], reply


class Client:
    """A client of the adapter."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen([ADAPTER, "--stdio", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, bufsize=0)

    def send(self, message: int, *attributes: tuple[int, bytes | int]) -> None:
        body = struct.pack(">H", message)
        for number, value in attributes:
            data = struct.pack(">i", value) if isinstance(value, int) else value
            body += struct.pack(">HI", number, len(data)) + data
        self.process.stdin.write(struct.pack(">I", len(body)) + body)

    def read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.process.stdout.read(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def introduce(self, name: bytes = b"desktop", keep_alive_ms: int = 0, **attributes: bytes) -> "Client":
        self.process.stdin.write(b"COMMDN\0\1")
        extra = [(65, attributes["password"])] if "password" in attributes else []
        self.send(0, (64, name), (65281, keep_alive_ms), *extra)
        assert self.read(8) == b"COMMDN\0\1"
        return self

    def await_(self, message: int) -> dict[int, bytes]:
        """The next frame of that number; what comes before is passed over."""
        passed = []
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            body = self.read(struct.unpack(">I", self.read(4))[0])
            attributes, at = {}, 2
            while at < len(body):
                number, length = struct.unpack_from(">HI", body, at)
                attributes[number] = body[at + 6:at + 6 + length]
                at += 6 + length
            came = struct.unpack_from(">H", body)[0]
            if came == message:
                return attributes
            passed.append(came)
        raise AssertionError(f"no message {message}; came {passed}")

    def register(self, dn: bytes) -> None:
        self.send(3, (20, dn), (2, 0), (49, 0), (47, 1))

    def distribute(self, dn: bytes, reference: int, packed: bytes) -> None:
        nested = struct.pack(">HHI", 96, 51, len(packed)) + packed
        self.send(48, (59, dn), (2, reference), (58, nested))

    def up(self) -> "Client":
        self.introduce()
        self.await_(50)
        self.await_(95)
        self.register(b"8001")
        assert self.await_(53)[20] == b"8001"
        return self

    def end(self) -> int:
        self.process.stdin.close()
        return self.process.wait(SECONDS)


@contextmanager
def client(*options: str) -> Iterator[Client]:
    started = Client(*options)
    try:
        yield started
    finally:
        started.process.kill()


def packed(value: object) -> bytes:
    """A dict as a packed list."""
    out = struct.pack(">H", len(value))
    for key, one in value.items():
        name = key.encode()
        if isinstance(one, int):
            kind, data = 1, struct.pack(">Hi", 4, one)
        elif isinstance(one, dict):
            inner = packed(one)
            kind, data = 3, struct.pack(">I", len(inner)) + inner
        else:
            kind, data = 0, struct.pack(">H", len(one)) + one
        out += struct.pack(">BH", kind, len(name)) + name + data
    return out


def do_not_call(phone: bytes) -> bytes:
    return packed({"GSW_CM_MessageType": 32, "GSW_CM_AttrOriginAppID": 20, "GSW_CM_AttrTargetAppID": 101,
                   "GSW_CM_AttrProperties": {"do_not_call": {"GSW_PHONE": phone}}})


def number(value: bytes) -> int:
    return struct.unpack(">i", value)[0]


def a_request_is_acknowledged_and_answered(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.up().distribute(b"8001", 7, do_not_call(b"5550123"))
        assert number(one.await_(138)[2]) == 7
        own, answer = one.await_(96), one.await_(96)
        assert own[51] == do_not_call(b"5550123"), "as it was sent"
        assert b"GSW_CM_MessageType\x00\x04\x00\x00\x00\x21" in answer[51] and answer[20] == b"8001"
        assert struct.unpack(">Q", answer[148])[0] == struct.unpack(">Q", own[148])[0] + 1
        assert one.end() == 0


def refusals_have_numbers_and_words(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.up().register(b"9999")
        refused = one.await_(52)
        assert number(refused[46]) == 59 and refused[20] == b"9999" and refused[1].startswith(b"the DN is not in the")
        one.distribute(b"8002", 8, do_not_call(b"5550123"))
        refused = one.await_(52)
        assert number(refused[46]) == 41 and number(refused[2]) == 8 and 20 not in refused
        one.distribute(b"8001", 9, b"\0\1\x09")
        assert number(one.await_(52)[46]) == 53
        one.send(4, (20, b"8001"), (2, 3))
        assert number(one.await_(54)[2]) == 3


def the_link_and_the_dn_come_and_go(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.up()
        simulator.control(command="service", dn="8001", up=False)
        assert one.await_(147)[20] == b"8001"
        simulator.control(command="service", dn="8001", up=True)
        one.await_(148)
        simulator.control(command="link", up=False)
        one.await_(94)
        one.distribute(b"8001", 10, do_not_call(b"5550123"))
        assert number(one.await_(52)[46]) == 54
        simulator.control(command="link", up=True)
        one.await_(95)
        simulator.control(command="unregister", dn="8001")
        assert one.await_(54)[20] == b"8001"
        one.register(b"8001")
        one.await_(53)


def a_lost_connection_comes_back_with_its_registration(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.up()
        for reference in range(11, 14):
            simulator.control(command="cut")
            one.await_(94)
            one.await_(95)
            one.distribute(b"8001", reference, do_not_call(b"5550123"))
            assert number(one.await_(138)[2]) == reference


def a_switch_over_leads_to_the_other_server(simulator: Simulator, server: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "centre.toml"
        file.write_text('dn = [{ number = "8001" }]\napplication = [{ dbid = 20, name = "desktop" }]\n'
                        'ocs = [{ dbid = 101, name = "OCS", connections = [20] }]\n[tserver]\nlisten = "127.0.0.1:0"\n'
                        'backup_listen = "127.0.0.1:0"\ncontrol_listen = "127.0.0.1:0"\n', encoding="utf-8")
        pair = Simulator("--config", str(file))
        try:
            servers = ("--server", f"127.0.0.1:{pair.port}", "--server", f"127.0.0.1:{pair.backup}")
            with client(*servers, "--refused-seconds", "0.2") as one:
                one.up()
                for reference in (1, 2):
                    pair.control(command="switch_over")
                    one.await_(94)
                    one.await_(95)
                    one.distribute(b"8001", reference, do_not_call(b"5550123"))
                    assert number(one.await_(138)[2]) == reference
        finally:
            pair.process.kill()


def nobody_reached_is_told(simulator: Simulator, server: str) -> None:
    with client("--server", "127.0.0.1:1", "--login-seconds", "0.5") as one:
        refused = one.introduce().await_(52)
        assert number(refused[46]) == 54 and b"127.0.0.1:1" in refused[1], refused
        assert one.process.wait(SECONDS) == 3


def the_end_of_the_time_of_grace_is_told(simulator: Simulator, server: str) -> None:
    own = Simulator("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0")
    with client("--server", f"127.0.0.1:{own.port}", "--grace-seconds", "0.5") as one:
        one.up()
        own.process.kill()
        one.await_(94)
        one.await_(51)
        assert one.process.wait(SECONDS) == 5


def a_client_that_does_not_read_is_dropped(simulator: Simulator, server: str) -> None:
    with client("--server", server, "--max-queue-bytes", "65536") as one:
        one.up()
        filler = packed({"filler": b"x" * 15_000})
        try:
            for reference in range(1, 2_000):
                one.distribute(b"8001", reference, filler)
        except BrokenPipeError:
            pass
        assert one.process.wait(SECONDS) == 4


def a_silent_client_is_polled_and_given_up(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.introduce(keep_alive_ms=200).await_(65281)
        one.send(65282)
        one.await_(65281)
        assert one.process.wait(SECONDS) == 7


def other_bytes_are_refused(simulator: Simulator, server: str) -> None:
    for start in (b"GET / HTTP/1.1\r\n\r\n", b"COMMDN\0\1\x7f\0\0\0\0\0", b"COMMDN\0\1\0\0\0\2\0\3"):
        with client("--server", server) as one:
            one.process.stdin.write(start)
            assert one.process.wait(SECONDS) == 7, start


def a_password_stays_out_of_the_command_line_and_the_log(simulator: Simulator, server: str) -> None:
    with client("--server", server, "--password", "secret") as one:
        assert b"--password-file" in one.process.stderr.read() and one.process.wait(SECONDS) == 2
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("a secret\n")
        file.flush()
        one = Client("--server", server, "--password-file", file.name).up()
        assert one.end() == 0
        assert b"a secret" not in one.process.stderr.read()


def wrong_settings_are_named(simulator: Simulator, server: str) -> None:
    for words, told in ((["--server", "x"], "'x'"), (["--colour", "red"], "'--colour'"), ([], "--server HOST:PORT is missing"),
                        (["--server", "x:1", "--login-seconds", "soon"], "'soon'"), (["--server"], "without a value")):
        ended = subprocess.run([ADAPTER, *words], capture_output=True, text=True, timeout=SECONDS)
        assert ended.returncode == 2 and told in ended.stderr and not ended.stdout, ended
    assert subprocess.run([ADAPTER, "--help"], capture_output=True, timeout=SECONDS).returncode == 0


def the_self_test_compares_packed_lists(simulator: Simulator, server: str) -> None:
    ended = subprocess.run([ADAPTER, "self-test"], capture_output=True, text=True, timeout=SECONDS)
    assert ended.returncode == 0 and "nested list: same" in ended.stdout, ended


def a_client_that_reads_names_is_refused(simulator: Simulator, server: str) -> None:
    with client("--server", server) as one:
        one.up().send(65283, (2, 9), (65282, 5))
        refused = one.await_(52)
        assert number(refused[2]) == 9 and number(refused[46]) == 51 and b"configuration" in refused[1], refused
        assert one.end() == 0


def main() -> int:
    simulator = Simulator("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0")
    failed = 0
    tests = [a_request_is_acknowledged_and_answered, refusals_have_numbers_and_words, the_link_and_the_dn_come_and_go,
             a_lost_connection_comes_back_with_its_registration, a_switch_over_leads_to_the_other_server,
             nobody_reached_is_told, the_end_of_the_time_of_grace_is_told, a_client_that_does_not_read_is_dropped,
             a_silent_client_is_polled_and_given_up, other_bytes_are_refused,
             a_password_stays_out_of_the_command_line_and_the_log, wrong_settings_are_named,
             the_self_test_compares_packed_lists, a_client_that_reads_names_is_refused]
    try:
        for test in tests:
            try:
                test(simulator, f"127.0.0.1:{simulator.port}")
            except Exception as error:  # Every test is run, and each failure told.
                failed += 1
                print(f"FAILED {test.__name__}: {type(error).__name__} {error}", file=sys.stderr)
    finally:
        simulator.process.kill()
    print(f"{len(tests) - failed} of {len(tests)} steps with the adapter for T-Library")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Draw the pictures of the command line from what it really prints: `pictures.py`, after a change of its output.

Owns python/docs/images/*.svg. A command runs on a pseudo-terminal, against the simulator; the last state of what it
redraws is the picture.
"""

from __future__ import annotations

import io
import os
import pty
import re
import struct
import sys
import tempfile
import termios
import threading
import time
from fcntl import ioctl
from pathlib import Path

from rich.console import Console
from rich.text import Text

import commdn
from commdn import DialMode, OptimizeBy

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH = 80
ROWS = 30_000
# What a live display writes before it draws itself again: the cursor to its first line, all lines erased.
AGAIN = re.compile(r"(?:\r|\x1b\[1A)*\x1b\[2K(?:\x1b\[1A\x1b\[2K)*")
CURSOR = re.compile(r"\x1b\[\?25[lh]")


def printed(words: list[str], folder: str) -> str:
    """What a command prints on a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update(TERM="xterm-256color", LINES="24", COLUMNS=str(WIDTH))
        os.execvp(sys.executable, [sys.executable, "-m", "commdn", *words])
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    parts = []
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    _, status = os.waitpid(child, 0)
    text = b"".join(parts).decode()
    if status:
        raise SystemExit(f"commdn {' '.join(words)}: status {os.waitstatus_to_exitcode(status)}\n{text}")
    return text


def last_state(text: str) -> Text:
    """What stays on the terminal."""
    shown = AGAIN.split(CURSOR.sub("", text.replace("\r\n", "\n")))[-1]
    return Text.from_ansi(shown.strip("\n"))


def draw(name: str, title: str, text: Text) -> None:
    """The picture in a frame."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(text)
    # Of one name, so that a picture that shows the same is the same.
    svg = console.export_svg(title=title, unique_id=name)
    # The font is the reader's own: a page asks no other host for one.
    svg = re.sub(r"\s*@font-face \{.*?\}\n|\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = "".join(f"{line.rstrip()}\n" for line in svg.splitlines())
    (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(IMAGES / f"{name}.svg")


def import_of_numbers() -> None:
    """A do-not-call list."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = "".join(f"555{number:07}\n" for number in range(ROWS))
        Path(folder, "numbers.txt").write_text(numbers, encoding="utf-8")
        text = printed(["dnc", "import", "numbers.txt", "--server", "sim:"], folder)
    draw("import", "commdn dnc import numbers.txt", last_state(text))


def campaign_that_is_watched() -> None:
    """A campaign that is loaded, dials and is unloaded."""
    with tempfile.TemporaryDirectory() as folder, commdn.Simulator() as simulator:
        address = simulator.listen()
        words = ["watch", "--server", address, "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101", "--for", "12"]
        told: list[str] = []
        watching = threading.Thread(target=lambda: told.append(printed(words, folder)))
        watching.start()
        while not simulator.snapshot()["clients"]:
            time.sleep(0.1)
        with commdn.connect(address, dn="8001", app_dbid=21, ocs_dbid=101) as session:
            dialing = {"dial_mode": DialMode.PREDICT, "optimize_by": OptimizeBy.BUSY_FACTOR, "optimize_goal": 80}
            session.load_campaign(1, 10, **dialing)
            time.sleep(1.5)
            session.start_dialing(1, 10, **dialing)
            time.sleep(1.5)
            session.stop_dialing(1, 10)
            session.do_not_call("5551234567")
        watching.join()
    draw("watch", "commdn watch", last_state(told[0]))


if __name__ == "__main__":
    campaign_that_is_watched()
    import_of_numbers()

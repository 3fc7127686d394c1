#!/usr/bin/env python3
"""R6: the instructions of codec and exchange as rows.

`make instructions` counts them and holds them against their budgets; this reads its counts, and has the goals.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

# How often the benches of the exchange do what they count.
TIMES = {"exchange_submit": 32, "exchange_answer": 32}
# A measure for each function that is counted; a goal only where there is one, for DNC.
MEASURES = {
    "to_bytes": ("typed request to bytes", "<= 600"),
    "walk_received": ("walk of received bytes", "<= 860"),
    "owned": ("bytes to owned list", "<= 1600"),
    "lookup": ("one nested value out of received bytes", None),
    "fields": ("fields of a message", None),
    "exchange_submit": ("exchange: submit, 1,000 open", None),
    "exchange_answer": ("exchange: answer, 1,000 open", None),
    "exchange_tick": ("exchange: tick, 1,000 open", None),
}


def main() -> int:
    run = subprocess.run(
        ["make", "--silent", "instructions"],
        env=os.environ | {"GUNGRAUN_OUTPUT_FORMAT": "json"},
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in run.stdout.splitlines():
        if line.startswith("{"):
            tell(json.loads(line))
        else:
            print(line, file=sys.stderr)
    return run.returncode


def tell(counted: dict) -> None:
    """Print the row of one function with one argument."""
    name = counted["function_name"]
    measure, goal = MEASURES[name]
    message = counted["id"].upper() if counted["id"] in ("dnc", "seq") else ""
    count = counted["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"]
    count = round(count / TIMES.get(name, 1))
    row = {
        "id": "R6",
        "measure": f"{message}, {measure}" if message else measure,
        "ours": count,
        "peer_name": None,
        "peer": None,
        "unit": "instructions",
        "ratio": count,
        "goal": goal if message == "DNC" else None,
        "spread": None,
    }
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    sys.exit(main())

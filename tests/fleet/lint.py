"""What no schema knows of deploy/fleet: that gauges exist which alerts and dashboard ask for, secrets and files too."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy" / "fleet"
_METRIC = re.compile(r"\b(commdn_fleet_[a-z_]+)\b")


def read(name: str) -> Any:
    return YAML(typ="safe").load((DEPLOY / name).read_text(encoding="utf-8"))


def gauges() -> set[str]:
    """What the exporter has, by its source."""
    return set(re.findall(r'"(commdn_fleet_[a-z_]+)"', (ROOT / "python/commdn/fleet/monitor.py").read_text()))


def faults() -> list[str]:
    """Everything that is wrong."""
    found: list[str] = []
    known = gauges()
    rules = [rule for group in read("prometheus/alerts.yml")["groups"] for rule in group["rules"]]
    for rule in rules:
        missing = {"alert", "expr", "labels", "annotations"} - rule.keys()
        if missing:
            found.append(f"alert {rule.get('alert')}: no {', '.join(sorted(missing))}")
        found += [f"alert {rule['alert']}: no gauge {name}" for name in set(_METRIC.findall(rule["expr"])) - known]
        if rule["expr"].count("(") != rule["expr"].count(")"):
            found.append(f"alert {rule['alert']}: parentheses")
    board = json.loads((DEPLOY / "grafana/fleet.json").read_text(encoding="utf-8"))
    ids = [panel["id"] for panel in board["panels"]]
    if len(set(ids)) != len(ids):
        found.append("dashboard: two panels have one id")
    for panel in board["panels"]:
        for target in panel["targets"]:
            found += [f"panel {panel['title']}: no gauge {name}" for name in set(_METRIC.findall(target["expr"])) - known]
    compose = read("compose.yaml")
    for name, service in compose["services"].items():
        for kind in ("secrets", "networks"):
            found += [f"{name}: {kind} {one} is not declared" for one in service.get(kind, ()) if one not in compose[kind]]
        environment = json.dumps(service.get("environment", {}))
        if re.search(r"(?i)password\"?: \"(?!/run/secrets)|://[^/\" ]*:[^/\" ]*@", environment):
            found.append(f"{name}: a secret stands in its environment")
        if re.search(r"RABBITMQ_\w+_FILE", environment):
            found.append(f"{name}: the image of RabbitMQ refuses variables that name files of secrets")
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("./") and not (DEPLOY / source).exists():
                found.append(f"{name}: there is no {source}")
    prometheus = read("prometheus/prometheus.yml")
    found += [f"prometheus: there is no {name}" for name in prometheus["rule_files"] if not (DEPLOY / "prometheus" / name).exists()]
    return found


if __name__ == "__main__":
    wrong = faults()
    print("\n".join(wrong) if wrong else "deploy/fleet: gauges, secrets and files are there")
    sys.exit(1 if wrong else 0)

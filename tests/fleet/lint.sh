#!/usr/bin/env bash
# What deploy/fleet has, against the linters that can be had without an engine that runs it.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=target/fleet-lint-venv
[ -e $venv/.installed ] || {
  "${PYTHON:-python3}" -m venv $venv
  $venv/bin/python -m pip install --quiet 'check-jsonschema>=0.33,<1'
  touch $venv/.installed
}
# The Compose specification's own schema comes with the checker.
$venv/bin/check-jsonschema --builtin-schema vendor.compose-spec deploy/fleet/compose.yaml
$venv/bin/python tests/fleet/lint.py
if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify --man=no deploy/fleet/systemd/*.service deploy/fleet/systemd/*.timer
else
  echo "no systemd-analyze here: the units were not checked"
fi
if command -v promtool >/dev/null; then
  promtool check config deploy/fleet/prometheus/prometheus.yml
  promtool test rules tests/fleet/alerts.test.yml
else
  echo "no promtool here: when alerts fire was not tested"
fi
if docker compose version >/dev/null 2>&1; then
  COMMDN_IMAGE=commdn docker compose -f deploy/fleet/compose.yaml config --quiet
fi

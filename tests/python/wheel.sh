#!/usr/bin/env bash
# The wheel installs into a fresh environment and works there without a Rust toolchain.
#
# Built with the profile of `make venv`, in CARGO_TARGET_DIR (target/ if that is not set).
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "-- the wheel"
.venv/bin/python -m pip wheel --quiet --no-deps ./python -w "$work"
wheel=$(ls "$work"/commdn-*-abi3-*.whl)

echo "-- a fresh environment without cargo and rustc"
"${PYTHON:-python3}" -m venv "$work/venv"
# Only the environment's own programs are to be found.
PATH="$work/venv/bin" "$work/venv/bin/python" -m pip install --quiet "$wheel[cli]"
env -i PATH="$work/venv/bin" HOME="$work" "$work/venv/bin/commdn" dnc add 5551234567 --server sim: | tee "$work/answer"
grep -q 'CM_EvDoNotCallProcessed.*phone=5551234567' "$work/answer"
echo "1 passed, 0 failed"

#!/usr/bin/env bash
# What row F1 needs: broker and database, the package with its extras in the bench's own interpreter ($1), the simulator.
set -euo pipefail
cd "$(dirname "$0")/../../.."

tests/fleet/install.sh
"$1" -m pip install --quiet --force-reinstall --no-deps ./python
"$1" -m pip install --quiet './python[cli,fleet]'
CARGO_TARGET_DIR=target cargo build --release --quiet --locked -p commdn-sim

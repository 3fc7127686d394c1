#!/usr/bin/env bash
# Install the package, built as it is shipped, and its peers beside the bench's own interpreter ($1); build the servers.
set -euo pipefail
cd "$(dirname "$0")/../../.."

"$1" -m pip install --quiet --no-deps --force-reinstall ./python
cargo build --release --quiet --manifest-path tests/bench/Cargo.toml --bin responder --bin nats_echo

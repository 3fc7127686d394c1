#!/usr/bin/env bash
# Install the package, built as it is shipped, and its peers beside the bench's own interpreter ($1); build the servers.
#
# redis-server and nats-server are Debian's, installed if they are missing, which only root can.
set -euo pipefail
cd "$(dirname "$0")/../../.."

packages=()
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v redis-server >/dev/null || packages+=(redis-server)
command -v nats-server >/dev/null || packages+=(nats-server)
if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}" >&2
  # Without them the rows say that there is no peer.
  { apt-get install -y -qq "${packages[@]}" || { apt-get update -qq && apt-get install -y -qq "${packages[@]}"; }; } >&2 || true
fi

"$1" -m pip install --quiet --no-deps --force-reinstall ./python
cargo build --release --quiet --manifest-path tests/bench/Cargo.toml --bin responder --bin nats_echo

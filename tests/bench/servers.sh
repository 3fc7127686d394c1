#!/usr/bin/env bash
# Install the servers of the session rows' peers, then run the command that is given: `servers.sh COMMAND ARGUMENT ...`.
#
# redis-server and nats-server are Debian's, installed if they are missing, which only root can. Without them the rows
# say that there is no peer.
set -euo pipefail

packages=()
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v redis-server >/dev/null || packages+=(redis-server)
command -v nats-server >/dev/null || packages+=(nats-server)
if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}" >&2
  { apt-get install -y -qq "${packages[@]}" || { apt-get update -qq && apt-get install -y -qq "${packages[@]}"; }; } >&2 || true
fi
exec "$@"

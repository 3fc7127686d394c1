#!/usr/bin/env bash
# Rows M1, the stripped library without the simulator: `size.sh TARGET`, after build.sh has built it there.
set -euo pipefail

stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT

row() { # measure library goal
  local kib
  strip --strip-all -o "$stripped" "$2"
  kib=$((($(stat -c %s "$stripped") + 1023) / 1024))
  echo '{"id": "M1", "measure": "'"$1"'", "ours": '$kib', "peer_name": null, "peer": null,' \
    '"unit": "KiB", "ratio": '$kib', "goal": '"$3"', "spread": null}'
}

row "stripped library without the simulator" "$1/release/libcommdn.so" '"<= 2048"'
row "the same without TLS and the outbox" "$1/c/plain.so" null

#!/usr/bin/env bash
# Row M1, the stripped library without the simulator: `size.sh TARGET`, after build.sh has built it there.
set -euo pipefail

stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
strip --strip-all -o "$stripped" "$1/release/libcommdn.so"
kib=$((($(stat -c %s "$stripped") + 1023) / 1024))
echo '{"id": "M1", "measure": "stripped library without the simulator", "ours": '$kib', "peer_name": null, "peer": null,' \
  '"unit": "KiB", "ratio": '$kib', "goal": "<= 2048", "spread": null}'

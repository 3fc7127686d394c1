#!/usr/bin/env bash
# The bridge of a Debian package carries the request of a program that is linked with the library of the tar.gz:
# bridge.sh BRIDGE.deb LIBRARY.tar.gz
#
# Both are unpacked into empty folders; the machine stays as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap '[ -z "${bridge-}" ] || kill "$bridge" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

mkdir "$work/bridge" "$work/kit"
dpkg-deb --extract "$1" "$work/bridge"
tar -xzf "$2" -C "$work/kit" --strip-components=1
lib=$(dirname "$(find "$work/kit" -name pkgconfig)")
# shellcheck disable=SC2046
cc "$root/examples/c/dnc.c" -o "$work/dnc" $(PKG_CONFIG_LIBDIR="$lib/pkgconfig" pkg-config --cflags --libs commdn)

cat >"$work/bridge.toml" <<'TOML'
[bridge]
listen = ["127.0.0.1:0"]
[upstream]
servers = ["sim:"]
[clients]
unknown = true
TOML
"$work/bridge/usr/bin/commdn-bridge" run "$work/bridge.toml" >"$work/said" 2>"$work/log" &
bridge=$!
for _ in $(seq 100); do
  address=$(sed -n 's/^listening on //p' "$work/said")
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { cat "$work/log" >&2; fail "the bridge does not listen"; }
LD_LIBRARY_PATH=$lib timeout -k 2 30 "$work/dnc" "$address" | tee "$work/answer"
grep -q acknowledged "$work/answer" || { cat "$work/log" >&2; fail "the request was not acknowledged"; }
echo "1 passed, 0 failed"

#!/usr/bin/env bash
# wheel.sh FOLDER: the wheel for 64-bit Windows and any CPython from 3.11 on, and what is in it. Needs toolchain.sh.
#
# PROFILE=release makes the one that is shipped.
set -euo pipefail
cd "$(dirname "$0")/../.."
maturin=$WINDOWS_FOLDER/maturin
[ -x "$maturin/bin/maturin" ] || {
  python3 -m venv "$maturin"
  "$maturin/bin/python" -m pip install --quiet 'maturin>=1.9,<2'
}
rm -rf "$1"
"$maturin/bin/maturin" build --quiet --locked --manifest-path python/Cargo.toml --target "$CARGO_BUILD_TARGET" \
  --profile "${PROFILE:-dev}" --out "$1"
python3 tests/windows/wheel.py "$1"/commdn-*.whl "${CC_x86_64_pc_windows_gnu%-gcc}-objdump"

#!/usr/bin/env bash
# The zip and the wheel for Windows, with all optimisation, in target/windows/dist.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/windows/toolchain.sh
trap windows_end EXIT
dist=$windows/dist
rm -rf "$dist"
cmake -S . -B "$windows/release" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR="${windows_target%%-*}" \
  -DCMAKE_C_COMPILER="$mingw-gcc" -DCMAKE_RC_COMPILER="$mingw-windres" -DCMAKE_INSTALL_PREFIX=/commdn -DCARGO="$CARGO"
cmake --build "$windows/release"
PROFILE=release tests/windows/wheel.sh "$dist"
cmake -E chdir "$windows/release" cpack -G ZIP -B "$dist"
ls -l "$dist"

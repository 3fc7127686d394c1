#!/usr/bin/env bash
# Build the agent desktop from the source tree, and use it under Xvfb: tests/qt/desktop_test.cpp.
#
# As root it installs what is missing: Qt 6, Xvfb and a font. CARGO_TARGET_DIR is respected. The
# picture of the window is desktop.png in the build folder; UPDATE_SCREENSHOT=1 commits it to docs/.
set -euo pipefail
cd "$(dirname "$0")/../.."

VALGRIND=no
source tests/native.sh
for tool in cmake:cmake xvfb-run:xvfb xauth:xauth qmake6:qt6-base-dev fc-list:fontconfig; do
  need "${tool%:*}" "${tool#*:}" || { echo "${tool#*:} is not installed" >&2; exit 1; }
done
[ -n "$(fc-list 'DejaVu Sans')" ] || { echo "-- installing fonts-dejavu-core"; apt-get install -y -qq fonts-dejavu-core >/dev/null 2>&1; }
native qt-tests

built() {
  cmake -S tests/qt -B "$build" -DCOMMDN_LIBRARY="$build/libcommdn.so" -DCMAKE_BUILD_TYPE=Debug >"$build/log" 2>&1 \
    && cmake --build "$build" -j "$(nproc)" >>"$build/log" 2>&1 || { cat "$build/log" >&2; return 1; }
}

# Without the usual settings of whoever runs this; the limit of the whole, each wait has its own.
under_xvfb() {
  env -u DISPLAY -u WAYLAND_DISPLAY -u QT_STYLE_OVERRIDE -u QT_SCALE_FACTOR QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8 \
    timeout -k 5 "$limit" xvfb-run -a -s "-screen 0 1024x768x24" "$@"
}

tested() {
  rm -f "$build/desktop.png"
  SCREENSHOT=$build/desktop.png under_xvfb "$build/desktop_test" >"$build/log" 2>&1 \
    || { cat "$build/log" >&2; return 1; }
  grep '^Totals' "$build/log"
  [ -s "$build/desktop.png" ]
}

# The program itself: it says how it is used, and refuses what it does not know.
program() {
  under_xvfb "$build/desktop/desktop" --help | grep -- '--address' >/dev/null \
    && ! under_xvfb "$build/desktop/desktop" --app none 2>/dev/null
}

echo "-- the agent desktop is built"
count built
echo "-- and used"
count tested
count program
[ -z "${UPDATE_SCREENSHOT:-}" ] || cp "$build/desktop.png" docs/images/desktop.png
verdict

#!/usr/bin/env bash
# The adapters of include/commdn/adapters: each compiles alone, and serves a session and an outbox in its loop.
#
# As root it installs what is missing: libuv, glib, asio and Qt 6; otherwise what is missing is an error. `run.sh glib ...`
# tests only those. CARGO_TARGET_DIR, CXX and SANITIZE=yes are respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
VALGRIND=no
need pkg-config pkg-config || { echo "pkg-config is not installed" >&2; exit 1; }
# A library by the name of its Debian package, unless `there` says that it is there.
library() { # package there ...
  "${@:2}" >/dev/null 2>&1 && return
  need "no-such-command-$1" "$1" || { echo "$1 is not installed" >&2; exit 1; }
}
asio_is_there() { echo '#include <asio/io_context.hpp>' | "$CXX" -fsyntax-only -x c++ -; }
loops=("$@")
[ ${#loops[@]} -gt 0 ] || loops=(glib libuv asio qt)
for loop in "${loops[@]}"; do
  case $loop in
    glib) library libglib2.0-dev pkg-config glib-2.0 ;;
    libuv) library libuv1-dev pkg-config libuv ;;
    asio) library libasio-dev asio_is_there ;;
    qt) library qt6-base-dev pkg-config Qt6Core ;;
  esac
done
native adapter-tests

flags() { # loop
  case $1 in
    glib) pkg-config --cflags --libs glib-2.0 ;;
    libuv) pkg-config --cflags --libs libuv ;;
    qt) echo "-fPIC $(pkg-config --cflags --libs Qt6Core)" ;;
  esac
}

# The other library's headers are the system's: no warnings of theirs.
works() { # loop
  local options
  read -ra options <<<"$(flags "$1" | sed 's|-I|-isystem |g')"
  echo "#include <commdn/adapters/$1.hpp>" | "$CXX" -std=c++17 -Wall -Wextra -Wpedantic -Wshadow -Werror -Iinclude \
    "${options[@]}" -fsyntax-only -x c++ - 2>"$build/$1.log" || { cat "$build/$1.log" >&2; return 1; }
  "$CXX" -std=c++17 -g -Wall -Wextra -Wpedantic -Wshadow -Werror -Iinclude "tests/adapters/$1.cpp" -o "$build/$1" \
    -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" "${options[@]}" "${sanitizer[@]}" && run "$build/$1"
}

count_each works "${loops[@]}"
verdict

#!/usr/bin/env bash
# Build the library, compile the C++ header, tests and examples, run each program within a minute.
#
# Every compiler of CXX_COMPILERS (default: g++ and clang++, where installed) takes every header
# alone and every program, as C++17 and C++20, with and without RTTI, without a warning. The
# programs of the first compiler run as C++17 without RTTI, under valgrind where it is installed
# (VALGRIND=no leaves it out). Works from a fresh clone; CARGO_TARGET_DIR is respected.
# `run.sh FILE.cpp ...` runs only those.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${VALGRIND:=$(command -v valgrind >/dev/null && echo yes || echo no)}"
if [ -z "${CXX_COMPILERS:-}" ]; then
  CXX_COMPILERS=
  for compiler in g++ clang++; do
    command -v "$compiler" >/dev/null && CXX_COMPILERS+="$compiler "
  done
fi
read -ra compilers <<<"$CXX_COMPILERS"
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
build=$target/cpp-tests
warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
limit=60

cargo build --quiet -p commdn-ffi
mkdir -p "$build"
# The library by the name that programs look for, its SONAME.
soname=$(readelf -d "$target/debug/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
ln -sf "$target/debug/libcommdn.so" "$build/libcommdn.so"
ln -sf "$target/debug/libcommdn.so" "$build/${soname:-libcommdn.so}"

passed=0 failed=0
tell() { # name command...: count the outcome of a step
  local name=$1
  shift
  echo "-- $name"
  if "$@"; then
    passed=$((passed + 1))
  else
    echo "FAILED: $name (status $?)" >&2
    failed=$((failed + 1))
  fi
}

# Every header on its own, with nothing before it: -include, so that no "main file" warning hides it.
headers_alone() { # compiler standard option...
  local header
  for header in include/commdn.hpp include/commdn/*.hpp; do
    echo | "$1" "-std=$2" "${@:3}" "${warnings[@]}" -Iinclude -include "${header#include/}" \
      -include "${header#include/}" -x c++ -fsyntax-only - || return
  done
}

sources() { # the program's main file and, for two_units, its other one
  echo "$1"
  [ ! -f "${1%.cpp}.cc" ] || echo "${1%.cpp}.cc"
}

compiles() { # compiler standard file option...
  local source
  for source in $(sources "$3"); do
    "$1" "-std=$2" "${@:4}" "${warnings[@]}" -Iinclude -Itests/cpp -fsyntax-only "$source" || return
  done
}

runs() { # file
  local program files
  program=$build/$(echo "$1" | sed 's|/|-|g; s|\.cpp$||')
  mapfile -t files < <(sources "$1")
  "${compilers[0]}" -std=c++17 -g -fno-rtti "${warnings[@]}" -Iinclude -Itests/cpp "${files[@]}" \
    -o "$program" -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" || return
  if [ "$VALGRIND" = yes ]; then
    timeout -k 5 "$limit" valgrind --quiet --child-silent-after-fork=yes --error-exitcode=99 \
      --leak-check=full --show-leak-kinds=definite,indirect \
      --errors-for-leak-kinds=definite,indirect "$program"
  else
    timeout -k 5 "$limit" "$program"
  fi
}

programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(tests/cpp/*.cpp examples/cpp/*.cpp)

for compiler in "${compilers[@]}"; do
  for standard in c++17 c++20; do
    tell "$compiler $standard, headers alone" headers_alone "$compiler" "$standard"
    tell "$compiler $standard, headers alone, no RTTI" \
      headers_alone "$compiler" "$standard" -fno-rtti
    for program in "${programs[@]}"; do
      tell "$compiler $standard, $program" compiles "$compiler" "$standard" "$program"
    done
  done
done
for program in "${programs[@]}"; do
  tell "$program" runs "$program"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

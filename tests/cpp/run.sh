#!/usr/bin/env bash
# Build the library, compile the C++ header, tests and examples, run each program within a minute.
#
# Every compiler of CXX_COMPILERS (default: g++ and clang++, where installed) takes every header
# alone and, as C++17 and C++20, every program, without a warning. The programs of the first
# compiler run as C++17 without RTTI, under valgrind where it is installed (VALGRIND=no leaves it
# out), or under the address sanitizer alone (SANITIZE=yes). Works from a fresh clone; CARGO_TARGET_DIR is respected.
# `run.sh FILE.cpp ...` runs only those; PROGRAMS=yes leaves out what needs no running: compilations, misuse, versions.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
native cpp-tests
python3 tests/c/tables.py phones tests/vectors/phone_numbers.json >"$build/phones_table.h"
if [ -z "${CXX_COMPILERS:-}" ]; then
  CXX_COMPILERS=
  for compiler in g++ clang++; do
    command -v "$compiler" >/dev/null && CXX_COMPILERS+="$compiler "
  done
fi
read -ra compilers <<<"$CXX_COMPILERS"
warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)

# One header or program without linking, all warnings on: in parallel below.
compiles() { # compiler standard file
  local include=(-Iinclude -Itests/cpp -I"$BUILD") rtti=()
  # The programs run without RTTI; here C++17 has it, C++20 does not.
  [ "$2" = c++17 ] || rtti=(-fno-rtti)
  case $3 in
    # From -include, so that the header is no main file, and twice.
    *.hpp) echo | "$1" "-std=$2" "${rtti[@]}" $WARNINGS "${include[@]}" -include "${3#include/}" \
      -include "${3#include/}" -x c++ -fsyntax-only - ;;
    *) "$1" "-std=$2" "${rtti[@]}" $WARNINGS "${include[@]}" -fsyntax-only "$3" ;;
  esac || { echo "FAILED: $1 $2 $3" >&2 && return 1; }
}
export -f compiles
export WARNINGS="${warnings[*]}" BUILD=$build

sources() { # the program's main file and, for two_units, its other one
  echo "$1"
  [ ! -f "${1%.cpp}.cc" ] || echo "${1%.cpp}.cc"
}

runs() { # file
  local program files
  program=$build/$(echo "$1" | sed 's|/|-|g; s|\.cpp$||')
  mapfile -t files < <(sources "$1")
  "${compilers[0]}" -std=c++17 -g -fno-rtti "${warnings[@]}" -Iinclude -Itests/cpp -I"$build" "${files[@]}" \
    -o "$program" -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" "${sanitizer[@]}" || return
  # As for tests/c/tls.c: valgrind does not follow the assembler that encrypts.
  local tool=$VALGRIND
  case $1 in */tls.cpp) tool=no ;; esac
  VALGRIND=$tool run "$program"
}

# What temporaries give, with the address sanitizer in the program alone: it sees the program's stack.
temporaries() {
  local program=$build/temporaries-asan
  "${compilers[0]}" -std=c++17 -g "${warnings[@]}" -Iinclude -Itests/cpp tests/cpp/temporaries.cpp -o "$program" \
    -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" -fsanitize=address,undefined -fno-sanitize-recover=all \
    && ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 timeout -k 5 "$limit" "$program"
}

# Result where the standard library has std::expected: the first compiler that does runs it.
expected() {
  local compiler program=$build/results-expected
  for compiler in "${compilers[@]}"; do
    echo '#include <commdn_fwd.hpp>
      static_assert(COMMDN_HPP_STD_EXPECTED);' | "$compiler" -std=c++2b -Iinclude -fsyntax-only -x c++ - 2>/dev/null || continue
    "$compiler" -std=c++2b -g "${warnings[@]}" -Iinclude -Itests/cpp tests/cpp/results.cpp -o "$program" \
      -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" "${sanitizer[@]}" && VALGRIND=no run "$program"
    return
  done
  echo "no compiler here has std::expected"
}

misuse() { # compiler
  python3 tests/cpp/misuse.py "$1" -std=c++17 -Wall -Wextra -Wno-unused-variable -Wno-unused-parameter -Iinclude
}

programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(tests/cpp/*.cpp examples/cpp/*.cpp)

files=()
for program in "${programs[@]}"; do
  mapfile -t -O "${#files[@]}" files < <(sources "$program")
done
steps=()
for compiler in "${compilers[@]}"; do
  for file in include/commdn.hpp include/commdn_fwd.hpp include/commdn/*.hpp include/commdn/generated/*.hpp "${files[@]}"; do
    steps+=("$compiler c++17 $file")
  done
  for file in include/commdn.hpp "${files[@]}"; do
    steps+=("$compiler c++20 $file")
  done
done
all_compile() {
  printf '%s\n' "${steps[@]}" | xargs -P "$(nproc)" -L 1 bash -c 'compiles "$@"' compiles
}
if [ "${SANITIZE:-}${PROGRAMS:-}" = "" ]; then
  echo "-- ${#steps[@]} compilations with ${compilers[*]}"
  count all_compile
fi
count_each runs "${programs[@]}"
if [ "$#" = 0 ] && [ "${SANITIZE:-}${PROGRAMS:-}" = "" ]; then
  echo "-- temporaries under the address sanitizer, std::expected, what must not compile, two versions in one process"
  count temporaries
  count expected
  count_each misuse "${compilers[@]}"
  count tests/cpp/versions/run.sh "${compilers[0]}" "$build"
  count python3 tests/cpp/names.py
fi
verdict

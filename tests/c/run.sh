#!/usr/bin/env bash
# Build the library, compile every C test against the header, run each within a minute.
#
# Under valgrind where it is installed (VALGRIND=no leaves it out), or under the address sanitizer (SANITIZE=yes). Works from a fresh clone;
# CARGO_TARGET_DIR, CC and CXX are respected. `run.sh FILE ...` runs only those, C++ too. What is in a folder `hooked` gets
# a library of its own, with the feature `test-hooks`; not under the sanitizer.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
native c-tests
warnings=(-Wall -Wextra -Wpedantic -Werror -g)
c_flags=(-std=c99 "${warnings[@]}" -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L)

python3 tests/c/tables.py vectors tests/vectors/logged_user_data.json >"$build/vectors_table.h"
python3 tests/c/tables.py phones tests/vectors/phone_numbers.json >"$build/phones_table.h"
python3 tests/c/tables.py chapter tests/vectors/communication_dn.json >"$build/chapter_table.h"
python3 tests/c/tables.py null include/commdn.h >"$build/null_everything.c"
python3 tests/c/tables.py one_null include/commdn.h >"$build/one_null.c"
python3 tests/c/tables.py example include/commdn.h >"$build/top_of_the_header.c"

programs=("$@")
if [ ${#programs[@]} -eq 0 ]; then
  for source in tests/c/*.c tests/lifecycle/*.c examples/c/*.c; do programs+=("$source"); done
  programs+=("$build/null_everything.c" "$build/one_null.c" "$build/top_of_the_header.c")
  if [ "${SANITIZE:-}" != yes ]; then programs+=(tests/lifecycle/hooked/*.c); fi
fi

# The header compiles alone and twice, as every C and C++ that is in use.
headers() {
  printf '#include "commdn.h"\n#include "commdn.h"\nint main(void) { return COMMDN_OK; }\n' >"$build/header.c"
  local std
  for std in c99 c11 c17; do
    "$CC" -std=$std -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only "$build/header.c" || return 1
  done
  for std in c++11 c++14 c++17 c++20; do
    "$CXX" -std=$std -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c++ "$build/header.c" || return 1
  done
}

# The library exports what symbols.txt lists, and nothing else.
symbols() {
  diff <(cut -d' ' -f1 ffi-c/symbols.txt | sort) \
    <(nm -D --defined-only "$build/libcommdn.so" | awk '{print $3}' | sort)
}

# Its SONAME has the number of the header's ABI.
soname() {
  [ "$soname" = "libcommdn.so.$(sed -n 's/^#define COMMDN_ABI //p' include/commdn.h)" ]
}

# The sanitizer is in the library's own code.
instrumented() {
  nm -D --undefined-only "$build/libcommdn.so" | grep __asan_report_load >/dev/null
}

if [ "${SANITIZE:-}" = yes ]; then
  count instrumented
elif [ $# -eq 0 ]; then
  count headers
  count symbols
  count soname
fi
compile() {
  local source=$1 program=$2 library=$3
  local link=(-Iinclude -Itests/c -Itests/cpp -I"$build" "$source" -o "$program" -L"$library" -lcommdn -lpthread -ldl
    -Wl,-rpath,"$library" "${sanitizer[@]}")
  case $source in
    *.cpp)
      "$CXX" -std=c++20 "${warnings[@]}" "${link[@]}" && "$CXX" -std=c++17 -fno-rtti "${warnings[@]}" "${link[@]}"
      ;;
    *) "$CC" "${c_flags[@]}" "${link[@]}" ;;
  esac
}

# The library with the feature `test-hooks`, in a target folder of its own: never where the others take theirs from.
hooked_library() {
  RUSTFLAGS=--cap-lints=allow CARGO_PROFILE_DEV_DEBUG=0 cargo build --quiet --locked -p commdn-ffi \
    --no-default-features --features sim,test-hooks --target-dir "$target/hooks" || return 1
  hooked=$build/hooked
  mkdir -p "$hooked"
  ln -sf "$target/hooks/debug/libcommdn.so" "$hooked/libcommdn.so"
  ln -sf "$target/hooks/debug/libcommdn.so" "$hooked/$soname"
}

# Compile and run the program of the file $1.
program() {
  local program leaks=full
  program=$build/$(echo "${1#"$build/"}" | sed 's|/|-|g; s|\.[a-z]*$||')
  # A program whose source says that it leaks on purpose is only looked at for errors.
  if grep -q 'Leaks on purpose' "$1"; then leaks=no; fi
  local library=$build
  case $1 in
    */hooked/*) library=$hooked ;;
  esac
  # TLS is in assembler whose instructions valgrind does not follow: it takes every encrypted byte for one that was
  # never written. The sanitizer's run has these programs, too.
  local tool=$VALGRIND
  case $1 in */tls.c | */tls.cpp) tool=no ;; esac
  compile "$1" "$program" "$library" && VALGRIND=$tool LEAKS=$leaks run "$program"
}

# Built once, before they run side by side.
if [[ " ${programs[*]} " == */hooked/* ]]; then count hooked_library; fi
count_each program "${programs[@]}"
verdict

#!/usr/bin/env bash
# Build the five programs of examples/ in C, C++, Rust and Python, and run all twenty.
#
# What a program prints is the same in each language, to the character: tests/examples/expected/ has it.
# They run with the simulator in the process, then against one over TCP, and with mistakes.
# Python's run in the virtual environment of `make`. CARGO_TARGET_DIR, CC and CXX are respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
VALGRIND=no native examples
programs=(dnc cancel campaign watch many)
languages=(c cpp rust python)
server= # process of the simulator over TCP

# Make of the program $2 in the language $1 something that can be called.
command_of() {
  case $1 in
    c | cpp) command=("$build/$2-$1") ;;
    rust) command=("$target/debug/examples/$2") ;;
    python) command=(.venv/bin/python "examples/python/$2.py") ;;
  esac
}

compile() {
  local name flags=(-Wall -Wextra -Wpedantic -Werror -Iinclude -L"$build" -Wl,-rpath,"$build")
  for name in "${programs[@]}"; do
    "$CC" -std=c99 "examples/c/$name.c" -o "$build/$name-c" "${flags[@]}" -lcommdn &&
      "$CXX" -std=c++17 "examples/cpp/$name.cpp" -o "$build/$name-cpp" "${flags[@]}" -lcommdn || return
  done
}

# The program $2 in the language $1, with the arguments after $3, prints what the file $3.txt has.
prints() {
  local command language=$1 name=$2 expected=$3
  shift 3
  command_of "$language" "$name"
  timeout -k 2 10 "${command[@]}" "$@" >"$build/$name-$language.txt" || return
  diff "tests/examples/expected/$expected.txt" "$build/$name-$language.txt"
}

# With arguments that are wrong every language prints the same line, and exits with status 1.
fails_alike() {
  local name=$1 command language status told first=
  shift
  for language in "${languages[@]}"; do
    command_of "$language" "$name"
    status=0
    told=$(timeout -k 2 10 "${command[@]}" "$@" 2>&1 >/dev/null) || status=$?
    [ "$status" = 1 ] && [ -n "$told" ] || { echo "$language: status $status: $told" && return 1; }
    : "${first:=$told}"
    [ "$told" = "$first" ] || { echo "$language: $told"$'\n'"not: $first" && return 1; }
  done
}

ctl() { "$target/debug/commdn-sim" ctl --control "$control" "$@"; }

serve() {
  local line
  exec 3< <(exec "$target/debug/commdn-sim" run --quiet --listen 127.0.0.1:0 --control 127.0.0.1:0 2>&1)
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  read -r -t 10 line <&3 || return
  address=$(sed -n 's/^listening on \([^,]*\),.*/\1/p' <<<"$line")
  control=$(sed -n 's/.*control on \(.*\)$/\1/p' <<<"$line")
  [ -n "$address" ] && [ -n "$control" ]
}

count_registered='import json, sys; print(sum("8001" in client["dns"] for client in json.load(sys.stdin)["clients"]))'

# Four watchers hear what a fifth program does.
watchers() {
  local language pids=() pid registered deadline=$((SECONDS + 5))
  for language in "${languages[@]}"; do
    prints "$language" watch watch-campaign "$address" &
    pids+=($!)
  done
  until registered=$(ctl show | python3 -c "$count_registered") && [ "$registered" = 4 ]; do
    [ "$SECONDS" -lt "$deadline" ] || { echo "not all watchers came: $registered" && return 1; }
  done
  prints rust campaign campaign "$address" 8001 21 || return
  for pid in "${pids[@]}"; do wait "$pid" || return; done
}

count compile
for name in "${programs[@]}"; do
  for language in "${languages[@]}"; do count prints "$language" "$name" "$name"; done
done
count fails_alike dnc sim: 9999
count fails_alike campaign sim: 8001 0
count fails_alike many nowhere
count fails_alike watch sim:there-is-no-such-file.toml
count serve
for name in dnc cancel campaign many; do
  for language in "${languages[@]}"; do count prints "$language" "$name" "$name" "$address" 8001 20 101; done
done
count watchers
verdict

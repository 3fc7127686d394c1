#!/usr/bin/env bash
# Build the release library, the benches of the C ABI and the server they talk to into $CARGO_TARGET_DIR/c (target/bench/c).
#
# Peers are Debian's packages, installed if they are missing, which only root can.
set -euo pipefail
cd "$(dirname "$0")/../../.."

: "${CC:=cc}" "${CXX:=c++}"
target=$(realpath -m "${CARGO_TARGET_DIR:-target/bench}")
build=$target/c
mkdir -p "$build"

missing() {
  command -v protoc >/dev/null || echo protobuf-compiler
  local header
  for header in msgpack.h:libmsgpack-dev msgpack.hpp:libmsgpack-cxx-dev google/protobuf/message.h:libprotobuf-dev hiredis/hiredis.h:libhiredis-dev; do
    echo "#include <${header%%:*}>" | "$CXX" -DMSGPACK_NO_BOOST -fsyntax-only -x c++ - 2>/dev/null || echo "${header#*:}"
  done
}
read -ra packages <<<"$(missing | tr '\n' ' ')"
if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}" >&2
  { apt-get install -y -qq "${packages[@]}" || { apt-get update -qq && apt-get install -y -qq "${packages[@]}"; }; } >&2
fi

# As it is shipped, TLS and the outbox included, but without the simulator: its size is a row, and beside it that of
# the library without either (size.sh).
library() { CARGO_TARGET_DIR=$target cargo build --release --locked --quiet -p commdn-ffi --no-default-features "$@"; }
library
cp "$target/release/libcommdn.so" "$build/plain.so"
library --features tls,outbox
soname=$(readelf -d "$target/release/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
ln -sf "$target/release/libcommdn.so" "$build/libcommdn.so"
ln -sf "$target/release/libcommdn.so" "$build/$soname"

here=tests/bench/c
python3 $here/trees.py tests/vectors/messages.json >"$build/trees.c"
protoc --proto_path=$here --cpp_out="$build" $here/list.proto
flags=(-O2 -Wall -Wextra -Werror -I$here -I"$build" -Iinclude)
objects=()
for source in "$build/trees.c" $here/*.c; do
  object=$build/$(basename "$source").o
  "$CC" -std=c11 "${flags[@]}" -c "$source" -o "$object"
  objects+=("$object")
done
for source in "$build/list.pb.cc" $here/*.cpp; do
  object=$build/$(basename "$source").o
  "$CXX" -std=c++17 "${flags[@]}" -Wno-unused-parameter -c "$source" -o "$object"
  objects+=("$object")
done
"$CXX" "${objects[@]}" -o "$build/codec" -L"$build" -lcommdn -lmsgpackc -lprotobuf -lpthread -Wl,-rpath,"$build"
sessions=$here/sessions
ours=(-L"$build" -Wl,-rpath,"$build" -lcommdn)
"$CXX" -std=c++17 "${flags[@]}" $sessions/callers.cpp -o "$build/callers" "${ours[@]}" -lpthread
"$CXX" -std=c++17 "${flags[@]}" $sessions/window.cpp -o "$build/window" "${ours[@]}" -lhiredis
"$CC" -std=c11 "${flags[@]}" $sessions/start_commdn.c -o "$build/start_commdn" "${ours[@]}"
"$CC" -std=c11 "${flags[@]}" $sessions/start_hiredis.c -o "$build/start_hiredis" -lhiredis
CARGO_TARGET_DIR=$target cargo build --release --quiet --manifest-path tests/bench/Cargo.toml --bin responder
CARGO_TARGET_DIR=$target cargo build --release --locked --quiet -p commdn-sim --bin commdn-sim

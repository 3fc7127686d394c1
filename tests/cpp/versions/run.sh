#!/usr/bin/env bash
# Two versions of the headers in one process: a copy whose number is another and whose classes have more members.
#
# run.sh COMPILER FOLDER: the folder has libcommdn.so, and is written to. A plug-in is built with each version, at two
# levels of optimisation, and one program uses both; no name of one version may be one of the other's.
set -euo pipefail
cd "$(dirname "$0")/../../.."
compiler=$1 build=$(realpath "$2")

other=$build/versions/include
rm -rf "$build/versions"
mkdir -p "$build/versions"
cp -r include "$other"
sed -i 's/abi_1/abi_2/' "$other/commdn_fwd.hpp"
# A member more, first in the classes that the library's threads see.
sed -i 's/^class Callbacks {$/&\npublic:\n    long added_member[32] = {1};/' "$other/commdn/options.hpp"
sed -i 's/^class Handlers {$/&\npublic:\n    long added_member[32] = {1};/' "$other/commdn/completions.hpp"
[ "$(grep -rc added_member "$other/commdn" | awk -F: '{ n += $2 } END { print n }')" = 2 ]

plugin() { # name version include optimisation
  "$compiler" -std=c++17 "$4" -g -fPIC -shared "-DPLUGIN=plugin_$1" "-DVERSION=\"$2\"" -I"$3" tests/cpp/versions/plugin.cc \
    -o "$build/versions/lib$1.so" -L"$build" -lcommdn -Wl,-rpath,"$build"
}
plugin one abi_1 include -O2
for level in -O0 -O2; do
  plugin two abi_2 "$other" "$level"
  "$compiler" -std=c++17 -g tests/cpp/versions/main.cc -o "$build/versions/main" -L"$build/versions" -ltwo -lone \
    -L"$build" -lcommdn -Wl,-rpath,"$build/versions" -Wl,-rpath,"$build"
  timeout -k 5 60 "$build/versions/main"
done

# Names in the namespace commdn; the standard library's templates over types of C are the same in both.
names() { nm --defined-only --dynamic "$build/versions/lib$1.so" | awk '{ print $3 }' | grep 6commdn | sort; }
[ "$(names one | wc -l)" -gt 100 ]
shared=$(comm -12 <(names one) <(names two))
[ -z "$shared" ] || { echo "names of both versions: $shared" >&2; exit 1; }

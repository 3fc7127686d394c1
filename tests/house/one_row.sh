#!/usr/bin/env bash
# One more row is an option of every language: in a copy of the tree a throw-away row is added to the table of session
# options, `cargo xtask api` is run, and the option is found in C, C++, Python and the documents. What is printed for C
# compiles: the row alone has made the core's field, default and setter, too.
#
# The copy is built in a folder of its own below the target folder, which is kept warm.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# What git knows, as it is now; the corpus of the fuzz targets is most of it, and of no use here.
git ls-files -z | grep -zv '^fuzz/' | xargs -0 -I{} sh -c 'test ! -e "$1" || echo "$1"' _ {} | tar -cf - -T - | tar -xf - -C "$copy"
cd "$copy"
export CARGO_TARGET_DIR=$target/one_row

python3 - <<'ROW'
from pathlib import Path

path = Path("core/src/description/session.rs")
text = path.read_text()
before = "            /// Maximum number of open requests;"
row = "            /// How much is thrown away.\n            throw_away: Count = 4_711, least 1;\n\n"
assert text.count(before) == 1, "the table of session options has another shape"
path.write_text(text.replace(before, row + before))
ROW

cargo xtask api
cargo xtask api --check

failed=0
while read -r where what; do
  if grep -rqF -- "$what" $where; then
    echo "found in $where: $what"
  else
    echo "missing in $where: $what" >&2
    failed=1
  fi
done <<'PLACES'
ffi-c/src/generated commdn_session_options_set_throw_away(
include/commdn/generated throw_away(
python/commdn throw_away
python/src throw_away
docs/settings.md `throw_away`
PLACES

cargo check --quiet --offline -p commdn-ffi
exit $failed

#!/usr/bin/env bash
# The header's ABI is that of tests/abi/commdn.h, the header as it was when that was last written:
# a function, struct or constant that is gone or has changed is an error, a new one a note.
#
# UPDATE_ABI=1 writes it anew: for what is new, or for what has changed with a new COMMDN_ABI.
# Both headers are compiled with -g into objects that define all their functions, and abidiff
# compares the types. It is installed if it is missing. CARGO_TARGET_DIR and CC are respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
for tool in abidiff:abigail-tools "$CC:gcc"; do
  need "${tool%%:*}" "${tool##*:}" || { echo "${tool%%:*} is not installed" >&2; exit 1; }
done
build=$(realpath -m "${CARGO_TARGET_DIR:-target}")/abi
kept=tests/abi/commdn.h

# The object of the header $2/commdn.h, as $1.
probe() {
  python3 tests/abi/probe.py source "$2/commdn.h" >"$1.c" \
    && "$CC" -std=c99 -Wall -Wextra -Wpedantic -Werror -g -fPIC -shared -I"$2" "$1.c" -o "$1.so"
}

# Whether the header $2/commdn.h has all that $1/commdn.h has, as it was; prints what is new or not so.
compatible() {
  local name=$build/$(echo "$2" | tr -c 'a-zA-Z0-9\n' _) fits=0
  probe "$build/old" "$1" && probe "$name" "$2" || return 1
  python3 tests/abi/probe.py constants "$1/commdn.h" "$2/commdn.h" || fits=1
  # Everything but what is new.
  abidiff --harmless --no-added-syms "$build/old.so" "$name.so" || fits=1
  [ $fits = 1 ] || diff <(exported "$build/old.so") <(exported "$name.so") | sed -n 's/^> /new function: /p'
  return $fits
}

exported() { nm -D --defined-only "$1" | awk '/commdn_/ {print $3}' | sort; }

# The header after the sed command $2 is found wanting, with $3 in what is said; or, with $1 `fits`, is not.
changed() {
  local folder=$build/changed log=$build/changed.log verdict=breaks
  mkdir -p "$folder"
  sed "$2" "$kept" >"$folder/commdn.h"
  ! cmp -s "$kept" "$folder/commdn.h" || { echo "nothing is changed by $2" >&2; return 1; }
  if compatible tests/abi "$folder" >"$log" 2>&1; then verdict=fits; fi
  [ $verdict = "$1" ] && grep -q -e "$3" "$log" || { cat "$log"; echo "$2: $verdict, not $1 with '$3'" >&2; return 1; }
}

mkdir -p "$build"
if [ "${UPDATE_ABI:-}" = 1 ]; then python3 tests/abi/probe.py bare include/commdn.h >"$kept"; fi

echo "-- the header's ABI"
count compatible tests/abi include
[ "$failed" = 0 ] || echo "what has changed takes a new COMMDN_ABI, and UPDATE_ABI=1 make test-abi" >&2

echo "-- that changes are found"
count changed breaks '/commdn_session_close(/,/;/s/int32_t timeout_ms,/& int64_t more,/' commdn_session_close
count changed breaks '/commdn_session_close(/,/;/s/int32_t timeout_ms/int64_t timeout_ms/' int64_t
count changed breaks '/commdn_session_close(/,/;/s/const commdn_session \*/commdn_pending */' commdn_pending
count changed breaks '/int32_t COMMDN_CALL commdn_session_status(/s/int32_t/uint8_t/' commdn_session_status
count changed breaks 's/ commdn_session_close(/ commdn_session_end(/' commdn_session_close
count changed breaks 's/int32_t number;/int64_t number;/' commdn_pair
count changed breaks '/commdn_log_fn)(/s/int32_t level/uint8_t level/' commdn_session_options_set_log
count changed breaks 's/^#define COMMDN_WAIT_FOREVER .*/#define COMMDN_WAIT_FOREVER (-3)/' 'COMMDN_WAIT_FOREVER was (-1) and is (-3)'
count changed breaks '/^#define COMMDN_KEY_DESCRIPTION /d' 'COMMDN_KEY_DESCRIPTION is gone'
count changed fits 's/^#define COMMDN_WAIT_FOREVER .*/&\n#define COMMDN_WAIT_SOME 7/' 'new constant: COMMDN_WAIT_SOME 7'
count changed fits 's/^COMMDN_API void COMMDN_CALL commdn_session_free(/void commdn_session_more(int32_t level);\n\n&/' 'new function: commdn_session_more'
verdict

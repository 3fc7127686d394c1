#!/usr/bin/env bash
# wine.sh PROGRAM [ARGUMENT...]: runs a program under wine, in the environment of toolchain.sh; once more if wine hung at
# its end and was killed, for then nobody knows how it has ended.
for _ in 1 2 3; do
  status=0
  "$WINE" "$@" || status=$?
  [ "$status" = 137 ] || break
done
exit "$status"

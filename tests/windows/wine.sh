#!/usr/bin/env bash
# wine.sh PROGRAM [ARGUMENT...]: runs a program under wine, in the environment of toolchain.sh.
exec "$WINE" "$@"

#!/usr/bin/env bash
# build.sh PROGRAM FOLDER: the Debian package of the bridge, from a built commdn-bridge.
#
# Made with dpkg-deb alone. The same program gives the same package, byte by byte.
set -euo pipefail

program=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
version=$("$program" --version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1767600000)}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

put() { install -D -m "$1" "$2" "$tree/$3"; }

put 755 "$program" usr/bin/commdn-bridge
strip --strip-unneeded "$tree/usr/bin/commdn-bridge"
put 644 "$here/commdn-bridge.service" lib/systemd/system/commdn-bridge.service
mkdir -p "$tree/etc/commdn" "$tree/usr/share/man/man1"
"$program" init >"$tree/etc/commdn/bridge.toml"
chmod 640 "$tree/etc/commdn/bridge.toml"
"$program" man "$tree/usr/share/man/man1"
doc=usr/share/doc/commdn-bridge
put 644 "$root/docs/bridge.md" "$doc/bridge.md"
{
	printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n'
	printf 'Files: *\nCopyright: %s\nLicense: MIT or Apache-2.0\n' \
		"$(sed -n 's/^Copyright (c) //p' "$root/LICENSE-MIT")"
	sed -n '/^Permission is hereby granted/,$p' "$root/LICENSE-MIT" | sed 's/^$/./; s/^/ /'
	printf ' .\n On Debian systems, the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.\n'
} >"$tree/$doc/copyright"
put 644 "$root/THIRD-PARTY.txt" "$doc/THIRD-PARTY.txt"
printf 'commdn-bridge (%s-1) unstable; urgency=medium\n\n  * Release %s.\n\n -- %s  %s\n' "$version" "$version" \
	"The commdn authors <authors@commdn.invalid>" "$(date -R -u -d "@$SOURCE_DATE_EPOCH")" \
	>"$tree/$doc/changelog.Debian"
gzip -9n "$tree/$doc/changelog.Debian" "$tree"/usr/share/man/man1/*.1
chmod -R u=rwX,go=rX "$tree/usr" "$tree/lib"
chmod 755 "$tree/usr/bin/commdn-bridge"

mkdir "$tree/DEBIAN"
for script in postinst prerm postrm; do put 755 "$here/$script" "DEBIAN/$script"; done
echo /etc/commdn/bridge.toml >"$tree/DEBIAN/conffiles"
# What Rust's standard library needs, as the newest symbol of the program tells.
libc=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1 | cut -d_ -f2)
cat >"$tree/DEBIAN/control" <<CONTROL
Package: commdn-bridge
Version: $version-1
Architecture: $architecture
Maintainer: The commdn authors <authors@commdn.invalid>
Section: net
Priority: optional
Installed-Size: $(du -ks --exclude=DEBIAN "$tree" | cut -f1)
Depends: libc6 (>= $libc), libgcc-s1, adduser
Suggests: default-jre-headless
Description: one connection to a T-Server, shared by many programs
 The bridge speaks commdn's link protocol to programs, and reaches a Genesys
 T-Server over an adapter or another bridge. It has names, passwords and
 certificates, rights and limits for each program, pairs of bridges, a health
 page and metrics.
 .
 The service is not started before /etc/commdn/bridge.toml is filled in:
 systemctl enable --now commdn-bridge
CONTROL
(cd "$tree" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
dpkg-deb --root-owner-group --build "$tree" "$out" >/dev/null
echo "$out/commdn-bridge_$version-1_$architecture.deb"

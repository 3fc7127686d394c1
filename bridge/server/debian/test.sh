#!/usr/bin/env bash
# test.sh PACKAGE.deb: what is in the package, and that its program runs with the file that comes with it.
set -euo pipefail

package=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
dpkg-deb --extract "$package" "$tree"
for file in usr/bin/commdn-bridge lib/systemd/system/commdn-bridge.service etc/commdn/bridge.toml \
	usr/share/man/man1/commdn-bridge.1.gz usr/share/doc/commdn-bridge/copyright; do
	[ -e "$tree/$file" ] || { echo "$file is missing"; exit 1; }
done
"$tree/usr/bin/commdn-bridge" check "$tree/etc/commdn/bridge.toml"
[ "$(stat -c %a "$tree/etc/commdn/bridge.toml")" = 640 ] || { echo "everybody may read bridge.toml"; exit 1; }
if command -v systemd-analyze >/dev/null; then
	sed "s|/usr/bin/commdn-bridge|$tree&|" "$tree/lib/systemd/system/commdn-bridge.service" >"$tree/commdn-bridge.service"
	systemd-analyze verify --man=no "$tree/commdn-bridge.service"
fi
if command -v lintian >/dev/null; then
	# Of a package without a bug of Debian's to close; conffile and program are as they are to be.
	lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs,non-standard-file-perm "$package"
fi
echo "$(basename "$package"): complete"

#!/bin/sh
# Installs the daemon's unit, not enabled, by rename: unit.sh ROOT PREFIX, where silkd is PREFIX/sbin/silkd.
# systemd reads one directory below /usr and one below /usr/local. What is said for doing it by hand is left out, and the page that
# it names where the page is not there.
set -eu
root=$1 prefix=$2

source=$(dirname "$0")/../../conf-examples/silkd.service
units=$root$prefix/lib/systemd/system
[ -e "$root/usr/share/doc/silk/docs/silkd.md" ] && page= || page='/^Documentation=/d'
install -d "$units"
sed -e '/^# For /d' -e "$page" -e "s|/usr/sbin/silkd|$prefix/sbin/silkd|" "$source" >"$units/.silkd.service.new"
chmod 0644 "$units/.silkd.service.new"
mv -f "$units/.silkd.service.new" "$units/silkd.service"

#!/bin/sh
# Packs what `make build` has made: package.sh deb|tarball BIN_DIR OUT_DIR
# The same input gives the same bytes: fixed order, owner and times (SOURCE_DATE_EPOCH, else that of the last commit).
# DEB_COMPRESSION: xz (default), zstd, gzip or none. LEVEL: of any compression. DEB_MAINTAINER: name and mail address.
set -eu
umask 022
export LC_ALL=C

kind=$1
bin=$(cd "$2" && pwd)
mkdir -p "$3"
out=$(cd "$3" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)

version=$("$bin/silk" --version)
arch=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$project" log -1 --format=%ct 2>/dev/null || stat -c %Y "$project/package.json")}
export SOURCE_DATE_EPOCH

work=$(mktemp -d "$out/.package.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
tree=$work/tree
doc=usr/share/doc/silk

main() {
  stage_programs
  stage_completions
  stage_documents
  sh "$here/../unit.sh" "$tree" /usr
  case $kind in
    deb) pack_deb ;;
    tarball) pack_tarball ;;
    *) echo "package.sh: Cannot pack $kind: wanted deb or tarball" >&2; exit 2 ;;
  esac
}

# One executable, and links to it wherever a runtime looks: Debian's containerd and podman in the one directory; ctr,
# upstream's containerd and kubelet's packages in the other.
stage_programs() {
  install -d "$tree/usr/bin" "$tree/usr/sbin" "$tree/usr/lib/cni" "$tree/opt/cni/bin"
  install -m 0755 "$bin/silk" "$tree/usr/bin/silk"
  ln -s ../bin/silk "$tree/usr/sbin/silkd"
  for link in "$bin"/silk-*; do
    [ -L "$link" ] || continue
    ln -s ../../bin/silk "$tree/usr/lib/cni/${link##*/}"
    ln -s /usr/bin/silk "$tree/opt/cni/bin/${link##*/}"
  done
}

stage_completions() {
  install -d "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions"
  "$bin/silk" completion bash >"$tree/usr/share/bash-completion/completions/silk"
  "$bin/silk" completion zsh >"$tree/usr/share/zsh/vendor-completions/_silk"
}

# The links in README.md and in docs lead somewhere here as well.
stage_documents() {
  install -d "$tree/$doc" "$tree/etc/silk"
  install -m 0644 "$project/README.md" "$here/copyright" "$tree/$doc/"
  cp -R "$project/docs" "$project/conf-examples" "$tree/$doc/"
  chmod -R u=rwX,go=rX "$tree/$doc"
  ln -s conf-examples "$tree/$doc/examples"
  install -m 0644 "$project/conf-examples/peers.json" "$tree/etc/silk/peers.json.example"
  install -m 0644 "$project/conf-examples/silkd-static.json" "$tree/etc/silk/silkd.json.example"
}

pack_deb() {
  # 1.0.0-rc.1 comes before 1.0.0, which Debian writes as 1.0.0~rc.1.
  debian=$(echo "$version" | sed 's/-/~/')
  package=silk_${debian}_$arch.deb
  install -d "$tree/DEBIAN" "$tree/usr/share/lintian/overrides"
  install -m 0644 "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/silk"
  write_changelog | gzip -9n >"$tree/$doc/changelog.gz"
  (cd "$tree" && find etc -type f | sort | sed 's,^,/,') >"$tree/DEBIAN/conffiles"
  (cd "$tree" && find usr opt -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  write_control >"$tree/DEBIAN/control"
  for script in postinst prerm postrm; do install -m 0755 "$here/$script" "$tree/DEBIAN/$script"; done
  dpkg-deb --root-owner-group -Z"${DEB_COMPRESSION:-xz}" ${LEVEL:+-z"$LEVEL"} --build "$tree" "$work/$package" >"$work/log"
  deliver "$package"
}

write_control() {
  cat <<END
Package: silk
Version: $debian
Architecture: $arch
Maintainer: $(maintainer)
Installed-Size: $(cd "$tree" && find etc opt usr -printf '%y %s\n' | awk '{ kib += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print kib }')
Depends: libc6 (>= 2.17)
Suggests: containerd | podman, containernetworking-plugins, iproute2
Section: net
Priority: optional
Description: container networking by CNI plugins and a VXLAN overlay
 Silk gives each container on a host one address and one point-to-point link to
 its host, as the CNI plugin silk-cni with address management of its own
 (silk-ipam), and takes its packets to containers on other hosts over VXLAN
 (silk-vtep), or attaches it to a bridged segment (silk-bridge). The command silk
 does by hand what a container runtime does, and shows, verifies and frees what
 containers and hosts hold. The daemon silkd keeps a host's part of the overlay
 as a file, etcd or BGP says.
END
}

write_changelog() {
  printf 'silk (%s) unstable; urgency=medium\n\n  * Version %s.\n\n -- %s  %s\n' \
    "$debian" "$version" "$(maintainer)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

maintainer() {
  echo "${DEB_MAINTAINER:-Silk for TypeScript <silk@packages.invalid>}"
}

# Below a directory of its own, with a note that says how it is put in place.
pack_tarball() {
  name=silk-$version-linux-$arch
  install -m 0644 "$here/INSTALL" "$tree/INSTALL"
  mv "$tree" "$work/$name"
  tar -C "$work" --sort=name --owner=root:0 --group=root:0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --format=gnu -cf - "$name" |
    gzip -n ${LEVEL:+-"$LEVEL"} >"$work/$name.tar.gz"
  deliver "$name.tar.gz"
}

deliver() {
  mv "$work/$1" "$out/$1"
  echo "$out/$1"
}

main

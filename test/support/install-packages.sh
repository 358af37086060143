#!/bin/sh
# Installs the programs that tests, demo and benchmarks call beside our own, where they are missing: by apt-get, as root.
# Says exactly what is missing where it cannot.
set -eu

# program (or file) : Debian package that brings it. Given as arguments, else all that there are.
wanted=${*:-ip:iproute2 nsenter:util-linux ping:iputils-ping busybox:busybox-static strace:strace tcpdump:tcpdump
iperf3:iperf3 /usr/bin/time:time /usr/lib/cni/ptp:containernetworking-plugins go:golang-go xz:xz-utils
containerd:containerd podman:podman dockerd:docker.io etcd:etcd-server etcdctl:etcd-client openssl:openssl faketime:faketime
gobgpd:gobgpd /usr/lib/frr/bgpd:frr
iptables:iptables iptables-nft:iptables nft:nftables sysctl:procps curl:curl systemd-analyze:systemd
/usr/bin/python3:python3 brctl:bridge-utils /opt/bagpipe-bgp/usr/bin/bagpipe-bgp:python3-networking-bagpipe}

# bagpipe-bgp brings 287 packages, most of OpenStack: two minutes to install them, twenty seconds to have them unpacked where nobody
# else looks, which is enough to run it.
unpacked=/opt/bagpipe-bgp

has() {
  case $1 in
    "$unpacked"/*) [ -x "$1" ] || command -v "${1##*/}" >/dev/null 2>&1 ;;
    /*) [ -x "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

missing=
missing_unpacked=
for pair in $wanted; do
  has "${pair%%:*}" && continue
  case $pair in
    "$unpacked"/*) missing_unpacked=${pair#*:} ;;
    *) missing="$missing ${pair#*:}" ;;
  esac
done
[ -z "$missing$missing_unpacked" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "make: these Debian packages are missing, and only root can install them by apt-get:$missing $missing_unpacked" >&2
  exit 1
fi
echo "installing:$missing $missing_unpacked"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
# The tests start daemons by themselves; this says no to packages that would start theirs.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
fi
# Word splitting is meant: one word a package.
# shellcheck disable=SC2086
[ -z "$missing" ] || apt-get install -y -q --no-install-recommends $missing >/dev/null
if [ -n "$missing_unpacked" ]; then
  # What is installed already is not downloaded, and found where it is.
  archives=$(mktemp -d)
  mkdir "$archives/partial"
  chmod 755 "$archives"
  apt-get install -y -q --no-install-recommends --download-only -o Dir::Cache::archives="$archives" "$missing_unpacked" >/dev/null
  for archive in "$archives"/*.deb; do dpkg-deb -x "$archive" "$unpacked.new"; done
  mv "$unpacked.new" "$unpacked"
  rm -r "$archives"
fi

for pair in $wanted; do
  has "${pair%%:*}" || { echo "make: ${pair%%:*} is still missing after installing ${pair#*:}" >&2; exit 1; }
done

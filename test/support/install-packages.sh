#!/bin/sh
# Installs the programs that tests, demo and benchmarks call beside our own, where they are missing: by apt-get, as root.
# Says exactly what is missing where it cannot.
set -eu

# program (or file) : Debian package that brings it. Given as arguments, else all that there are.
wanted=${*:-ip:iproute2 nsenter:util-linux ping:iputils-ping busybox:busybox-static strace:strace tcpdump:tcpdump
iperf3:iperf3 /usr/bin/time:time /usr/lib/cni/ptp:containernetworking-plugins go:golang-go xz:xz-utils
containerd:containerd podman:podman dockerd:docker.io etcd:etcd-server etcdctl:etcd-client openssl:openssl faketime:faketime
gobgpd:gobgpd /usr/lib/frr/bgpd:frr
iptables:iptables iptables-nft:iptables nft:nftables sysctl:procps curl:curl systemd-analyze:systemd}

has() {
  case $1 in
    /*) [ -x "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

missing=
for pair in $wanted; do
  has "${pair%%:*}" || missing="$missing ${pair#*:}"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "make: these Debian packages are missing, and only root can install them by apt-get:$missing" >&2
  exit 1
fi
echo "installing:$missing"
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
apt-get install -y -q --no-install-recommends $missing >/dev/null

for pair in $wanted; do
  has "${pair%%:*}" || { echo "make: ${pair%%:*} is still missing after installing ${pair#*:}" >&2; exit 1; }
done

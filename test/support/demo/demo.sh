#!/bin/sh
# `demo.sh`: two containers on one host, from ADD to DEL; then a container on each of two hosts, and a packet's way from one to the
# other. `demo.sh etcd`: hosts that get their parts of the network from etcd, and of which one dies.
# `demo.sh evpn`: hosts that tell each other by BGP where their subnets are, and who is on a bridged segment.
# Every step is shown. `make demo`, `make demo-etcd` and `make demo-evpn` run it; it needs root.
#
# Hosts and containers are network namespaces made here, in a mount namespace made here: the machine's own
# interfaces, its /run/netns, /etc/cni and /var/lib are not touched, and when this ends, however it ends, all is gone.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)

inside=no
if [ "${1-}" = --inside ]; then inside=yes && shift; fi
case "${1-}" in
  etcd) parts=etcd programs='etcd etcdctl' ;;
  evpn) parts='evpn segment evpn-away' programs='gobgpd gobgp' ;;
  *) parts='one-host two-hosts' programs=tcpdump ;;
esac

if [ "$inside" = no ]; then
  [ -x "$root/bin/silk" ] || { echo 'demo: bin/silk is missing: run make build first' >&2; exit 1; }
  for program in unshare nsenter ip bridge ping $programs; do
    command -v "$program" >/dev/null || { echo "demo: $program is missing: run make packages as root" >&2; exit 1; }
  done
  unshare --mount --net true 2>/dev/null || { echo 'demo: cannot make a namespace: root is needed' >&2; exit 1; }
  exec unshare --mount --net sh "$0" --inside "$@"
fi

if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$(printf '\033[1m') green=$(printf '\033[32m') red=$(printf '\033[31m') faint=$(printf '\033[2m') plain=$(printf '\033[0m')
else
  bold='' green='' red='' faint='' plain=''
fi

number=0
step() {
  number=$((number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$number" "$1" "$plain"
}

say() { printf '   %s\n' "$@"; }

fail() {
  printf '%sdemo: step %d failed: %s%s\n' "$red" "$number" "$1" "$plain" >&2
  exit 1
}

# Runs a command where `$1` says, prints both, and leaves what came out in $output. Lines that say nothing here are left out.
on() {
  place=$1
  shift
  printf '   %s%s#%s %s\n' "$faint" "$place" "$plain" "$*"
  [ "$place" = host ] || set -- nsenter "--net=/run/netns/$place" "$@"
  status=0
  output=$("$@" 2>&1) || status=$?
  printf '%s\n' "$output" | sed -e '/^$/d' -e '/valid_lft/d' -e '/^PING/d' -e '/^---/d' -e '/^rtt/d' -e 's/ qlen [0-9]*//' -e 's/^/      /'
  [ "$status" = 0 ] || fail "\`$*\` ended with exit code $status"
}

address_of() { ip -n "$1" -4 -o addr show dev eth0 | awk '{ print $4 }'; }

# A host: a namespace whose eth0 is plugged into the switch.
plug_in() { # NAME UNDERLAY-ADDRESS
  ip netns add "$1"
  ip link add "$1-port" type veth peer name eth0 netns "$1"
  ip link set "$1-port" master switch up
  ip -n "$1" link set lo up
  ip -n "$1" link set eth0 up
  ip -n "$1" addr add "$2/16" dev eth0
  ip -n "$1" route add default via 10.244.0.1
}

# 10.255.30.2 -> s-010255030002
host_end_of() { printf 's-%03d%03d%03d%03d' $(echo "$1" | tr . ' '); }

work=$(TMPDIR=/tmp mktemp -d -t silk-demo.XXXXXX)
# The pids of what runs in the background.
started=
clean_up() {
  for pid in $started; do kill -9 "$pid" 2>/dev/null || :; done
  wait $started 2>/dev/null || :
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mount --make-rprivate /
mount -t tmpfs none /run
ip link set lo up
PATH=$root/bin:$PATH
export PATH NETCONFPATH="$work/net.d" CNI_PATH="$root/bin"
unset CNI_IFNAME CNI_ARGS CAP_ARGS

for part in $parts; do . "$here/$part.sh"; done

printf '\n%sAll %d steps succeeded.%s\n' "$green" "$number" "$plain"

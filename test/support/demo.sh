#!/bin/sh
# Two containers on one host, from ADD to DEL, every step shown. `make demo` runs it; it needs root.
#
# The host and the containers are network namespaces made here, in a mount namespace made here: the machine's own
# interfaces, its /run/netns, /etc/cni and /var/lib are not touched, and when this ends, however it ends, all is gone.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)

if [ "${1-}" != --inside ]; then
  [ -x "$root/bin/silk" ] || { echo 'demo: bin/silk is missing: run make build first' >&2; exit 1; }
  for program in unshare nsenter ip ping; do
    command -v "$program" >/dev/null || { echo "demo: $program is missing: run make packages as root" >&2; exit 1; }
  done
  unshare --mount --net true 2>/dev/null || { echo 'demo: cannot make a namespace: root is needed' >&2; exit 1; }
  exec unshare --mount --net sh "$0" --inside
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

# 10.255.30.2 -> s-010255030002
host_end_of() { printf 's-%03d%03d%03d%03d' $(echo "$1" | tr . ' '); }

work=$(TMPDIR=/tmp mktemp -d -t silk-demo.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mount --make-rprivate /
mount -t tmpfs none /run
ip link set lo up
PATH=$root/bin:$PATH
export PATH NETCONFPATH="$work/net.d" CNI_PATH="$root/bin"
unset CNI_IFNAME CNI_ARGS CAP_ARGS

step 'A host and two containers'
say 'All three are network namespaces. "host#" and "web#" say where a command runs.'
on host ip netns add web
on host ip netns add db

step 'A network: the shipped conf-examples/10-silk.conflist, with its dataDir in a temporary directory'
mkdir "$NETCONFPATH"
sed "s|/var/lib/silk|$work/data|" "$root/conf-examples/10-silk.conflist" > "$NETCONFPATH/10-silk.conflist"
grep -q "$work/data" "$NETCONFPATH/10-silk.conflist" || fail 'the shipped conflist has no dataDir of /var/lib/silk'
say "NETCONFPATH=$NETCONFPATH" "CNI_PATH=$CNI_PATH"
on host cat "$NETCONFPATH/10-silk.conflist"
on host silk cni status silk

step 'ADD: each container gets its link'
on host silk cni add silk web --cache-dir "$work/cache"
on host silk cni add silk db --cache-dir "$work/cache"
web=$(address_of web)
db=$(address_of db)

step 'What the kernel has now'
say 'In the container: one address, everything by way of the host, and the host'"'"'s MAC known beforehand.'
on web ip addr show dev eth0
on web ip route
on web ip neigh
say 'On the host: the other end, named after the address, and nothing else.'
on host ip addr show dev "$(host_end_of "$web")"
on host ip neigh show dev "$(host_end_of "$web")"
on host silk ipam list --data-dir "$work/data/ipam"

step 'Ping: between the containers, to the host, and from the host'
on web ping -c 2 -i 0.2 -W 2 "$db"
on db ping -c 2 -i 0.2 -W 2 "$web"
on web ping -c 2 -i 0.2 -W 2 169.254.0.1
on host ping -c 2 -i 0.2 -W 2 "$db"

step 'CHECK: the kernel and the files are as ADD left them'
on host silk cni check silk web --cache-dir "$work/cache"
on host silk cni check silk db --cache-dir "$work/cache"
on host silk ipam check --data-dir "$work/data/ipam"

step 'DEL: each container loses its link'
on host silk cni del silk web --cache-dir "$work/cache"
on host silk cni del silk db --cache-dir "$work/cache"

step 'Nothing is left: no link, no reservation, no claim, no cached result'
on host ip -brief link show type veth
[ -z "$output" ] || fail 'there is still a link'
on web ip -brief addr show
case $output in *eth0*) fail 'the container still has its interface' ;; esac
on host silk ipam list --data-dir "$work/data/ipam"
left=$(find "$work/data" "$work/cache" \( -name '10.*' -o -path '*/attachments/silk/*' -o -path '*/results/*' \))
[ -z "$left" ] || fail "there is still $left"

printf '\n%sAll %d steps succeeded.%s\n' "$green" "$number" "$plain"

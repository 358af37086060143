# Part of demo.sh: a container on each of two hosts, and the ten steps of a packet from one to the other.

. "$here/containers.sh"

# A host with its own configuration and state.
add_host() { # NAME UNDERLAY-ADDRESS SUBNET
  plug_in "$1" "$2"
  mkdir -p "$work/$1/net.d"
  sed -e "s|/var/lib/silk|$work/$1/data|" -e "s|10.255.30.0/24|$3|" -e "s|/etc/silk|$work/$1|" -e "s|/run/silk|$work/$1|" \
    -e "s|\"peersFile\"|\"runDir\": \"$work/$1\", \"peersFile\"|" \
    "$root/conf-examples/20-silk-vtep.conflist" > "$work/$1/net.d/20-silk-vtep.conflist"
}

# Waits for one packet where `$1` says, in the background: `watch PLACE DEVICE FILTER`. What it saw is in $work/PLACE-DEVICE.
watch() {
  nsenter "--net=/run/netns/$1" timeout 20 tcpdump -v -e -n -c 1 -l -i "$2" "$3" > "$work/$1-$2" 2> "$work/$1-$2.log" &
  watchers="${watchers-} $!"
  tries=0
  until grep -q 'listening on' "$work/$1-$2.log" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "tcpdump does not listen on $2 of $1"
    sleep 0.05
  done
}

saw() { # PLACE DEVICE
  [ -s "$work/$1-$2" ] || fail "no packet was seen on $2 of $1"
  printf '   %sseen on %s of %s:%s\n' "$faint" "$2" "$1" "$plain"
  sed -e 's/^[0-9:.]* //' -e 's/^/      /' "$work/$1-$2"
}

step 'Two hosts on one underlay, and the network of both: the shipped conf-examples/20-silk-vtep.conflist'
ip link add switch type bridge
ip link set switch up
add_host host-a 10.244.0.144 10.255.144.0/24
add_host host-b 10.244.0.138 10.255.138.0/24
on host-a ip -brief -4 addr show dev eth0
on host-b ip -brief -4 addr show dev eth0
on host cat "$work/host-a/net.d/20-silk-vtep.conflist"

step 'Each host is told of the other'
at host-a silk peer add 10.255.138.0/24 10.244.0.138 --peers-file "$work/host-a/peers.json" --run-dir "$work/host-a"
at host-b silk peer add 10.255.144.0/24 10.244.0.144 --peers-file "$work/host-b/peers.json" --run-dir "$work/host-b"

step 'ADD: a container on each; the first one brings up its host'"'"'s VTEP and the way to the other host'
add_one_each
at host-a silk peer list --peers-file "$work/host-a/peers.json"

ping_both_ways

link=$(host_end_of "$apricot")
watch apricot eth0 "icmp and dst $dragonfruit"
watch host-a "$link" "icmp and dst $dragonfruit"
watch host-a silk-vtep "icmp and dst $dragonfruit"
watch host-a eth0 'udp dst port 4789'
watch host-b eth0 'udp dst port 4789 and src 10.244.0.144'
watch host-b silk-vtep "icmp and dst $dragonfruit"
watch dragonfruit eth0 "icmp and dst $dragonfruit"

step 'A packet, 1 of 10: the application in the container sends to a container on another host'
on apricot ping -c 1 -W 2 "$dragonfruit"
for watcher in $watchers; do wait "$watcher" || fail 'a capture saw nothing'; done

step 'A packet, 2 of 10: the default route takes it to 169.254.0.1 by eth0'
on apricot ip route get "$dragonfruit"

step 'A packet, 3 of 10: ARP is off; a permanent neighbour knows the MAC of the host'"'"'s end, aa:aa and the address'
on apricot ip link show dev eth0
on apricot ip neigh show to 169.254.0.1

step 'A packet, 4 of 10: its source is the address of eth0'
on apricot ip -4 addr show dev eth0
saw apricot eth0

step 'A packet, 5 of 10: it comes out of the host'"'"'s end of the link'
on host-a ip addr show dev "$link"
saw host-a "$link"

step 'A packet, 6 of 10: the route to the destination'"'"'s subnet leads to the VTEP, by way of the other host'"'"'s'
on host-a ip route list 10.255.138.0/24

step 'A packet, 7 of 10: a permanent neighbour knows the MAC of that VTEP'
on host-a ip neigh show to 10.255.138.0
saw host-a silk-vtep

step 'A packet, 8 of 10: the FDB knows behind which underlay address that MAC is'
on host-a bridge fdb show dev silk-vtep

step 'A packet, 9 of 10: the VTEP wraps it into UDP to port 4789 of that address'
on host-a ip -d link show dev silk-vtep
saw host-a eth0

step 'A packet, 10 of 10: the other host receives, unwraps and delivers it'
saw host-b eth0
saw host-b silk-vtep
on host-b ip route get "$dragonfruit"
saw dragonfruit eth0
grep -q 'ttl 62' "$work/dragonfruit-eth0" || fail 'the packet did not pass two hosts'

step 'DEL: the containers lose their links, the hosts keep their VTEPs; silk vtep down removes those'
at host-a silk cni del silk apricot --cache-dir "$work/host-a/cache"
at host-b silk cni del silk dragonfruit --cache-dir "$work/host-b/cache"
at host-a silk vtep down --run-dir "$work/host-a"
at host-b silk vtep down --run-dir "$work/host-b"
for place in host-a host-b; do
  on "$place" ip -brief link show
  case $output in *silk-vtep* | *s-010*) fail "there is still a link on $place" ;; esac
  on "$place" ip route
  case $output in *10.255.*) fail "there is still a route on $place" ;; esac
done

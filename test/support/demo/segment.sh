# Part of demo.sh: a bridged segment on the hosts of evpn.sh, with a container on each and a machine on a LAN beside one of them.

# Waits until a host knows somebody on another host: the MAC to an address, and where that MAC is.
wait_for_endpoint() { # HOST MAC UNDERLAY-ADDRESS
  wait_until "$1 to know the address of $2" knows_address "$1" "$2"
  wait_until "$1 to lead to $2 at $3" leads "$@"
}

knows_address() { nsenter "--net=/run/netns/$1" ip neigh show dev vxlan42 | grep -q "lladdr $2 "; }

leads() { nsenter "--net=/run/netns/$1" bridge fdb show dev vxlan42 | grep -q "^$2 dst $3 "; }

# Whether the new host's route is there, and the old one's is not.
has_moved() {
  routes=$(rib host-a | grep "mac:$cherry") || return 1
  case $routes in *10.244.0.144:42*) return 1 ;; *'mac-mobility: 1'*) ;; *) return 1 ;; esac
}

has_segment() { # HOST
  nsenter "--net=/run/netns/$1" ip link show dev vxlan42
}

# The shipped network of a segment, with files of the host. No two hosts may give the same address: each is asked for.
add_network() { # HOST
  sed -e "s|\"dataDir\": \"/var/lib/silk\"|\"dataDir\": \"$work/$1/data\", \"runDir\": \"$work/$1/run\", \"endpointsFile\": \"$work/$1/endpoints.json\"|" \
    "$root/conf-examples/silk-bridge.conflist" > "$work/$1/net.d/silk-bridge.conflist"
}

# Adds the segment to the configuration of silkd, and has it read again.
reload() { # HOST KEY-OF-THE-SEGMENT
  sed -i "s|^{|{\n  \"segments\": [{ \"vni\": 42, \"bridge\": \"br0\", \"gateway\": \"10.0.10.1/24\"$2 }],\n  \"endpointsFile\": \"$work/$1/endpoints.json\",|" "$work/$1/silkd.json"
  on "$1" cat "$work/$1/silkd.json"
  on "$1" kill -HUP "$(cat "$work/$1/run/silkd.lock")"
  wait_until "$1 to have the segment" has_segment "$1"
}

step 'A segment, one layer 2 on both hosts: silkd is told of it, and of a LAN at eth1 of host-a'
on host ip netns add printer
printer=52:54:00:00:00:63
on host ip -n printer link add eth0 address $printer type veth peer name eth1 netns host-a
on host ip -n printer addr add 10.0.10.99/24 dev eth0
on host ip -n printer link set eth0 up
reload host-a ', "lanPorts": ["eth1"]'
reload host-b ''

step 'ADD: a container on each host, by silk-bridge; silkd sees them in the kernel, and tells'
on host ip netns add cherry
on host ip netns add fig
add_network host-a
add_network host-b
at host-a silk cni add segment cherry --ip 10.0.10.10 --cache-dir "$work/host-a/cache"
at host-b silk cni add segment fig --ip 10.0.10.11 --cache-dir "$work/host-b/cache"
cherry=ee:ee:0a:00:0a:0a
fig=ee:ee:0a:00:0a:0b
wait_for_endpoint host-a $fig 10.244.0.138
wait_for_endpoint host-b $cherry 10.244.0.144

step 'What was announced: a route of type 3 by each host that has a part of the segment, one of type 2 for each container'
rib host-a

step 'What silkd has made of it: an address and a MAC, so that nobody has to ask for them'
on host-a ip neigh show dev vxlan42
on host-a bridge fdb show dev vxlan42

step 'Ping within the segment, both ways'
on cherry ping -c 2 -i 0.2 -W 2 10.0.10.11
on fig ping -c 2 -i 0.2 -W 2 10.0.10.10

step 'A machine on the LAN says something, host-a hears who it is; a container on the other host reaches it'
on printer ping -c 1 -W 2 10.0.10.10
wait_for_endpoint host-b $printer 10.244.0.144
on host-b ip neigh show dev vxlan42
on fig ping -c 2 -i 0.2 -W 2 10.0.10.99

step 'A container moves: with its address and MAC it comes up on the other host, whose higher sequence number (mac-mobility) wins'
on host ip netns add cherry-moved
at host-b silk cni add segment cherry-moved --ip 10.0.10.10 --cache-dir "$work/host-b/cache"
wait_until 'host-a to hear of the move' has_moved
rib host-a

step 'The old one goes: the machine on the LAN reaches the new one'
at host-a silk cni del segment cherry --cache-dir "$work/host-a/cache"
wait_for_endpoint host-a $cherry 10.244.0.138
on host-a bridge fdb show dev vxlan42
on printer ping -c 2 -i 0.2 -W 2 10.0.10.10

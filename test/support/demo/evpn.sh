# Part of demo.sh: hosts that tell each other by BGP EVPN where their subnets are, each by a gobgpd, all by a route reflector.

. "$here/background.sh"
. "$here/containers.sh"

reflector=10.244.0.1

# A host with its own configuration and state.
add_host() { # NAME UNDERLAY-ADDRESS SUBNET
  plug_in "$1" "$2"
  mkdir -p "$work/$1/net.d"
  sed -e "s|/run/flannel/subnet.env|$work/$1/subnet.env|" -e "s|/var/lib/silk|$work/$1/data|" \
    "$root/conf-examples/silk-subnet-file.conflist" > "$work/$1/net.d/silk.conflist"
  cat > "$work/$1/silkd.json" <<END
{
  "source": "evpn",
  "overlayNetwork": "10.255.0.0/16",
  "subnet": "$3",
  "gbp": false,
  "evpn": { "address": "unix://$work/$1/gobgpd.sock", "asn": 64512 },
  "runDir": "$work/$1/run",
  "stateDir": "$work/$1/state",
  "subnetFile": "$work/$1/subnet.env",
  "apiSocket": "$work/$1/silkd.sock"
}
END
}

# Prints the configuration of the gobgpd of a place, and starts it with that.
begin_gobgpd() { # PLACE OPTION...
  where=$1
  shift
  mkdir -p "$work/$where"
  on "$where" silk evpn config --rr "$reflector" --asn 64512 "$@"
  printf '%s\n' "$output" > "$work/$where/gobgpd.conf"
  case "$*" in *reflector*) restart=--graceful-restart ;; *) restart= ;; esac
  # shellcheck disable=SC2086
  begin "$where" gobgpd $restart -t toml -f "$work/$where/gobgpd.conf" --api-hosts "unix://$work/$where/gobgpd.sock" --pprof-disable
}

rib() { # PLACE
  on "$1" gobgp --target "unix://$work/$1/gobgpd.sock" global rib -a evpn
}

knows() { # HOST UNDERLAY-ADDRESS
  nsenter "--net=/run/netns/$1" bridge fdb show dev silk-vtep | grep -q "dst $2 "
}

step 'A route reflector, and two hosts on one underlay'
ip link add switch type bridge
ip addr add "$reflector/16" dev switch
ip link set switch up
begin_gobgpd host --role reflector --listen 10.244.0.0/16
reflector_pid=$pid
add_host host-a 10.244.0.144 10.255.144.0/24
add_host host-b 10.244.0.138 10.255.138.0/24

step 'On each host a gobgpd, which talks to the reflector, and silkd, which talks to that gobgpd'
begin_gobgpd host-a
gobgpd_pid=$pid
begin_gobgpd host-b
on host cat "$work/host-a/silkd.json"
begin host-a silkd --config "$work/host-a/silkd.json"
begin host-b silkd --config "$work/host-b/silkd.json"
wait_until 'host-a to know host-b' knows host-a 10.244.0.138
wait_until 'host-b to know host-a' knows host-b 10.244.0.144

step 'What each has announced is a route of type 5: a subnet, the VNI, where it is, and the MAC of the VTEP there'
rib host-a

step 'What silkd has made of it'
on host-a ip route show dev silk-vtep
on host-a ip neigh show dev silk-vtep
on host-a bridge fdb show dev silk-vtep

step 'ADD: a container on each host'
add_one_each

ping_both_ways

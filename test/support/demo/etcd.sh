# Part of demo.sh: hosts that get their parts of the network from etcd, and of which one dies.

. "$here/background.sh"
. "$here/containers.sh"

endpoint=http://10.244.0.1:2379

# A host with its own configuration and state. All that lasts for a minute to a day where nothing is said lasts for seconds, so that it is seen.
add_host() { # NAME UNDERLAY-ADDRESS
  plug_in "$1" "$2"
  mkdir -p "$work/$1/net.d"
  sed -e "s|/run/silk/subnet.env|$work/$1/subnet.env|" -e "s|/var/lib/silk|$work/$1/data|" \
    "$root/conf-examples/30-silkd.conflist" > "$work/$1/net.d/30-silkd.conflist"
  cat > "$work/$1/silkd.json" <<END
{
  "source": "etcd",
  "etcd": {
    "endpoints": ["$endpoint"],
    "leaseTtlSeconds": 6,
    "renewIntervalSeconds": 1,
    "probeIntervalSeconds": 1,
    "requestTimeoutMs": 1000,
    "withdrawGuard": { "graceSeconds": 2 }
  },
  "runDir": "$work/$1/run",
  "stateDir": "$work/$1/state",
  "subnetFile": "$work/$1/subnet.env",
  "apiSocket": "$work/$1/silkd.sock"
}
END
}

knows() { # HOST UNDERLAY-ADDRESS
  nsenter "--net=/run/netns/$1" bridge fdb show dev silk-vtep | grep -q "dst $2 "
}

silkd_is_gone() { ! kill -0 "$(cat "$work/$1/run/silkd.lock")"; }

knows_not() { ! knows "$@"; }

step 'etcd, and three hosts on one underlay'
ip link add switch type bridge
ip addr add 10.244.0.1/16 dev switch
ip link set switch up
begin host etcd --data-dir "$work/etcd" --listen-client-urls "$endpoint" --advertise-client-urls "$endpoint" \
  --listen-peer-urls http://127.0.0.1:2380
etcd_pid=$pid
export ETCDCTL_API=3
wait_until 'etcd to answer' etcdctl --endpoints "$endpoint" endpoint health
add_host host-a 10.244.0.144
add_host host-b 10.244.0.138
add_host host-c 10.244.0.32

step 'The network is written down once'
on host silk etcd init --endpoint "$endpoint" --network 10.255.0.0/16 --subnet-len 24

step 'silkd on each host: it gets a part of the network by lease, makes the VTEP, and learns of the others'
on host cat "$work/host-a/silkd.json"
begin host-a silkd --config "$work/host-a/silkd.json"
begin host-b silkd --config "$work/host-b/silkd.json"
begin host-c silkd --config "$work/host-c/silkd.json"
pid_c=$pid
for pair in a:138 a:32 b:144 b:32 c:144 c:138; do
  wait_until "host-${pair%:*} to know 10.244.0.${pair#*:}" knows "host-${pair%:*}" "10.244.0.${pair#*:}"
done
on host silk lease list --endpoint "$endpoint"
on host-a cat "$work/host-a/subnet.env"
on host-a ip route show dev silk-vtep
on host-a bridge fdb show dev silk-vtep

step 'ADD: a container on each of two hosts, with an address of its host'"'"'s part'
add_one_each

ping_both_ways

step 'A host dies: when its lease has run out, the others let it go'
on host kill -9 "$pid_c"
wait_until 'host-a to let host-c go' knows_not host-a 10.244.0.32
wait_until 'host-b to let host-c go' knows_not host-b 10.244.0.32
on host silk lease list --endpoint "$endpoint"
on host-a bridge fdb show dev silk-vtep

step 'etcd dies, too: what is known stays, and packets flow'
on host kill -9 "$etcd_pid"
sleep 6
on apricot ping -c 2 -i 0.2 -W 2 "$dragonfruit"

step 'The hosts are taken down: containers, VTEP and lease; etcd has to be there for that'
begin host etcd --data-dir "$work/etcd" --listen-client-urls "$endpoint" --advertise-client-urls "$endpoint" \
  --listen-peer-urls http://127.0.0.1:2380
wait_until 'etcd to answer' etcdctl --endpoints "$endpoint" endpoint health
at host-a silk cni del silk apricot --cache-dir "$work/host-a/cache"
at host-b silk cni del silk dragonfruit --cache-dir "$work/host-b/cache"
for name in host-a host-b; do
  on host kill "$(cat "$work/$name/run/silkd.lock")"
  wait_until "silkd of $name to end" silkd_is_gone "$name"
  at "$name" silk teardown --config "$work/$name/silkd.json" --conf-dir "$work/$name/net.d"
  on "$name" ip -brief link show
  case $output in *silk-vtep* | *s-010*) fail "there is still a link on $name" ;; esac
done
on host silk lease list --endpoint "$endpoint"
case $output in *10.244.0.1[34]*) fail 'there is still a lease of a host that was taken down' ;; esac

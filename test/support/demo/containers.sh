# Part of demo.sh: a container on each of two hosts, host-a and host-b, that reach each other.

# `on`, with the configuration and the state of the host it names.
at() { # HOST COMMAND...
  NETCONFPATH="$work/$1/net.d" on "$@"
}

# Their addresses are in $apricot and $dragonfruit.
add_one_each() {
  on host ip netns add apricot
  on host ip netns add dragonfruit
  at host-a silk cni add silk apricot --cache-dir "$work/host-a/cache"
  at host-b silk cni add silk dragonfruit --cache-dir "$work/host-b/cache"
  apricot=$(address_of apricot)
  dragonfruit=$(address_of dragonfruit)
}

ping_both_ways() {
  step 'Ping across hosts, both ways'
  on apricot ping -c 2 -i 0.2 -W 2 "$dragonfruit"
  on dragonfruit ping -c 2 -i 0.2 -W 2 "$apricot"
}

# Part of demo.sh: two containers on one host, from ADD to DEL.

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

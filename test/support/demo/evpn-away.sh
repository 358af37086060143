# Part of demo.sh: the hosts of evpn.sh lose what tells them of each other.

step 'The reflector dies, and so does a gobgpd: what is known stays, and packets flow'
on host kill -9 "$reflector_pid"
on host kill -9 "$gobgpd_pid"
sleep 3
on apricot ping -c 2 -i 0.2 -W 2 "$dragonfruit"
on printer ping -c 2 -i 0.2 -W 2 10.0.10.10
on host-a ip route show dev silk-vtep
on host-a bridge fdb show dev vxlan42

import { parseIp } from '../../src/addr/ip.ts';
import { hostPrefix } from '../../src/addr/prefix.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { addRoute, RT_TABLE_MAIN, RTN_UNICAST, RTPROT_STATIC, removeRoute } from '../../src/linux/rtnetlink/route.ts';

/*
 * Adds and removes routes of its own namespace as fast as it can: `overlay-walk-churn.ts DEVICE`, until it is killed.
 * Prints a line for each 640 that have come and gone.
 */
const [device = ''] = process.argv.slice(2);
using socket = NetlinkSocket.open();
const linkIndex = getLink(socket, device)?.index;
const first = parseIp('10.99.0.0', 'address').value;
const routes = Array.from({ length: 64 }, (_, i) => ({
  destination: hostPrefix({ family: 4, value: first + BigInt(i) }),
  linkIndex,
  scope: 253,
  protocol: RTPROT_STATIC,
  table: RT_TABLE_MAIN,
  type: RTN_UNICAST,
}));
for (let round = 0; ; round++) {
  if (round % 10 === 0) console.log(round);
  socket.apply(routes.map(addRoute));
  socket.apply(routes.map(removeRoute));
}

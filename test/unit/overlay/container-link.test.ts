import { expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { defaultDestination, describeContainerLink, type LinkEnd } from '../../../src/overlay/container-link.ts';

const link = describeContainerLink({
  ip: parseIp('10.255.108.184', 'x'),
  ifname: 'eth0',
  mtuBytes: 1410,
  routes: [{ destination: defaultDestination, metric: 0 }],
});

function readable(end: LinkEnd) {
  const { mac, localIp, peerIp, peerMac, sysctls, ...rest } = end;
  return {
    ...rest,
    mac: formatMac(mac),
    local: formatIp(localIp),
    peer: formatIp(peerIp),
    peerMac: formatMac(peerMac),
    sysctls: sysctls.map(({ parts, value }) => `${parts.join('/')}=${value}`),
  };
}

test('describeContainerLink() gives the host end of the seed', () => {
  expect(readable(link.host)).toEqual({
    name: 's-010255108184',
    mac: 'aa:aa:0a:ff:6c:b8',
    mtuBytes: 1410,
    local: '169.254.0.1',
    peer: '10.255.108.184',
    peerMac: 'ee:ee:0a:ff:6c:b8',
    routes: [],
    sysctls: [
      'ipv6/conf/s-010255108184/disable_ipv6=1',
      'ipv4/conf/s-010255108184/rp_filter=1',
      'ipv4/ip_forward=1',
      'ipv4/conf/s-010255108184/forwarding=1',
    ],
  });
});

test('describeContainerLink() gives the container end of the seed', () => {
  expect(readable(link.container)).toEqual({
    name: 'eth0',
    mac: 'ee:ee:0a:ff:6c:b8',
    mtuBytes: 1410,
    local: '10.255.108.184',
    peer: '169.254.0.1',
    peerMac: 'aa:aa:0a:ff:6c:b8',
    routes: [{ destination: defaultDestination, metric: 0 }],
    sysctls: ['ipv6/conf/eth0/disable_ipv6=1', 'ipv4/conf/eth0/rp_filter=1'],
  });
});

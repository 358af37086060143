import type { EtcdServer } from './etcd.ts';
import type { Host } from './host.ts';
import { dig, parseObject } from './json.ts';
import { subnetFileText } from './network.ts';
import { underlayDevice } from './underlay.ts';

/** A host of a network that flannel makes. */
export interface FlannelHost {
  readonly host: Host;
  /** Such as `10.244.0.2`. */
  readonly underlayIp: string;
  /** The first address of its /24, such as `10.255.34.0`. */
  readonly subnetIp: string;
  /** flanneld takes one by chance. */
  readonly vtepMac: string;
}

const device = 'flannel.1';
const subnets = '/coreos.com/network/subnets/';

/**
 * What flanneld does at its start, by `ip` and etcdctl, for Debian 12 has no flanneld: its lease of a day with its record, its device,
 * and the subnet file. By flannel's pkg/backend/vxlan and pkg/subnet/etcd.
 */
export function playFlanneld({ host, underlayIp, subnetIp, vtepMac }: FlannelHost, etcd: EtcdServer): void {
  const [, lease = ''] = /^lease (\S+) granted/.exec(etcd.etcdctl('lease', 'grant', '86400')) ?? [];
  const record = {
    PublicIP: underlayIp,
    PublicIPv6: null,
    BackendType: 'vxlan',
    BackendData: { VNI: 1, VtepMAC: vtepMac },
  };
  etcd.etcdctl('put', `--lease=${lease}`, `${subnets}${subnetIp}-24`, JSON.stringify(record));
  const vxlan = ['id', '1', 'local', underlayIp, 'dev', underlayDevice, 'dstport', '8472', 'nolearning'];
  host.exec('ip', 'link', 'add', device, 'address', vtepMac, 'mtu', '1450', 'type', 'vxlan', ...vxlan);
  host.exec('ip', 'addr', 'add', `${subnetIp}/32`, 'dev', device);
  host.exec('ip', 'link', 'set', device, 'up');
  const gateway = subnetIp.replace(/0$/, '1/24');
  host.write('subnet.env', subnetFileText({ FLANNEL_NETWORK: '10.255.0.0/16', FLANNEL_SUBNET: gateway }));
}

/** What flanneld does on an event of each other host's record. */
export function playEvents({ host, underlayIp }: FlannelHost, etcd: EtcdServer): void {
  const pairs = etcd.etcdctl('get', '--prefix', subnets).trim().split('\n');
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const ip = (pairs[i] ?? '').slice(subnets.length).replace('-24', '');
    const record = parseObject(pairs[i + 1] ?? '');
    const [publicIp, mac] = [String(dig(record, 'PublicIP')), String(dig(record, 'BackendData', 'VtepMAC'))];
    if (publicIp === underlayIp) continue;
    host.exec('ip', 'neigh', 'replace', ip, 'lladdr', mac, 'dev', device, 'nud', 'permanent');
    host.exec('bridge', 'fdb', 'replace', mac, 'dev', device, 'dst', publicIp, 'self', 'permanent');
    host.exec('ip', 'route', 'replace', `${ip}/24`, 'via', ip, 'dev', device, 'onlink');
  }
}

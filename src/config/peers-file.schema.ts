import { wantedAddress } from './address-check.ts';
import type { ListSchema, ObjectSchema } from './schema.ts';

/** A remote host, as written. Texts; `checkPeers` says what they mean. */
export interface PeerKeys {
  readonly subnet: string;
  readonly underlay: string;
  readonly mac?: string;
}

/** The peers file. */
export interface PeersFileKeys {
  readonly peers: readonly PeerKeys[];
}

/** What a message wants of a peer's keys; the schema describes them with the same words. */
export const wantedPeer = {
  subnet: 'an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits',
  underlay: wantedAddress.unicastIpv4,
  mac: 'a unicast MAC such as ee:ee:0a:ff:30:00',
} as const;

/** The same list is in silk-vtep's configuration. */
export const peerList: ListSchema<PeerKeys> = {
  type: 'array',
  description: 'a list of peers',
  items: {
    type: 'object',
    title: 'a peer',
    description: 'a peer such as {"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}',
    properties: {
      subnet: { type: 'string', description: wantedPeer.subnet },
      underlay: { type: 'string', description: wantedPeer.underlay },
      mac: { type: 'string', description: wantedPeer.mac },
    },
    required: ['subnet', 'underlay'],
    additionalProperties: false,
  },
};

export const peersFileSchema: ObjectSchema<PeersFileKeys> = {
  type: 'object',
  title: 'the peers file',
  description: 'an object with peers',
  properties: { peers: peerList },
  required: ['peers'],
  additionalProperties: false,
};

import { type Prefix, parsePrefix } from '../addr/prefix.ts';
import { check, findBadAddress, parseJson, refuse } from './check.ts';
import type { DaemonReplyKeys } from './daemon-reply.schema.ts';
import { validateDaemonReply } from './generated/daemon-reply.ts';

/** What the daemon says of its host. */
export interface DaemonReply {
  readonly subnet: Prefix;
  /** Undefined where the daemon does not know. */
  readonly mtuBytes: number | undefined;
}

/**
 * The body of the daemon's answer: `{"overlay_subnet":"10.255.30.0/24","mtu":1450}`.
 * @throws SilkError SUBNET_UNKNOWN naming what is wrong.
 */
export function readDaemonReply(text: string): DaemonReply {
  const cannot = "Cannot use the daemon's reply";
  const json = parseJson(text, 'SUBNET_UNKNOWN', cannot);
  const { value, faults } = check<DaemonReplyKeys>(validateDaemonReply, json, (reply) =>
    findBadAddress('overlay_subnet', reply.overlay_subnet, 'ipv4Prefix'),
  );
  refuse(cannot, faults, 'SUBNET_UNKNOWN');
  return {
    subnet: parsePrefix(value.overlay_subnet, 'overlay_subnet'),
    mtuBytes: value.mtu === 0 ? undefined : value.mtu,
  };
}

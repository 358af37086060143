import { sameIp } from '../addr/ip.ts';
import { networkOf, type Prefix } from '../addr/prefix.ts';
import type { Address } from '../linux/rtnetlink/address.ts';
import type { Step } from './step.ts';

/**
 * The difference between the one IPv4 address that a link of ours is to have, or none, and those that it has.
 * The wrong ones go first: a right one that is the second of its network goes with the first, and is made again.
 * One that is not there for good is made so. Its scope, label and flags are not compared: all that we need of it is a route's source.
 */
export function planAddress(wanted: Prefix | undefined, found: readonly Address[]): Step[] {
  const right = found.findIndex(
    ({ local, prefix }) =>
      wanted !== undefined && samePrefix({ ip: local, length: prefix.length }, wanted) && sameIp(local, prefix.ip),
  );
  const steps: Step[] = found.filter((_, i) => i !== right).map(removeAddressStep);
  if (wanted === undefined) return steps;
  const network = networkOf(wanted);
  const goesToo = found.slice(0, right).some(({ prefix }) => samePrefix(networkOf(prefix), network));
  if (right === -1 || goesToo) return [...steps, { action: 'make', object: 'address', address: wanted }];
  return found[right]?.temporary ? [...steps, { action: 'change', object: 'address', address: wanted }] : steps;
}

function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && sameIp(a.ip, b.ip);
}

function removeAddressStep({ local, prefix }: Address): Step {
  const peer = sameIp(local, prefix.ip) ? undefined : prefix.ip;
  return { action: 'remove', object: 'address', address: { ip: local, length: prefix.length }, peer };
}

import { formatIp, sameIp, tryParseIp } from '../../src/addr/ip.ts';
import { addressIn } from '../../src/addr/prefix.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { SilkError } from '../../src/errors.ts';
import type { Owner } from '../../src/ipam/record.ts';
import { reservedBy } from '../../src/ipam/reserved-by.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';

/**
 * CHECK: the attachment's addresses are reserved for it, and are those that the container was told.
 * @throws SilkError DRIFTED listing what differs.
 */
export function checkAddresses(store: NetworkStore, request: Owner & Pick<CniRequest<unknown>, 'prevResult'>): void {
  const differences = reservationDifferences(store, request);
  if (differences.length === 0) return;
  throw new SilkError('DRIFTED', `Cannot confirm the reservation: ${differences[0]}`, {
    details: differences.join('\n'),
  });
}

/** What is not as it should be with the attachment's reservations, one sentence each. Neither locks nor writes. */
export function reservationDifferences(
  store: NetworkStore,
  { containerId, ifname, prevResult }: Owner & Pick<CniRequest<unknown>, 'prevResult'>,
): string[] {
  const reserved = reservedBy(store, { containerId, ifname });
  if (reserved.length === 0)
    return [`found no reservation for ${ifname} of container ${JSON.stringify(containerId)} in ${store.dir}`];
  const told = (prevResult?.ips ?? []).flatMap((ip) => tryParseIp(addressIn(ip.address)) ?? []);
  return reserved
    .filter((ip) => !told.some((other) => sameIp(ip, other)))
    .map(
      (ip) =>
        `found ${formatIp(ip)} reserved in ${store.dir}, wanted ${told.map(formatIp).join(', ') || 'no address'} of prevResult`,
    );
}

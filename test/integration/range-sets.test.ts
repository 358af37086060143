import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { attachmentCall } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { holdings, networkDir, nothing } from '../support/leftovers.ts';
import { ipamNetwork, silkNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { silkCni, silkIpam } from '../support/project.ts';
import { reservedIps } from '../support/reservations.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const wrong = [
  { what: 'two sets that overlap', ranges: [[{ subnet: '10.1.2.0/24' }], [{ subnet: '10.1.0.0/16' }]] },
  { what: 'a set that overlaps itself', ranges: [[{ subnet: '10.1.2.0/24' }, { subnet: '10.1.2.128/25' }]] },
  { what: 'a set of both families', ranges: [[{ subnet: '10.1.2.0/24' }, { subnet: 'fd00::/64' }]] },
];

interface Program {
  readonly name: string;
  readonly path: string;
  readonly network: (host: Host, ranges: unknown) => JsonObject;
}

const programs: readonly Program[] = [
  { name: 'silk-ipam', path: silkIpam, network: (host, ranges) => ipamNetwork(host, { subnet: undefined, ranges }) },
  {
    name: 'silk-cni',
    path: silkCni,
    network: (host, ranges) => silkNetwork(host, { subnet: undefined, ipam: { type: 'silk-ipam', ranges } }),
  },
];

describe.each(programs)('$name refuses', ({ path, network }) => {
  test.each(wrong)('$what with code 7, and reserves nothing', ({ ranges }) => {
    const host = new Host();
    const container = host.addContainer();
    const call = { command: 'ADD', ...attachmentCall(container), config: network(host, ranges) };
    const outcome = callPlugin(host, path, call);
    expect({ code: outcome.code, error: outcome.error?.code }).toEqual({ code: 1, error: 7 });
    expect(outcome.error?.msg).toContain('ranges');
    expect(holdings(host, container)).toEqual(nothing);
    expect(reservedIps(`${host.dataDir}/blue`)).toEqual([]);
    expect(reservedIps(networkDir(host))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type EvpnHost, EvpnNetwork } from '../../support/evpn-network.ts';
import { asn } from '../../support/gobgpd.ts';
import { type Container, disposeHosts } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { SegmentDaemon } from '../../support/segment-daemon.ts';
import { pingFrom } from '../../support/segment-hosts.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

interface Node extends EvpnHost {
  readonly daemon: SegmentDaemon;
  /** Of its own range. */
  readonly attach: (over?: object) => { container: Container; ip: string; del: () => void };
}

let a: Node;
let b: Node;

function addNode(network: EvpnNetwork, number: number): Node {
  const node = network.addHost(number);
  const evpn = { asn, address: node.gobgpd.address, withdrawGuard: { graceSeconds: 2 } };
  const daemon = new SegmentDaemon(node.host, { evpn, intervalSeconds: 3600 });
  const ipam = { rangeStart: `10.0.10.${number * 2}`, rangeEnd: `10.0.10.${number * 2 + 1}` };
  const attach = (over = {}) => {
    const container = node.host.addContainer();
    const attachment = daemon.attachment(container, over, ipam);
    attachment.add();
    return { container, ip: attachment.ip, del: () => void attachment.del() };
  };
  return { ...node, daemon, attach };
}

beforeEach(async () => {
  const network = new EvpnNetwork();
  [a, b] = [addNode(network, 32), addNode(network, 33)];
  await Promise.all([network.reflector.start(), a.gobgpd.start(), b.gobgpd.start()]);
  await Promise.all([a.daemon.silkd.start(), b.daemon.silkd.start()]);
});

async function untilReached(from: Container, ip: string): Promise<void> {
  await until(`an answer of ${ip}`, () => pingFrom(from, ip).code === 0, 30_000);
}

function localOf({ daemon }: Node): unknown {
  return dig(daemon.silkd.status(), 'segments', 'list', 0, 'local');
}

test('what silk-bridge attaches is reached from other hosts, until DEL; what was attached with silkd away, when it is back', async () => {
  const [first, second] = [a.attach(), b.attach()];
  await untilReached(second.container, first.ip);
  const learned = join(b.host.runDir, 'endpoints.json');
  expect(readFileSync(learned, 'utf8')).toContain(`"ip":"${first.ip}"`);
  // With silkd away an ADD takes what was known, and is told to others when it is back.
  await a.daemon.silkd.stop('KILL');
  const third = a.attach();
  await untilReached(first.container, second.ip);
  expect(pingFrom(second.container, third.ip).code).toBe(1);
  first.del();
  await a.daemon.silkd.start();
  await untilReached(second.container, third.ip);
  await until('the withdrawal', () => b.daemon.metric('entries') === 1);
  expect(readFileSync(learned, 'utf8')).not.toContain(`"${first.ip}"`);
  expect(localOf(a)).toEqual([{ mac: expect.any(String), ip: third.ip }]);
});

test('who attaches a MAC last has it: the other is told that it is beaten, and both say so', async () => {
  const mac = '02:00:00:00:00:07';
  const first = a.attach({ runtimeConfig: { mac } });
  const [onA, onB] = [a.attach(), b.attach()];
  await untilReached(onB.container, first.ip);
  b.attach({ runtimeConfig: { mac } });
  await until('the move', () => a.daemon.metric('beaten_endpoints') === 1, 20_000);
  expect(a.daemon.silkd.status()).toMatchObject({
    ready: true,
    segments: { list: [{ beaten: [{ mac, ip: first.ip }] }] },
    problems: [{ what: expect.stringContaining(mac) }],
  });
  expect(b.daemon.metric('beaten_endpoints')).toBe(0);
  // The bridge of its own host still leads to it.
  await untilReached(onA.container, first.ip);
});

import { existsSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { cnitool } from '../../support/cnitool.ts';
import { followPage, pageBlocks } from '../../support/docs-page.ts';
import { FullHost, pluginsOfOurs } from '../../support/full-host.ts';
import { FullHostServer } from '../../support/full-host-server.ts';
import { heldOn, nothingHeld } from '../../support/held.ts';
import type { Host } from '../../support/host.ts';
import { dig, parseObject } from '../../support/json.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { type RecordedCall, recordCalls } from '../../support/recorded-plugin.ts';
import type { Outcome } from '../../support/run.ts';
import { Underlay } from '../../support/underlay.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(30_000);
beforeAll(() => {
  cnitool();
}, 300_000);

const [configure = '', withSilkd = '', restart, ...moreBlocks] = pageBlocks('nomad.md', 'sh', 'Configure');
const [byHand = ''] = pageBlocks('nomad.md', 'sh', 'Try it without Nomad');
const [client = ''] = pageBlocks('nomad.md', 'hcl', 'Configure');

const allocation = '5456bd7a-9fc0-c0dd-6131-cbee77f57577';
const args = {
  IgnoreUnknown: 'true',
  // Of the job's own.
  IP: '10.255.144.50',
  NOMAD_REGION: 'global',
  NOMAD_NAMESPACE: 'default',
  NOMAD_JOB_ID: 'web',
  NOMAD_GROUP_NAME: 'web',
  NOMAD_ALLOC_ID: allocation,
};
const portMappings = ['tcp', 'udp'].map((protocol) => ({
  hostPort: 8080,
  containerPort: 80,
  protocol,
  hostIP: '10.244.0.144',
}));

/** What CHECK of Debian's portmap says of a container without IPv6; the plugins before it in the list found nothing. */
const portmapsFault = expect.stringMatching(/^could not check ipv6 dnat: /);

let at: FullHost;
let other: Host;

beforeEach(() => {
  const underlay = new Underlay();
  at = new FullHost(underlay.addHost({ ip: '10.244.0.144/16' }));
  other = underlay.addHost({ ip: '10.244.0.7/16' });
  followPage(at, configure);
});

afterEach(() => expectNothingLeft({ at, endAll: async () => {} }));

/** The value of a setting in the page's configuration of a client. */
function setting(name: string): string {
  return new RegExp(`${name} += "(.*)"`).exec(client)?.[1] ?? '';
}

/** Calls the network as Nomad does, by libcni. */
function call(command: 'add' | 'check' | 'del'): Outcome {
  const words = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  return at.run([cnitool(), command, 'silk', `/var/run/netns/${allocation}`], {
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      NETCONFPATH: setting('cni_config_dir'),
      CNI_PATH: setting('cni_path'),
      CNI_ARGS: words.join(';'),
      CAP_ARGS: JSON.stringify({ portMappings }),
    },
  });
}

function seen({ command, variables }: RecordedCall) {
  return { command, netns: variables['CNI_NETNS'], job: variables['CNI_ARGS']?.includes('NOMAD_JOB_ID=web') };
}

test("docs/nomad.md: a group gets an address that Nomad finds in the result, and its port on the client's address", async () => {
  expect([restart, ...moreBlocks]).toEqual(['systemctl restart nomad\n']);
  const calls = recordCalls(at, 'silk-cni');
  at.exec('ip', 'netns', 'add', allocation);
  const added = call('add');
  expect(added).toMatchObject({ code: 0 });
  const result = parseObject(added.stdout);
  const place = Number(dig(result, 'ips', 0, 'interface'));
  expect(dig(result, 'ips', 0, 'address')).toBe('10.255.144.50/32');
  expect(dig(result, 'interfaces', place)).toMatchObject({ name: 'eth0', sandbox: `/var/run/netns/${allocation}` });
  expect(call('check').stderr).toEqual(portmapsFault);

  const inGroup = ['nsenter', `--net=/var/run/netns/${allocation}`, '--'];
  const server = at.start([...inGroup, 'busybox', 'nc', '-ll', '-p', '80', '-e', 'echo', 'here']);
  const ask = () => other.run(['timeout', '2', 'busybox', 'nc', '10.244.0.144', '8080']).stdout;
  await until('the port', () => ask() === 'here\n');
  server.child.kill('SIGKILL');
  at.exec(...inGroup, 'ping', '-c1', '-W2', '10.244.0.7');

  // Nomad's second attempt, after a failure: the first one's link lives on.
  expect(call('add').stderr).toContain('it is attached already');
  expect(call('check').stderr).toEqual(portmapsFault);
  expect(call('del')).toMatchObject({ code: 0 });
  at.exec('ip', 'netns', 'del', allocation);
  expect(heldOn(at)).toEqual(nothingHeld);
  expect(at.exec('iptables', '-t', 'nat', '-S')).not.toContain('8080');
  const netns = `/var/run/netns/${allocation}`;
  const commands = ['ADD', 'CHECK', 'ADD', 'CHECK', 'DEL'];
  expect(calls().map(seen)).toEqual(commands.map((command) => ({ command, netns, job: true })));
});

test('docs/nomad.md: the commands to try it without Nomad do what the page says', () => {
  const printed = followPage(at, byHand);
  expect(printed).toMatch(/^10\.255\.144\.2 +silk +3f2a9c1e +eth0 .* s-010255144002$/m);
  expect(heldOn(at)).toEqual(nothingHeld);
});

test('docs/nomad.md: with silkd on the client the network says nothing of it', async () => {
  followPage(at, withSilkd);
  at.install('silkd-static.json', '/etc/silk/silkd.json', (text) => text.replace('10.255.30.0', '10.255.144.0'));
  const hasSubnet = () => existsSync(at.file('/run/silk/subnet.env'));
  await new FullHostServer(at, 'silkd', `${pluginsOfOurs}/silkd`).start(hasSubnet);
  at.exec('ip', 'netns', 'add', allocation);
  expect(dig(parseObject(call('add').stdout), 'ips', 0, 'address')).toBe('10.255.144.50/32');
  expect(call('del')).toMatchObject({ code: 0 });
  at.exec('ip', 'netns', 'del', allocation);
  expect(heldOn(at)).toEqual(nothingHeld);
});

import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, type Host } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { type PluginOutcome, startPlugin } from '../../support/plugin-call.ts';
import { inParallel } from '../../support/pool.ts';
import { silkVtep } from '../../support/project.ts';
import { earlierResult, VtepScene } from '../../support/vtep-scene.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const callers = 16;

function add(host: Host, network: JsonObject, id: number): Promise<PluginOutcome> {
  const config = { ...network, prevResult: earlierResult };
  const variables = { containerId: `c${id}`, netns: '/run/netns/none', ifname: 'eth0' };
  return startPlugin(host, silkVtep, { command: 'ADD', config, ...variables }).result;
}

/** What the kernel tells of links, addresses and routes while `act` runs. */
async function watched(host: Host, act: () => Promise<void>): Promise<string> {
  const monitor = host.start(['ip', '-o', 'monitor', 'link', 'address', 'route']);
  let text = '';
  monitor.child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  await until('the monitor to listen', () => {
    // Told of anew each time: the kernel says nothing of a route that is replaced by its like.
    host.exec('ip', 'route', 'add', 'blackhole', '203.0.113.1');
    host.exec('ip', 'route', 'del', 'blackhole', '203.0.113.1');
    return text.includes('Deleted');
  });
  host.exec('ip', 'route', 'add', 'blackhole', '203.0.113.3');
  await until('the monitor to be done with that', () => text.includes('203.0.113.3'));
  text = '';
  await act();
  host.exec('ip', 'route', 'add', 'blackhole', '203.0.113.2');
  await until('the monitor to tell the end', () => text.includes('203.0.113.2'));
  return text;
}

test(`${callers} ADDs at once on a fresh host: all succeed, and the VTEP and each entry are made once`, async () => {
  const scene = new VtepScene();
  const { host, network } = scene;
  const all = Array.from({ length: callers }, (_, id) => id);
  const told = await watched(host, async () => {
    const outcomes = await inParallel(all, callers, (id) => add(host, network, id));
    expect(outcomes.filter(({ code }) => code !== 0).map(({ stdout }) => stdout)).toEqual([]);
    expect(outcomes.filter(({ stderr }) => stderr !== '').map(({ stderr }) => stderr)).toEqual([]);
  });
  const lines = told.split('\n');
  const indexes = lines.flatMap((line) => /^(\d+): silk-vtep: /.exec(line)?.[1] ?? []);
  expect(new Set(indexes).size).toBe(1);
  expect(lines.filter((line) => /^Deleted/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('10.255.48.0/24 via'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('inet 10.255.30.0/16'))).toHaveLength(1);
  scene.succeed('CHECK');
});

test('ADDs that read different lists of peers at once: the newest list is the one that stays', async () => {
  const scene = new VtepScene();
  const { host } = scene;
  const peersFile = `${host.dir}/peers.json`;
  const network = { ...scene.network, peers: undefined, peersFile };
  const write = (count: number) => {
    const numbers = Array.from({ length: count }, (_, i) => 48 + i);
    const peers = numbers.map((number) => ({ subnet: `10.255.${number}.0/24`, underlay: `192.168.77.${number}` }));
    host.write('peers.new', JSON.stringify({ peers }));
    host.exec('mv', `${host.dir}/peers.new`, peersFile);
  };
  for (let round = 0; round < 5; round++) {
    write(200);
    const running = Array.from({ length: 8 }, (_, id) => add(host, network, id));
    await host.start(['sleep', `0.0${round}`]).ended;
    write(1 + round);
    const last = add(host, network, 9);
    for (const outcome of await Promise.all([...running, last])) expect(outcome.code).toBe(0);
    expect(scene.state.fdb).toHaveLength(1 + round);
  }
});

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../support/host.ts';
import { silk } from '../support/project.ts';
import type { Outcome, RunOptions } from '../support/run.ts';
import { Underlay } from '../support/underlay.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

function words(host: Host, argv: readonly string[]): string[] {
  const file = argv[0] === 'peer' || argv[1] === 'up' ? ['--peers-file', `${host.dir}/peers.json`] : [];
  const dir = argv[1] === 'show' ? [] : ['--run-dir', `${host.dir}/run`];
  return [silk, ...argv, ...file, ...dir];
}

function call(host: Host, argv: string, options: RunOptions = {}): Outcome {
  return host.run(words(host, argv.split(' ')), options);
}

/** What a call that has to succeed prints. */
function succeed(host: Host, argv: string): string {
  const { code, stdout, stderr: said } = call(host, argv);
  // How far it is, where it takes long.
  const stderr = said.replaceAll(/^\d+ of \d+ steps\n/gm, '');
  expect({ argv, code, stderr, stdout }).toEqual({ argv, code: 0, stderr: '', stdout });
  return stdout;
}

const up = (third: number) => `vtep up --overlay 10.255.${third}.0/24 --network 10.255.0.0/16`;

/** All routes, permanent neighbours and FDB entries of a host, without those that IPv6 makes of its links' random MACs. */
function entries(host: Host): string[] {
  const shown = [
    ['ip', 'route', 'show', 'table', 'main'],
    ['ip', '-4', 'neigh', 'show', 'nud', 'permanent'],
    ['bridge', 'fdb', 'show'],
  ].map((argv) => host.exec(...argv));
  return shown
    .join('')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('33:33:'))
    .sort();
}

describe('silk vtep and silk peer', () => {
  test('make two hosts reach each other, show it, and leave nothing behind', () => {
    const underlay = new Underlay();
    const [a, b] = [144, 138].map((last) => underlay.addHost({ ip: `10.244.0.${last}/16` }));
    if (a === undefined || b === undefined) throw new Error('no hosts');
    const before = entries(a);
    succeed(a, up(144));
    succeed(a, 'peer add 10.255.138.0/24 10.244.0.138');
    succeed(b, 'peer add 10.255.144.0/24 10.244.0.144');
    succeed(b, up(138));
    a.exec('ping', '-c', '1', '-W', '2', '10.255.138.0');
    b.exec('ping', '-c', '1', '-W', '2', '-s', '1400', '-M', 'do', '10.255.144.0');
    expect(succeed(a, 'vtep show')).toContain('holds     2 routes, 1 neighbour, 1 FDB entry');
    expect(succeed(a, 'peer list').split('\n')[1]).toMatch(/^10.255.138.0\/24 +10.244.0.138 .* ok +ok +ok$/);
    expect(succeed(a, 'vtep down')).toContain('nothing is left of it');
    expect(entries(a)).toEqual(before);
    expect(a.run(['ip', 'link', 'show', 'dev', 'silk-vtep']).code).toBe(1);
    expect(succeed(a, 'vtep down')).toBe('There is no VTEP silk-vtep.\n');
  });

  test('repair what others have changed, and say it beforehand', () => {
    const host = hostWithUplink();
    succeed(host, 'peer add 10.255.48.0/24 10.244.0.48');
    succeed(host, up(32));
    const right = entries(host);
    host.exec('ip', 'route', 'del', '10.255.48.0/24');
    host.exec('ip', 'neigh', 'replace', '10.255.48.0', 'lladdr', 'ee:ee:00:00:00:01', 'dev', 'silk-vtep');
    host.exec('bridge', 'fdb', 'replace', 'ee:ee:0a:ff:30:00', 'dev', 'silk-vtep', 'dst', '10.244.0.49');
    const { code, stdout } = call(host, 'peer list');
    expect([code, stdout.split('\n')[1]]).toEqual([1, expect.stringMatching(/ missing +.* +wrong: 10.244.0.49$/)]);
    succeed(host, 'peer sync');
    expect(entries(host)).toEqual(right);
    host.exec('ip', 'link', 'set', 'silk-vtep', 'address', 'ee:ee:00:00:00:01');
    host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
    expect(call(host, 'vtep show').stdout).toMatch(/wrong\n {2}state: found down.*\n {2}MAC: found ee:ee:00:00:00:01/);
    succeed(host, 'peer sync');
    expect(entries(host)).toEqual(right);
    expect(call(host, 'vtep show').code).toBe(0);
  });

  test('leave a link of another kind and its name alone', () => {
    const host = hostWithUplink();
    for (const argv of ['vtep down --name uplink', `${up(32)} --name uplink`, 'peer sync --name uplink']) {
      host.write('peers.json', '{"peers":[]}');
      const { code, stderr } = call(host, argv);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('Cannot use uplink as the VTEP: found a link of kind'),
      ]);
    }
    expect(host.run(['ip', 'link', 'show', 'dev', 'uplink']).code).toBe(0);
  });

  test('have all peers in file and kernel after many adds and removes at once', async () => {
    const host = hostWithUplink();
    succeed(host, up(32));
    for (const third of [1, 2, 3]) succeed(host, `peer add 10.255.${third}.0/24 10.244.0.${third}`);
    const adds = Array.from({ length: 8 }, (_, i) => `peer add 10.255.${i + 101}.0/24 10.244.0.${i + 101}`);
    const removes = [1, 2, 3].map((third) => `peer remove 10.255.${third}.0/24`);
    const running = [...adds, ...removes].map((argv) => host.start(words(host, argv.split(' '))).ended);
    for (const { code, stderr } of await Promise.all(running))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { peers, ok } = JSON.parse(succeed(host, 'peer list --json'));
    expect([ok, peers.length]).toEqual([true, 8]);
  });
});

function hostWithUplink(): Host {
  const host = new Host();
  host.addUplink();
  return host;
}

describe('a large silk peer sync', () => {
  const many = 10_000;
  const up10 = 'vtep up --overlay 10.255.32.0/24 --network 10.0.0.0/8';

  function largeHost(): Host {
    const host = hostWithUplink();
    host.write('peers.json', '{"peers":[]}');
    succeed(host, up10);
    const list = Array.from({ length: many }, (_, i) => {
      const tail = `${Math.floor(i / 200)}.${i % 200}`;
      return { subnet: `10.${Math.floor(i / 200)}.${i % 200}.0/24`, underlay: `172.16.${tail}` };
    });
    host.write('peers.json', JSON.stringify({ peers: list }));
    return host;
  }

  test('that is killed is finished by the next, with the same in the kernel', async () => {
    const whole = largeHost();
    const startMs = performance.now();
    succeed(whole, 'peer sync');
    const wholeMs = performance.now() - startMs;
    const wanted = entries(whole);
    const host = largeHost();
    const before = entries(host).length;
    const isHalfDone = () => entries(host).length > before && entries(host).length < wanted.length;
    for (let part = 0.3; part < 1 && !isHalfDone(); part += 0.05) {
      succeed(host, 'vtep down');
      const list = readFileSync(`${host.dir}/peers.json`, 'utf8');
      host.write('peers.json', '{"peers":[]}');
      succeed(host, up10);
      host.write('peers.json', list);
      const running = host.start(words(host, ['peer', 'sync']));
      await new Promise((resolve) => setTimeout(resolve, wholeMs * part));
      running.child.kill('SIGKILL');
      await running.ended;
    }
    expect(isHalfDone()).toBe(true);
    succeed(host, 'peer sync');
    expect(entries(host)).toEqual(wanted);
    expect(succeed(host, 'peer sync')).toBe('OK peers of silk-vtep: nothing to do\n');
  });

  test('rewrites one line on a terminal, and says nothing of its progress with --json', () => {
    const host = largeHost();
    const log = `${host.dir}/terminal`;
    host.exec('script', '-qec', words(host, ['peer', 'sync']).join(' '), log);
    const shown = readFileSync(log, 'utf8');
    expect(shown).toContain('\r2048 of 30000 steps\u001b[K\r4096 of 30000 steps\u001b[K');
    expect(shown).toContain('  10000 FDB entries, 10000 neighbours, 10000 routes (--json lists them)');
    host.write('peers.json', '{"peers":[]}');
    const { code, stdout, stderr } = call(host, 'peer sync --json');
    expect([code, stderr, JSON.parse(stdout).removed.length]).toEqual([0, '', 30_000]);
  });
});

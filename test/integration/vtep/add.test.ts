import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { namespaceState } from '../../support/kernel-state.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const noLines = { link: [], addresses: [], routes: [], neighbours: [], fdb: [] };

describe('ADD of silk-vtep', () => {
  test('makes the VTEP, and for each peer a route, a neighbour and an FDB entry', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const { link, ...rest } = scene.state;
    expect(link[0]).toBe(
      'silk-vtep: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default',
    );
    expect(link.join('\n')).toContain('link/ether ee:ee:0a:ff:1e:00');
    expect(link.join('\n')).toMatch(
      /vxlan id 1 local 192\.168\.77\.2 dev uplink srcport 0 0 dstport 4789 nolearning .*\bgbp\b/,
    );
    expect(rest).toEqual({
      addresses: ['inet 10.255.30.0/16 scope global silk-vtep'],
      routes: [
        '10.255.0.0/16 proto kernel scope link src 10.255.30.0',
        '10.255.48.0/24 via 10.255.48.0 src 10.255.30.0',
        '10.255.49.0/24 via 10.255.49.0 src 10.255.30.0',
        '10.255.50.0/24 via 10.255.50.0 src 10.255.30.0',
      ],
      neighbours: [
        '10.255.48.0 lladdr ee:ee:0a:ff:30:00 PERMANENT',
        '10.255.49.0 lladdr ee:ee:0a:ff:31:00 PERMANENT',
        '10.255.50.0 lladdr ee:ee:0a:ff:32:00 PERMANENT',
      ],
      fdb: [
        'ee:ee:0a:ff:30:00 dst 192.168.77.48 self permanent',
        'ee:ee:0a:ff:31:00 dst 192.168.77.49 self permanent',
        'ee:ee:0a:ff:32:00 dst 192.168.77.50 self permanent',
      ],
    });
  });

  test('a second one finds nothing to do, and writes no lock', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const before = namespaceState(scene.host.netns);
    scene.host.exec('rm', '-r', scene.host.runDir);
    scene.succeed('ADD');
    expect(namespaceState(scene.host.netns)).toBe(before);
    expect(scene.host.run(['ls', scene.host.runDir]).code).not.toBe(0);
  });

  test('takes the name, VNI, port, gbp and MTU that the configuration says', () => {
    const scene = new VtepScene();
    scene.succeed('ADD', { vtepName: 'vx.0', vni: 42, port: 8472, gbp: false, mtu: 1400 });
    expect(scene.state).toEqual(noLines);
    const shown = scene.host.exec('ip', '-d', 'link', 'show', 'vx.0');
    expect(shown).toMatch(/mtu 1400 .*vxlan id 42 .* dstport 8472 /s);
    expect(shown).not.toContain('gbp');
  });

  test('one bad peer, and a route of somebody else, are logged and left; the rest is made', () => {
    const scene = new VtepScene();
    scene.host.exec('ip', 'route', 'add', '10.255.49.0/24', 'via', '192.168.77.1');
    const peers = [
      { subnet: '10.255.48.0/24', underlay: '192.168.77.48' },
      { subnet: '10.255.49.0/24', underlay: '192.168.77.49' },
      { subnet: '10.1.0.0/24', underlay: '192.168.77.50' },
    ];
    const outcome = scene.call('ADD', { peers });
    expect(outcome.code).toBe(0);
    const lines = outcome.stderr.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'warn',
        msg: 'Cannot have peer 10.1.0.0/24: found its subnet outside the overlay network, wanted it within 10.255.0.0/16',
        vtep: 'silk-vtep',
      },
      {
        level: 'warn',
        msg: expect.stringMatching(
          /^Cannot have route 10\.255\.49\.0\/24 .*: found another's route, 10\.255\.49\.0\/24/,
        ),
        vtep: 'silk-vtep',
      },
    ]);
    expect(scene.host.exec('ip', 'route', 'show', '10.255.49.0/24')).toContain('via 192.168.77.1 dev uplink');
    expect(scene.state.routes).toContain('10.255.48.0/24 via 10.255.48.0 src 10.255.30.0');
    expect(scene.call('CHECK', { peers }).error).toMatchObject({
      code: 107,
      details: expect.stringMatching(/^peer 10\.1\.0\.0\/24: .*\nroute 10\.255\.49\.0\/24 via 10\.255\.49\.0: /),
    });
  });

  test('logs ten peers that cannot be had, and how many more there are', () => {
    const scene = new VtepScene();
    const peers = Array.from({ length: 14 }, (_, i) => ({ subnet: `10.1.${i}.0/24`, underlay: `192.168.77.${i + 9}` }));
    const outcome = scene.call('ADD', { peers });
    expect(outcome.code).toBe(0);
    const lines = outcome.stderr.trim().split('\n');
    expect(lines).toHaveLength(11);
    expect(JSON.parse(lines[10] ?? '').msg).toBe('Cannot have 4 more');
  });

  test('a peer that is this host itself is no peer: all hosts can share one list', () => {
    const scene = new VtepScene();
    const peers = [
      { subnet: '10.255.30.0/24', underlay: '192.168.77.2' },
      { subnet: '10.255.48.0/24', underlay: '192.168.77.48' },
    ];
    const outcome = scene.call('ADD', { peers });
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    expect(scene.state.fdb).toEqual(['ee:ee:0a:ff:30:00 dst 192.168.77.48 self permanent']);
  });

  test('a VTEP that cannot come up fails it, and the error names what is in the way', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    scene.host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
    const culprit = ['culprit', 'type', 'vxlan', 'id', '9', 'dstport', '4789', 'dev', 'uplink'];
    scene.host.exec('ip', 'link', 'add', ...culprit);
    scene.host.exec('ip', 'link', 'set', 'culprit', 'up');
    const outcome = scene.call('ADD');
    expect(outcome.error?.code).toBeGreaterThanOrEqual(100);
    expect(outcome.error?.msg).toContain('culprit');
  });
});

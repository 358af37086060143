import { describe, expect, test } from '@jest/globals';
import { runOverlay } from '../fake-context.ts';
import { FakeOverlay } from '../fake-overlay.ts';

const up = ['vtep', 'up', '--overlay', '10.255.32.0/24', '--network', '10.255.0.0/16'];
const unusable = '/nonexistent/peers.json';

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly found: string;
  readonly wanted: string;
}

const prefixes = 'an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits';
const linkNames = '1 to 15 ASCII characters without "/", ":", "%" or white space';

const cases: readonly Case[] = [
  { name: '--overlay', argv: [...up, '--overlay', '10.255.32.0'], found: '"10.255.32.0"', wanted: prefixes },
  { name: '--overlay', argv: [...up, '--overlay', '10.255.32.0/31'], found: '"10.255.32.0/31"', wanted: prefixes },
  {
    name: '--overlay',
    argv: [...up, '--overlay', '10.255.32.1/24'],
    found: '"10.255.32.1/24"',
    wanted: 'no host bits: 10.255.32.0/24',
  },
  { name: '--network', argv: [...up, '--network', 'fd00::/16'], found: '"fd00::/16"', wanted: prefixes },
  { name: '--vni', argv: [...up, '--vni', '0'], found: '"0"', wanted: 'an integer from 1 to 16777215' },
  { name: '--vni', argv: [...up, '--vni', '16777216'], found: '"16777216"', wanted: 'an integer from 1 to 16777215' },
  { name: '--vni', argv: [...up, '--vni', '1e3'], found: '"1e3"', wanted: 'an integer from 1 to 16777215' },
  { name: '--port', argv: [...up, '--port', '65536'], found: '"65536"', wanted: 'an integer from 1 to 65535' },
  { name: '--dev', argv: [...up, '--dev', 'a/b'], found: '"a/b"', wanted: linkNames },
  {
    name: '--underlay-address',
    argv: [...up, '--underlay-address', '127.0.0.1'],
    found: '"127.0.0.1"',
    wanted: 'a unicast IPv4 address',
  },
  { name: '--mtu', argv: [...up, '--mtu', '67'], found: '"67"', wanted: 'an integer from 68 to 65535, or 0' },
  { name: '--name', argv: [...up, '--name', 'sixteen-letters-'], found: '"sixteen-letters-"', wanted: linkNames },
  { name: '--name', argv: ['vtep', 'show', '--name', '..'], found: '".."', wanted: linkNames },
  { name: '--peers-file', argv: [...up, '--peers-file', ''], found: '""', wanted: 'a path' },
  { name: '--run-dir', argv: ['vtep', 'down', '--run-dir', ''], found: '""', wanted: 'a path' },
  {
    name: 'subnet',
    argv: ['peer', 'add', '10.255.48.0/33', '10.244.0.48'],
    found: '"10.255.48.0/33"',
    wanted: prefixes,
  },
  {
    name: 'underlay',
    argv: ['peer', 'add', '10.255.48.0/24', '224.0.0.1'],
    found: '"224.0.0.1"',
    wanted: 'a unicast IPv4 address',
  },
  {
    name: '--mac',
    argv: ['peer', 'add', '10.255.48.0/24', '10.244.0.48', '--mac', '01:00:5e:00:00:01'],
    found: '"01:00:5e:00:00:01"',
    wanted: 'a unicast MAC such as ee:ee:0a:ff:30:00',
  },
  {
    name: '--mac',
    argv: ['peer', 'add', '10.255.48.0/24', '10.244.0.48', '--mac', '00:00:00:00:00:00'],
    found: '"00:00:00:00:00:00"',
    wanted: 'a unicast MAC such as ee:ee:0a:ff:30:00',
  },
  { name: 'subnet', argv: ['peer', 'remove', '10.255.48.0'], found: '"10.255.48.0"', wanted: prefixes },
];

describe('the command line is refused, and nothing changes, for a bad', () => {
  test.each(cases)('$name: $found', async ({ name, argv, found, wanted }) => {
    const overlay = new FakeOverlay();
    const file =
      argv.includes('--peers-file') || argv[1] === 'show' || argv[1] === 'down' ? [] : ['--peers-file', unusable];
    const { code, stdout, stderr } = await runOverlay(overlay, ...argv, ...file);
    expect([code, stdout, overlay.changes]).toEqual([2, '', 0]);
    expect(stderr).toContain(`${name}`);
    expect(stderr).toContain(`Found ${found}, wanted ${wanted}`);
  });

  test.each([
    { name: '--overlay', argv: ['vtep', 'up', '--network', '10.255.0.0/16'] },
    { name: '--network', argv: ['vtep', 'up', '--overlay', '10.255.32.0/24'] },
    { name: 'underlay', argv: ['peer', 'add', '10.255.48.0/24'] },
  ])('missing $name', async ({ name, argv }) => {
    const overlay = new FakeOverlay();
    const { code, stderr } = await runOverlay(overlay, ...argv);
    expect([code, overlay.changes]).toEqual([2, 0]);
    expect(stderr).toContain(name);
  });
});

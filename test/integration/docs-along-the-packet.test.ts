import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../support/host.ts';
import { OverlayNetwork } from '../support/overlay-network.ts';
import { projectRoot } from '../support/project.ts';
import { run } from '../support/run.ts';
import { codeTexts, tableRows } from '../unit/docs/markdown.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const page = readFileSync(join(projectRoot, 'docs/troubleshooting.md'), 'utf8');
const places = tableRows(page, '## Along the packet').filter(([number = '']) => /^\d+$/.test(number));

test('docs/troubleshooting.md, along the packet: the first place that is not as it should be is where the fault is', () => {
  const network = new OverlayNetwork([144, 138]);
  const [a, b] = network.hosts;
  const web = network.addContainer(a);
  const db = network.addContainer(b);
  a.host.start(['nsenter', `--net=${web.netns}`, 'ping', '-q', '-i', '0.05', '-c', '1000', db.ip]);

  const netnsOf = (name: string): string => (name === 'web' ? web : db).netns;
  /** What a command of the page prints; tcpdump, in which both ways are by then, or nothing. */
  const answer = (command: string, at: string): string => {
    const [, inside, words = ''] = /^(?:ip netns exec (\S+) )?(.*)$/.exec(command) ?? [];
    const bounded = words.replace(/^tcpdump /, 'timeout 2 tcpdump --immediate-mode -c 4 ').split(' ');
    return run(['nsenter', `--net=${inside === undefined ? at : netnsOf(inside)}`, ...bounded]).stdout;
  };
  const isAsWanted = ([number, , ask = '', wanted = '']: readonly string[]): boolean => {
    const at = Number(number) < 8 ? a.host.netns : b.host.netns;
    const said = codeTexts(ask)
      .map((command) => answer(command, at))
      .join('');
    return codeTexts(wanted).every((text) => said.includes(text));
  };
  const firstFault = (): string | undefined => places.find((row) => !isAsWanted(row))?.[0];

  expect(places.map(([number]) => number)).toEqual([...Array(11).keys()].map((i) => `${i + 1}`));
  expect(firstFault()).toBeUndefined();
  for (const [place, { host }, fault, mend] of [
    ['3', a, 'ip route del 10.255.138.0/24', 'ip route add 10.255.138.0/24 via 10.255.138.0 dev silk-vtep'],
    ['6', a, 'iptables -P FORWARD DROP', 'iptables -P FORWARD ACCEPT'],
    ['9', b, 'iptables -A INPUT -p udp --dport 4789 -j DROP', 'iptables -F INPUT'],
    ['10', b, 'iptables -P FORWARD DROP', 'iptables -P FORWARD ACCEPT'],
  ] as const) {
    host.exec(...fault.split(' '));
    expect([fault, firstFault()]).toEqual([fault, place]);
    host.exec(...mend.split(' '));
  }
});

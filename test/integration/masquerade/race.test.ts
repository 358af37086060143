import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { listElements } from '../../../src/linux/nftables/element.ts';
import { getGeneration } from '../../../src/linux/nftables/transaction.ts';
import { masqueradedGroup } from '../../../src/overlay/container-link.ts';
import {
  type MasqueradeSockets,
  masqueradeDifferences,
  startMasquerading,
  stopMasquerading,
} from '../../../src/overlay/masquerade.ts';
import { containers } from '../../../src/overlay/masquerade-table.ts';
import { Attachment, attachmentCall } from '../../support/attachment.ts';
import { disposeHosts } from '../../support/host.ts';
import { nftablesState } from '../../support/nftables.ts';
import { startPlugin } from '../../support/plugin-call.ts';
import { silkCni } from '../../support/project.ts';
import { scene } from '../../support/scene.ts';
import { injecting, traceChanges } from '../../support/strace.ts';
import { until } from '../../support/wait.ts';
import { run, TestNamespaces } from '../linux/namespaces.ts';

const namespaces = new TestNamespaces('masquerade');
const wish = { ip: parseIp('10.255.30.2', 'address'), inside: [parsePrefix('10.255.0.0/16', 'prefix')] };
const other = { ip: parseIp('10.255.30.3', 'address'), inside: [] };

let netnsPath = '';
let host: NetlinkSocket;
let netfilter: NetlinkSocket;
let one: MasqueradeSockets;
let two: MasqueradeSockets;

beforeAll(() => {
  netnsPath = namespaces.add().path;
  using netns = openNetns(netnsPath);
  host = NetlinkSocket.open(netns);
  netfilter = NetlinkSocket.openNetfilter(netns);
  one = { host, netfilter };
  two = { host, netfilter: NetlinkSocket.openNetfilter(netns) };
});

beforeEach(() => {
  run('nsenter', [`--net=${netnsPath}`, '--', 'nft', 'flush', 'ruleset']);
});

afterEach(disposeHosts);

afterAll(() => {
  for (const socket of [host, netfilter, two.netfilter]) socket[Symbol.dispose]();
  namespaces.removeAll();
});

test('startMasquerading() of an address that is there is a change, for whoever is about to remove it', () => {
  startMasquerading(one, wish);
  const before = getGeneration(netfilter);
  startMasquerading(one, wish);
  expect(getGeneration(netfilter)).not.toBe(before);
  expect(masqueradeDifferences(netfilter, wish)).toEqual([]);
});

/** What ADDs do between what a DEL or GC has read and what it changes. */
const meanwhile = [
  { name: 'the very address', begun: wish, asked: ['10.255.30.2', '10.255.30.2'] },
  { name: 'another address', begun: other, asked: ['10.255.30.2', '10.255.30.2', '10.255.30.3'] },
];

test.each(meanwhile)('stopMasquerading() begins again when somebody starts $name meanwhile', ({ begun, asked }) => {
  startMasquerading(one, wish);
  const questions: bigint[] = [];
  stopMasquerading(one, ({ value }) => {
    questions.push(value);
    if (questions.length === 1) startMasquerading(two, begun);
    // A link bears what was started meanwhile.
    return questions.length === 1 || value !== begun.ip.value;
  });
  expect(questions.sort()).toEqual(asked.map((text) => parseIp(text, 'address').value));
  expect(listElements(netfilter, containers)).toEqual([{ key: Number(begun.ip.value), isEnd: false }]);
  expect(masqueradeDifferences(netfilter, { ...begun, inside: wish.inside })).toEqual([]);
});

describe('a table that was flushed, which an ADD makes anew for all whose links say that they are masqueraded', () => {
  test('is without one whose link went after it was seen', () => {
    const leaves = 's-010255030009';
    const inHost = (...words: string[]) => run('nsenter', [`--net=${netnsPath}`, '--', 'ip', ...words]);
    for (const name of [leaves, 's-010255030010'])
      inHost('link', 'add', name, 'group', `${masqueradedGroup}`, 'type', 'veth', 'peer', 'name', `p${name.slice(-3)}`);
    // Reads the links, and only then lets the link go.
    const lateReader = new Proxy(host, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...words: unknown[]) => {
          const answer: unknown = Reflect.apply(member, target, words);
          if (key === 'dump') run('nsenter', [`--net=${netnsPath}`, '--', 'sh', '-c', `ip link del ${leaves} || true`]);
          return answer;
        };
      },
    });
    startMasquerading({ host: lateReader, netfilter }, wish);
    const held = listElements(netfilter, containers)?.map(({ key }) => key);
    expect(held?.sort()).toEqual([Number(wish.ip.value), Number(parseIp('10.255.30.10', 'address').value)]);
    inHost('link', 'del', 's-010255030010');
  });

  test('is without one whose DEL had found no table, and takes the link only then', async () => {
    const { host: own, bystander, victim } = scene({ ipMasq: true });
    const del = { command: 'DEL', ...attachmentCall(victim.container), config: victim.network };
    const addAndFlush = () => {
      victim.add();
      own.exec('nft', 'flush', 'ruleset');
    };
    addAndFlush();
    const { calls } = traceChanges(own, silkCni, del);
    const removal = calls.find(({ text }) => text.includes('RTM_DELLINK'));
    if (removal === undefined) throw new Error('DEL removes no link');
    addAndFlush();
    const late = startPlugin(own, silkCni, { ...del, wrapper: injecting(removal, 'delay_enter=1500000') });
    await until('DEL to begin', () => readdirSync(join(own.dataDir, 'attachments/blue')).length === 1);
    const next = new Attachment(own, own.addContainer('next'), victim.network);
    next.add();
    expect((await late.result).code).toBe(0);
    expect(nftablesState(own).containers).toEqual([bystander.ip, next.ip].sort());
  });
});

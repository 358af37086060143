import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { digText } from '../../support/json.ts';
import { attachMasqueraded } from '../../support/masqueraded.ts';
import { allForwardRules, dropForwarding, nft, nftablesState, noNftables } from '../../support/nftables.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const subnet = '10.255.30.0/24';

const drifts = [
  { name: 'the table', words: 'delete table ip silk', says: 'table ip silk: found no rule that masquerades' },
  { name: 'its rule', words: 'flush chain ip silk postrouting', says: 'table ip silk: found no rule that masquerades' },
  { name: 'the address', words: 'flush set ip silk containers', says: 'found 10.255.30.2 not in set containers' },
  { name: 'the prefix', words: 'flush set ip silk inside', says: `found ${subnet} not in set inside` },
  {
    name: 'the rules of FORWARD',
    words: 'flush chain ip filter FORWARD',
    says: 'no rule "silk: overlay to containers"',
  },
];

test.each(drifts)('CHECK says that $name is gone, DEL does without, and ADD puts it back', ({ words, says }) => {
  const host = new Host();
  dropForwarding(host);
  const one = attachMasqueraded(host);
  one.check();
  nft(host, ...words.split(' '));
  const outcome = one.tryCheck();
  expect([outcome.error?.code, outcome.error?.['details']]).toEqual([107, expect.stringContaining(says)]);
  one.del();
  one.add();
  one.check();
  one.del();
  expect(nftablesState(host)).toEqual(noNftables);
});

test('after `nft flush ruleset` a DEL leaves what is there for others, and the next ADD masquerades all again', () => {
  const host = new Host();
  dropForwarding(host);
  const [one, two, three] = [
    attachMasqueraded(host),
    attachMasqueraded(host, { name: 'red', subnet: '10.255.31.0/24' }),
    attachMasqueraded(host),
  ];
  const plain = attachMasqueraded(host, { ipMasq: false });
  // As an earlier version has made it.
  const earlier = attachMasqueraded(host);
  host.exec('ip', 'link', 'set', 'dev', digText(earlier.result, 'interfaces', 0, 'name'), 'group', 'default');
  earlier.check();
  nft(host, 'delete', 'table', 'ip', 'silk');
  three.del();
  expect(nftablesState(host)).toEqual({ ...noNftables, forwardRules: allForwardRules });
  nft(host, 'flush', 'ruleset');
  expect(one.tryCheck().error?.code).toBe(107);
  dropForwarding(host);
  const next = attachMasqueraded(host);
  expect(nftablesState(host)).toEqual({
    hasTable: true,
    containers: [one.ip, next.ip, two.ip].sort(),
    inside: [subnet],
    forwardRules: allForwardRules,
  });
  for (const each of [one, next, plain]) each.check();
  expect(earlier.tryCheck().error?.msg).toContain(`found ${earlier.ip} not in set containers`);
  nft(host, 'add', 'element', 'ip', 'silk', 'containers', `{ ${earlier.ip} }`);
  earlier.check();
  for (const each of [next, one, earlier]) each.del();
  expect(nftablesState(host).containers).toEqual([two.ip]);
  two.del();
  expect(nftablesState(host)).toEqual(noNftables);
});

test('on a host whose new links do not forward, the link does, and CHECK tells when it no longer does', () => {
  const host = new Host();
  host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.default.forwarding=0');
  const one = attachMasqueraded(host);
  one.check();
  const key = 'net.ipv4.conf.s-010255030002.forwarding';
  expect(host.exec('sysctl', '-n', key)).toBe('1\n');
  host.exec('sysctl', '-qw', `${key}=0`);
  expect(one.tryCheck().error?.msg).toContain('forwarding: found 0, wanted 1');
});

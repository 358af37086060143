import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp, ipFromBytes } from '../../../src/addr/ip.ts';
import { formatResult } from '../../../src/cni/convert.ts';
import { present } from '../../../src/cni/field.ts';
import { type CniResult, parseResult } from '../../../src/cni/result.ts';
import { type CniVersion, supportedVersions } from '../../../src/cni/version.ts';

/** Everything that a 1.1.0 result can hold. */
const whole = {
  interfaces: [
    { name: 'veth1', mac: 'aa:aa:0a:ff:1e:02', mtu: 1450 },
    { name: 'eth0', mac: 'ee:ee:0a:ff:1e:02', mtu: 1450, sandbox: '/run/netns/a', socketPath: '/s', pciID: '0:1' },
  ],
  ips: [
    { address: '10.0.0.2/24', gateway: '10.0.0.1', interface: 1 },
    { address: '10.0.0.3/24', interface: 1 },
    { address: 'fd00::2/64', interface: 1 },
  ],
  routes: [
    { dst: '0.0.0.0/0', gw: '10.0.0.1', mtu: 1, advmss: 2, priority: 3, table: 4, scope: 5 },
    { dst: 'fd01::/64' },
  ],
  dns: { nameservers: ['10.0.0.53'], domain: 'd', search: ['s'], options: ['o'] },
};

const oldInterfaces = [
  { name: 'veth1', mac: 'aa:aa:0a:ff:1e:02' },
  { name: 'eth0', mac: 'ee:ee:0a:ff:1e:02', sandbox: '/run/netns/a' },
];
const oldRoutes = [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }, { dst: 'fd01::/64' }];
const families = {
  ip4: { ip: '10.0.0.2/24', gateway: '10.0.0.1', routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }] },
  ip6: { ip: 'fd00::2/64', routes: [{ dst: 'fd01::/64' }] },
  dns: whole.dns,
};
const versioned = {
  interfaces: oldInterfaces,
  ips: [
    { version: '4', address: '10.0.0.2/24', gateway: '10.0.0.1', interface: 1 },
    { version: '4', address: '10.0.0.3/24', interface: 1 },
    { version: '6', address: 'fd00::2/64', interface: 1 },
  ],
  routes: oldRoutes,
  dns: whole.dns,
};
const plain = { interfaces: oldInterfaces, ips: whole.ips, routes: oldRoutes, dns: whole.dns };
const shapes: { name: CniVersion; shape: object }[] = [
  { name: '0.1.0', shape: families },
  { name: '0.2.0', shape: families },
  { name: '0.3.0', shape: versioned },
  { name: '0.3.1', shape: versioned },
  { name: '0.4.0', shape: versioned },
  { name: '1.0.0', shape: plain },
  { name: '1.1.0', shape: whole },
];
const versions = supportedVersions.map((name) => ({ name }));

describe('formatResult()', () => {
  test.each(shapes)('gives exactly the shape of $name (cni.md 30)', ({ name, shape }) => {
    expect(formatResult(whole, name)).toStrictEqual({ cniVersion: name, ...shape });
  });

  test.each(versions)('leaves out what is absent, and an empty dns, in $name (cni.md 33)', ({ name }) => {
    const text = JSON.stringify(formatResult({ ips: [{ address: '10.0.0.2/24' }], dns: {} }, name));
    expect(Object.keys(JSON.parse(text))).toEqual(['cniVersion', name < '0.3.0' ? 'ip4' : 'ips']);
    expect(text).not.toContain('null');
  });

  test.each(versions.filter(({ name }) => name < '0.3.0'))(
    'refuses a result without an address in $name',
    ({ name }) => {
      expect(() => formatResult({ interfaces: whole.interfaces, routes: whole.routes }, name)).toThrow(
        expect.objectContaining({ code: 'INCOMPATIBLE_VERSION', message: expect.stringContaining(name) }),
      );
    },
  );

  test('gives 0.2.0 no routes of a family without an address (cni.md 31)', () => {
    expect(formatResult({ ips: [{ address: 'fd00::2/64' }], routes: whole.routes }, '0.2.0')).toStrictEqual({
      cniVersion: '0.2.0',
      ip6: { ip: 'fd00::2/64', routes: [{ dst: 'fd01::/64' }] },
    });
  });

  test.each(versions)('keeps in $name the keys that no version knows (cni.md 83)', ({ name }) => {
    const json =
      name < '0.3.0'
        ? { ip4: { ip: '10.0.0.2/24', x: 1, routes: [{ dst: '0.0.0.0/0', x: 2 }] }, dns: { x: 3 }, x: 4 }
        : {
            interfaces: [{ name: 'eth0', x: 1 }],
            ips: [{ ...(name < '1.0.0' ? { version: '4' } : {}), address: '10.0.0.2/24', x: 2 }],
            routes: [{ dst: '0.0.0.0/0', x: 3 }],
            dns: { x: 4 },
            x: { y: null },
          };
    expect(formatResult(parseResult(json, name), name)).toStrictEqual({ cniVersion: name, ...json });
  });

  test('passes a key __proto__ on without harm', () => {
    const result = parseResult(
      JSON.parse('{"interfaces":[{"name":"e","__proto__":{"p":1}}],"__proto__":{"q":2}}'),
      '1.0.0',
    );
    const text = JSON.stringify(formatResult(result, '1.0.0'));
    expect(text).toBe('{"cniVersion":"1.0.0","interfaces":[{"name":"e","__proto__":{"p":1}}],"__proto__":{"q":2}}');
    expect('q' in {} || 'p' in {}).toBe(false);
  });

  test('up-converts a 0.2.0 result without interfaces', () => {
    expect(formatResult(parseResult(families, '0.2.0'), '1.0.0')).toStrictEqual({
      cniVersion: '1.0.0',
      ips: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }, { address: 'fd00::2/64' }],
      routes: oldRoutes,
      dns: whole.dns,
    });
  });
});

const ip = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => formatIp(ipFromBytes(raw)));
const address = fc.oneof(ip(4), ip(16));
const prefix = fc.tuple(address, fc.nat(32)).map(([text, length]) => `${text}/${length}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.string({ minLength: 1 });
const mac = fc.constantFrom('ee:ee:0a:ff:1e:02', 'aa:aa:00:00:00:01');

/** JSON has no -0 left once it was written. */
const jsonValue = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

/** Results in their canonical form, some with a key that nobody knows. */
const results: fc.Arbitrary<CniResult> = fc
  .record({
    interfaces: maybe(
      fc.array(
        fc
          .record({ name: text, mac: maybe(mac), mtu: maybe(fc.nat()), sandbox: maybe(text), vendor: maybe(text) })
          .map(present),
      ),
    ),
    ips: maybe(
      fc.array(
        fc
          .record({ address: prefix, gateway: maybe(address), interface: maybe(fc.nat()), vendor: maybe(text) })
          .map(present),
      ),
    ),
    routes: maybe(
      fc.array(
        fc.record({ dst: prefix, gw: maybe(address), mtu: maybe(fc.nat()), table: maybe(fc.nat()) }).map(present),
      ),
    ),
    dns: maybe(fc.record({ domain: text, search: maybe(fc.array(text)) }).map(present)),
    vendor: maybe(jsonValue),
  })
  .map((result) => present(result) as CniResult);

describe('parseResult() of formatResult()', () => {
  test('gives a 1.1.0 result back', () => {
    fc.assert(fc.property(results, (result) => expect(parseResult(wire(result, '1.1.0'), '1.1.0')).toEqual(result)));
  });

  test.each(versions)('is stable in $name', ({ name }) => {
    fc.assert(
      fc.property(results, (result) => {
        fc.pre(name >= '0.3.0' || (result.ips ?? []).length > 0);
        const once = parseResult(wire(result, name), name);
        expect(parseResult(wire(once, name), name)).toEqual(once);
        expect(wire(once, name)).toEqual(wire(result, name));
      }),
    );
  });
});

function wire(result: CniResult, version: CniVersion): unknown {
  return JSON.parse(JSON.stringify(formatResult(result, version)));
}

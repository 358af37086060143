import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { endpointList } from '../../../src/config/endpoints-file.schema.ts';
import { endpointsFile } from '../../../src/config/endpoints-file.ts';
import { faultError } from '../../../src/config/fault.ts';
import { checkListText } from '../../../src/config/list-file.ts';
import { dns, rangeSets } from '../../../src/config/network.schema.ts';
import { peerList } from '../../../src/config/peers-file.schema.ts';
import { defaultIpamType, defaultLockTimeoutMs } from '../../../src/config/salvage.ts';
import { segmentList } from '../../../src/config/segment.schema.ts';
import { segmentDefaults } from '../../../src/config/segment.ts';
import { silkBridgeSchema } from '../../../src/config/silk-bridge.schema.ts';
import { readSilkBridgeConfig, silkBridgeDefaults } from '../../../src/config/silk-bridge.ts';
import { silkCniSchema } from '../../../src/config/silk-cni.schema.ts';
import { silkIpamSchema } from '../../../src/config/silk-ipam.schema.ts';
import { silkVtepSchema } from '../../../src/config/silk-vtep.schema.ts';
import { readSilkVtepConfig, silkVtepDefaults } from '../../../src/config/silk-vtep.ts';
import { silkdSchema } from '../../../src/config/silkd.schema.ts';
import { readSilkdConfig, silkdDefaults, silkdSegmentDefaults, staticDefaults } from '../../../src/config/silkd.ts';
import { readIpamNetwork, readSilkCniConfig } from '../../../src/config/validate.ts';
import { projectRoot, readProjectFile } from '../project-files.ts';
import { codeOf, tableRows } from './markdown.ts';

/** The part of a schema that the walk reads. */
interface Node {
  readonly title?: string;
  readonly type?: string;
  readonly not?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

interface Document {
  /** The page of docs that has its table, below this heading. */
  readonly page: string;
  readonly heading: string;
  readonly schema: Node | undefined;
  /** A configuration that has this value under this key. */
  readonly around: (key: string, value: unknown) => unknown;
  readonly read: (json: unknown) => unknown;
}

const ipam: Node | undefined = silkIpamSchema.properties.ipam;
const silkCni = { name: 'n', type: 'silk-cni' };
const silkIpam = { name: 'n', ipam: { type: 'silk-ipam', ranges: [[{ subnet: '10.8.0.0/16' }]] } };
const silkVtep = { name: 'n', type: 'silk-vtep' };
const silkBridge = { name: 'n', type: 'silk-bridge', vni: 42, ipam: { type: 'host-local' } };
const silkd = { overlayNetwork: '10.255.0.0/16', subnet: '10.255.30.0/24' };
const etcd = { endpoints: ['http://10.244.0.5:2379'] };
const peer = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };
const endpoint = { vni: 42, ip: '10.0.10.11', mac: 'ee:ee:0a:00:0a:0b', underlay: '10.244.0.48' };
const range = { subnet: '10.1.2.0/24' };

const documents: readonly Document[] = [
  {
    page: 'silk-cni',
    heading: '## Configuration',
    schema: silkCniSchema,
    around: (key, value) => withValue(silkCni, key.split('.'), value),
    read: readSilkCniConfig,
  },
  {
    page: 'silk-ipam',
    heading: '## Configuration',
    schema: silkIpamSchema,
    around: (key, value) => withValue(withSubnetFor(key), key.split('.'), value),
    read: readIpamNetwork,
  },
  {
    page: 'silk-vtep',
    heading: '## Configuration',
    schema: silkVtepSchema,
    around: (key, value) => ({ ...silkVtep, [key]: value }),
    read: readSilkVtepConfig,
  },
  {
    page: 'silk-bridge',
    heading: '## Configuration',
    schema: silkBridgeSchema,
    around: (key, value) => withValue(silkBridgeFor(key), key.split('.'), value),
    read: readSilkBridgeConfig,
  },
  {
    page: 'silkd',
    heading: '## Configuration',
    schema: silkdSchema,
    around: silkdAround,
    read: readSilkdConfig,
  },
  {
    page: 'silkd',
    heading: '## A segment',
    schema: segmentList.items,
    around: (key, value) => ({ ...silkd, evpn: { asn: 64512 }, segments: [{ vni: 42, [key]: value }] }),
    read: readSilkdConfig,
  },
  {
    page: 'silk-vtep',
    heading: '## A peer',
    schema: peerList.items,
    around: (key, value) => ({ ...silkVtep, peers: [{ ...peer, [key]: value }] }),
    read: readSilkVtepConfig,
  },
  {
    page: 'segments',
    heading: '### An endpoint',
    schema: endpointList.items,
    around: (key, value) => ({ endpoints: [{ ...endpoint, [key]: value }] }),
    read: readEndpoints,
  },
  {
    page: 'silk-ipam',
    heading: '## A range',
    schema: nodeOf(rangeSets.items).items,
    around: (key, value) => ({ ...silkIpam, ipam: { type: 'silk-ipam', ranges: [[{ ...range, [key]: value }]] } }),
    read: readIpamNetwork,
  },
  {
    page: 'silk-ipam',
    heading: '## A route',
    schema: ipam?.properties?.['routes']?.items,
    around: (key, value) => ({ ...silkIpam, ipam: { ...silkIpam.ipam, routes: [{ dst: '0.0.0.0/0', [key]: value }] } }),
    read: readIpamNetwork,
  },
  {
    page: 'silk-cni',
    heading: '## dns',
    schema: dns,
    around: (key, value) => ({ ...silkCni, dns: { [key]: value } }),
    read: readSilkCniConfig,
  },
];

const partners: Readonly<Record<string, string>> = {
  username: 'passwordFile',
  passwordFile: 'username',
  certFile: 'keyFile',
  keyFile: 'certFile',
};

function readEndpoints(json: unknown): void {
  const { faults } = checkListText(endpointsFile, JSON.stringify(json));
  if (faults !== undefined) throw faultError('', faults);
}

describe.each(documents)('the table of docs/$page.md below $heading', (document) => {
  const { schema, around, read } = document;
  const rows = rowsOf(document);
  const examples = rows.flatMap(([key, , , , example]) => {
    const [name, text] = [codeOf(key), codeOf(example)];
    return name === undefined || text === undefined ? [] : [{ name, text }];
  });

  test('has the keys of the schema, no more and no fewer, with the words of its refusals', () => {
    const found = Object.fromEntries(rows.map(([key, value]) => [codeOf(key), value]));
    expect(found).toEqual(describedKeys(schema ?? {}));
    expect(rows.length).toBe(Object.keys(found).length);
  });

  test.each(examples)('gives an example of $name that is accepted', ({ name, text }) => {
    expect(() => read(around(name, JSON.parse(text)))).not.toThrow();
  });

  test('gives an example of every key that is ours', () => {
    const without = rows.filter(([, value, , , example]) => !codeOf(example) && !isNobodys(value ?? ''));
    expect(without).toEqual([]);
  });

  test('says what every key does', () => {
    expect(rows.filter(([, , , meaning = '']) => meaning === '')).toEqual([]);
  });
});

test('every table of keys in docs is one of these', () => {
  const pages = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
  const tables = pages.flatMap((name) => {
    const lines = readProjectFile(`docs/${name}`).split('\n');
    return lines.filter((line) => /^\| Key +\| Value/.test(line)).map(() => name);
  });
  expect(tables.toSorted()).toEqual(documents.map(({ page }) => `${page}.md`).toSorted());
});

test('the defaults in the tables are those of the code', () => {
  for (const [page, heading, values] of [
    ['silk-cni', '## Configuration', { 'ipam.type': defaultIpamType }],
    ['silk-ipam', '## Configuration', { 'ipam.lockTimeoutMs': defaultLockTimeoutMs }],
    ['silk-vtep', '## Configuration', silkVtepDefaults],
    ['silk-bridge', '## Configuration', silkBridgeDefaults],
    ['silkd', '## Configuration', { ...silkdDefaults, ...staticDefaults, ...silkdSegmentDefaults }],
    ['silkd', '## A segment', segmentDefaults],
  ] as const) {
    for (const [key, value] of Object.entries(values)) {
      const row = rowsOf({ page, heading }).find(([name]) => codeOf(name) === key);
      expect([key, row?.[2]]).toEqual([key, `\`${JSON.stringify(value)}\``]);
    }
  }
});

function rowsOf({ page, heading }: Pick<Document, 'page' | 'heading'>): string[][] {
  return tableRows(readProjectFile(`docs/${page}.md`), heading);
}

/** With what else a key needs: that of TLS an endpoint with TLS, and one of a pair the other. */
function silkdAround(key: string, value: unknown): unknown {
  const [of, ...path] = key.split('.');
  if (of === 'evpn') return { ...silkd, source: 'evpn', evpn: withValue({ asn: 64512 }, path, value) };
  if (key === 'endpointsFile') return { ...silkd, segments: [], [key]: value };
  if (of !== 'etcd') return { ...silkd, [key]: value };
  const endpoints = key.endsWith('File') ? ['https://10.244.0.5:2379'] : etcd.endpoints;
  const partner = partners[path[0] ?? ''];
  const around = { ...etcd, endpoints, ...(partner && { [partner]: partner === 'username' ? 'silk' : '/file' }) };
  return { source: 'etcd', etcd: withValue(around, path, value) };
}

function nodeOf(schema: object): Node {
  return schema;
}

/** What has a table of its own is one key here. */
function describedKeys(schema: Node, path = ''): Record<string, string> {
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const isLeaf = child.properties === undefined || child.title === 'dns';
    return isLeaf ? [[key, valueText(child)]] : Object.entries(describedKeys(child, key));
  });
  return Object.fromEntries(entries);
}

function valueText({ not, type, description }: Node): string {
  if (not !== undefined && type === undefined) return `not supported: ${description}`;
  return description ?? 'anything';
}

function isNobodys(value: string): boolean {
  return value === 'anything' || value.startsWith('not supported');
}

/** rangeStart and its like need a subnet, and `ipam.subnet` would be a second range set of the same addresses. */
function withSubnetFor(key: string): Record<string, unknown> {
  const needsSubnet = /^ipam\.(rangeStart|rangeEnd|gateway)$/.test(key);
  return needsSubnet ? { name: 'n', ipam: { type: 'silk-ipam', subnet: range.subnet } } : silkIpam;
}

/** A default gateway has to be one. */
function silkBridgeFor(key: string): Record<string, unknown> {
  if (key === 'ipam.type') return { ...silkBridge, ...silkIpam };
  return key === 'isDefaultGateway' ? { ...silkBridge, gateway: '10.0.10.1/24' } : silkBridge;
}

function withValue(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const object: Record<string, unknown> = typeof json === 'object' ? { ...json } : {};
  return { ...object, [key]: withValue(object[key] ?? {}, rest, value) };
}

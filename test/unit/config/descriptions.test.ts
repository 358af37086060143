import { describe, expect, test } from '@jest/globals';
import { conflistSchema } from '../../../src/config/conflist.schema.ts';
import { daemonReplySchema } from '../../../src/config/daemon-reply.schema.ts';
import { readDaemonReply } from '../../../src/config/daemon-reply.ts';
import { datastoreSchema } from '../../../src/config/datastore.schema.ts';
import { endpointsFileSchema } from '../../../src/config/endpoints-file.schema.ts';
import { endpointsFile } from '../../../src/config/endpoints-file.ts';
import { etcdSchema } from '../../../src/config/etcd-options.schema.ts';
import { readEtcdOptions } from '../../../src/config/etcd-options.ts';
import { evpnSchema } from '../../../src/config/evpn-options.schema.ts';
import { readEvpnOptions } from '../../../src/config/evpn-options.ts';
import { faultError } from '../../../src/config/fault.ts';
import { checkListText, type ListFile } from '../../../src/config/list-file.ts';
import { peersFileSchema } from '../../../src/config/peers-file.schema.ts';
import { peersFile } from '../../../src/config/peers-file.ts';
import { silkBridgeSchema } from '../../../src/config/silk-bridge.schema.ts';
import { readSilkBridgeConfig } from '../../../src/config/silk-bridge.ts';
import { silkCniSchema } from '../../../src/config/silk-cni.schema.ts';
import { silkIpamSchema } from '../../../src/config/silk-ipam.schema.ts';
import { silkVtepSchema } from '../../../src/config/silk-vtep.schema.ts';
import { readSilkVtepConfig } from '../../../src/config/silk-vtep.ts';
import { readConflist, readDatastore, readIpamNetwork, readSilkCniConfig } from '../../../src/config/validate.ts';
import { details } from './refusal.ts';

type Path = readonly (string | number)[];

/** The part of a schema that the walk reads. */
interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: boolean | Node;
}

interface Described {
  readonly path: Path;
  readonly description: string;
}

const bridgeRoot = { name: 'n', type: 't', vni: 1, ipam: { type: 't' } };

const documents: { name: string; schema: Node; read: (json: unknown) => unknown; root: Record<string, unknown> }[] = [
  { name: 'silk-cni', schema: silkCniSchema, read: readSilkCniConfig, root: { name: 'n', type: 't' } },
  { name: 'silk-ipam', schema: silkIpamSchema, read: readIpamNetwork, root: { name: 'n', ipam: { type: 't' } } },
  { name: 'conflist', schema: conflistSchema, read: (json) => readConflist(json), root: { name: 'n' } },
  { name: 'datastore', schema: datastoreSchema, read: (json) => readDatastore(JSON.stringify(json), '/f'), root: {} },
  { name: 'silk-vtep', schema: silkVtepSchema, read: readSilkVtepConfig, root: { name: 'n', type: 't' } },
  { name: 'silk-bridge', schema: silkBridgeSchema, read: readSilkBridgeConfig, root: bridgeRoot },
  { name: 'etcd', schema: etcdSchema, read: readEtcdOptions, root: { endpoints: ['http://a:1'] } },
  { name: 'evpn', schema: evpnSchema, read: readEvpnOptions, root: { asn: 1 } },
  { name: 'peers-file', schema: peersFileSchema, read: readList(peersFile), root: {} },
  { name: 'endpoints-file', schema: endpointsFileSchema, read: readList(endpointsFile), root: {} },
  { name: 'daemon-reply', schema: daemonReplySchema, read: (json) => readDaemonReply(JSON.stringify(json)), root: {} },
];

const rows = documents.flatMap(({ name, schema, read, root }) =>
  listDescribed(schema, []).map(({ path, description }) => ({
    name: `${name} ${path.join('.') || 'the whole'}`,
    read,
    json: withWrong(root, path),
    path,
    description,
  })),
);

describe('every description of a schema', () => {
  test.each(rows)('is what $name is told it should have been', ({ read, json, path, description }) => {
    const line = details(() => read(json)).find((text) => text.startsWith(`${formatPath(path)}: found `));
    expect(line?.split(/, wanted |not supported: /)[1]).toBe(description);
  });

  test('is looked at by this test', () => {
    expect(rows.length).toBeGreaterThan(90);
  });
});

function readList(file: ListFile<unknown>) {
  return (json: unknown): void => {
    const { faults } = checkListText(file, JSON.stringify(json));
    if (faults !== undefined) throw faultError('', faults);
  };
}

function listDescribed(schema: Node, path: Path): Described[] {
  const own = schema.description === undefined ? [] : [{ path, description: schema.description }];
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    listDescribed(value, [...path, key]),
  );
  const items = schema.items === undefined ? [] : listDescribed(schema.items, [...path, 0]);
  const { additionalProperties: more } = schema;
  const members = typeof more === 'object' ? listDescribed(more, [...path, 'member']) : [];
  return [...own, ...inside, ...items, ...members];
}

/** The document with a value at `path` that no key of ours may have. */
function withWrong(json: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return 10.5;
  if (typeof key === 'number') return [withWrong({}, rest)];
  const object: Record<string, unknown> = typeof json === 'object' ? { ...json } : {};
  return { ...object, [key]: withWrong(object[key] ?? {}, rest) };
}

function formatPath(path: Path): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return text === '' ? 'the whole' : text.slice(1);
}

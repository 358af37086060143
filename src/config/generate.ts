/**
 * Build time only: `bun src/config/generate.ts` writes the validators of every schema to generated/, and with
 * `--check` says which of them are not what the schemas say, and exits 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { announcedFileSchema } from './announced-file.schema.ts';
import { conflistSchema } from './conflist.schema.ts';
import { daemonReplySchema } from './daemon-reply.schema.ts';
import { datastoreSchema } from './datastore.schema.ts';
import { endpointsFileSchema } from './endpoints-file.schema.ts';
import { etcdSchema } from './etcd-options.schema.ts';
import { evpnSchema } from './evpn-options.schema.ts';
import { peersFileSchema } from './peers-file.schema.ts';
import { silkBridgeSchema } from './silk-bridge.schema.ts';
import { silkCniSchema } from './silk-cni.schema.ts';
import { silkIpamSchema } from './silk-ipam.schema.ts';
import { silkVtepSchema } from './silk-vtep.schema.ts';
import { silkdSchema } from './silkd.schema.ts';

/** Every schema, by the file and the function that it becomes. */
export const schemas = [
  { file: 'announced-file.ts', name: 'validateAnnouncedFile', schema: announcedFileSchema },
  { file: 'conflist.ts', name: 'validateConflist', schema: conflistSchema },
  { file: 'daemon-reply.ts', name: 'validateDaemonReply', schema: daemonReplySchema },
  { file: 'datastore.ts', name: 'validateDatastore', schema: datastoreSchema },
  { file: 'endpoints-file.ts', name: 'validateEndpointsFile', schema: endpointsFileSchema },
  { file: 'etcd-options.ts', name: 'validateEtcdOptions', schema: etcdSchema },
  { file: 'evpn-options.ts', name: 'validateEvpnOptions', schema: evpnSchema },
  { file: 'peers-file.ts', name: 'validatePeersFile', schema: peersFileSchema },
  { file: 'silk-bridge.ts', name: 'validateSilkBridge', schema: silkBridgeSchema },
  { file: 'silk-cni.ts', name: 'validateSilkCni', schema: silkCniSchema },
  { file: 'silk-ipam.ts', name: 'validateSilkIpam', schema: silkIpamSchema },
  { file: 'silk-vtep.ts', name: 'validateSilkVtep', schema: silkVtepSchema },
  { file: 'silkd.ts', name: 'validateSilkd', schema: silkdSchema },
] as const;

const header = `// @ts-nocheck
// Made by \`bun src/config/generate.ts\` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
`;

if (import.meta.main) process.exitCode = main(process.argv.slice(2));

/** Writes, or with `--check` compares, every validator in `dir`; returns the exit code. */
export function main(args: readonly string[], dir = new URL('generated/', import.meta.url).pathname): number {
  if (!args.includes('--check')) {
    writeAll(dir);
    return 0;
  }
  const stale = listStale(dir);
  for (const file of stale) {
    writeSync(2, `src/config/generated/${file} is not what its schema says: run "bun src/config/generate.ts"\n`);
  }
  return stale.length === 0 ? 0 : 1;
}

function writeAll(dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const entry of schemas) writeFileSync(`${dir}/${entry.file}`, generate(entry.name, entry.schema));
}

/** The names of the files in `dir` that are missing or differ from what their schemas make. */
export function listStale(dir: string): string[] {
  return schemas
    .filter((entry) => readIfThere(`${dir}/${entry.file}`) !== generate(entry.name, entry.schema))
    .map((entry) => entry.file);
}

/**
 * The source of one validator. It needs nothing of ajv when it runs.
 * @throws Error when the schema uses a keyword whose validator would need ajv.
 */
export function generate(name: string, schema: object): string {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema(schema, name);
  const code = standaloneCode(ajv, { [name]: name });
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error(`the validator ${name} needs a module of ajv's to run`);
  return header + code.replace(`export const ${name} = `, `export const ${name}: Validator = `);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

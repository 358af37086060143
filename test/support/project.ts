import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The directory of package.json. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** Where `make build` puts the programs; SILK_BIN_DIR names another place, to try the tests on a broken version. */
export const binDir = process.env['SILK_BIN_DIR'] ?? resolve(projectRoot, 'bin');

export const silk = resolve(binDir, 'silk');
export const silkCni = resolve(binDir, 'silk-cni');
export const silkIpam = resolve(binDir, 'silk-ipam');
export const silkVtep = resolve(binDir, 'silk-vtep');
export const silkd = resolve(binDir, 'silkd');

/** Where Debian's containernetworking-plugins puts the reference plugins. */
export const referenceDir = '/usr/lib/cni';

/** The Bun that runs fixtures. */
export const bun = resolve(projectRoot, 'node_modules/.bin/bun');

/** The path of a reference plugin. @throws where it is not installed, naming the Debian package */
export function reference(type: string): string {
  return installed(`${referenceDir}/${type}`, 'containernetworking-plugins');
}

/** The path itself. @throws where nothing is there, naming the Debian package that brings it */
export function installed(path: string, debianPackage: string): string {
  if (!existsSync(path)) throw new Error(`Cannot run the test: ${path} is missing, apt-get install ${debianPackage}`);
  return path;
}

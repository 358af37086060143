import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installed } from './project.ts';
import { must } from './run.ts';

/** The name of the image, which no registry has. */
export const boxImage = 'silk.test/box:1';

const programs = ['cat', 'echo', 'hostname', 'httpd', 'ip', 'nc', 'ping', 'sh', 'sleep', 'timeout', 'wget'];
const config = { Cmd: ['/bin/sleep', '2147483647'], Env: ['PATH=/bin'] };

/** Where a server tells the address of who asks it. */
const whoPath = '/cgi-bin/who';

/** The words of such a server, on port 80, of a directory that `writeWho` has filled. */
export function servingWho(www: string): string[] {
  return ['busybox', 'httpd', '-f', '-p', '0.0.0.0:80', '-h', www];
}

/** The same in a container of the image. */
export const serveWho = servingWho('/www');

/** Makes the directory of such a server. */
export function writeWho(www: string): void {
  mkdirSync(dirname(join(www, whoPath)), { recursive: true });
  writeFileSync(join(www, whoPath), '#!/bin/sh\necho; echo "$REMOTE_ADDR"\n', { mode: 0o755 });
}

/** The words that ask such a server for the address that it sees. */
export function askingWho(address: string): string[] {
  return ['timeout', '5', 'busybox', 'wget', '-q', '-O', '-', `http://${address}${whoPath}`];
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

/**
 * Makes an archive of the image, as OCI and as docker want it: busybox under its names, which sleeps by itself. Returns the
 * archive's path.
 */
export function writeBoxImage(dir: string): string {
  const layout = join(dir, 'layout');
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const layer = addLayer(dir, layout);
  const rootfs = { type: 'layers', diff_ids: [layer.digest] };
  const described = addJson(layout, { ...platform(), config, rootfs });
  const manifest = addJson(layout, {
    schemaVersion: 2,
    config: { mediaType: mediaType('config.v1+json'), ...described },
    layers: [{ mediaType: mediaType('layer.v1.tar'), ...layer }],
  });
  const named = { annotations: { 'io.containerd.image.name': boxImage } };
  const manifests = [{ mediaType: mediaType('manifest.v1+json'), ...manifest, ...named }];
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const forDocker = { Config: blobName(described), RepoTags: [boxImage], Layers: [blobName(layer)] };
  writeFileSync(join(layout, 'manifest.json'), JSON.stringify([forDocker]));
  must(['tar', '-C', layout, '-cf', join(dir, 'box.tar'), '.']);
  return join(dir, 'box.tar');
}

function addLayer(dir: string, layout: string): Blob {
  const bin = join(dir, 'rootfs/bin');
  mkdirSync(bin, { recursive: true });
  for (const mountPoint of ['dev', 'etc', 'proc', 'sys', 'tmp']) mkdirSync(join(dir, 'rootfs', mountPoint));
  copyFileSync(installed('/bin/busybox', 'busybox-static'), join(bin, 'busybox'));
  for (const program of programs) symlinkSync('busybox', join(bin, program));
  writeWho(join(dir, 'rootfs/www'));
  const archive = join(dir, 'layer.tar');
  must(['tar', '-C', join(dir, 'rootfs'), '--owner=0', '--group=0', '-cf', archive, '.']);
  const blob = describe(readFileSync(archive));
  renameSync(archive, blobPath(layout, blob));
  return blob;
}

function addJson(layout: string, json: object): Blob {
  const bytes = Buffer.from(JSON.stringify(json));
  const blob = describe(bytes);
  writeFileSync(blobPath(layout, blob), bytes);
  return blob;
}

function describe(bytes: Uint8Array): Blob {
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length };
}

function blobPath(layout: string, blob: Blob): string {
  return join(layout, blobName(blob));
}

function blobName({ digest }: Blob): string {
  return join('blobs', digest.replace(':', '/'));
}

function mediaType(kind: string): string {
  return `application/vnd.oci.image.${kind}`;
}

function platform() {
  return { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
}

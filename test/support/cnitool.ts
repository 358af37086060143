import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll } from '@jest/globals';
import { installed, projectRoot } from './project.ts';
import { must, run } from './run.ts';

/** The version of cnitool, and of the libcni in it: Debian 12's, as its containerd and podman have it. */
export const cnitoolVersion = '1.1.2';

/** One that knows CNI 1.1.0, reads `cniVersions`, and sends STATUS and GC. */
export const newerCnitoolVersion = '1.3.0';

type Version = typeof cnitoolVersion | typeof newerCnitoolVersion;

// Debian's binary packages leave cnitool out; its source packages are upstream's releases, and the archive has those of all its
// releases in one place. The hashes are those of Debian's .dsc files.
const archiveHashes: Readonly<Record<Version, string>> = {
  [cnitoolVersion]: 'SHA256:d16939874ef2e2ff2e34970e2ef62bac910a518b17f3bd2e72bfd05096a1dfec',
  [newerCnitoolVersion]: 'SHA256:78fed6b6f075becd344b2ebe02bb9bc4eae46baeaeafe8620bd5188a8ec2136d',
};
const binaryPackage = 'golang-github-appc-cni-dev';

const upstream = 'github.com/containernetworking/cni';
const ofTheTests = join(projectRoot, 'test/support/fixtures/libcni');

/**
 * The path of the reference implementation's own tool, which is built where it is missing.
 * @throws where the source cannot be fetched from the Debian archive that apt knows, or Go is not installed
 */
export function cnitool(version: Version = cnitoolVersion): string {
  return join(programs(version), 'cnitool');
}

/** The path of a program that calls the newer libcni's GC as runtimes do: `libcni-gc <network> [valid container]...`. */
export function libcniGc(): string {
  return join(programs(newerCnitoolVersion), 'libcni-gc');
}

/** Has a file's tests wait until all of these are built, however long that takes. */
export function buildLibcniToolsFirst(): void {
  beforeAll(() => {
    cnitool();
    libcniGc();
  }, 300_000);
}

/** Below node_modules: ignored by git, kept between runs, and not for others to write to as /tmp is. */
function programs(version: Version): string {
  const dir = join(projectRoot, `node_modules/.cache/cnitool-${version}`);
  const wanted = version === cnitoolVersion ? ['cnitool'] : ['cnitool', 'libcni-gc'];
  if (!wanted.every((name) => existsSync(join(dir, name)))) build(version, dir, wanted);
  return dir;
}

function build(version: Version, dir: string, wanted: readonly string[]): void {
  const cache = dirname(dir);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'building-'));
  try {
    const source = unpack(fetch(version, work), work);
    if (version === newerCnitoolVersion) fitToGo(source, work);
    mkdirSync(dir, { recursive: true });
    for (const name of wanted) {
      compile(name, work);
      renameSync(join(work, name), join(dir, name));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetch(version: Version, work: string): string {
  const archive = `golang-github-appc-cni_${version}.orig.tar.xz`;
  const path = join(work, archive);
  const argv = ['/usr/lib/apt/apt-helper', 'download-file', poolUrl() + archive, path, archiveHashes[version]];
  must(argv, { timeoutMs: 120_000 });
  return path;
}

/** The archive's directory of the source package, with a slash at its end: apt says where the binary package beside it is. */
function poolUrl(): string {
  const question = ['apt-get', 'download', '--print-uris', binaryPackage];
  let answer = run(question);
  if (answer.code !== 0) {
    must(['apt-get', 'update', '-q'], { timeoutMs: 120_000 });
    answer = run(question);
  }
  const url = /'([^']*\/)[^/']+'/.exec(answer.stdout)?.[1];
  if (url === undefined) throw new Error(`Cannot find ${binaryPackage} in apt's sources: ${answer.stderr}`);
  return url;
}

/** Returns the directory of the source. */
function unpack(path: string, work: string): string {
  const source = join(work, 'gopath/src', upstream);
  mkdirSync(source, { recursive: true });
  must(['tar', '-xJf', path, '--strip-components=1', '-C', source]);
  return source;
}

/** Gives the newer source the two functions that Debian 12's Go is too old to have, and the program of the tests beside it. */
function fitToGo(source: string, work: string): void {
  const put = (name: string, dir: string): void => {
    mkdirSync(dir, { recursive: true });
    copyFileSync(join(ofTheTests, name), join(dir, name));
  };
  put('slices.go', join(work, 'gopath/src/slices'));
  put('join-errors.go', join(source, 'libcni'));
  put('libcni-gc.go', join(source, 'libcni-gc'));
  const api = join(source, 'libcni/api.go');
  const text = readFileSync(api, 'utf8').replaceAll('errors.Join(', 'joinErrors(').replace('\t"errors"\n', '');
  writeFileSync(api, text);
}

/** With Go's own defaults: any other setting would compile the whole standard library anew. */
function compile(name: string, work: string): void {
  const go = installed('/usr/bin/go', 'golang-go');
  const env = { PATH: '/usr/bin:/bin', GO111MODULE: 'off', GOPATH: join(work, 'gopath'), GOCACHE: join(work, 'cache') };
  must([go, 'build', '-o', join(work, name), `${upstream}/${name}`], { env, timeoutMs: 180_000 });
}

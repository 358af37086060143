import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installed, projectRoot } from './project.ts';
import { must, run } from './run.ts';

/** The version of cnitool, and of the libcni in it: Debian 12's. */
export const cnitoolVersion = '1.1.2';

// Debian's binary packages leave cnitool out; its source package is upstream's release. The hash is that of Debian's .dsc file.
const archive = `golang-github-appc-cni_${cnitoolVersion}.orig.tar.xz`;
const archiveHash = 'SHA256:d16939874ef2e2ff2e34970e2ef62bac910a518b17f3bd2e72bfd05096a1dfec';
const binaryPackage = 'golang-github-appc-cni-dev';

// Below node_modules: ignored by git, kept between runs, and not for others to write to as /tmp is.
const program = join(projectRoot, `node_modules/.cache/cnitool-${cnitoolVersion}/cnitool`);

/**
 * The path of the reference implementation's own tool, which is built where it is missing.
 * @throws where the source cannot be fetched from the Debian archive that apt knows, or Go is not installed
 */
export function cnitool(): string {
  if (!existsSync(program)) build();
  return program;
}

function build(): void {
  const cache = dirname(dirname(program));
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'building-'));
  try {
    unpack(fetch(work), work);
    compile(work);
    mkdirSync(dirname(program), { recursive: true });
    renameSync(join(work, 'cnitool'), program);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetch(work: string): string {
  const path = join(work, archive);
  must(['/usr/lib/apt/apt-helper', 'download-file', poolUrl() + archive, path, archiveHash], { timeoutMs: 120_000 });
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

function unpack(path: string, work: string): void {
  const source = join(work, 'gopath/src/github.com/containernetworking/cni');
  mkdirSync(source, { recursive: true });
  must(['tar', '-xJf', path, '--strip-components=1', '-C', source]);
}

/** With Go's own defaults: any other setting would compile the whole standard library anew. */
function compile(work: string): void {
  const go = installed('/usr/bin/go', 'golang-go');
  const env = { PATH: '/usr/bin:/bin', GO111MODULE: 'off', GOPATH: join(work, 'gopath'), GOCACHE: join(work, 'cache') };
  const argv = [go, 'build', '-o', join(work, 'cnitool'), 'github.com/containernetworking/cni/cnitool'];
  must(argv, { env, timeoutMs: 180_000 });
}

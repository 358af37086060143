import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { compileOptions } from './compile-options.ts';

/** The programs that a runtime waits for. */
const cniPrograms = ['silk-cni', 'silk-ipam', 'silk-vtep', 'silk-bridge'];

/** The names that the executable answers to, besides its own. */
const names = [...cniPrograms, 'silkd'];

/**
 * What proper-lockfile drags in and does not need here: each costs a millisecond of every CNI call.
 * The stand-ins say what they leave out.
 */
const standIns: Readonly<Record<string, string>> = {
  'graceful-fs': join(import.meta.dir, 'graceful-fs.ts'),
  'signal-exit': join(import.meta.dir, 'signal-exit.ts'),
};

/**
 * Compiles `plugins/main.ts` to `<outDir>/silk` and links its other names to it. Run by `make build`.
 * Everything appears by rename, so that a program that is running, or about to, is not disturbed.
 */
async function buildExecutable(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const compiled = join(outDir, '.silk.compiled');
  const fresh = join(outDir, '.silk.new');
  const whole = await bundleWhole();
  await Bun.build({
    entrypoints: [join(import.meta.dir, '../../plugins/main.ts')],
    ...compileOptions(compiled),
    // What is not called for is not even read.
    splitting: true,
    plugins: [standInsPlugin, { name: 'in one piece', setup: (build) => useWhole(build, whole) }],
  });
  copyInLargePieces(compiled, fresh);
  unlinkSync(compiled);
  renameSync(fresh, join(outDir, 'silk'));
  for (const name of names) linkTo('silk', join(outDir, name));
}

/**
 * Bun writes the file in small pieces, which the page cache keeps as small pages. Copied by `cp` in large ones, it is mapped
 * in large ones, and a start takes a sixth fewer CPU cycles; `install` does the same.
 */
function copyInLargePieces(from: string, to: string): void {
  const { exitCode, stderr } = Bun.spawnSync(['cp', '--reflink=never', from, to]);
  if (exitCode !== 0) throw new Error(`Cannot copy ${from}: ${stderr}`);
}

/**
 * The main file of each program of CNI with all that it uses, as one text: of what several programs use, splitting makes a chunk for every set of
 * users, and each chunk costs a start a quarter of a millisecond.
 */
async function bundleWhole(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const program of cniPrograms) {
    const path = join(import.meta.dir, '../../plugins', program, 'main.ts');
    const built = await Bun.build({ entrypoints: [path], target: 'bun', format: 'esm', plugins: [standInsPlugin] });
    const [whole] = built.outputs;
    if (whole === undefined) throw new Error(`Cannot bundle ${path}: found no output, wanted one`);
    texts.set(path, await whole.text());
  }
  return texts;
}

function useWhole(build: Bun.PluginBuilder, texts: ReadonlyMap<string, string>): void {
  build.onLoad({ filter: /\/main\.ts$/ }, ({ path }) => {
    const contents = texts.get(path);
    return contents === undefined ? undefined : { contents, loader: 'js' };
  });
}

const standInsPlugin: Bun.BunPlugin = { name: 'stand-ins', setup: useStandIns };

function useStandIns(build: Bun.PluginBuilder): void {
  build.onResolve({ filter: /^(graceful-fs|signal-exit)$/ }, ({ path }) => {
    const standIn = standIns[path];
    return standIn === undefined ? undefined : { path: standIn };
  });
}

function linkTo(target: string, path: string): void {
  const fresh = `${path}.new`;
  // A build that was killed here may have left one.
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}

await buildExecutable(process.argv[2] ?? 'bin');

/**
 * How many times more often than usual code has to run before it is compiled to machine code. A call of CNI is over before such
 * code has paid for itself: with the usual 1 an ADD takes a tenth more CPU time, and the compiler's threads, which start with
 * the first such code, 2 MB more memory. Work on 10,000 hosts takes the same time either way. silkd, which stays, sets it to 1.
 */
const jitPolicy = 8;

/** How Bun compiles a program of ours to the executable `outfile`; the benchmarks' own programs, too. */
export function compileOptions(outfile: string) {
  return {
    target: 'bun',
    format: 'esm',
    minify: true,
    bytecode: true,
    compile: { outfile, jitPolicy, autoloadDotenv: false, autoloadBunfig: false },
  } as const;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, type Host } from './host.ts';
import { readPcap } from './packet-capture-file.ts';
import { decodeFrame, type Frame } from './packet-capture-frame.ts';
import { installed } from './project.ts';
import { sleep, until } from './wait.ts';

/** Where to listen, and to what. */
export interface CapturePlace {
  /** The path of the network namespace. */
  readonly netns: string;
  readonly device: string;
  /** In tcpdump's words. */
  readonly filter: string;
}

/** A tcpdump that listens. */
export interface Capture {
  /** Ends it, and returns what it heard. @throws where `enough` does not hold of that within 10 s */
  stop(enough?: (frames: readonly Frame[]) => boolean): Promise<Frame[]>;
  /** What it has heard so far, byte by byte as hex. */
  bytes(): string[];
}

/** A forgotten capture ends by itself. */
const mostFrames = 10_000;

let captures = 0;

/** Starts to listen and returns once it does. The process ends with the host at the latest. */
export async function capture(host: Host, { netns, device, filter }: CapturePlace): Promise<Capture> {
  captures += 1;
  const file = join(host.dir, `capture-${captures}.pcap`);
  // -Z: tcpdump would give root up, and then could not write to the host's private directory.
  const output = ['-U', '-Z', 'root', '-c', `${mostFrames}`, '-w', file];
  const tcpdump = [installed('/usr/bin/tcpdump', 'tcpdump'), '-n', '--immediate-mode', '-s', '0', ...output];
  const running = host.start([...enter(netns), ...tcpdump, '-i', device, filter]);
  let said = '';
  running.child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  await until(`tcpdump to listen on ${device}`, () => said.includes('listening on'));
  const raw = () => readPcap(readFileSync(file));
  const heard = (): Frame[] => raw().map(decodeFrame);
  return {
    bytes: () => raw().map((frame) => Buffer.from(frame).toString('hex')),
    async stop(enough = () => true) {
      await until(`${filter} on ${device}`, () => enough(heard()));
      await sleep(50); // what comes twice would come now
      running.child.kill('SIGINT');
      await running.ended;
      return heard();
    },
  };
}

import { isatty } from 'node:tty';
import packageJson from '../../package.json';
import type { CliContext, Sink } from '../../src/cli/context.ts';
import { mayColour } from '../../src/cli/paint.ts';
import { run } from '../../src/cli/program.ts';
import { writeAll } from '../../src/cni/process-io.ts';
import { defaultIpamType, defaultLockTimeoutMs } from '../../src/config/salvage.ts';
import { SilkError, systemErrorName } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Link, listLinks } from '../../src/linux/rtnetlink/link.ts';
import { findUnderlay } from '../../src/overlay/underlay.ts';
import { inSegment } from '../silk-bridge/ports.ts';
import { openStore } from '../silk-ipam/store.ts';
import { overlayHost } from './overlay-host.ts';
import { segmentHost } from './segment-host.ts';
import { teardownHost } from './teardown-host.ts';

/** The operator's command line. Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  return run(argv, realContext());
}

function realContext(): CliContext {
  return {
    version: packageJson.version,
    env: process.env,
    stdout: sinkOf(1),
    stderr: sinkOf(2),
    host: {
      listVeths: (netns) => {
        const links: Link[] = [];
        inSegment(netns, ({ segment }) => void links.push(...listLinks(segment, { kind: 'veth' })));
        return links;
      },
      openStore: (network, dataDir) =>
        openStore(network, { type: defaultIpamType, dataDir, lockTimeoutMs: defaultLockTimeoutMs }),
      underlayIp: () => {
        using socket = NetlinkSocket.open();
        return findUnderlay(socket, {}).ip;
      },
      overlay: overlayHost,
      segments: segmentHost,
      teardown: teardownHost,
    },
  };
}

/** Written at once: the process ends with its last command, and would leave behind what a slow reader has not taken yet. */
function sinkOf(fd: number): Sink {
  return { write: (text) => writeText(fd, text), colour: mayColour(isatty(fd), process.env), terminal: isatty(fd) };
}

function writeText(fd: number, text: string): void {
  try {
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    // A reader that has read enough, such as `head`, is no failure.
    if (!(error instanceof SilkError && systemErrorName(error.cause) === 'EPIPE')) throw error;
  }
}

import packageJson from '../../package.json';
import type { CliContext, Sink } from '../../src/cli/context.ts';
import { mayColour } from '../../src/cli/paint.ts';
import { run } from '../../src/cli/program.ts';
import { defaultIpamType, defaultLockTimeoutMs } from '../../src/config/salvage.ts';
import { systemErrorName } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { listLinks } from '../../src/linux/rtnetlink/link.ts';
import { openStore } from '../silk-ipam/store.ts';

/** The operator's command line. Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  return run(argv, realContext());
}

function realContext(): CliContext {
  return {
    version: packageJson.version,
    env: process.env,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    host: {
      listVeths: () => {
        using socket = NetlinkSocket.open();
        return listLinks(socket, { kind: 'veth' });
      },
      openStore: (network, dataDir) =>
        openStore(network, { type: defaultIpamType, dataDir, lockTimeoutMs: defaultLockTimeoutMs }),
    },
  };
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  stream.on('error', (error) => {
    // A reader that has read enough, such as `head`, is no failure.
    if (systemErrorName(error) !== 'EPIPE') throw error;
  });
  return { write: (text) => void stream.write(text), colour: mayColour(stream.isTTY === true, process.env) };
}

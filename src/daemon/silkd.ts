import { errorText } from '../errors.ts';
import { NetlinkMonitor } from '../linux/netlink/monitor.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import { log } from '../log.ts';
import { serveApi } from './api.ts';
import { Daemon } from './daemon.ts';
import { openDaemonLog } from './daemon-log.ts';
import { hearKernel, watchedGroups } from './kernel-events.ts';
import { openMetrics } from './metrics.ts';
import { OwnFiles } from './own-files.ts';
import { readConfigAgain, readConfigFile } from './reload.ts';

/** What silkd is started with. */
export interface SilkdOptions {
  readonly configPath: string;
  readonly version: string;
}

/**
 * Runs until SIGTERM or SIGINT, and leaves the data plane as it is; SIGHUP reads the configuration again.
 * @throws SilkError what is wrong with the configuration; TRY_LATER where another silkd runs; IO_FAILURE; KERNEL_REFUSED.
 */
export async function runSilkd({ configPath, version }: SilkdOptions): Promise<void> {
  const config = readConfigFile(configPath);
  const daemonLog = openDaemonLog(config.logLevel);
  using own = new OwnFiles(config.runDir);
  using socket = NetlinkSocket.open();
  // Before anything is looked at: what changes from now on is heard.
  const monitor = NetlinkMonitor.open(watchedGroups);
  const daemon = new Daemon({
    version,
    socket,
    log: daemonLog,
    config,
    onRound: (round) => {
      metrics.count(round);
      own.keep();
    },
  });
  const metrics = openMetrics(() => daemon);
  own.serve(config.apiSocket, () => serveApi(daemon, metrics));
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log('info', 'Stopping; what was made stays', { signal });
      stop.abort();
    });
  }
  process.on('SIGHUP', () => reload(daemon, configPath));
  void hearKernel(
    monitor,
    () => daemon.watched,
    () => daemon.ask('kernel'),
  );
  log('info', 'Started', { version, config: configPath, pid: process.pid });
  await daemon.run(stop.signal);
  await own.stop();
}

function reload(daemon: Daemon, path: string): void {
  try {
    daemon.follow(readConfigAgain(path, daemon.config));
    log('info', 'The configuration has been read again', { config: path });
  } catch (error) {
    const reason = errorText(error);
    log('error', 'Cannot follow the configuration; the one before it goes on', { config: path, reason });
    daemon.complain(`the configuration ${path}`, reason);
  }
}

import { errorText } from '../errors.ts';
import { NetlinkMonitor } from '../linux/netlink/monitor.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import { log } from '../log.ts';
import { serveApi } from './api.ts';
import { Daemon } from './daemon.ts';
import { openDaemonLog } from './daemon-log.ts';
import { hearKernel, matters, watchedGroups } from './kernel-events.ts';
import { openMetrics } from './metrics.ts';
import { readConfigAgain, readConfigFile } from './reload.ts';
import { takeRunLock } from './run-lock.ts';
import { SegmentKeeper } from './segment-keeper.ts';

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
  using _lock = takeRunLock(config.runDir);
  using socket = NetlinkSocket.open();
  // Before anything is looked at: what changes from now on is heard.
  const monitor = NetlinkMonitor.open(watchedGroups);
  const keeper = new SegmentKeeper({ socket, config, onRound: (round) => metrics.countSegments(round) });
  const daemon = new Daemon({
    version,
    socket,
    log: daemonLog,
    config,
    segments: keeper,
    onRound: (round) => metrics.count(round),
  });
  const metrics = openMetrics(() => daemon);
  const api = serveApi(daemon, metrics);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log('info', 'Stopping; what was made stays', { signal });
      stop.abort();
    });
  }
  process.on('SIGHUP', () => reload(daemon, keeper, configPath));
  void hearKernel(
    monitor,
    (event) => matters(event, daemon.watched),
    () => daemon.ask('kernel'),
  );
  log('info', 'Started', { version, config: configPath, pid: process.pid });
  await Promise.all([daemon.run(stop.signal), keeper.run(stop.signal)]);
  await api.stop();
}

function reload(daemon: Daemon, keeper: SegmentKeeper, path: string): void {
  try {
    const config = readConfigAgain(path, daemon.config);
    daemon.follow(config);
    keeper.follow(config);
    log('info', 'The configuration has been read again', { config: path });
  } catch (error) {
    const reason = errorText(error);
    log('error', 'Cannot follow the configuration; the one before it goes on', { config: path, reason });
    daemon.complain(`the configuration ${path}`, reason);
  }
}

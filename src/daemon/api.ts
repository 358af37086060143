import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatPrefix } from '../addr/prefix.ts';
import { errorText, SilkError } from '../errors.ts';
import { type LogLevel, log, logLevels } from '../log.ts';
import type { DaemonMetrics } from './metrics.ts';
import { reasonsAgainst, reasonsOfNetwork } from './readiness.ts';
import { SharedAnswers } from './shared-answers.ts';
import { removeStaleSocket } from './stale-socket.ts';
import type { DaemonState } from './state.ts';
import { describeStatus } from './status.ts';

/** Root, and a group that whoever reads the metrics can be given. */
const socketMask = 0o117;

/** A round that has been going on, or has not begun, for so many intervals is one that hangs. */
const patienceIntervals = 5;
const leastPatienceMs = 120_000;

/** The longest body that anybody has a use for is the name of a level. */
const maxRequestBodySize = 1024;

/** Seconds after which silence ends a connection. Bun's types know it for ports alone; not said, Bun writes a warning of its own. */
const patience: object = { idleTimeout: 10 };

/** What is answered. */
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

/** Whose state is told, and what answers are on their way. */
interface Asked {
  readonly daemon: DaemonState;
  readonly metrics: DaemonMetrics;
  readonly answers: SharedAnswers<Answer>;
}

/** What answers. */
export interface Api {
  /** Ends it, and removes the socket. */
  stop(): Promise<void>;
}

/**
 * Answers HTTP on the configuration's Unix socket and, where it names one, a port of 127.0.0.1. A socket that a killed silkd has
 * left is replaced: the lock says that there is no other one.
 * @throws SilkError IO_FAILURE naming the address that cannot be listened at.
 */
export function serveApi(daemon: DaemonState, metrics: DaemonMetrics): Api {
  const { apiSocket, apiPort } = daemon.config;
  prepare(apiSocket);
  const before = process.umask(socketMask);
  const asked = { daemon, metrics, answers: new SharedAnswers<Answer>() };
  const servers: { stop(force: boolean): Promise<void> }[] = [];
  try {
    servers.push(listen(apiSocket, { unix: apiSocket }, (request) => respond(request, asked, true)));
    if (apiPort !== undefined) {
      const at = { hostname: '127.0.0.1', port: apiPort };
      servers.push(listen(`127.0.0.1:${apiPort}`, at, (request) => respond(request, asked, false)));
    }
  } finally {
    process.umask(before);
  }
  return {
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop(true)));
      removeStaleSocket(apiSocket);
    },
  };
}

/** @throws SilkError IO_FAILURE. */
function prepare(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    removeStaleSocket(path);
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot listen at ${path}: ${errorText(cause)}`, { cause });
  }
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new SilkError('IO_FAILURE', `Cannot listen at ${path}: found what is no socket, wanted a socket or nothing`);
}

type Address = { readonly unix: string } | { readonly hostname: string; readonly port: number };

function listen(name: string, address: Address, fetch: (request: Request) => Promise<Response>) {
  try {
    return Bun.serve({
      ...address,
      fetch,
      maxRequestBodySize,
      ...patience,
      error: (error) => toResponse(json({ error: errorText(error) }, 500)),
    });
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot listen at ${name}: ${errorText(cause)}`, { cause });
  }
}

async function respond(request: Request, asked: Asked, isTrusted: boolean): Promise<Response> {
  return toResponse(await answer(request, asked, isTrusted));
}

function toResponse({ status, text, type }: Answer): Response {
  return new Response(text, { status, headers: { 'content-type': type } });
}

/** The level of the log is changed by those alone who may open the socket: any user of the host can reach the port. */
function answer(request: Request, asked: Asked, isTrusted: boolean): Answer | Promise<Answer> {
  // Without a Host, as HTTP/1.0 has it, the address is a path alone.
  const pathname = URL.parse(request.url, 'http://silkd')?.pathname;
  if (pathname === undefined) return json({ error: `Host: found ${request.headers.get('host')}, wanted a name` }, 400);
  if (pathname === '/log-level') return logLevel(request, asked.daemon, isTrusted);
  if (!['GET', 'HEAD'].includes(request.method))
    return json({ error: `${request.method} is not for ${pathname}` }, 405);
  const tell = pages[pathname];
  if (tell !== undefined) return asked.answers.ask(pathname, () => tell(asked));
  return json({ error: `${pathname}: wanted one of ${Object.keys(pages).join(', ')}, /log-level` }, 404);
}

/** What is told at each path. */
const pages: Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>> = {
  '/': ({ daemon }) => network(daemon),
  '/healthz': ({ daemon }) => health(daemon),
  '/readyz': ({ daemon }) => readiness(daemon),
  '/metrics': async ({ metrics }) => ({ status: 200, text: await metrics.text(), type: metrics.contentType }),
  '/status': ({ daemon }) => json(describeStatus(daemon)),
};

/** As Silk's own daemon; an answer while there is a subnet file, and no longer. */
function network(daemon: DaemonState): Answer {
  if (daemon.config.source.kind === 'none')
    return json({ error: '"source": "none": this host has segments only' }, 404);
  const { vtep } = daemon.told ?? {};
  if (vtep !== undefined) return json({ overlay_subnet: formatPrefix(vtep.subnet), mtu: vtep.mtuBytes });
  return json({ error: reasonsOfNetwork(daemon)[0] ?? 'the subnet is not known yet' }, 503);
}

function health({ lastRound, segments, startedMs, config }: DaemonState): Answer {
  const nowMs = performance.now();
  const silentMs = Math.max(...[lastRound, segments.lastRound].map((round) => nowMs - (round?.endedMs ?? startedMs)));
  const patienceMs = Math.max(leastPatienceMs, config.intervalSeconds * 1000 * patienceIntervals);
  if (silentMs <= patienceMs) return json({ ok: true });
  return json({ ok: false, error: `the last round ended ${Math.round(silentMs / 1000)} s ago` }, 503);
}

function readiness(daemon: DaemonState): Answer {
  const reasons = reasonsAgainst(daemon);
  return json({ ready: reasons.length === 0, reasons }, reasons.length === 0 ? 200 : 503);
}

async function logLevel(request: Request, { log: daemonLog }: DaemonState, isTrusted: boolean): Promise<Answer> {
  if (request.method === 'GET') return json({ level: daemonLog.level });
  if (request.method !== 'PUT') return json({ error: `${request.method}: wanted GET or PUT` }, 405);
  if (!isTrusted) return json({ error: 'the level is changed by the Unix socket only' }, 403);
  const level = (await request.text()).trim() as LogLevel;
  if (!logLevels.includes(level)) {
    return json({ error: `found ${JSON.stringify(level.slice(0, 80))}, wanted one of ${logLevels.join(', ')}` }, 400);
  }
  daemonLog.level = level;
  log('info', 'The log level has changed', { to: level });
  return json({ level });
}

function json(body: unknown, status = 200): Answer {
  return { status, text: `${JSON.stringify(body)}\n`, type: 'application/json' };
}

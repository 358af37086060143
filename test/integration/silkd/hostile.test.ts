import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { dig, type JsonObject } from '../../support/json.ts';
import { silkd as program } from '../../support/project.ts';
import { must, run } from '../../support/run.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }];

function make(config: JsonObject = {}): { host: Host; silkd: Silkd } {
  const host = new Host();
  host.addUplink();
  return { host, silkd: new Silkd(host, { peers, peersFile: undefined, intervalSeconds: 3600, ...config }) };
}

/** What leads to the peer goes, and is there again: by the kernel's event, for the interval is over long after the test. */
async function expectRepair({ host, silkd }: { host: Host; silkd: Silkd }): Promise<void> {
  const has = () => host.exec('ip', 'route').includes('10.255.48.0/24');
  await silkd.until('the route', has);
  host.exec('ip', 'route', 'del', '10.255.48.0/24');
  const beganMs = performance.now();
  await silkd.until('the repair', has);
  expect(performance.now() - beganMs).toBeLessThan(1000);
}

test('a log that nobody reads stops nothing; when somebody does, it says how much is missing', async () => {
  const { host, silkd } = make();
  const path = join(host.dir, 'log');
  must(['mkfifo', path]);
  const log = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  host.onDispose(() => closeSync(log));
  expect(() => {
    for (;;) writeSync(log, '\n'.repeat(4096));
  }).toThrow('EAGAIN');
  await silkd.start(['sh', '-c', 'exec "$@" 2>"$0"', path]);
  await expectRepair({ host, silkd });
  const read = () => {
    const bytes = Buffer.alloc(1 << 20);
    try {
      return bytes.toString('utf8', 0, readSync(log, bytes));
    } catch {
      return '';
    }
  };
  let text = read();
  await silkd.until('the number of lines that were dropped', () => {
    text += read();
    return text.includes('"dropped"');
  });
  await expectRepair({ host, silkd });
  await silkd.stop();
  const lines = (text + read()).split('\n').filter(Boolean);
  const [first, ...rest] = lines.map((line) => JSON.parse(line));
  // "Started", the subnet file, two rounds.
  expect(first).toMatchObject({ level: 'warn', dropped: 4, time: expect.any(String) });
  expect(rest.map(({ msg }) => msg)).toEqual(['Converged', expect.stringContaining('Stopping')]);
});

test('clients that never read, never end or talk nonsense keep no round from being taken, and nobody from asking', async () => {
  const { host, silkd } = make();
  await silkd.start();
  const sockets: Socket[] = [];
  const open = async (count: number, text: string | Uint8Array) => {
    const opened = Array.from({ length: count }, async () => {
      const socket = connect(silkd.socket);
      sockets.push(socket);
      // It may be closed by silkd at any time.
      socket.on('error', () => undefined).pause();
      await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
      socket.write(text);
    });
    await Promise.all(opened);
  };
  host.onDispose(() => {
    for (const socket of sockets) socket.destroy();
  });
  const request = 'GET /status HTTP/1.1\r\nHost: x\r\n\r\n';
  for (const [count, text] of [
    [50, request.repeat(500)],
    [20, `GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}`],
    [
      20,
      `PUT /log-level HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`400\r\n${'z'.repeat(1024)}\r\n`.repeat(100)}`,
    ],
    [20, crypto.getRandomValues(new Uint8Array(10_000))],
    [1000, ''],
  ] as const) {
    await open(count, text);
    await expectRepair({ host, silkd });
    expect(silkd.get('/healthz').status).toBe(200);
  }
  expect(silkd.metric('process_resident_memory_bytes')).toBeLessThan(150e6);
});

test('when the kernel had to drop what it told, a round finds out, and what it tells next is heard', async () => {
  const { host, silkd } = make({ logLevel: 'debug' });
  await silkd.start();
  await silkd.until('the peer', () => silkd.metric('silkd_peers_held') === 1);
  host.exec('ip', 'link', 'add', 'other', 'up', 'type', 'bridge');
  // Of no matter, so that nothing but the loss tells of what comes after.
  const flood = Array.from({ length: 4000 }, (_, n) => {
    const route = `10.77.${n >> 8}.${n & 255} dev other`;
    return `route add ${route}\nroute del ${route}\n`;
  });
  const path = host.write('flood', flood.join(''));
  for (let again = 0; again < 4; again++) {
    process.kill(silkd.pid, 'SIGSTOP');
    host.exec('ip', '-batch', path);
    host.exec('ip', 'route', 'del', '10.255.48.0/24');
    process.kill(silkd.pid, 'SIGCONT');
    // Which waits for the route first.
    await expectRepair({ host, silkd });
  }
  expect((await silkd.stop()).stderr).toContain('Cannot hear all that the kernel says');
});

test('a full disk keeps no route from being repaired, and nobody from being told', async () => {
  const { host } = make();
  mkdirSync(host.runDir);
  must(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', host.runDir]);
  host.onDispose(() => run(['umount', '-l', host.runDir]));
  const fill = join(host.runDir, 'fill');
  run(['dd', 'if=/dev/zero', `of=${fill}`, 'bs=4096']);
  const subnetFile = join(host.runDir, 'subnet.env');
  const silkd = new Silkd(host, { peers, peersFile: undefined, intervalSeconds: 3600, subnetFile });
  silkd.launch();
  await silkd.until('the reason', () => silkd.get('/readyz').text.includes('Cannot write the subnet file'));
  await expectRepair({ host, silkd });
  const makeRoom = async () => {
    rmSync(fill);
    // It would try again by itself, a little later each time.
    process.kill(silkd.pid, 'SIGHUP');
    await silkd.untilReady();
  };
  await makeRoom();
  // One that is there is not spoilt by another that does not fit.
  run(['dd', 'if=/dev/zero', `of=${fill}`, 'bs=4096']);
  silkd.configure({ mtu: 1400 });
  process.kill(silkd.pid, 'SIGHUP');
  await silkd.until('the reason', () => silkd.get('/readyz').text.includes('Cannot write the subnet file'));
  expect(readFileSync(subnetFile, 'utf8')).toContain('FLANNEL_MTU=1450');
  await expectRepair({ host, silkd });
  await makeRoom();
  expect(readFileSync(subnetFile, 'utf8')).toContain('FLANNEL_MTU=1400');
  process.kill(silkd.pid, 'SIGTERM');
  expect(await silkd.running.ended).toMatchObject({ code: 0 });
  expect(statSync(subnetFile).size).toBeGreaterThan(0);
});

test('two silkds with a runDir each that want different things of one VTEP say so', async () => {
  const { host, silkd } = make();
  await silkd.start();
  const own = { runDir: join(host.dir, 'other'), stateDir: join(host.dir, 'other'), subnet: '10.255.33.0/24' };
  const files = { apiSocket: join(own.runDir, 'silkd.sock'), subnetFile: join(own.runDir, 'subnet.env') };
  const config = { ...JSON.parse(readFileSync(silkd.configPath, 'utf8')), ...own, ...files };
  const other = host.start([program, '--config', host.write('other.json', JSON.stringify(config))]);
  await silkd.until('the problem', () => silkd.get('/status').text.includes('such as another silkd'));
  process.kill(other.pid, 'SIGTERM');
  await other.ended;
  await expectRepair({ host, silkd });
  expect((await silkd.stop()).stderr).toContain('The host has a problem');
});

test('a fault that nobody expected ends silkd with one line that says so, and all that it has made stays', async () => {
  const { host, silkd } = make();
  const faults = ["throw new Error('odd')", "Promise.reject(new Error('odd'))"];
  for (const fault of faults) {
    const preload = host.write('fault.js', `process.on('SIGUSR2', () => { setTimeout(() => { ${fault} }) })`);
    await silkd.start(['env', `BUN_OPTIONS=--preload ${preload}`]);
    process.kill(silkd.pid, 'SIGUSR2');
    const { code, stderr } = await silkd.running.ended;
    expect(code).toBe(1);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ level: 'error', code: 'UNEXPECTED', msg: 'odd' });
    expect(host.exec('ip', 'route')).toContain('10.255.48.0/24');
  }
});

/** What becomes of the configuration's file, and the reason that is told. */
const spoilt: readonly (readonly [shell: string, reason: string])[] = [
  ['rm "$0"', 'ENOENT'],
  ['mkfifo "$0"', 'wanted a regular file'],
  ['rm "$0"; mkdir "$0"', 'wanted a regular file'],
  ['rmdir "$0"; ln -s /dev/zero "$0"', 'wanted a regular file'],
  ['rm "$0"; truncate -s 1G "$0"', 'found 1073741824 bytes'],
  ['rm "$0"; : > "$0"', 'Unexpected EOF'],
  ['printf "[]" > "$0"', 'wanted an object'],
  ['head -c 100 "$0.good" > "$0"', 'JSON'],
];

test('whatever is where the configuration was at SIGHUP, the one before goes on, and the reason is told until it is good', async () => {
  const { host, silkd } = make();
  await silkd.start();
  host.exec('cp', silkd.configPath, `${silkd.configPath}.good`);
  for (const [shell, reason] of spoilt) {
    host.exec('sh', '-c', shell, silkd.configPath);
    silkd.signal('HUP');
    await silkd.until(`the reason ${reason}`, () => `${dig(silkd.status(), 'problems', 0, 'reason')}`.includes(reason));
    expect(silkd.status()).toMatchObject({ ready: true });
  }
  await expectRepair({ host, silkd });
  host.exec('mv', `${silkd.configPath}.good`, silkd.configPath);
  for (let again = 0; again < 200; again++) process.kill(silkd.pid, 'SIGHUP');
  await silkd.until('no problem', () => silkd.get('/status').text.includes('"problems":[]'));
  await expectRepair({ host, silkd });
});

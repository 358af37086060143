/*
 * bun test/support/fuzz/plugin-calls.ts SEED COUNT CONTAINER-NETNS DIRECTORY
 * Calls both plugins COUNT times in this process with mutated variables and configurations; ends with 1 at the first
 * answer that the protocol does not allow. Runs in namespaces of its own (network and mount): see fuzz.test.ts.
 */
import { silkCni } from '../../../plugins/silk-cni/main.ts';
import { silkIpam } from '../../../plugins/silk-ipam/main.ts';
import { type Plugin, type PluginIo, runPlugin } from '../../../src/cni/run.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { listHostLinks } from '../../../src/overlay/remove-container-link.ts';
import { seededRandom } from '../random.ts';
import { mutateJson, mutateText, pick, type Random } from './mutate.ts';

const [seed = '1', count = '1000', containerNetns = '', directory = ''] = process.argv.slice(2);

const versions = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];
const commands = ['ADD', 'ADD', 'DEL', 'DEL', 'CHECK', 'GC', 'STATUS', 'VERSION'];
const pathKeys = ['dataDir', 'datastore', 'subnetFile', 'resolvConf'];

interface Call {
  readonly env: Record<string, string>;
  readonly stdin: string;
}

interface Answer {
  readonly code: number;
  readonly stdout: string;
}

async function main(): Promise<void> {
  const random = seededRandom(Number(seed));
  const outcomes = new Map<string, number>();
  const networks = new Set<string>();
  for (let i = 0; i < Number(count); i++) {
    const call = makeCall(random);
    const plugin = random() < 0.6 ? silkCni : silkIpam;
    const answer = await perform(plugin as Plugin<unknown>, call);
    const fault = protocolFault(call, answer);
    if (fault !== undefined) {
      console.error(`seed ${seed}, call ${i} of ${plugin.name}: ${fault}\n${JSON.stringify(call)}\n${answer.stdout}`);
      process.exit(1);
    }
    const outcome = `${answer.code === 0 ? 'ok' : JSON.parse(answer.stdout).code}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (outcome === 'ok' && call.env['CNI_COMMAND'] === 'ADD' && plugin === silkCni) {
      networks.add(JSON.parse(call.stdin).name);
      outcomes.set('links', (outcomes.get('links') ?? 0) + 1);
    }
  }
  for (const network of networks) await collectAll(network);
  using socket = NetlinkSocket.open();
  const left = listHostLinks(socket).map(({ link }) => link.name);
  if (left.length > 0) throw new Error(`seed ${seed}: GC left ${left.join(', ')}`);
  console.log(JSON.stringify(Object.fromEntries(outcomes)));
}

async function collectAll(network: string): Promise<void> {
  const config = { cniVersion: '1.1.0', name: network, type: 'silk-cni', dataDir: directory };
  const stdin = JSON.stringify({ ...config, 'cni.dev/valid-attachments': [] });
  const { code, stdout } = await perform(silkCni as Plugin<unknown>, { env: { CNI_COMMAND: 'GC' }, stdin });
  if (code !== 0) throw new Error(`seed ${seed}: GC of ${network} failed: ${stdout}`);
}

function makeCall(random: Random): Call {
  const config = random() < 0.1 ? baseConfig(random) : withinDirectory(mutateJson(random, baseConfig(random)));
  const text = JSON.stringify(config) ?? '';
  const env = baseEnv(random);
  if (random() < 0.3) {
    const key = pick(random, Object.keys(env));
    // A NUL cannot be in a variable.
    env[key] = mutateText(random, env[key] ?? '').replaceAll('\0', '');
  }
  return { env, stdin: random() < 0.1 ? mutateText(random, text) : text };
}

function baseEnv(random: Random): Record<string, string> {
  return {
    CNI_COMMAND: pick(random, commands),
    CNI_CONTAINERID: pick(random, ['c1', 'c2', 'c3', 'a'.repeat(400)]),
    CNI_NETNS: pick(random, [containerNetns, containerNetns, '', '/nonexistent', '/etc/passwd', '/proc/self/ns/net']),
    CNI_IFNAME: pick(random, ['eth0', 'eth1', 'lo']),
    CNI_PATH: pick(random, ['', '/nonexistent', directory]),
    CNI_ARGS: pick(random, ['', 'IgnoreUnknown=1;K8S_POD_NAME=x', 'IP=10.255.30.9', 'X=1']),
  };
}

function baseConfig(random: Random): object {
  const name = pick(random, ['blue', 'red']);
  const ipam = { type: 'silk-ipam', dataDir: `${directory}/ipam`, ...ipamKeys(random) };
  return {
    cniVersion: pick(random, versions),
    name,
    type: 'silk-cni',
    mtu: 1400,
    dataDir: directory,
    datastore: `${directory}/store.json`,
    ipam,
    runtimeConfig: { ips: ['10.255.30.7'], dns: { servers: ['10.0.0.1'] } },
    args: { cni: { ips: ['10.255.30.8/24'], labels: [{ key: 'a', value: 'b' }] } },
    'cni.dev/valid-attachments': [{ containerID: 'c1', ifname: 'eth0' }],
    prevResult: {
      cniVersion: '1.1.0',
      interfaces: [{ name: 's-010255030007' }, { name: 'eth0', mac: 'ee:ee:0a:ff:1e:07', sandbox: containerNetns }],
      ips: [{ address: '10.255.30.7/32', gateway: '169.254.0.1', interface: 1 }],
      routes: [{ dst: '0.0.0.0/0', gw: '169.254.0.1' }],
    },
    ...(random() < 0.5 && { prevResult: undefined, runtimeConfig: undefined, args: undefined }),
  };
}

function ipamKeys(random: Random): object {
  if (random() < 0.3) return { subnet: '10.255.30.0/24', rangeStart: '10.255.30.5', gateway: '10.255.30.1' };
  return {
    ranges: [[{ subnet: '10.255.30.0/24' }, { subnet: '10.255.40.0/28' }]],
    routes: [{ dst: '0.0.0.0/0' }],
    exclude: ['10.255.30.16/28'],
    lockTimeoutMs: 100,
  };
}

/** No mutation may lead a plugin out of the test's own directory. */
function withinDirectory(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withinDirectory);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const leadsOut = pathKeys.includes(key) && typeof item === 'string' && item.startsWith('/');
      return [
        key,
        leadsOut && (!item.startsWith(directory) || item.includes('..')) ? directory : withinDirectory(item),
      ];
    }),
  );
}

async function perform(plugin: Plugin<unknown>, { env, stdin }: Call): Promise<Answer> {
  let stdout = '';
  const io: PluginIo = {
    env,
    readStdin: () => stdin,
    writeStdout: (text) => {
      stdout += text;
    },
    writeStderr: () => undefined,
  };
  const code = await runPlugin(plugin, io);
  return { code, stdout };
}

/** What is wrong with an answer, or undefined. */
function protocolFault({ env }: Call, { code, stdout }: Answer): string | undefined {
  if (code === 0) {
    const printsResult = env['CNI_COMMAND'] === 'ADD' || env['CNI_COMMAND'] === 'VERSION';
    if (!printsResult) return stdout === '' ? undefined : 'success with something on stdout';
    return isObject(stdout) ? undefined : 'success without one JSON object on stdout';
  }
  if (code !== 1) return `exit code ${code}`;
  if (!isObject(stdout)) return 'failure without one JSON object on stdout';
  const error = JSON.parse(stdout);
  if (!Number.isInteger(error.code) || error.code <= 0) return 'an error without a code';
  if (error.code === 199) return 'a fault in the program itself';
  if (typeof error.msg !== 'string' || error.msg === '') return 'an error without a message';
  return /\n\s+at /.test(JSON.parse(stdout).details ?? '') ? 'a stack trace in the details' : undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

await main();

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readBootId } from '../../src/linux/boot-id.ts';
import { readEarlierState, writeEarlierState } from '../golden/state-files.ts';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { type Container, disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { datastore, holdings, networkDir, nothing } from '../support/leftovers.ts';
import { bridgeNetwork, referenceNetwork, silkNetwork, vtepNetwork } from '../support/network.ts';
import { nft } from '../support/nftables.ts';
import { buildVersion } from '../support/other-version.ts';
import { callPlugin, startPlugin } from '../support/plugin-call.ts';
import { binDir, reference, referenceDir } from '../support/project.ts';
import { reservations, reservedIps } from '../support/reservations.ts';
import { must, start } from '../support/run.ts';
import { vtepState } from '../support/vtep-scene.ts';

jest.setTimeout(60_000);

/** What stands for `bin` of another version; SILK_OTHER_BIN_DIR names one that was released. */
let otherBin = process.env['SILK_OTHER_BIN_DIR'] ?? '';
let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'silk-other-'));
  if (otherBin === '') otherBin = buildVersion('9.9.9', scratch);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(disposeHosts);

const callers = 8;
const enough = { rounds: 6, replacements: 10 };

/** One plugin of a chain. */
interface Step {
  readonly program: string;
  readonly network: JsonObject;
}

/** An installation below a host's directory, as `make install` leaves it. */
class Installation {
  readonly dir: string;
  #replacements = 0;

  constructor(host: Host) {
    this.dir = join(host.dir, 'opt');
    mkdirSync(this.dir);
    for (const name of ['silk-cni', 'silk-ipam', 'silk-vtep', 'silk-bridge'])
      symlinkSync(join(this.dir, 'silk'), join(this.dir, name));
  }

  get replacements(): number {
    return this.#replacements;
  }

  /** Puts the executable of a `bin` in place, as `make install` does. */
  async replaceBy(bin: string): Promise<void> {
    const script = 'install -m 0755 "$1/silk" "$2/.silk.new" && mv -f "$2/.silk.new" "$2/silk"';
    const { code, stderr } = await start(['sh', '-c', script, 'sh', bin, this.dir]).ended;
    if (code !== 0) throw new Error(`install: ${stderr}`);
    this.#replacements += 1;
  }
}

interface Place {
  readonly host: Host;
  readonly container: Container;
}

/** Calls every plugin of a chain, each with the result of the one before, and returns what went wrong. */
async function callChain(place: Place, chain: Chain, command: string): Promise<string[]> {
  const { host, container } = place;
  const faults: string[] = [];
  for (const { program, network } of command === 'DEL' ? chain.steps.toReversed() : chain.steps) {
    const config = chain.prevResult === undefined ? network : { ...network, prevResult: chain.prevResult };
    const call = { command, config, ...attachmentCall(container), path: chain.path };
    const { code, signal, stdout, stderr, json } = await startPlugin(host, program, call).result;
    if (command === 'ADD') chain.prevResult = json;
    if (code !== 0 || stderr !== '') faults.push(`${command} by ${program}: ${code ?? signal} ${stdout} ${stderr}`);
  }
  return faults;
}

interface Chain {
  readonly steps: readonly Step[];
  readonly path: string;
  prevResult: JsonObject | undefined;
}

/** Of eight callers, two go by the reference ptp, which executes silk-ipam, two by silk-bridge; the others by silk-cni and silk-vtep. */
function chainOf(host: Host, { dir }: Installation, caller: number): Chain {
  const path = `${dir}:${referenceDir}`;
  const ipam = { type: 'silk-ipam', subnet: '10.1.2.0/24', dataDir: host.dataDir };
  const ptp = { program: reference('ptp'), network: { ...referenceNetwork('ptp', ipam), name: 'point' } };
  const ours = [
    { program: join(dir, 'silk-cni'), network: silkNetwork(host, { ipMasq: true }) },
    { program: join(dir, 'silk-vtep'), network: vtepNetwork(host) },
  ];
  const segment = bridgeNetwork(host, { name: 'green', port: 4790 }, { type: 'silk-ipam', subnet: '10.0.10.0/24' });
  const bridge = { program: join(dir, 'silk-bridge'), network: segment };
  return { path, steps: [[ptp], [bridge], ours, ours][caller % 4] ?? ours, prevResult: undefined };
}

/** ADD, CHECK and DEL, again and again, until there have been enough of them and of replacements. */
async function churn(host: Host, installation: Installation, { container, caller }: Caller): Promise<string[]> {
  const faults: string[] = [];
  const endMs = Date.now() + 40_000;
  for (let round = 0; round < enough.rounds || installation.replacements < enough.replacements; round += 1) {
    const chain = chainOf(host, installation, caller);
    for (const command of ['ADD', 'CHECK', 'DEL'])
      faults.push(...(await callChain({ host, container }, chain, command)));
    if (faults.length > 0 || Date.now() > endMs) break;
  }
  return faults;
}

interface Caller {
  readonly container: Container;
  /** Its number. */
  readonly caller: number;
}

describe('the executable is replaced', () => {
  test(`by rename while ${callers} callers ADD, CHECK and DEL: all succeed, and nothing is left`, async () => {
    const host = new Host();
    host.addUplink();
    const installation = new Installation(host);
    await installation.replaceBy(binDir);
    const containers = Array.from({ length: callers }, () => host.addContainer());
    let busy = true;
    const replacing = (async () => {
      while (busy) for (const bin of [otherBin, binDir]) await installation.replaceBy(bin);
    })();
    const calling = containers.map((container, caller) => churn(host, installation, { container, caller }));
    const faults = await Promise.all(calling).finally(() => {
      busy = false;
      return replacing;
    });
    expect(faults.flat()).toEqual([]);
    expect(holdings(host, ...containers)).toEqual(nothing);
    for (const network of ['point', 'green']) expect(reservations(join(host.dataDir, network))).toEqual({});
    expect(host.exec('ip', '-o', 'link', 'show', 'master', 'br0').match(/: b-/g)).toBeNull();
    expect(nft(host, 'list', 'tables')).toBe('');
    expect(vtepState(host).fdb).toHaveLength(3);
  });
});

describe('what one version has written', () => {
  const newer = () => binDir;
  const older = () => otherBin;

  test.each([
    { name: 'this one reads what another has written', first: older, second: newer },
    { name: 'another reads what this one has written', first: newer, second: older },
  ])('$name: CHECK, ADD beside it, GC and DEL', ({ first, second }) => {
    const host = new Host();
    const network = silkNetwork(host);
    const program = (bin: string) => ({ program: join(bin, 'silk-cni') });
    const [kept, lost, later] = ['kept', 'lost', 'later'].map((id) => host.addContainer(id));
    if (kept === undefined || lost === undefined || later === undefined) throw new Error('no containers');
    const written = [kept, lost].map((container) => new Attachment(host, container, network, program(first())));
    const results = written.map((attachment) => attachment.add());
    const [read] = [kept, lost].map((container) => new Attachment(host, container, network, program(second())));
    const check = { command: 'CHECK', ...attachmentCall(kept), config: { ...network, prevResult: results[0] ?? {} } };
    expect(callPlugin(host, program(second()).program, check)).toMatchObject({ code: 0, stdout: '' });
    expect(read?.tryAdd().error?.code).toBe(102);
    new Attachment(host, later, network, program(second())).add();
    expect(reservedIps(networkDir(host))).toEqual(['10.255.30.2', '10.255.30.3', '10.255.30.4']);
    expect(Object.keys(datastore(host))).toEqual([kept, lost, later].map(({ handle }) => handle));
    const valid = [kept, later].map(({ id }) => ({ containerID: id, ifname: 'eth0' }));
    const config = { ...network, 'cni.dev/valid-attachments': valid };
    expect(callPlugin(host, program(second()).program, { command: 'GC', config })).toMatchObject({ code: 0 });
    expect(reservedIps(networkDir(host))).toEqual(['10.255.30.2', '10.255.30.4']);
    read?.del();
    new Attachment(host, later, network, program(first())).del();
    expect(holdings(host, kept, lost, later)).toEqual(nothing);
  });
});

test('what version 0.1.0 has written of attachments holds: addresses, claims and entries, until their DEL', () => {
  const host = new Host();
  writeEarlierState(host.dir, readEarlierState(), readBootId());
  const network = silkNetwork(host);
  const [web, next] = ['web', 'next'].map((id) => new Attachment(host, host.addContainer(id), network));
  expect(web?.tryAdd().error?.code).toBe(102);
  next?.add();
  expect(reservations(networkDir(host))).toEqual({
    '10.255.30.2': 'web eth0',
    '10.255.30.3': 'db eth0',
    '10.255.30.4': 'next eth0',
  });
  web?.del({ netns: '' });
  expect(reservedIps(networkDir(host))).toEqual(['10.255.30.3', '10.255.30.4']);
  expect(Object.keys(datastore(host))).toEqual(['db', next?.container.handle]);
  web?.add();
  expect(web?.ip).toBe('10.255.30.5');
});

test('the other version is another', () => {
  const versionOf = (bin: string) => must([join(bin, 'silk'), '--version']);
  expect(versionOf(otherBin)).not.toBe(versionOf(binDir));
});

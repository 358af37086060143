import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { type Container, disposeHosts, Host } from '../support/host.ts';
import { hostLinkOf } from '../support/invariants.ts';
import { digText, type JsonObject } from '../support/json.ts';
import { hostLinkNames, linkNames } from '../support/kernel-state.ts';
import { datastore, holdings, networkDir, nothing } from '../support/leftovers.ts';
import { ipamNetwork, silkNetwork } from '../support/network.ts';
import { callPlugin, type PluginOutcome, startPlugin } from '../support/plugin-call.ts';
import { inParallel } from '../support/pool.ts';
import { silkCni, silkIpam } from '../support/project.ts';
import { chosenSeed, seededRandom } from '../support/random.ts';
import { reservations } from '../support/reservations.ts';
import { sleep } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const callers = 16;
/** The number of TRY_LATER. */
const tryLater = 11;

function call(host: Host, command: string, container: Container, config: JsonObject): Promise<PluginOutcome> {
  return startPlugin(host, silkCni, { command, ...attachmentCall(container), config }).result;
}

/** Calls again where it is told to, as a runtime does: on a machine that is busy with more than this, a lock may be waited for in vain. */
async function callAgain(...words: Parameters<typeof call>): Promise<PluginOutcome> {
  for (let patience = 3; ; patience -= 1) {
    const outcome = await call(...words);
    if (patience === 0 || outcome.error?.code !== tryLater) return outcome;
  }
}

function ipOf(outcome: PluginOutcome): string {
  return digText(outcome.json, 'ips', 0, 'address').split('/')[0] ?? '';
}

describe(`${callers} callers at once`, () => {
  test('200 ADDs: no address twice, all books right, and 200 DELs leave nothing', async () => {
    const host = new Host();
    const network = silkNetwork(host);
    const containers = Array.from({ length: 200 }, (_, index) => host.addContainer(`c${index}`));
    const added = await inParallel(containers, callers, (container) => callAgain(host, 'ADD', container, network));
    expect(added.filter(({ code }) => code !== 0).map(({ stdout }) => stdout)).toEqual([]);
    const ips = added.map(ipOf);
    expect(new Set(ips).size).toBe(200);
    expect(Object.keys(reservations(networkDir(host))).sort()).toEqual([...ips].sort());
    expect(hostLinkNames(host.netns).sort()).toEqual(ips.map(hostLinkOf).sort());
    expect(Object.keys(datastore(host)).length).toBe(200);
    const deleted = await inParallel(containers, callers, (container) => callAgain(host, 'DEL', container, network));
    expect(deleted.filter(({ code }) => code !== 0).map(({ stdout }) => stdout)).toEqual([]);
    expect(holdings(host, ...containers.slice(0, 5))).toEqual(nothing);
  }, 180_000);

  test('a range that is one address too small: exactly one ADD is refused', async () => {
    const host = new Host();
    const config = ipamNetwork(host, { subnet: '10.1.2.0/28' });
    const ids = Array.from({ length: 14 }, (_, index) => `c${index}`);
    const added = await inParallel(ids, callers, (containerId) => {
      const variables = { containerId, netns: '/run/netns/none', ifname: 'eth0' };
      return startPlugin(host, silkIpam, { command: 'ADD', ...variables, config }).result;
    });
    expect(added.filter(({ code }) => code === 0).length).toBe(13);
    expect(added.find(({ code }) => code !== 0)?.error?.code).toBe(100);
    expect(new Set(Object.keys(reservations(`${host.dataDir}/blue`))).size).toBe(13);
  }, 60_000);
});

test('ADD and DEL churn with kills: no address twice at any time, none lost after DEL and GC', async () => {
  const seed = chosenSeed();
  const random = seededRandom(seed);
  const host = new Host();
  const network = silkNetwork(host, { subnet: '10.255.30.0/27' });
  const containers = Array.from({ length: 12 }, (_, index) => host.addContainer(`c${index}`));
  await inParallel(containers, 8, async (container) => {
    for (let round = 0; round < 6; round += 1) await churn(host, container, network, random);
  });
  expectNoAddressTwice(host, containers, seed);
  for (const container of containers.slice(0, 6)) new Attachment(host, container, network).del();
  expectNoAddressTwice(host, containers, seed);
  const gc = callPlugin(host, silkCni, { command: 'GC', config: { ...network, 'cni.dev/valid-attachments': [] } });
  expect({ seed, code: gc.code, stdout: gc.stdout }).toEqual({ seed, code: 0, stdout: '' });
  expect({ seed, ...holdings(host, ...containers) }).toEqual({ seed, ...nothing });
  // None lost: the whole range can be given out.
  const attachments = Array.from(
    { length: 29 },
    (_, index) => new Attachment(host, host.addContainer(`n${index}`), network),
  );
  expect(new Set(attachments.map((attachment) => digText(attachment.add(), 'ips', 0, 'address'))).size).toBe(29);
}, 180_000);

/** ADD, killed at a random moment or not, then DEL, which also may be killed: then it comes again. */
async function churn(host: Host, container: Container, network: JsonObject, random: () => number): Promise<void> {
  await callAndMaybeKill(host, 'ADD', container, { network, random });
  while ((await callAndMaybeKill(host, 'DEL', container, { network, random })) === 'killed');
}

interface Churn {
  readonly network: JsonObject;
  readonly random: () => number;
}

async function callAndMaybeKill(host: Host, command: string, container: Container, churn: Churn): Promise<string> {
  const running = startPlugin(host, silkCni, { command, ...attachmentCall(container), config: churn.network });
  if (churn.random() < 0.4) {
    await sleep(churn.random() * 40);
    running.child.kill('SIGKILL');
  }
  const outcome = await running.result;
  if (outcome.signal !== undefined) return 'killed';
  if (command === 'DEL') expect(outcome.stdout).toBe('');
  return 'ended';
}

/** Every address has one owner, and no two links or containers have the same. */
function expectNoAddressTwice(host: Host, containers: readonly Container[], seed: number): void {
  const owners = Object.values(reservations(networkDir(host)));
  expect({ seed, owners: new Set(owners).size }).toEqual({ seed, owners: owners.length });
  for (const container of containers) expect(linkNames(container.netns).length).toBeLessThanOrEqual(1);
}

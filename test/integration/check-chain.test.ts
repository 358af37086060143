import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall, succeed } from '../support/attachment.ts';
import { type Container, disposeHosts, Host, inContainer } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { link } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { silkNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { reference, silkCni } from '../support/project.ts';
import { run } from '../support/run.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** How often ADD and CHECK are repeated: SILK_ROUNDS, 1,000 with SILK_LONG=1, else 50. */
const rounds = Number(process.env['SILK_ROUNDS'] ?? (process.env['SILK_LONG'] === '1' ? 1000 : 50));

interface Member {
  readonly program: string;
  readonly config: JsonObject;
}

/** silk-cni, then whatever comes after it in a list of 1.0.0, as the runtime calls them. */
class Chain {
  readonly #host: Host;
  readonly #members: readonly Member[];

  constructor(host: Host, ...later: readonly (JsonObject & { type: string })[]) {
    const common = { cniVersion: '1.0.0', name: 'blue' };
    this.#host = host;
    this.#members = [
      { program: silkCni, config: silkNetwork(host, common) },
      ...later.map((config) => ({ program: reference(config.type), config: { ...config, ...common } })),
    ];
  }

  /** ADD of every member; returns the last one's result. */
  add(container: Container): JsonObject {
    let prevResult: JsonObject | undefined;
    for (const { program, config } of this.#members) {
      const outcome = this.#call('ADD', program, container, { ...config, ...(prevResult ? { prevResult } : {}) });
      prevResult = outcome.json;
    }
    return prevResult ?? {};
  }

  check(container: Container, prevResult: JsonObject): void {
    for (const { program, config } of this.#members) this.#call('CHECK', program, container, { ...config, prevResult });
  }

  del(container: Container, prevResult: JsonObject): void {
    for (const { program, config } of [...this.#members].reverse()) {
      this.#call('DEL', program, container, { ...config, prevResult });
    }
  }

  #call(command: string, program: string, container: Container, config: JsonObject) {
    const outcome = callPlugin(this.#host, program, { command, ...attachmentCall(container), config });
    succeed(outcome, `${command} of ${program}`);
    return outcome;
  }
}

const tuning = (over: object) => ({ type: 'tuning', ...over });
const bandwidth = {
  type: 'bandwidth',
  ingressRate: 8_000_000,
  ingressBurst: 8_000_000,
  egressRate: 8_000_000,
  egressBurst: 8_000_000,
};

describe('CHECK in a chain tolerates what a later plugin changed:', () => {
  test.each([
    { name: "tuning's MTU", config: tuning({ mtu: 1300 }) },
    { name: "tuning's sysctl", config: tuning({ sysctl: { 'net.core.somaxconn': '500' } }) },
    { name: "bandwidth's ifb and queues", config: bandwidth },
  ])('$name', ({ config }) => {
    const host = new Host();
    const container = host.addContainer();
    const chain = new Chain(host, config);
    const result = chain.add(container);
    chain.check(container, result);
    chain.del(container, result);
    expect(holdings(host, container)).toEqual(nothing);
  });

  test("tuning's MAC itself, but not that it cuts the container off: the kernel drops the neighbour entry with it", () => {
    const host = new Host();
    const container = host.addContainer();
    const chain = new Chain(host, tuning({ mac: '02:11:22:33:44:55' }));
    const prevResult = chain.add(container);
    const outcome = callPlugin(host, silkCni, {
      command: 'CHECK',
      ...attachmentCall(container),
      config: silkNetwork(host, { cniVersion: '1.0.0', prevResult }),
    });
    const differences = outcome.error?.details.split('\n') ?? [];
    expect(differences.filter((line) => line.includes('MAC'))).toEqual([]);
    expect(differences.filter((line) => line.includes('neighbour')).length).toBe(2);
    expect(run(['nsenter', `--net=${host.netns}`, 'busybox', 'ping', '-c1', '-W1', '10.255.30.2']).code).not.toBe(0);
  });

  test('and still reports a MAC that prevResult does not record', () => {
    const host = new Host();
    const container = host.addContainer();
    const chain = new Chain(host, tuning({ mac: '02:11:22:33:44:55' }));
    const result = chain.add(container);
    expect(link(container.netns, 'eth0').address).toBe('02:11:22:33:44:55');
    inContainer(container, 'ip', 'link', 'set', 'eth0', 'address', '02:11:22:33:44:66');
    expect(() => chain.check(container, result)).toThrow('02:11:22:33:44:66');
  });
});

test(`${rounds} times ADD and CHECK with tuning and bandwidth: no false alarm`, () => {
  const host = new Host();
  const container = host.addContainer();
  const chain = new Chain(host, tuning({ mtu: 1350, sysctl: { 'net.core.somaxconn': '500' } }), bandwidth);
  for (let round = 0; round < rounds; round += 1) {
    const result = chain.add(container);
    chain.check(container, result);
    chain.del(container, result);
  }
  expect(holdings(host, container)).toEqual(nothing);
}, 900_000);

test('with attachments churning beside it CHECK raises no false alarm', async () => {
  const host = new Host();
  const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
  attachment.add();
  const churn =
    'i=0; while [ $i -lt 400 ]; do ip link add churn type veth peer name churn2; ip link del churn; i=$((i+1)); done';
  const running = host.start(['sh', '-c', churn]);
  let ended = false;
  void running.ended.then(() => {
    ended = true;
  });
  let checks = 0;
  while (!ended && checks < 200) {
    attachment.check();
    checks += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  running.child.kill('SIGKILL');
  await running.ended;
  expect(checks).toBeGreaterThan(10);
}, 120_000);

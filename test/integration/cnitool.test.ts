import { truncateSync, unlinkSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { succeed } from '../support/attachment.ts';
import { cnitool, cnitoolVersion } from '../support/cnitool.ts';
import { type Container, disposeHosts, Host, inContainer } from '../support/host.ts';
import { dig } from '../support/json.ts';
import { linkNames, sysctl } from '../support/kernel-state.ts';
import type { Outcome } from '../support/run.ts';
import { type NetworkCommand, nothingHeld, ShippedNetwork, type Variables } from '../support/shipped-network.ts';

jest.setTimeout(60_000);
beforeAll(() => {
  cnitool();
}, 300_000);
afterEach(disposeHosts);

const single = '10-silk.conflist';
const chain = 'silk-chain-tuning-bandwidth.conflist';
const onRequest = 'silk-exclude.conflist';

const podArgs = 'K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-0;K8S_POD_INFRA_CONTAINER_ID=f00;K8S_POD_UID=1-2-3';

// CHECK of Debian's bandwidth 1.1.1 dereferences nil where the runtime gives no rates.
const rates = { ingressRate: 8_000_000, ingressBurst: 8_000_000, egressRate: 8_000_000, egressBurst: 8_000_000 };
const shaped: Variables = { CAP_ARGS: JSON.stringify({ bandwidth: rates }) };

/** A host with a container and a shipped network, and the two tools that act on them. */
class Scene {
  readonly host = new Host();
  readonly container: Container = this.host.addContainer();
  readonly network: ShippedNetwork;
  readonly variables: Variables;

  /** @param variables what cnitool is always called with */
  constructor(file: string, variables: Variables = {}) {
    this.network = new ShippedNetwork(this.host, file);
    this.variables = variables;
  }

  tryCnitool(command: NetworkCommand): Outcome {
    return this.network.cnitool(command, this.container.netns, this.variables);
  }

  /** cnitool has to succeed. Returns its stdout. */
  cnitool(command: NetworkCommand): string {
    const outcome = this.tryCnitool(command);
    succeed({ ...outcome, json: undefined, error: undefined }, `cnitool ${command}`);
    return outcome.stdout;
  }

  /** `silk cni` has to succeed. */
  silk(command: NetworkCommand, variables: Variables = {}): void {
    const outcome = this.network.silk(command, this.container.netns, variables);
    succeed({ ...outcome, json: undefined, error: undefined }, `silk cni ${command}`);
  }

  get held() {
    return this.network.holdings(this.container);
  }

  ping(ip: string): void {
    this.host.exec('ping', '-c1', '-W2', ip);
  }
}

describe.each([
  { name: 'silk-cni alone', file: single, variables: {} },
  { name: 'silk-cni, tuning and bandwidth', file: chain, variables: shaped },
])(`libcni ${cnitoolVersion} with $name:`, ({ file, variables }) => {
  test('ADD makes a link that carries packets, CHECK finds it as it was made, DEL leaves nothing', () => {
    const scene = new Scene(file, variables);
    const result: unknown = JSON.parse(scene.cnitool('add'));
    expect(dig(result, 'ips')).toEqual([{ address: '10.255.30.2/32', gateway: '169.254.0.1', interface: 1 }]);
    expect(dig(result, 'cniVersion')).toBe('1.0.0');
    scene.ping('10.255.30.2');
    scene.cnitool('check');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('a second ADD is refused, and the first link lives on', () => {
    const scene = new Scene(file, variables);
    scene.cnitool('add');
    const held = scene.held;
    const again = scene.tryCnitool('add');
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('plugin type="silk-cni" failed (add): Cannot '),
    });
    expect(scene.held).toEqual(held);
    scene.cnitool('check');
    scene.ping('10.255.30.2');
  });

  test('CHECK tells the operator what differs', () => {
    const scene = new Scene(file, variables);
    scene.cnitool('add');
    inContainer(scene.container, 'ip', 'route', 'del', 'default');
    const outcome = scene.tryCnitool('check');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('0.0.0.0/0');
  });

  test('CHECK of what was never added fails', () => {
    const outcome = new Scene(file, variables).tryCnitool('check');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('Cannot run CHECK: prevResult');
  });

  test('DEL succeeds twice, and without any ADD', () => {
    const scene = new Scene(file, variables);
    scene.cnitool('del');
    scene.cnitool('add');
    scene.cnitool('del');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('DEL releases everything when the namespace is gone', () => {
    const scene = new Scene(file, variables);
    scene.cnitool('add');
    scene.host.removeContainer(scene.container);
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('DEL releases everything when the cached result is gone', () => {
    const scene = new Scene(file, variables);
    scene.cnitool('add');
    unlinkSync(scene.network.cacheFile);
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test.each([
    { name: 'empty', bytes: 0 },
    { name: 'cut short', bytes: 100 },
  ])(
    'DEL with a cached result that is $name: libcni itself gives up, `silk cni del` releases everything',
    ({ bytes }) => {
      const scene = new Scene(file, variables);
      scene.cnitool('add');
      truncateSync(scene.network.cacheFile, bytes);
      expect(scene.tryCnitool('del').stderr).toContain('failed to get network "silk" cached result');
      expect(scene.held.reserved).toEqual(['10.255.30.2']);
      scene.silk('del');
      expect(scene.held).toEqual(nothingHeld);
    },
  );
});

describe('libcni passes arguments on:', () => {
  test('the sysctl and the bandwidth of the chain take effect, pass CHECK, and go', () => {
    const scene = new Scene(chain, shaped);
    scene.cnitool('add');
    expect(sysctl(scene.container.netns, 'net/core/somaxconn')).toBe('500');
    expect(scene.host.exec('tc', 'qdisc', 'show', 'dev', 's-010255030002')).toContain('qdisc tbf');
    expect(linkNames(scene.host.netns).length).toBe(2);
    scene.cnitool('check');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('the capability ips asks for an address', () => {
    const scene = new Scene(onRequest, { CAP_ARGS: '{"ips":["10.255.30.100"]}' });
    scene.cnitool('add');
    expect(scene.held).toMatchObject({ hostLinks: ['s-010255030100'], reserved: ['10.255.30.100'] });
    scene.cnitool('check');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('an address that is not to be had fails the ADD and leaves nothing', () => {
    const scene = new Scene(onRequest, { CAP_ARGS: '{"ips":["10.255.30.70"]}' });
    const outcome = scene.tryCnitool('add');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('10.255.30.70');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('a capability that the network does not declare never arrives', () => {
    const scene = new Scene(single, { CAP_ARGS: '{"ips":["10.255.30.100"]}' });
    scene.cnitool('add');
    expect(scene.held.reserved).toEqual(['10.255.30.2']);
  });

  test("Kubernetes' CNI_ARGS are taken, with an IP among them", () => {
    const scene = new Scene(single, { CNI_ARGS: `IgnoreUnknown=1;${podArgs};IP=10.255.30.9` });
    scene.cnitool('add');
    expect(scene.held.reserved).toEqual(['10.255.30.9']);
    scene.cnitool('check');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('without IgnoreUnknown the unknown ones are refused by name', () => {
    const scene = new Scene(single, { CNI_ARGS: podArgs });
    const outcome = scene.tryCnitool('add');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('K8S_POD_NAMESPACE');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('CNI_IFNAME names the interface', () => {
    const scene = new Scene(single, { CNI_IFNAME: 'net1' });
    scene.cnitool('add');
    expect(scene.held.containerLinks).toEqual(['net1']);
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });
});

describe('silk cni and cnitool find what the other made:', () => {
  const variables = { ...shaped, CNI_ARGS: `IgnoreUnknown=1;${podArgs}` };

  test('what `silk cni add` made passes check and del of cnitool', () => {
    const scene = new Scene(chain, variables);
    scene.silk('add', variables);
    scene.cnitool('check');
    scene.cnitool('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('what cnitool added passes check and del of `silk cni`, which has the arguments from the cache', () => {
    const scene = new Scene(chain, variables);
    scene.cnitool('add');
    scene.silk('check');
    scene.silk('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('and so where silk, unlike the older libcni, negotiates a newer version', () => {
    const scene = new Scene(single);
    scene.cnitool('add');
    expect(dig(scene.network.cacheEntry, 'result', 'cniVersion')).toBe('1.0.0');
    scene.silk('check');
    scene.silk('del');
    expect(scene.held).toEqual(nothingHeld);
  });

  test('the cached result is the same file, but for the `netns` that libcni writes from 1.2 on', () => {
    // The IP makes the results equal; the capability is cached although no plugin takes it.
    const given = { CAP_ARGS: '{"aliases":["web"]}', CNI_ARGS: `IgnoreUnknown=1;${podArgs};IP=10.255.30.9` };
    const scene = new Scene(chain, given);
    scene.cnitool('add');
    const theirs = { path: scene.network.cacheFile, entry: scene.network.cacheEntry };
    scene.cnitool('del');
    scene.silk('add', given);
    expect(scene.network.cacheFile).toBe(theirs.path);
    expect(scene.network.cacheEntry).toEqual({ ...theirs.entry, netns: scene.container.netns });
  });
});

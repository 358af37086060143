import { basename } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../../support/attachment.ts';
import { disposeHosts, enter, Host, inContainer } from '../../support/host.ts';
import { digText, type JsonObject } from '../../support/json.ts';
import { bridgeNetwork } from '../../support/network.ts';
import { letLocksGrowOld } from '../../support/old-locks.ts';
import { type Capture, capture } from '../../support/packet-capture.ts';
import { callPlugin, type PluginCall } from '../../support/plugin-call.ts';
import { silkBridge } from '../../support/project.ts';
import {
  arpFrame,
  broadcastMac,
  type Claim,
  ipv6Frame,
  nobodysMac,
  sendFrames,
  udpFrame,
} from '../../support/raw-frame.ts';
import { run } from '../../support/run.ts';
import { injecting, traceChanges } from '../../support/strace.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** A host with a network of silk-bridge, perhaps with the segment in a namespace of its own. */
class Scene {
  readonly host = new Host();
  /** Where the segment is. */
  readonly place: string;
  readonly #over: JsonObject;

  constructor(isApart = false) {
    this.host.addUplink();
    this.place = isApart ? this.host.addContainer('overlay').netns : this.host.netns;
    this.#over = { gateway: '10.0.10.1/24', ...(isApart && { overlayNamespace: basename(this.place) }) };
  }

  attachment(over: JsonObject = {}): Attachment {
    const config = bridgeNetwork(this.host, { ...this.#over, ...over });
    return new Attachment(this.host, this.host.addContainer(), config, { program: silkBridge });
  }

  add(over: JsonObject = {}): Attachment {
    const attachment = this.attachment(over);
    attachment.add();
    return attachment;
  }

  call(command: string, of: Attachment, over: PluginCall = {}): PluginCall {
    return { command, ...attachmentCall(of.container), config: of.withPrevResult(), ...over };
  }

  nft(...words: readonly string[]): string {
    const { code, stdout, stderr } = run([...enter(this.place), 'nft', ...words]);
    if (code !== 0) throw new Error(`nft ${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** The names of the ports that are guarded; undefined where there is no table of the family at all. */
  guarded(): string[] | undefined {
    if (this.nft('list', 'tables', 'bridge') === '') return undefined;
    return [...this.nft('list', 'set', 'bridge', 'silk', 'guarded').matchAll(/"(b-\w+)"/g)]
      .map(([, name = '']) => name)
      .sort();
  }

  collect(listed: readonly Attachment[]): void {
    const [one] = listed;
    if (one === undefined) throw new Error('GC here needs one that stays');
    const valid = listed.map(({ container }) => ({ containerID: container.id, ifname: 'eth0' }));
    const { error } = callPlugin(this.host, silkBridge, {
      command: 'GC',
      config: { ...one.network, 'cni.dev/valid-attachments': valid },
    });
    expect(error).toBeUndefined();
  }
}

function portOf(attachment: Attachment): string {
  return digText(attachment.result, 'interfaces', 1, 'name');
}

function claimOf(attachment: Attachment): Claim {
  return { mac: digText(attachment.result, 'interfaces', 2, 'mac'), ip: attachment.ip };
}

/** What a container may send, and what it may not where it is guarded, by name. */
function framesOf(thief: Claim, victim: Claim, other: Claim) {
  const gateway = '10.0.10.1';
  const own = { to: victim.mac, from: thief.mac };
  const toAll = { to: broadcastMac, from: thief.mac };
  const asked = { mac: nobodysMac, ip: victim.ip };
  const stolen = { mac: thief.mac, ip: other.ip };
  const allowed = {
    'its own question': arpFrame(toAll, 1, [thief, asked]),
    'its own answer': arpFrame(own, 2, [thief, victim]),
    'a probe': arpFrame(toAll, 1, [
      { mac: thief.mac, ip: '0.0.0.0' },
      { mac: nobodysMac, ip: '10.0.10.77' },
    ]),
    'its own IPv4': udpFrame(own, [thief.ip, 1000], [victim.ip, 1001]),
    'its own IPv4 in a tag': udpFrame({ ...own, tags: [0x8100] }, [thief.ip, 1000], [victim.ip, 1001]),
    'DHCP discover': udpFrame(toAll, ['0.0.0.0', 68], ['255.255.255.255', 67]),
    'IPv6 of its link': ipv6Frame({ ...own, to: '33:33:00:00:00:01' }),
  };
  const forged = {
    "a gratuitous ARP for another's address": arpFrame(toAll, 1, [stolen, stolen]),
    "an ARP answer for another's address": arpFrame(own, 2, [stolen, victim]),
    "an ARP answer for the gateway's address": arpFrame(own, 2, [{ mac: thief.mac, ip: gateway }, victim]),
    "an ARP answer with another's MAC in it": arpFrame(own, 2, [{ mac: other.mac, ip: thief.ip }, victim]),
    "an ARP answer for the victim's own address": arpFrame(toAll, 2, [{ mac: thief.mac, ip: victim.ip }, victim]),
    'an ARP answer in a tag': arpFrame({ ...own, tags: [0x8100] }, 2, [stolen, victim]),
    'an ARP answer in two tags': arpFrame({ ...own, tags: [0x8100, 0x8100] }, 2, [stolen, victim]),
    'an ARP answer in a service tag': arpFrame({ ...own, tags: [0x88a8, 0x8100] }, 2, [stolen, victim]),
    "a probe with another's MAC in it": arpFrame(toAll, 1, [{ mac: other.mac, ip: '0.0.0.0' }, asked]),
    "IPv4 from another's address": udpFrame(own, [other.ip, 1000], [victim.ip, 1001]),
    'IPv4 from outside of the segment': udpFrame(own, ['192.0.2.1', 1000], [victim.ip, 1001]),
    'IPv4 from nowhere': udpFrame(own, ['0.0.0.0', 1000], [victim.ip, 1001]),
    "a DHCP server's offer": udpFrame(own, [gateway, 67], [victim.ip, 68]),
  };
  const fromOther = {
    "another's question": arpFrame({ to: broadcastMac, from: other.mac }, 1, [other, asked]),
    "another's IPv4": udpFrame({ to: victim.mac, from: other.mac }, [other.ip, 1000], [victim.ip, 1001]),
  };
  return { allowed, forged, fromOther };
}

type Frames = Readonly<Record<string, string>>;

/** Those of the frames that were heard. */
function heardOf(frames: Frames, heard: Capture): string[] {
  const bytes = new Set(heard.bytes());
  return Object.entries(frames).flatMap(([name, frame]) => (bytes.has(frame) ? [name] : []));
}

describe.each([
  { name: "in the host's namespace", isApart: false },
  { name: 'in one of its own', isApart: true },
])('a segment $name', ({ isApart }) => {
  test.each([
    { name: 'of guarded ports what is theirs comes through, and nothing else', over: {}, getsThrough: false },
    { name: 'of others all comes through that their MAC allows', over: { guard: false }, getsThrough: true },
  ])('$name', async ({ over, getsThrough }) => {
    const scene = new Scene(isApart);
    const [thief, victim, other] = [scene.add(over), scene.add(over), scene.add(over)];
    const { allowed, forged, fromOther } = framesOf(claimOf(thief), claimOf(victim), claimOf(other));
    const listen = (netns: string, device: string) => capture(scene.host, { netns, device, filter: 'inbound' });
    const atVictim = await listen(victim.container.netns, 'eth0');
    const atBridge = await listen(scene.place, 'br0');
    const hears = async (frame: string, attempt: () => void) => {
      for (const heard of [atVictim, atBridge]) {
        await until('a frame', () => {
          attempt();
          return heard.bytes().includes(frame);
        });
      }
    };
    const { mac } = claimOf(thief);
    const [first, last] = [
      ipv6Frame({ to: broadcastMac, from: mac }),
      ipv6Frame({ to: claimOf(victim).mac, from: mac }),
    ];
    // The first frame that a new link delivers may be lost.
    await hears(first, () => sendFrames(thief.container, [first]));
    sendFrames(thief.container, [...Object.values({ ...forged, ...fromOther, ...allowed }), last]);
    await hears(last, () => undefined);
    const expected = getsThrough ? Object.keys(forged) : [];
    expect(heardOf(forged, atVictim)).toEqual(expected);
    expect(heardOf(allowed, atVictim)).toEqual(Object.keys(allowed));
    expect(heardOf(fromOther, atVictim)).toEqual([]);
    // tcpdump makes it promiscuous: it has all that any port receives.
    expect(heardOf(forged, atBridge)).toEqual(expected);
    await Promise.all([atVictim.stop(), atBridge.stop()]);
    expect(scene.guarded()).toEqual(getsThrough ? undefined : [thief, victim, other].map(portOf).sort());
    // What they say by themselves goes on working, through the gateway too.
    for (const to of [victim.ip, '10.0.10.1']) inContainer(thief.container, 'ping', '-c', '1', '-W', '1', to);
    for (const one of [thief, victim, other]) one.check();
    for (const one of [thief, victim, other]) one.del();
    expect(scene.guarded()).toBeUndefined();
  });
});

describe('silk-bridge with guard', () => {
  test('CHECK sees what is missing, and the next ADD of any container puts the table back for all', () => {
    const scene = new Scene();
    const elsewhere = { type: 'silk-ipam', subnet: '10.0.10.0/24', rangeStart: '10.0.10.100' };
    const [one, two] = [scene.add(), scene.add({ name: 'green', ipam: elsewhere })];
    const unguarded = scene.add({ guard: false });
    const ruleset = scene.nft('list', 'ruleset');
    const { mac, ip } = claimOf(one);
    const notHeld = `found ${portOf(one)} with ${mac} and ${ip} not in its sets`;
    const drifts = [
      { lines: [`delete element bridge silk guarded { "${portOf(one)}" }`], found: notHeld },
      { lines: [`delete element bridge silk endpoints { "${portOf(one)}" . ${mac} . ${ip} }`], found: notHeld },
      { lines: ['flush chain bridge silk prerouting'], found: 'found other rules or none' },
      { lines: ['insert rule bridge silk prerouting accept'], found: 'found other rules or none' },
      { lines: ['flush ruleset'], found: 'found other rules or none' },
    ];
    for (const { lines, found } of drifts) {
      for (const line of lines) scene.nft(line);
      expect(one.tryCheck().error?.details).toContain(found);
      // It is put back by whoever comes next, where the table itself is not as it was.
      if (found === notHeld) scene.nft('flush', 'ruleset');
      scene.add().del();
      one.check();
      two.check();
    }
    expect(sorted(scene.nft('list', 'ruleset'))).toEqual(sorted(ruleset));
    expect(ruleset).not.toContain(portOf(unguarded));
    unguarded.check();
  });

  test('GC takes what guards ports that are gone, as does an ADD that fails; the last takes the table', () => {
    const scene = new Scene();
    const [gone, stale, kept] = [scene.add(), scene.add(), scene.add()];
    scene.host.removeContainer(gone.container);
    const route = { dst: '10.9.0.0/16', gw: '10.99.0.1' };
    const failing = scene.attachment({ ipam: { type: 'silk-ipam', subnet: '10.0.10.0/24', routes: [route] } });
    expect(failing.tryAdd().error?.code).toBe(106);
    expect(scene.guarded()).toEqual([gone, stale, kept].map(portOf).sort());
    scene.collect([kept]);
    expect(scene.guarded()).toEqual([portOf(kept)]);
    kept.check();
    expect(inContainer(stale.container, 'ip', 'link')).not.toContain('eth0');
    scene.host.removeContainer(kept.container);
    scene.collect([kept]);
    expect(scene.guarded()).toBeUndefined();
  });

  test('DEL, killed at any change, is done by another one, and the other containers stay guarded', () => {
    const scene = new Scene();
    const kept = scene.add();
    const traced = scene.add();
    const { outcome, calls } = traceChanges(scene.host, silkBridge, scene.call('DEL', traced));
    expect(outcome.error).toBeUndefined();
    const changes = calls.filter(({ name }) => name === 'sendto');
    expect(changes.length).toBeGreaterThan(5);
    for (const at of changes) {
      const cut = scene.add();
      callPlugin(scene.host, silkBridge, scene.call('DEL', cut, { wrapper: injecting(at, 'signal=SIGKILL') }));
      // Either it is guarded, or it is no port any more.
      const isPort = scene.host.run(['ip', '-o', 'link', 'show', 'dev', portOf(cut)]).stdout.includes('master br0');
      if (isPort) expect([at.text, scene.guarded()]).toEqual([at.text, [kept, cut].map(portOf).sort()]);
      letLocksGrowOld(scene.host);
      cut.del();
      expect([at.text, scene.guarded()]).toEqual([at.text, [portOf(kept)]]);
      kept.check();
    }
  });

  test('without nftables ADD says which key does without, and DEL succeeds', () => {
    const scene = new Scene();
    const attachment = scene.attachment();
    const refusing = (ordinal: number) => ({
      wrapper: injecting({ name: 'socket', ordinal }, 'error=EPROTONOSUPPORT'),
    });
    const refused = [1, 2, 3, 4, 5].map((ordinal) => {
      const { error } = attachment.tryAdd(refusing(ordinal));
      attachment.del();
      return error?.msg ?? '';
    });
    expect(refused).toContainEqual(
      expect.stringContaining('found a kernel without nftables for bridges, wanted one: `"guard": false`'),
    );
    attachment.add({});
    const codes = [1, 2, 3, 4].map((ordinal) => attachment.tryDel(refusing(ordinal)).error?.code);
    expect(codes).toContain(undefined);
    attachment.del();
  });
});

function sorted(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim().replace(/^elements = \{ | \}$/g, ''))
    .sort();
}

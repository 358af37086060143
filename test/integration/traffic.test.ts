import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { type Container, disposeHosts, enter, Host, inContainer } from '../support/host.ts';
import { silkNetwork } from '../support/network.ts';
import { installed } from '../support/project.ts';
import { type Running, run } from '../support/run.ts';
import { sleep, until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** Containers of one network, all added. */
function addedContainers(count: number): { host: Host; attachments: Attachment[] } {
  const host = new Host();
  const attachments = Array.from({ length: count }, () => new Attachment(host, host.addContainer(), silkNetwork(host)));
  for (const attachment of attachments) attachment.add();
  return { host, attachments };
}

/** Whether one ping is answered within a second. */
function pings(netns: string, to: string, ...words: string[]): boolean {
  const busybox = installed('/usr/bin/busybox', 'busybox-static');
  return run([...enter(netns), busybox, 'ping', '-c', '1', '-W', '1', ...words, to]).code === 0;
}

describe('a packet gets', () => {
  test('from container to container, to the host, and from the host', () => {
    const { host, attachments } = addedContainers(2);
    const [a, b] = attachments as [Attachment, Attachment];
    expect(pings(a.container.netns, b.ip)).toBe(true);
    expect(pings(b.container.netns, a.ip)).toBe(true);
    expect(pings(a.container.netns, '169.254.0.1')).toBe(true);
    expect(pings(host.netns, a.ip)).toBe(true);
  });

  test('nowhere after DEL', () => {
    const { host, attachments } = addedContainers(2);
    const [a, b] = attachments as [Attachment, Attachment];
    b.del();
    expect(pings(a.container.netns, b.ip)).toBe(false);
    expect(pings(host.netns, b.ip)).toBe(false);
  });

  test('through at the size of the MTU, and not above it', () => {
    const { attachments } = addedContainers(2);
    const [a, b] = attachments as [Attachment, Attachment];
    const ping = (bytes: number) =>
      run([...enter(a.container.netns), 'ping', '-M', 'do', '-c', '1', '-W', '1', '-s', `${bytes - 28}`, b.ip]);
    if (ping(100).code === 127) throw new Error('Cannot run the test: ping is missing, apt-get install iputils-ping');
    expect(ping(1410).code).toBe(0);
    expect(ping(1411).code).not.toBe(0);
  });
});

describe('a container that may make any packet is not heard', () => {
  test("with another container's source address", async () => {
    const { host, attachments } = addedContainers(3);
    const [liar, victim, listener] = attachments as [Attachment, Attachment, Attachment];
    const ears = await listen(host, listener.container);
    inContainer(liar.container, 'ip', 'addr', 'add', `${victim.ip}/32`, 'dev', 'lo');
    inContainer(liar.container, 'ip', 'link', 'set', 'lo', 'up');
    expect(pings(liar.container.netns, listener.ip, '-I', victim.ip)).toBe(false);
    const heard = await ears.stop(() => pings(liar.container.netns, listener.ip, '-I', liar.ip));
    expect(heard.some((line) => line.includes(`${liar.ip} > ${listener.ip}`))).toBe(true);
    expect(heard.filter((line) => line.includes(`${victim.ip} >`))).toEqual([]);
  });

  test.each([
    { name: 'of this network that nobody has', source: '10.255.30.200' },
    { name: 'of the world', source: '192.0.2.7' },
  ])('with a source address $name', async ({ source }) => {
    const { host, attachments } = addedContainers(2);
    const [liar, listener] = attachments as [Attachment, Attachment];
    const ears = await listen(host, listener.container);
    inContainer(liar.container, 'ip', 'addr', 'add', `${source}/32`, 'dev', 'lo');
    inContainer(liar.container, 'ip', 'link', 'set', 'lo', 'up');
    expect(pings(liar.container.netns, listener.ip, '-I', source)).toBe(false);
    const heard = await ears.stop(() => pings(liar.container.netns, listener.ip, '-I', liar.ip));
    expect(heard.some((line) => line.includes(`${liar.ip} > ${listener.ip}`))).toBe(true);
    expect(heard.filter((line) => line.includes(`${source} >`))).toEqual([]);
  });

  test("with another container's MAC", async () => {
    const { host, attachments } = addedContainers(3);
    const [liar, victim, listener] = attachments as [Attachment, Attachment, Attachment];
    const ears = await listen(host, listener.container);
    takeMac(liar, victim);
    // The answer goes to the MAC that belongs to the liar's address, which the liar has given up.
    expect(pings(liar.container.netns, listener.ip)).toBe(false);
    const heard = await ears.stop(() => pings(victim.container.netns, listener.ip));
    expect(heard.some((line) => line.includes(`${victim.ip} > ${listener.ip}`))).toBe(true);
    expect(heard.filter((line) => line.includes(macOf(victim)))).toEqual([]);
  });

  test("with another container's address and MAC together", async () => {
    const { host, attachments } = addedContainers(3);
    const [liar, victim, listener] = attachments as [Attachment, Attachment, Attachment];
    const ears = await listen(host, listener.container);
    takeMac(liar, victim);
    inContainer(liar.container, 'ip', 'addr', 'add', `${victim.ip}/32`, 'dev', 'lo');
    inContainer(liar.container, 'ip', 'link', 'set', 'lo', 'up');
    expect(pings(liar.container.netns, listener.ip, '-I', victim.ip)).toBe(false);
    const heard = await ears.stop(() => pings(host.netns, listener.ip));
    expect(heard.some((line) => line.includes(`> ${listener.ip}`))).toBe(true);
    expect(heard.filter((line) => line.includes(`${victim.ip} >`))).toEqual([]);
  });
});

function macOf(attachment: Attachment): string {
  const [interfaces] = [attachment.result['interfaces']] as [{ mac: string }[]];
  return interfaces[1]?.mac ?? '';
}

/** Gives the liar the victim's MAC, and the neighbour entry back that the kernel drops with the old one. */
function takeMac(liar: Attachment, victim: Attachment): void {
  const gatewayMac = macOf(liar).replace('ee:ee', 'aa:aa');
  inContainer(liar.container, 'ip', 'link', 'set', 'eth0', 'address', macOf(victim));
  inContainer(liar.container, 'ip', 'neigh', 'replace', '169.254.0.1', 'dev', 'eth0', 'lladdr', gatewayMac);
}

/** Listens on a container's eth0. `stop` makes one last sound that has to be heard, and returns all lines. */
async function listen(
  host: Host,
  container: Container,
): Promise<{ stop(lastSound: () => boolean): Promise<string[]> }> {
  const tcpdump = installed('/usr/bin/tcpdump', 'tcpdump');
  const words = [tcpdump, '-n', '-e', '-l', '--immediate-mode', '-i', 'eth0', 'icmp'];
  const running: Running = host.start(['nsenter', `--net=${container.netns}`, '--', ...words]);
  let text = '';
  let ready = '';
  running.child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  running.child.stderr?.on('data', (chunk) => {
    ready += chunk;
  });
  await until('tcpdump to listen', () => ready.includes('listening on'));
  return {
    async stop(lastSound) {
      lastSound();
      await sleep(300);
      running.child.kill('SIGINT');
      await running.ended;
      return text.split('\n').filter((line) => line !== '');
    },
  };
}
